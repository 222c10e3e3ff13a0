import { createHash } from 'node:crypto';
import type { Approval, ApprovalStore } from '../../contracts/approvals.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { canonicalJson } from '../../contracts/json.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { Privacy } from '../../contracts/privacy.ts';
import type { PlannedWrite, ProposalStore } from '../../contracts/proposals.ts';
import type { Run, RunStatus, RunStore } from '../../contracts/runs.ts';
import type { Clock, Sleep } from '../../contracts/time.ts';
import { inThread } from './errands.ts';
import type { ChangeRequest, ChangeRequests, ChangeState } from './parts.ts';

export type ChangeParts = {
  readonly privacy: Privacy;
  readonly runs: RunStore;
  readonly approvals: ApprovalStore;
  readonly proposals: ProposalStore;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Takes the request in as an event, its body into the vault; answers with the run that carries it. */
  readonly accept: (event: { recordId: string; body: Uint8Array }, by: string) => Promise<string>;
  readonly withdraw: (approval: Approval, reason: string, by: Principal) => Promise<void>;
  readonly cancel: (runId: string, reason: string, by: Principal) => Promise<void>;
};

/** The record type under which changes asked for in conversations run. */
export const changeRecordType = 'ChangeRequest';

const atWork: readonly RunStatus[] = ['queued', 'running', 'waiting'];

/** Changes asked for in conversations: each is a run of its own, so that talking goes on while a decision is awaited. */
export function createChangeRequests(parts: ChangeParts): ChangeRequests {
  const state = async (threadId: string, runId: string): Promise<ChangeState> => {
    const run = await parts.runs.get(runId);
    if (!run) throw new CountersignError('resource.not_found', `There is no run ${runId}`, { field: 'run' });
    return stateOf(parts, threadId, run);
  };
  const settled: ChangeRequests['settled'] = async (threadId, runId, withinMs, signal) => {
    const until = parts.clock.now().getTime() + withinMs;
    for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 200)) {
      const run = await parts.runs.get(runId);
      if (!run || !isWorking(run, await parts.approvals.openForThread(run.threadId)) || parts.clock.now().getTime() >= until)
        return state(threadId, runId);
      await parts.sleep(waitMs, signal);
    }
  };
  return {
    state,
    settled,
    async start(threadId, request, by, signal) {
      const { value } = await parts.privacy.restoreArguments(threadId, request.tool.input, request.input);
      const body = {
        tool: request.tool.id,
        input: value,
        title: request.title,
        reasons: request.reasons,
        chat: threadId,
        ...(request.amount === undefined ? {} : { amount: request.amount }),
      };
      const run = await parts.accept({ recordId: recordIdOf(request, by), body: Buffer.from(JSON.stringify(body)) }, by.id);
      return settled(threadId, run, 5000, signal);
    },
    async withdraw(runId, reason, by) {
      const run = await parts.runs.get(runId);
      const open = run && (await parts.approvals.openForThread(run.threadId));
      if (run && open?.runId === runId && open.status === 'waiting') await parts.withdraw(open, reason, by);
      else if (run && atWork.includes(run.status)) await parts.cancel(runId, reason, by);
      else throw new CountersignError('approval.closed', 'This change is not waiting any more', { field: 'run' });
    },
  };
}

/** A decision was made and the work goes on, or it has not come to the gate yet. */
function isWorking(run: Run, open: Approval | undefined): boolean {
  return atWork.includes(run.status) || (run.status === 'awaiting_approval' && (open === undefined || open.status !== 'waiting'));
}

/**
 * What makes two requests the same question: the tool, the record, who asks, and for something new also what. Asked again with
 * other values, a change of a record replaces the one that waits; a second note is a second note.
 */
function recordIdOf({ tool, record, input }: ChangeRequest, by: Principal): string {
  const isNew = tool.target(input).id === undefined;
  const about = canonicalJson({ tool: tool.id, record, by: by.id, ...(isNew ? { input } : {}) });
  return `${tool.id}~${createHash('sha256').update(about).digest('hex').slice(0, 24)}`;
}

async function stateOf(parts: ChangeParts, threadId: string, run: Run): Promise<ChangeState> {
  const open = await parts.approvals.openForThread(run.threadId);
  const approval = open?.runId === run.id ? open : await lastOf(parts.approvals, run);
  const proposal = approval && (await parts.proposals.get(approval.proposalId));
  const told = stateWord(run, approval);
  return {
    run: run.id,
    ...(approval === undefined ? {} : { approval: approval.id, hash: approval.proposalHash }),
    title: approval?.title ?? '',
    state: told,
    waitsFor: approval?.status === 'waiting' ? (approval.assignee ?? approval.escalatedTo ?? approval.asked.role) : '',
    changes: proposal ? await shownChanges(parts.privacy, threadId, run.threadId, proposal.writes) : [],
    isOpen: told === 'waiting' || told === 'checking' || told === 'approved',
  };
}

async function lastOf(approvals: ApprovalStore, run: Run): Promise<Approval | undefined> {
  return (await approvals.list({ limit: 200 })).find((each) => each.runId === run.id);
}

function stateWord(run: Run, approval: Approval | undefined): ChangeState['state'] {
  switch (run.status) {
    case 'queued':
    case 'running':
    case 'waiting':
      return approval?.status === 'approved' ? 'approved' : 'checking';
    case 'awaiting_approval':
      return approval?.status === 'approved' ? 'approved' : 'waiting';
    case 'exception':
      return approval?.status === 'expired' ? 'expired' : 'failed';
    case 'cancelled':
      return 'withdrawn';
    case 'superseded':
      return 'superseded';
    case 'done':
      return doneWord(run.outcome ?? '');
  }
}

function doneWord(outcome: string): ChangeState['state'] {
  const known = ['applied', 'rejected', 'withdrawn', 'superseded', 'unchanged'] as const;
  return known.find((word) => word === outcome) ?? 'proposed';
}

/** The writes' fields as the conversation may show them: the request's run has tokens of its own, so a text is put into this thread's. */
async function shownChanges(
  privacy: Privacy,
  threadId: string,
  runThread: string,
  writes: readonly PlannedWrite[],
): Promise<ChangeState['changes']> {
  const shown = async (value: unknown): Promise<string> => {
    const text = value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    return inThread(privacy, { from: runThread, to: threadId }, text);
  };
  const rows: ChangeState['changes'][number][] = [];
  for (const write of writes)
    for (const change of write.changes)
      rows.push({
        system: write.connection,
        record: `${write.target.type}${write.target.id === undefined ? '' : ` ${write.target.id}`}`,
        field: change.field,
        label: change.label ?? change.field,
        before: await shown(change.before),
        after: await shown(change.after),
      });
  return rows;
}
