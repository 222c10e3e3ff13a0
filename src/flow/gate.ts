import type { Verdict } from '../approvals/policy.ts';
import type { Approval } from '../contracts/approvals.ts';
import type { Proposal } from '../contracts/proposals.ts';
import { takeAudit, note } from './notes.ts';
import type { FlowResult, Session } from './parts.ts';

export type Opened =
  | { readonly kind: 'pass' }
  | { readonly kind: 'wait'; readonly approvalId: string }
  | { readonly kind: 'end'; readonly result: FlowResult };

/**
 * Finds or opens the approval a proposal needs. The table decides, the interrupt only parks:
 * - one open for this thread with the same hash: this run takes its place (the older run is released)
 * - one open with another hash: superseded, a new one opens
 * - this very proposal was decided before: that decision stands
 */
export async function openGate(session: Session, proposal: Proposal, verdict: Verdict): Promise<Opened> {
  switch (verdict.kind) {
    case 'stop':
      return ended(session, proposal, { kind: 'done', outcome: 'proposed only: read-only phase' }, verdict);
    case 'deny':
      return ended(
        session,
        proposal,
        {
          kind: 'exception',
          code: 'approval.not_allowed',
          message: `Policy refuses this: ${verdict.reason}`,
          details: { rule: verdict.rule, proposal: proposal.id },
        },
        verdict,
      );
    case 'allow':
      note(session, 'policy.allowed', { proposal: proposal.id, hash: proposal.hash, rule: verdict.rule });
      await supersedeOpen(session, proposal);
      return { kind: 'pass' };
    case 'ask':
      return ask(session, proposal, verdict);
  }
}

async function ask(session: Session, proposal: Proposal, verdict: Extract<Verdict, { kind: 'ask' }>): Promise<Opened> {
  const { approvals } = session.parts;
  for (;;) {
    const open = await approvals.openForThread(session.input.threadId);
    if (open?.proposalHash === proposal.hash) {
      if (open.runId === session.run.runId) return { kind: 'wait', approvalId: open.id };
      const at = session.parts.clock.now().toISOString();
      const next: Approval = {
        ...open,
        runId: session.run.runId,
        notes: [...open.notes, { kind: 'attach', by: session.run.principal.id, at, text: 'a newer event says the same' }],
      };
      note(session, 'approval.attached', { approval: open.id, from: open.runId });
      if (await approvals.replace(open.id, open.revision, next, false, takeAudit(session))) return { kind: 'wait', approvalId: open.id };
      continue;
    }
    const decided = open ? undefined : await approvals.latestForProposal(proposal.id);
    if (decided && decided.status !== 'superseded') return { kind: 'wait', approvalId: decided.id };
    const approval = freshApproval(session, proposal, verdict);
    note(session, 'approval.opened', {
      approval: approval.id,
      proposal: proposal.id,
      hash: proposal.hash,
      rule: verdict.rule,
      role: verdict.role,
      needed: verdict.needed,
    });
    const replaced = open && superseded(session, open, proposal.hash);
    if (await approvals.open(approval, replaced, takeAudit(session))) return { kind: 'wait', approvalId: approval.id };
  }
}

function freshApproval(session: Session, proposal: Proposal, verdict: Extract<Verdict, { kind: 'ask' }>): Approval {
  const now = session.parts.clock.now();
  const after = (ms: number): string => new Date(now.getTime() + ms).toISOString();
  return {
    id: session.parts.ids.next('apr'),
    proposalId: proposal.id,
    proposalHash: proposal.hash,
    runId: session.run.runId,
    threadId: session.input.threadId,
    workflow: session.workflow.id,
    status: 'waiting',
    revision: 0,
    asked: { rule: verdict.rule, reason: verdict.reason, role: verdict.role, needed: verdict.needed, editorCounts: verdict.editorCounts },
    requesters: proposal.requesters,
    votes: [],
    editors: [],
    notes: [],
    title: proposal.title,
    ...(proposal.traits.amount === undefined ? {} : { amount: proposal.traits.amount }),
    createdAt: now.toISOString(),
    expiresAt: after(verdict.expiresInMs),
    ...(verdict.escalateAfterMs === undefined || verdict.escalateTo === undefined ? {} : { escalateAt: after(verdict.escalateAfterMs) }),
  };
}

function superseded(session: Session, open: Approval, byHash: string): { id: string; revision: number; next: Approval } {
  const at = session.parts.clock.now().toISOString();
  note(session, 'approval.superseded', { approval: open.id, byHash });
  return {
    id: open.id,
    revision: open.revision,
    next: { ...open, status: 'superseded', closedAt: at, closedBy: 'system', reason: 'newer facts changed the proposal' },
  };
}

/** Policy allows what used to need a person: the open question is moot. */
async function supersedeOpen(session: Session, proposal: Proposal): Promise<void> {
  const open = await session.parts.approvals.openForThread(session.input.threadId);
  if (!open) return;
  const { id, revision, next } = superseded(session, open, proposal.hash);
  await session.parts.approvals.replace(id, revision, { ...next, runId: session.run.runId }, false, takeAudit(session));
}

function ended(session: Session, proposal: Proposal, result: FlowResult, why: { rule: string; reason: string }): Opened {
  note(session, result.kind === 'done' ? 'policy.stopped' : 'policy.denied', {
    proposal: proposal.id,
    hash: proposal.hash,
    rule: why.rule,
    reason: why.reason,
  });
  return { kind: 'end', result };
}

/** How a closed approval ends the run; undefined when it was approved and the commit may begin. */
export function closedResult(approval: Approval): FlowResult | undefined {
  switch (approval.status) {
    case 'approved':
    case 'waiting':
      return undefined;
    case 'rejected':
      return { kind: 'done', outcome: 'rejected' };
    case 'withdrawn':
      return { kind: 'done', outcome: 'withdrawn' };
    case 'superseded':
      return { kind: 'done', outcome: 'superseded' };
    case 'expired':
      return {
        kind: 'exception',
        code: 'approval.closed',
        message: 'Nobody decided in time; the proposal expired, it was not rejected',
        details: { approval: approval.id },
      };
  }
}
