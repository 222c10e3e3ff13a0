import type { Agent, ReadTool, Workflow } from '../../contracts/authoring.ts';
import type { AnswerEvent } from '../../contracts/answer.ts';
import { asCountersignError } from '../../contracts/errors.ts';
import type { JsonObject } from '../../contracts/json.ts';
import { askAs } from '../asking.ts';
import { flowContext, grants } from '../context.ts';
import type { Session } from '../parts.ts';
import { targetsOf } from '../targets.ts';
import { forPlanner } from './tool-facts.ts';
import type { Talk, TalkParts, TalkRun } from './parts.ts';
import type { z } from 'zod';

/** Everything a node of a conversation may do, and nothing that writes to a business system. */
export function createTalk(
  parts: TalkParts,
  run: TalkRun,
  assistant: { readonly id: string; readonly version: string },
  emit: (event: AnswerEvent) => void,
): Talk {
  const { flow } = parts;
  const session = sessionOf(parts, run, assistant);
  const reading = flowContext(session);
  let calls = 0;
  const { threadId, runId, signal, by } = run;
  return {
    ports: {},
    clock: flow.clock,
    ids: flow.ids,
    log: flow.log,
    principal: by,
    signal,
    threadId,
    runId,
    today: dayIn(flow.clock.now(), parts.timeZone),
    directory: parts.directory,
    changes: parts.changes,
    connectionName: (system) => flow.connection(system).name,
    async read<I extends z.ZodType, O extends z.ZodType>(desk: Agent, tool: ReadTool<I, O>, input: z.infer<I>): Promise<z.infer<O>> {
      calls += 1;
      const told = { type: 'tool' as const, id: `${runId}:${calls}`, name: tool.id, desk: desk.id, input: input as Record<string, never> };
      const from = flow.clock.now().getTime();
      emit({ ...told, state: 'running' });
      try {
        const data = await reading.read(desk, tool, input);
        emit({ ...told, state: 'done', ms: flow.clock.now().getTime() - from });
        return data;
      } catch (thrown) {
        emit({ ...told, state: 'failed', ms: flow.clock.now().getTime() - from, error: asCountersignError(thrown).code });
        throw thrown;
      }
    },
    mayUse: (tool) => grants(session, tool.id) && serves(parts, tool.system, tool.needs),
    narrate: ({ agent, ...request }) =>
      flow.gateway.narrate({ ...request, agent: agent.id, runId, threadId, limits: askAs(session, agent, request.prompt), signal }),
    converse: (request) => flow.gateway.converse({ ...request, runId, threadId, signal }),
    check: (text, sheet, locale) => flow.gateway.check(text, sheet, locale),
    forPlanner: (tool, output, locale, findings) => forPlanner(flow.privacy, threadId, locale, tool.output, output, findings),
    hasPlanner: flow.gateway.hasModel('planner'),
    request: (request) => parts.changes.start(threadId, request, by, signal),
    offeredErrands: parts.errands.offered(by),
    run: (errand) => parts.errands.start(threadId, errand, by, signal),
    withdraw: (change, reason) => parts.changes.withdraw(change, reason, by),
    hide: (schema, value) => flow.privacy.protect(threadId, schema, value),
    emit,
    audit: (action: string, body: JsonObject) =>
      flow.audit
        .append([{ at: flow.clock.now().toISOString(), actor: by.id, action, runId, correlationId: threadId, body }])
        .then(() => undefined),
  };
}

function serves(parts: TalkParts, system: string, needs: readonly string[]): boolean {
  try {
    const { operations } = parts.flow.connection(system).capabilities;
    return needs.every((need) => operations.includes(need));
  } catch {
    // No connection plays this part: the tool is not offered.
    return false;
  }
}

/** Reads run as those of a workflow do, with the same checks; only the workflow is a conversation. */
function sessionOf({ flow }: TalkParts, run: TalkRun, { id, version }: { readonly id: string; readonly version: string }): Session {
  const record = { connection: 'assistant', type: 'Thread', id: run.threadId };
  return {
    parts: flow,
    // Never committed: a conversation has no write tools, its changes are runs of their own.
    workflow: { id, version, tools: [] } as unknown as Workflow,
    run: { runId: run.runId, fence: { runId: run.runId, token: 0 }, principal: run.by, signal: run.signal },
    input: { runId: run.runId, threadId: run.threadId, record, principal: run.by.id, hint: {}, receivedAt: flow.clock.now().toISOString() },
    pendingAudit: [],
    since: targetsOf(flow.effects).moment,
    asked: new Map(),
  };
}

/** The day it is in a time zone, as an ISO day. */
export function dayIn(now: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
}
