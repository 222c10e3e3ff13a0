import { z } from 'zod';
import type { Approval } from './approvals.ts';
import type { AuditEntry } from './audit.ts';
import { phases, type Phase } from './authoring.ts';
import type { EffectState } from './effects.ts';
import type { CaseFeedback } from './feedback.ts';
import type { Proposal } from './proposals.ts';

/** Read-only is the narrowest, automatic the widest. */
export const isWider = (one: Phase, other: Phase): boolean => phases.indexOf(one) > phases.indexOf(other);

/** The narrower of two phases: what holds for a rule is never wider than what holds for its workflow. */
export const narrower = (one: Phase, other: Phase): Phase => (isWider(one, other) ? other : one);

/** What evidence must show before a wider phase may be asked for. Stated in the config, copied into each request. */
export const PromotionThresholds = z.strictObject({
  /** Only cases of so many days count, and none from before the last change of the phase. */
  windowDays: z.number().int().min(1).max(3650).default(90),
  /** Cases the workflow has made a proposal for. */
  minSeen: z.number().int().min(0).default(20),
  /** Cases people have decided; asked for `automatic` alone, because read-only asks nobody. */
  minDecided: z.number().int().min(0).default(20),
  /** Share of the decided cases that were approved as they were proposed. */
  minUnchanged: z.number().min(0).max(1).default(0.95),
  maxOpenExceptions: z.number().int().min(0).default(0),
  /** How old the comparison of both systems may be, of workflows that write both ways. */
  maxReportHours: z.number().int().min(1).max(8760).default(48),
});
export type PromotionThresholds = z.infer<typeof PromotionThresholds>;

/** What is on record about a workflow, or about one rule of its policy. */
export const PromotionEvidence = z.object({
  workflow: z.string(),
  rule: z.string().optional(),
  /** Only cases of the version that would be promoted count. */
  version: z.string(),
  since: z.string(),
  firstCaseAt: z.string().optional(),
  lastCaseAt: z.string().optional(),
  /** Cases with a proposal; the same facts about the same record are one case. */
  seen: z.number().int(),
  /** More cases lie in the window than were looked at. */
  isCapped: z.boolean(),
  decided: z.number().int(),
  unchanged: z.number().int(),
  edited: z.number().int(),
  rejected: z.number().int(),
  /** Of the decided: those no approval decided, but people who may decide gave a verdict on. */
  byVerdict: z.number().int(),
  thumbs: z.object({ up: z.number().int(), down: z.number().int() }),
  /** Asked and not decided: waiting, expired, superseded, withdrawn. */
  undecided: z.number().int(),
  /** Unchanged over decided; null where nothing was decided. */
  agreement: z.number().nullable(),
  openExceptions: z.number().int(),
  /** The newest comparison of both systems, of workflows that write both ways; null where there is none. */
  report: z.object({ comparedAt: z.string(), differences: z.number().int(), isComplete: z.boolean() }).nullable().optional(),
  effects: z.object({ applied: z.number().int(), refused: z.number().int(), inDoubt: z.number().int() }),
  thresholds: PromotionThresholds,
  /** Why the promotion may not be asked for yet; empty when nothing stands in the way. */
  blockers: z.array(z.string()),
});
export type PromotionEvidence = z.infer<typeof PromotionEvidence>;

/**
 * waiting → confirmed (the phase changed) | refused | withdrawn (by whoever asked) | lapsed (the phase changed meanwhile).
 * Closed ones stay closed.
 */
export const promotionStatuses = ['waiting', 'confirmed', 'refused', 'withdrawn', 'lapsed'] as const;
export type PromotionStatus = (typeof promotionStatuses)[number];

export type Promotion = {
  readonly id: string;
  readonly workflow: string;
  readonly rule?: string;
  readonly from: Phase;
  readonly to: Phase;
  readonly reason: string;
  readonly evidence: PromotionEvidence;
  readonly status: PromotionStatus;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  readonly decision?: string;
};

export const PromotionDecision = z.strictObject({
  verdict: z.enum(['confirm', 'refuse', 'withdraw']),
  reason: z.string().min(1).max(2000),
});
export type PromotionDecision = z.infer<typeof PromotionDecision>;

export const PromotionRequest = z.strictObject({
  to: z.enum(phases),
  rule: z.string().min(1).max(200).optional(),
  reason: z.string().min(1).max(2000),
});
export type PromotionRequest = z.infer<typeof PromotionRequest>;

/** One proposal with what became of it. */
export type CaseOnRecord = {
  readonly proposal: Proposal;
  /** The newest approval of exactly this proposal. */
  readonly approval?: Approval;
  readonly effects: readonly EffectState[];
  /** What people said of it without deciding, oldest first. */
  readonly verdicts: readonly Pick<CaseFeedback, 'by' | 'kind' | 'counts'>[];
};

export type PromotionClose = Pick<Promotion, 'status'> & { readonly by: string; readonly at: string; readonly decision: string };

export interface PromotionStore {
  add(promotion: Promotion, audit: readonly AuditEntry[]): Promise<void>;
  get(id: string): Promise<Promotion | undefined>;
  /** Newest first. */
  list(filter: { status?: PromotionStatus; workflow?: string; limit: number; after?: string }): Promise<readonly Promotion[]>;
  /**
   * Closes a waiting one; false when it no longer waits, or when `setting` no longer has the value it had (`was`). The setting
   * is changed in the same transaction.
   */
  close(
    id: string,
    how: PromotionClose,
    setting: { readonly name: string; readonly was: string | undefined; readonly value: string } | undefined,
    audit: readonly AuditEntry[],
  ): Promise<boolean>;
  /** The newest proposals of a workflow since a moment. */
  cases(filter: { workflow: string; since: string; limit: number }): Promise<readonly CaseOnRecord[]>;
  openExceptions(workflow: string): Promise<number>;
}
