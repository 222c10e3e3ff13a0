import { settle, type Decider } from '../../approvals/settle.ts';
import type { Approval, Decision } from '../../contracts/approvals.ts';
import type { AuditEntry } from '../../contracts/audit.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { canonicalJson } from '../../contracts/json.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { PlannedWrite, Proposal } from '../../contracts/proposals.ts';
import type { ApprovalService, ApprovalView, WriteView } from '../../contracts/services.ts';
import { editDistance } from '../../flow/edit-distance.ts';
import { reviseProposal } from '../../flow/edit.ts';
import { readLive, writeTool } from '../../flow/live.ts';
import type { Session } from '../../flow/parts.ts';
import type { Core } from '../core.ts';
import { authorise, may, page } from './authorise.ts';
import { targetsOf } from '../../flow/targets.ts';
import { keepDecision } from './feedback.ts';

export function approvalService(core: Core): ApprovalService {
  const { approvals } = core.storage;
  return {
    async list(query, by) {
      authorise(core.roles, by, 'approvals.read');
      return page(await approvals.list({ ...query, limit: query.limit + 1 }), query.limit, (row) => row.id);
    },
    async get(id, by) {
      authorise(core.roles, by, 'approvals.read');
      const { approval, proposal } = await load(core, id);
      return view(core, approval, proposal, by);
    },
    async decide(id, decision, by) {
      if (decision.verdict !== 'withdraw') authorise(core.roles, withLent(core, by), 'approvals.decide');
      const { approval, proposal } = await load(core, id);
      return decision.verdict === 'edit' ? edit(core, approval, proposal, decision, by) : apply(core, approval, decision, by);
    },
  };
}

/** The person with what a delegation in force lends them; a role taken back is gone at the next call. */
function withLent(core: Core, by: Principal): Principal {
  return { ...by, roles: [...by.roles, ...core.lentRoles(by.id)] };
}

async function load(core: Core, id: string): Promise<{ approval: Approval; proposal: Proposal }> {
  const approval = await core.storage.approvals.get(id);
  const proposal = approval && (await core.storage.proposals.get(approval.proposalId));
  if (!approval || !proposal) throw new CountersignError('resource.not_found', `There is no approval ${id}`, { field: 'id' });
  return { approval, proposal };
}

function decider(core: Core, by: Principal): Decider {
  return { principal: by, roles: core.roles, lent: core.lentRoles(by.id) };
}

async function apply(core: Core, approval: Approval, decision: Decision, by: Principal): Promise<Approval> {
  const at = core.clock.now().toISOString();
  const settled = settle(approval, decision, decider(core, by), at);
  if (settled.kind === 'refused')
    throw new CountersignError(settled.code, settled.reason, settled.field === undefined ? {} : { field: settled.field });
  const action = settled.kind === 'expired' ? 'approval.expired' : settled.action;
  await save(core, approval, settled.next, entry(approval, action, by.id, at, { verdict: decision.verdict, hash: decision.hash }));
  const { status } = settled.next;
  if (status === 'approved' || status === 'rejected') await core.promptWatch.decided(approval.runId, status);
  await keepDecision(core, settled.next, by);
  if (settled.kind === 'expired') throw new CountersignError('approval.closed', 'The deadline has passed; the approval expired');
  return (await core.storage.approvals.get(approval.id)) ?? settled.next;
}

/** An edit is validated by the tool's schema, makes a new proposal with a new hash and voids earlier votes. */
async function edit(
  core: Core,
  approval: Approval,
  proposal: Proposal,
  decision: Extract<Decision, { verdict: 'edit' }>,
  by: Principal,
): Promise<Approval> {
  const at = core.clock.now().toISOString();
  const settled = settle(approval, decision, decider(core, by), at);
  if (settled.kind === 'refused')
    throw new CountersignError(settled.code, settled.reason, settled.field === undefined ? {} : { field: settled.field });
  if (settled.kind === 'expired') return apply(core, approval, decision, by);
  const revised = await reviseProposal(sessionOf(core, proposal, by), proposal, decision.slot, decision.input);
  await core.storage.proposals.save(revised);
  const next: Approval = {
    ...settled.next,
    proposalId: revised.id,
    proposalHash: revised.hash,
    votes: [],
    editors: [...new Set([...approval.editors, by.id])],
  };
  await save(
    core,
    approval,
    next,
    entry(approval, 'approval.edited', by.id, at, {
      slot: decision.slot,
      from: approval.proposalHash,
      to: revised.hash,
      proposal: revised.id,
    }),
  );
  await core.promptWatch.edited(approval.runId, async () => {
    // A text a person wrote is one token as a whole, so texts are compared as they read; a number is all that stays of it.
    const written = (of: Proposal): Promise<unknown> =>
      core.privacy.restoreForScreen<unknown>(proposal.threadId, of.writes.find((write) => write.slot === decision.slot)?.input ?? {});
    return editDistance(await written(proposal), await written(revised));
  });
  return (await core.storage.approvals.get(approval.id)) ?? next;
}

