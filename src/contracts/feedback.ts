import { z } from 'zod';
import type { AuditEntry } from './audit.ts';
import { feedbackKinds } from './model-store.ts';

export type FeedbackKind = (typeof feedbackKinds)[number];

/** A text that the judged proposal or answer was written with. */
export const UsedText = z.object({
  /** `order-status.summary@1.0.1#` and the beginning of its hash, or `conversation:` and the agent. */
  prompt: z.string(),
  engine: z.string(),
  model: z.string(),
});
export type UsedText = z.infer<typeof UsedText>;

/**
 * What a person made of a proposal or an answer: accept, edit, override (with a reason) and thumbs, with the version it speaks
 * about and its case. A decision on an approval is one too; `source` says which.
 */
export type CaseFeedback = {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly kind: FeedbackKind;
  /** Personal values in it are tokens of the case's thread. */
  readonly reason?: string;
  readonly source: 'given' | 'decision';
  readonly about: { readonly type: 'proposal' | 'answer'; readonly id: string };
  readonly threadId: string;
  readonly runId: string;
  /** A workflow or an assistant, with the version it had. */
  readonly workflow: string;
  readonly version: string;
  readonly texts: readonly UsedText[];
  /** Said by somebody who may decide and did not ask for it: only that counts for a promotion. */
  readonly counts: boolean;
};

const Said = { kind: z.enum(feedbackKinds), reason: z.string().min(1).max(2000).optional() };
/** About a proposal by its id, or about an answer of the assistant by the id of the run that gave it. */
export const FeedbackRequest = z.union([
  z.strictObject({ ...Said, proposal: z.string().min(1).max(100) }),
  z.strictObject({ ...Said, answer: z.string().min(1).max(100) }),
]);
export type FeedbackRequest = z.infer<typeof FeedbackRequest>;

export type FeedbackFilter = { readonly workflow?: string; readonly kind?: FeedbackKind; readonly runId?: string };

export interface FeedbackStore {
  add(feedback: CaseFeedback, audit: readonly AuditEntry[]): Promise<void>;
  get(id: string): Promise<CaseFeedback | undefined>;
  /** Newest first. */
  list(filter: FeedbackFilter & { limit: number; after?: string }): Promise<readonly CaseFeedback[]>;
}
