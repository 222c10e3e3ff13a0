import { Command, GraphRecursionError } from '@langchain/langgraph';
import type { AuditEntry } from '../contracts/audit.ts';
import type { ApprovalStore } from '../contracts/approvals.ts';
import { asCountersignError, type CountersignError } from '../contracts/errors.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { Principal } from '../contracts/principal.ts';
import type { Run, RunFinish } from '../contracts/runs.ts';
import type { Clock } from '../contracts/time.ts';
import { freshState, type CompiledGraph } from '../flow/gated.ts';
import { LookAgain, type FlowResult, type RunContext, type RunInput } from '../flow/parts.ts';

/** A workflow as one process runs it. `version` names version and shape of the graph; see workflowVersion. */
export type Runnable = { readonly workflowId: string; readonly version: string; readonly graph: CompiledGraph };

export type ExecuteParts = {
  readonly approvals: ApprovalStore;
  readonly clock: Clock;
  readonly principalOf: (id: string) => Principal;
  /** Failures that may pass are tried again this often, then a person gets them. */
  readonly maxRecoveries: number;
};

export type Executed = RunFinish & {
  readonly exception?: { readonly code: string; readonly message: string; readonly details: JsonObject };
};

/**
 * Carries one claimed run as far as it goes. Where it begins depends on what the thread's checkpoint says, not on what
 * the queue believes: a checkpoint of this run continues, anything else starts from the event.
 */
export async function executeRun(parts: ExecuteParts, runnable: Runnable, run: Run, signal: AbortSignal): Promise<Executed> {
  const context: RunContext = {
    runId: run.id,
    fence: { runId: run.id, token: run.fence },
    principal: parts.principalOf(run.principal),
    signal,
  };
  const config = { configurable: { thread_id: run.threadId, __run: context }, recursionLimit: 24, signal };
  try {
    const how = await entrance(parts, runnable, run);
    if (how === 'gone') return { status: 'superseded', outcome: 'a newer run has taken over this thread', at: now(parts) };
    // Node names are part of Command's type; a bare resume names none.
    const input =
      how === 'start'
        ? freshState(inputOf(run))
        : how === 'resume'
          ? (new Command({ resume: { decided: true } }) as Command<unknown, never, never>)
          : null;
    // Sync: what a step decided is on disk before the next step acts on it.
    const state = await runnable.graph.invoke(input, { ...config, durability: 'sync' });
    return finished(parts, state);
  } catch (thrown) {
    return failed(parts, run, thrown);
  }
}

async function entrance(parts: ExecuteParts, runnable: Runnable, run: Run): Promise<'start' | 'continue' | 'resume' | 'gone'> {
  if (run.resume === 'start') return 'start';
  if (run.workflowVersion !== runnable.version) {
    await supersedeForUpgrade(parts, run);
    return 'start';
  }
  const state = await runnable.graph.getState({ configurable: { thread_id: run.threadId } });
  // A thread without a checkpoint has no input either.
  const values = state.values as { input?: RunInput };
  if (values.input?.runId !== run.id) return run.resume === 'decision' && !(await isAskedFor(parts, run)) ? 'gone' : 'start';
  if (state.tasks.some((task) => task.interrupts.length > 0)) return 'resume';
  return state.next.length > 0 ? 'continue' : 'start';
}

/** A checkpoint can be missing (a backup took it a moment too early) while the approval still names this run: gather anew. */
async function isAskedFor(parts: ExecuteParts, run: Run): Promise<boolean> {
  const open = await parts.approvals.openForThread(run.threadId);
  return open?.runId === run.id;
}

/** A parked run is never resumed into other code: its approval is void and everything is gathered anew. */
async function supersedeForUpgrade(parts: ExecuteParts, run: Run): Promise<void> {
  const open = await parts.approvals.openForThread(run.threadId);
  if (!open || open.runId !== run.id) return;
  const at = now(parts);
  const audit: AuditEntry = {
    at,
    actor: 'system',
    action: 'approval.superseded',
    runId: run.id,
    correlationId: run.threadId,
    body: { approval: open.id, reason: 'the workflow was upgraded' },
  };
  await parts.approvals.replace(
    open.id,
    open.revision,
    { ...open, status: 'superseded', closedAt: at, closedBy: 'system', reason: 'the workflow was upgraded' },
    false,
    [audit],
  );
}

function inputOf(run: Run): RunInput {
  const { hint, receivedAt } = run.input as { hint?: Record<string, string>; receivedAt?: string };
  return {
    runId: run.id,
    threadId: run.threadId,
    record: run.record,
    principal: run.principal,
    hint: hint ?? {},
    receivedAt: receivedAt ?? run.createdAt,
  };
}

function finished(parts: ExecuteParts, state: { result?: FlowResult | null; __interrupt__?: unknown }): Executed {
  const at = now(parts);
  if (Array.isArray(state.__interrupt__) && state.__interrupt__.length > 0)
    return { status: 'awaiting_approval', outcome: 'waiting for a person', at };
  const { result } = state;
  if (!result)
    return {
      status: 'exception',
      outcome: 'internal',
      at,
      exception: { code: 'internal', message: 'The workflow ended without a result', details: {} },
    };
  if (result.kind === 'done') return { status: result.outcome === 'superseded' ? 'superseded' : 'done', outcome: result.outcome, at };
  return {
    status: 'exception',
    outcome: result.code,
    at,
    exception: { code: result.code, message: result.message, details: result.details },
  };
}

function failed(parts: ExecuteParts, run: Run, thrown: unknown): Executed {
  const at = now(parts);
  const look = findLookAgain(thrown);
  if (look) return { status: 'waiting', outcome: look.message, at, availableAt: look.at };
  if (thrown instanceof GraphRecursionError) {
    return {
      status: 'exception',
      outcome: 'run.limit',
      at,
      exception: { code: 'run.limit', message: 'The run went round without coming to an end', details: {} },
    };
  }
  const error = asCountersignError(thrown);
  if (error.code === 'run.fenced') throw error;
  if (error.retry !== 'never' && run.recoveries < parts.maxRecoveries) {
    return { status: 'waiting', outcome: error.code, at, availableAt: backOff(parts, run, error), countRecovery: true };
  }
  return {
    status: 'exception',
    outcome: error.code,
    at,
    exception: { code: error.code, message: error.message, details: error.field === undefined ? {} : { field: error.field } },
  };
}

/** LangGraph hands errors through as they are, but a wrapping cause must not turn waiting into failing. */
function findLookAgain(thrown: unknown): LookAgain | undefined {
  let current = thrown;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    if (current instanceof LookAgain) return current;
    current = current.cause;
  }
  return undefined;
}

/** 1 s, 2 s, 4 s … at most 5 min, or what the other side asked for. */
function backOff(parts: ExecuteParts, run: Run, error: CountersignError): string {
  const ms = error.retryAfterMs ?? Math.min(1000 * 2 ** run.recoveries, 300_000);
  return new Date(parts.clock.now().getTime() + ms).toISOString();
}

function now(parts: ExecuteParts): string {
  return parts.clock.now().toISOString();
}
