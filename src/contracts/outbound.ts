import type { AuditEntry } from './audit.ts';
import type { JsonObject } from './json.ts';

/**
 * What is told to others, by the step of the audit log it comes with: proposals, what policy and people decided, what became
 * of each write, what needs a person. `prediction.made` comes from the log of predictions.
 */
export const toldActions = [
  'proposal.made',
  'policy.allowed',
  'policy.denied',
  'policy.stopped',
  'approval.opened',
  'approval.voted',
  'approval.asked',
  'approval.forwarded',
  'approval.approved',
  'approval.edited',
  'approval.rejected',
  'approval.expired',
  'approval.escalated',
  'approval.superseded',
  'approval.withdrawn',
  'effect.applied',
  'effect.refused',
  'effect.conflict',
  'effect.uncertain',
  'effect.parked',
  'exception.opened',
] as const;
export const predictionMade = 'prediction.made';

/** `*`, a family such as `effect.*`, or a whole name. */
export const matchesType = (patterns: readonly string[], type: string): boolean =>
  patterns.some((pattern) => pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))));

/** Who is told of what. */
export type OutboundTarget = { readonly name: string; readonly types: readonly string[] };

export type OutboxEvent = {
  readonly id: string;
  /** Counts up over everything told; what came later has a higher one. */
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly subject: string;
  /** Events with the same one are delivered in the order they happened. */
  readonly orderingKey: string;
  /** Whose tokens stand in the data. */
  readonly threadId?: string;
  readonly data: JsonObject;
};

/** waiting → delivered | dead (given up after the last attempt). A person sends either again: → waiting. */
export const deliveryStatuses = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export type Delivery = {
  readonly id: string;
  readonly target: string;
  readonly eventId: string;
  readonly type: string;
  readonly subject: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly dueAt: string;
  readonly lastStatus?: number;
  readonly lastProblem?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type DeliveryAttempt = {
  readonly at: string;
  readonly tookMs: number;
  /** What the receiver answered; absent where nothing came. */
  readonly status?: number;
  readonly problem?: string;
};

export type ClaimedDelivery = { readonly delivery: Delivery; readonly event: OutboxEvent };
export type DeliveryEnd = { readonly status: DeliveryStatus; readonly dueAt: string; readonly countAttempt: boolean };

export interface OutboxStore {
  /** Events of another log than the audit log's, with the mark of how far it was read; in one transaction. */
  add(events: readonly Omit<OutboxEvent, 'seq'>[], mark: { readonly name: string; readonly value: string }): Promise<void>;
  mark(name: string): Promise<string | undefined>;
  /** Due ones of these targets, none of which has an older one of the same record before it; leased until then. */
  claim(targets: readonly string[], at: string, leaseUntil: string, limit: number): Promise<readonly ClaimedDelivery[]>;
  /** What became of an attempt, in the log and in the row. */
  settle(id: string, attempt: DeliveryAttempt, end: DeliveryEnd, audit: readonly AuditEntry[]): Promise<void>;
  /** Leases of a process that is gone. */
  release(): Promise<void>;
  list(filter: { status?: DeliveryStatus; target?: string; limit: number; after?: string }): Promise<readonly Delivery[]>;
  get(id: string): Promise<(ClaimedDelivery & { readonly log: readonly DeliveryAttempt[] }) | undefined>;
  /** Delivered or dead goes back to waiting; false when it waits already. */
  again(id: string, at: string, audit: readonly AuditEntry[]): Promise<boolean>;
}
