import type { Approval, Decision } from '../contracts/approvals.ts';
import type { ErrorCode } from '../contracts/errors.ts';
import { compareDecimal } from '../contracts/money.ts';
import type { Principal, RoleDefinition } from '../contracts/principal.ts';

/** A person, with the roles they hold now and those lent to them by a delegation that is in force. */
export type Decider = {
  readonly principal: Principal;
  readonly roles: Readonly<Record<string, RoleDefinition>>;
  readonly lent: readonly string[];
};

export type Settled =
  | { readonly kind: 'changed'; readonly next: Approval; readonly action: string }
  | { readonly kind: 'expired'; readonly next: Approval }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string; readonly field?: string };

/**
 * What a decision does to an approval; pure. Order matters: closed before expired before stale, so that the answer names
 * the first thing wrong. An answer after the deadline expires the approval instead of deciding it.
 */
export function settle(approval: Approval, decision: Decision, by: Decider, at: string): Settled {
  if (approval.status !== 'waiting') return refused('approval.closed', `This approval is already ${approval.status}`);
  if (at > approval.expiresAt)
    return {
      kind: 'expired',
      next: { ...approval, status: 'expired', closedAt: at, closedBy: 'system', reason: 'nobody decided in time' },
    };
  if (decision.hash !== approval.proposalHash)
    return refused('approval.stale', 'The proposal changed since you looked at it; look at it again', 'hash');
  if (decision.verdict === 'withdraw') return withdraw(approval, decision.reason, by, at);
  const denied = mayDecide(approval, decision, by);
  if (denied) return denied;
  const id = by.principal.id;
  switch (decision.verdict) {
    case 'approve':
      return approve(approval, by, at, decision.comment);
    case 'reject':
      return changed({ ...approval, status: 'rejected', closedAt: at, closedBy: id, reason: decision.reason }, 'approval.rejected');
    case 'ask':
      return changed({ ...approval, notes: [...approval.notes, { kind: 'ask', by: id, at, text: decision.question }] }, 'approval.asked');
    case 'forward':
      return changed(
        {
          ...approval,
          assignee: decision.to,
          notes: [...approval.notes, { kind: 'forward', by: id, at, text: decision.comment ?? `forwarded to ${decision.to}` }],
        },
        'approval.forwarded',
      );
    case 'edit':
      return changed(
        { ...approval, notes: [...approval.notes, { kind: 'edit', by: id, at, text: decision.comment ?? `edited ${decision.slot}` }] },
        'approval.edited',
      );
  }
}

function approve(approval: Approval, by: Decider, at: string, comment: string | undefined): Settled {
  const id = by.principal.id;
  if (approval.votes.some((vote) => vote.by === id))
    return refused('approval.not_allowed', 'You have approved this already; another person is needed');
  if (approval.editors.includes(id) && !approval.asked.editorCounts)
    return refused('approval.not_allowed', 'You edited this proposal; another person has to approve it');
  const votes = [...approval.votes, { by: id, at, proposalHash: approval.proposalHash }];
  if (votes.length < approval.asked.needed) return changed({ ...approval, votes }, 'approval.voted');
  return changed(
    { ...approval, votes, status: 'approved', closedAt: at, closedBy: id, ...(comment === undefined ? {} : { reason: comment }) },
    'approval.approved',
  );
}

function withdraw(approval: Approval, reason: string, by: Decider, at: string): Settled {
  if (!approval.requesters.includes(by.principal.id))
    return refused('approval.not_allowed', 'Only the person who asked for it can withdraw it');
  return changed({ ...approval, status: 'withdrawn', closedAt: at, closedBy: by.principal.id, reason }, 'approval.withdrawn');
}

/** Undefined when the person may say this; the reason otherwise. Asking a question needs the role but no amount limit. */
function mayDecide(approval: Approval, decision: Decision, by: Decider): Settled | undefined {
  const { id } = by.principal;
  if (approval.requesters.includes(id)) return refused('approval.not_allowed', 'You asked for this; somebody else has to decide it');
  const held = [...by.principal.roles, ...by.lent];
  const named = approval.assignee === id || approval.escalatedTo === id;
  const wanted = [approval.asked.role, ...(approval.escalatedTo === undefined ? [] : [approval.escalatedTo])];
  const role = held.find((candidate) => wanted.includes(candidate));
  if (!named && role === undefined) return refused('approval.not_allowed', `Only the role ${wanted.join(' or ')} may decide this`);
  if (approval.assignee !== undefined && !named && approval.escalatedTo === undefined)
    return refused('approval.not_allowed', `This was forwarded to ${approval.assignee}`);
  if (decision.verdict === 'approve' || decision.verdict === 'edit') {
    const rights = role === undefined ? held : [role];
    if (!rights.some((candidate) => withinLimit(by.roles[candidate], approval)))
      return refused('approval.not_allowed', 'The amount is above your approval limit');
  }
  return undefined;
}

function withinLimit(role: RoleDefinition | undefined, approval: Approval): boolean {
  if (!role || !role.may.includes('approvals.decide')) return false;
  if (!role.approveUpTo || !approval.amount) return true;
  const limit = role.approveUpTo[approval.amount.currency];
  return limit !== undefined && compareDecimal(approval.amount.amount, limit) <= 0;
}

/** What time alone does: escalate once, expire at the deadline; undefined when nothing is due. */
export function age(approval: Approval, at: string, escalateTo: string | undefined): { next: Approval; action: string } | undefined {
  if (approval.status !== 'waiting') return undefined;
  if (at > approval.expiresAt) {
    return {
      next: { ...approval, status: 'expired', closedAt: at, closedBy: 'system', reason: 'nobody decided in time' },
      action: 'approval.expired',
    };
  }
  if (approval.escalateAt !== undefined && at >= approval.escalateAt && approval.escalatedTo === undefined && escalateTo !== undefined) {
    const note = { kind: 'escalate' as const, by: 'system', at, text: `escalated to ${escalateTo}` };
    return { next: { ...approval, escalatedTo: escalateTo, notes: [...approval.notes, note] }, action: 'approval.escalated' };
  }
  return undefined;
}

function changed(next: Approval, action: string): Settled {
  return { kind: 'changed', next, action };
}

function refused(code: ErrorCode, reason: string, field?: string): Settled {
  return { kind: 'refused', code, reason, ...(field === undefined ? {} : { field }) };
}