async function save(core: Core, before: Approval, next: Approval, audit: AuditEntry): Promise<void> {
  const closes = next.status !== 'waiting';
  if (!(await core.storage.approvals.replace(before.id, before.revision, next, closes, [audit]))) {
    throw new CountersignError('approval.stale', 'Somebody else was faster; look at it again', { retry: 'now' });
  }
  if (closes) core.wake();
}

function entry(approval: Approval, action: string, actor: string, at: string, body: AuditEntry['body']): AuditEntry {
  return { at, actor, action, runId: approval.runId, correlationId: approval.threadId, body: { approval: approval.id, ...body } };
}

export function sessionOf(core: Core, proposal: Proposal, by: Principal): Session {
  const workflow = core.workflow(proposal.workflow);
  if (!workflow) throw new CountersignError('capability.missing', `Workflow ${proposal.workflow} is not installed any more`);
  return {
    parts: core.flow,
    workflow,
    run: { runId: proposal.runId, fence: { runId: proposal.runId, token: 0 }, principal: by, signal: AbortSignal.timeout(30_000) },
    input: {
      runId: proposal.runId,
      threadId: proposal.threadId,
      record: proposal.record,
      principal: by.id,
      hint: {},
      receivedAt: proposal.createdAt,
    },
    pendingAudit: [],
    since: targetsOf(core.flow.effects).moment,
    asked: new Map(),
  };
}

async function view(core: Core, approval: Approval, proposal: Proposal, by: Principal): Promise<ApprovalView> {
  const session = sessionOf(core, proposal, by);
  const reveal = may(core.roles, withLent(core, by), 'values.reveal');
  const shown = async <T>(tree: T): Promise<T> => (reveal ? core.privacy.restoreForScreen(proposal.threadId, tree) : tree);
  const writes: WriteView[] = [];
  for (const write of proposal.writes) writes.push(await shown(await viewWrite(core, session, write)));
  const { writes: _writes, ...rest } = proposal;
  return { approval, proposal: await shown(rest), writes, ...mayNow(core, approval, by) };
}

/** Reads the record at the moment of looking, so that the diff shown is the diff there is. */
async function viewWrite(core: Core, session: Session, write: PlannedWrite): Promise<WriteView> {
  const effect = await core.storage.effects.get(write.key);
  const pending = effect?.state !== 'applied' && write.operation === 'update' && write.target.id !== undefined;
  const live =
    pending && write.target.id !== undefined
      ? await readLive(
          session,
          writeTool(session, write.tool),
          { type: write.target.type, id: write.target.id },
          write.changes.map((change) => change.field),
        )
      : undefined;
  return {
    slot: write.slot,
    tool: write.tool,
    title: write.title,
    kind: write.kind,
    connection: write.connection,
    operation: write.operation,
    target: { type: write.target.type, ...(write.target.id === undefined ? {} : { id: write.target.id }) },
    key: write.key,
    changes: write.changes.map((change) => {
      const now = live ? (live.fields[change.field] ?? null) : change.before;
      return { ...change, now, moved: canonicalJson(now) !== canonicalJson(change.before) };
    }),
    input: write.input,
    ...(effect === undefined ? {} : { effect: effect.state }),
  };
}

const verdicts = ['approve', 'edit', 'reject', 'ask', 'forward', 'withdraw'] as const;

/** Asks the same pure function that decides, so that what is offered is what is allowed. */
function mayNow(core: Core, approval: Approval, by: Principal): Pick<ApprovalView, 'may' | 'why'> {
  const hash = approval.proposalHash;
  const samples: Record<(typeof verdicts)[number], Decision> = {
    approve: { verdict: 'approve', hash },
    edit: { verdict: 'edit', hash, slot: 'any', input: {} },
    reject: { verdict: 'reject', hash, reason: 'any' },
    ask: { verdict: 'ask', hash, question: 'any' },
    forward: { verdict: 'forward', hash, to: 'any' },
    withdraw: { verdict: 'withdraw', hash, reason: 'any' },
  };
  const decides = may(core.roles, withLent(core, by), 'approvals.decide');
  const at = core.clock.now().toISOString();
  const results = verdicts.map((verdict) => ({ verdict, settled: settle(approval, samples[verdict], decider(core, by), at) }));
  const allowed = results
    .filter(({ verdict, settled }) => settled.kind === 'changed' && (decides || verdict === 'withdraw'))
    .map(({ verdict }) => verdict);
  const refusal = results.find(({ verdict, settled }) => verdict === 'approve' && settled.kind === 'refused')?.settled;
  const why = refusal?.kind === 'refused' ? refusal.reason : decides ? undefined : 'Your roles do not include approvals.decide';
  return { may: allowed, ...(why === undefined ? {} : { why }) };
}
