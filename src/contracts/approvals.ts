import { z } from 'zod';
import type { AuditEntry } from './audit.ts';

/**
 * waiting → approved | rejected | expired | superseded | withdrawn. A closed approval never opens again.
 * Expired is not rejected: nobody said no, the work goes to the exception queue.
 */
export const approvalStatuses = ['waiting', 'approved', 'rejected', 'expired', 'superseded', 'withdrawn'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

export const Vote = z.object({ by: z.string(), at: z.string(), proposalHash: z.string() });
export type Vote = z.infer<typeof Vote>;

export const ApprovalNote = z.object({
  kind: z.enum(['ask', 'forward', 'escalate', 'edit', 'attach']),
  by: z.string(),
  at: z.string(),
  text: z.string(),
});
export type ApprovalNote = z.infer<typeof ApprovalNote>;

export const Approval = z.object({
  id: z.string(),
  proposalId: z.string(),
  proposalHash: z.string(),
  runId: z.string(),
  threadId: z.string(),
  workflow: z.string(),
  status: z.enum(approvalStatuses),
  /** Counts up with every change; a compare-and-set names the revision it saw. */
  revision: z.number().int(),
  /** Why a person is asked, in the policy's words. */
  asked: z.object({
    rule: z.string(),
    reason: z.string(),
    role: z.string(),
    needed: z.number().int().min(1),
    editorCounts: z.boolean().default(false),
  }),
  requesters: z.array(z.string()),
  /** Set by forward: only this person may decide, besides those the escalation names. */
  assignee: z.string().optional(),
  votes: z.array(Vote),
  editors: z.array(z.string()),
  notes: z.array(ApprovalNote),
  title: z.string(),
  amount: z.object({ amount: z.string(), currency: z.string() }).optional(),
  createdAt: z.string(),
  expiresAt: z.string(),
  escalateAt: z.string().optional(),
  escalatedTo: z.string().optional(),
  closedAt: z.string().optional(),
  closedBy: z.string().optional(),
  reason: z.string().optional(),
});
export type Approval = z.infer<typeof Approval>;

/** What a person may say. `hash` is the proposal they looked at; another hash is refused, never guessed. */
export const Decision = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('approve'), hash: z.string(), comment: z.string().max(2000).optional() }),
  z.object({ verdict: z.literal('reject'), hash: z.string(), reason: z.string().min(1).max(2000) }),
  z.object({
    verdict: z.literal('edit'),
    hash: z.string(),
    slot: z.string(),
    input: z.record(z.string(), z.json()),
    comment: z.string().max(2000).optional(),
  }),
  z.object({ verdict: z.literal('ask'), hash: z.string(), question: z.string().min(1).max(2000) }),
  z.object({ verdict: z.literal('forward'), hash: z.string(), to: z.string().min(1).max(200), comment: z.string().max(2000).optional() }),
  z.object({ verdict: z.literal('withdraw'), hash: z.string(), reason: z.string().min(1).max(2000) }),
]);
export type Decision = z.infer<typeof Decision>;

export interface ApprovalStore {
  get(id: string): Promise<Approval | undefined>;
  /** The approval of this thread that is waiting, or was approved and not yet committed. */
  openForThread(threadId: string): Promise<Approval | undefined>;
  latestForProposal(proposalId: string): Promise<Approval | undefined>;
  list(filter: { status?: ApprovalStatus; limit: number; after?: string }): Promise<readonly Approval[]>;
  /** Opens one, and in the same transaction closes the one it replaces. */
  open(
    approval: Approval,
    supersedes: { id: string; revision: number; next: Approval } | undefined,
    audit: readonly AuditEntry[],
  ): Promise<boolean>;
  /** Compare-and-set: false when somebody else was first. `wake` queues the parked run in the same transaction. */
  replace(id: string, revision: number, next: Approval, wake: boolean, audit: readonly AuditEntry[]): Promise<boolean>;
  /** Waiting approvals whose deadline or escalation moment has passed. */
  due(at: string, limit: number): Promise<readonly Approval[]>;
}
