import type { AuditEntry } from './audit.ts';
import type { JsonObject } from './json.ts';

/**
 * queued → running → done | awaiting_approval | waiting (looks again later) | exception | cancelled | superseded.
 * awaiting_approval → queued (a decision came) | superseded (a newer event changed the proposal).
 */
export const runStatuses = ['queued', 'running', 'awaiting_approval', 'waiting', 'done', 'exception', 'cancelled', 'superseded'] as const;
export type RunStatus = (typeof runStatuses)[number];

export type Run = {
  readonly id: string;
  readonly workflow: string;
  /** Version and graph hash the run was started with; a parked run of another version is gathered anew. */
  readonly workflowVersion: string;
  readonly threadId: string;
  /** One run at a time per ordering key. */
  readonly orderingKey: string;
  readonly record: { readonly connection: string; readonly type: string; readonly id: string };
  readonly eventId?: string;
  readonly principal: string;
  readonly status: RunStatus;
  /** Ids, enums and dates only: no payload travels here. */
  readonly input: JsonObject;
  readonly outcome?: string;
  /** What the next claim has to do. */
  readonly resume: 'start' | 'continue' | 'decision';
  readonly fence: number;
  readonly owner?: string;
  readonly leaseUntil?: string;
  /** How often a worker died with it; past the cap it becomes an exception. */
  readonly recoveries: number;
  readonly availableAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type NewRun = Pick<
  Run,
  'id' | 'workflow' | 'workflowVersion' | 'threadId' | 'orderingKey' | 'record' | 'eventId' | 'principal' | 'input'
> & { readonly at: string; readonly availableAt?: string };

export type RunFinish = {
  readonly status: Exclude<RunStatus, 'queued' | 'running'>;
  readonly outcome: string;
  readonly at: string;
  readonly availableAt?: string;
  /** The run failed in a way that may pass; counts towards the cap like a crash. */
  readonly countRecovery?: boolean;
};

export interface RunStore {
  /**
   * Queues a run. When one for the same ordering key and workflow is queued and has never started, it stands for this
   * one too: `coalesced` names it.
   */
  enqueue(run: NewRun, audit: readonly AuditEntry[]): Promise<{ id: string; coalesced: boolean }>;
  get(id: string): Promise<Run | undefined>;
  list(filter: { status?: RunStatus; workflow?: string; orderingKey?: string; limit: number; after?: string }): Promise<readonly Run[]>;
  /** Up to `limit` due runs of workflows that are not paused, whose ordering key is free, each with a new fencing token and a lease. */
  claim(owner: string, at: string, leaseUntil: string, limit: number): Promise<readonly Run[]>;
  /** Extends the leases of the runs that still carry these fences; returns those that do. */
  heartbeat(held: readonly { id: string; fence: number }[], leaseUntil: string): Promise<readonly string[]>;
  /** Ends or parks a run; run.fenced when another worker took over. */
  finish(id: string, fence: number, finish: RunFinish, audit: readonly AuditEntry[]): Promise<void>;
  /**
   * Frees expired leases and those of `deadOwners`; each counts as a recovery. A run past `cap` is named in `exhausted` and left as
   * it is: the caller tells a person first and ends the run then, so that a crash between the two tells them again.
   */
  sweep(at: string, deadOwners: readonly string[], cap: number): Promise<{ requeued: readonly string[]; exhausted: readonly string[] }>;
  /** A parked or failed run goes back to the queue to do `resume` next; false when its status is not one of `from`. */
  requeue(id: string, from: readonly RunStatus[], resume: Run['resume'], at: string, audit: readonly AuditEntry[]): Promise<boolean>;
  cancel(id: string, at: string, audit: readonly AuditEntry[]): Promise<boolean>;
  owners(): Promise<readonly string[]>;
  counts(): Promise<Readonly<Record<RunStatus, number>>>;
}

/** Work that needs a person, with its cause and where its payload lies. */
export type ExceptionItem = {
  readonly id: string;
  readonly code: string;
  /** A sentence without personal data. */
  readonly message: string;
  readonly status: 'open' | 'retried' | 'discarded' | 'resolved';
  readonly runId?: string;
  readonly eventId?: string;
  readonly effectKey?: string;
  readonly record?: { readonly connection: string; readonly type: string; readonly id: string };
  /** Vault reference of the raw payload. */
  readonly payloadRef?: string;
  readonly details: JsonObject;
  readonly createdAt: string;
  readonly closedAt?: string;
  readonly closedBy?: string;
  readonly closeReason?: string;
};

export interface ExceptionStore {
  open(item: ExceptionItem, audit: readonly AuditEntry[]): Promise<void>;
  get(id: string): Promise<ExceptionItem | undefined>;
  list(filter: { status?: ExceptionItem['status']; runId?: string; limit: number; after?: string }): Promise<readonly ExceptionItem[]>;
  close(
    id: string,
    status: Exclude<ExceptionItem['status'], 'open'>,
    by: string,
    reason: string,
    at: string,
    audit: readonly AuditEntry[],
  ): Promise<boolean>;
}

/** A pair of records that stand for the same thing in two systems. */
export type Link = {
  readonly id: string;
  readonly left: { readonly connection: string; readonly type: string; readonly id: string };
  readonly right: { readonly connection: string; readonly type: string; readonly id: string };
  /** How it is known: an external id field, a person, an import. */
  readonly source: string;
  readonly createdAt: string;
};

export interface LinkStore {
  find(left: { connection: string; type: string; id: string }, rightType: string): Promise<readonly Link[]>;
  /** The record an outside name stands for: other systems' ids are not always well-formed. */
  alias(connection: string, type: string, alias: string): Promise<string | undefined>;
  add(link: Link, audit: readonly AuditEntry[]): Promise<void>;
  addAlias(connection: string, type: string, alias: string, id: string): Promise<void>;
  remove(id: string, audit: readonly AuditEntry[]): Promise<boolean>;
}
