import type { Phase, Policy, PolicyRule } from '../contracts/authoring.ts';
import { compareDecimal } from '../contracts/money.ts';
import type { PlannedWrite, Proposal } from '../contracts/proposals.ts';

export type Verdict =
  | { readonly kind: 'allow'; readonly rule: string }
  | { readonly kind: 'deny'; readonly rule: string; readonly reason: string }
  | { readonly kind: 'stop'; readonly rule: string; readonly reason: string }
  | {
      readonly kind: 'ask';
      readonly rule: string;
      readonly reason: string;
      readonly role: string;
      readonly needed: number;
      readonly expiresInMs: number;
      readonly escalateAfterMs?: number;
      readonly escalateTo?: string;
      readonly editorCounts: boolean;
    };

const threeDaysMs = 3 * 24 * 3_600_000;

/** The rule that decides about a proposal: the first that matches; `otherwise` when none does. */
export function ruleFor(policy: Policy, proposal: Pick<Proposal, 'writes' | 'traits'>): string {
  return ruleOf(policy, proposal)?.name ?? 'otherwise';
}

/** Every name a phase of its own can be given to. */
export const ruleNames = (policy: Policy): readonly string[] => [...policy.rules.map(({ name }) => name), 'otherwise'];

function ruleOf(policy: Policy, proposal: Pick<Proposal, 'writes' | 'traits'>): PolicyRule | undefined {
  return policy.rules.find((candidate) => matches(candidate, proposal));
}

/**
 * What policy says of a proposal. The first rule that matches decides, `otherwise` when none does; the phase (of the workflow,
 * or of that rule where it is narrower) can only make it stricter: read-only never writes, assisted asks even where a rule allows.
 */
export function judge(policy: Policy, phase: Phase, proposal: Pick<Proposal, 'writes' | 'traits'>, assistedRole: string): Verdict {
  const rule = ruleOf(policy, proposal);
  const wanted = rule?.verdict ?? policy.otherwise;
  const name = rule?.name ?? 'otherwise';
  const reason = rule?.reason ?? 'no rule of the policy names this case';
  if (wanted.effect === 'deny') return { kind: 'deny', rule: name, reason };
  if (phase === 'read-only') return { kind: 'stop', rule: name, reason: 'the read-only phase is in force' };
  if (wanted.effect === 'ask') {
    return {
      kind: 'ask',
      rule: name,
      reason,
      role: wanted.role,
      needed: wanted.needed ?? 1,
      expiresInMs: wanted.expiresInMs ?? threeDaysMs,
      ...(wanted.escalateAfterMs === undefined ? {} : { escalateAfterMs: wanted.escalateAfterMs }),
      ...(wanted.escalateTo === undefined ? {} : { escalateTo: wanted.escalateTo }),
      editorCounts: wanted.editorCounts ?? false,
    };
  }
  if (phase === 'assisted') {
    return {
      kind: 'ask',
      rule: `${name}, assisted`,
      reason: 'the workflow is in its assisted phase',
      role: assistedRole,
      needed: 1,
      expiresInMs: threeDaysMs,
      editorCounts: false,
    };
  }
  return { kind: 'allow', rule: name };
}

function matches(rule: PolicyRule, proposal: Pick<Proposal, 'writes' | 'traits'>): boolean {
  const { tags, tools, amountAtLeast } = rule.when;
  if (tags && !tags.some((tag) => proposal.traits.tags.includes(tag))) return false;
  if (tools && !proposal.writes.some((write: PlannedWrite) => tools.includes(write.tool))) return false;
  return amountAtLeast === undefined || reaches(proposal.traits.amount, amountAtLeast);
}

/** An unknown amount or a currency the rule does not list counts as reaching it: doubt goes to a person. */
function reaches(amount: Proposal['traits']['amount'], limits: Readonly<Record<string, string>>): boolean {
  if (!amount) return true;
  const limit = limits[amount.currency];
  return limit === undefined || compareDecimal(amount.amount, limit) >= 0;
}
