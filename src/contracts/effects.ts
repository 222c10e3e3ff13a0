import type { AuditEntry } from './audit.ts';
import type { WriteReceipt } from './ports.ts';

/**
 * One write and what became of it. reserved → sending (stored before any I/O) → applied | refused | conflict | uncertain.
 * uncertain → applied (adopted) | reserved (absent, and the target refuses a second) | parked (a person decides).
 */
export const effectStates = ['reserved', 'sending', 'applied', 'refused', 'conflict', 'uncertain', 'parked', 'abandoned'] as const;
export type EffectState = (typeof effectStates)[number];

export type Effect = {
  /** `CS-` and 26 characters; derived from what the write is, see src/effects/key.ts. */
  readonly key: string;
  readonly proposalId: string;
  readonly runId: string;
  readonly workflow: string;
  readonly slot: string;
  readonly tool: string;
  readonly connection: string;
  readonly target: { readonly type: string; readonly id?: string };
  readonly state: EffectState;
  /** Hash of the request as proposed (tokens, not values). */
  readonly requestHash: string;
  readonly attempts: number;
  readonly sentAt?: string;
  /** Not before this moment may an uncertain effect be looked up. */
  readonly settleAt?: string;
  readonly lookups: number;
  readonly receipt?: WriteReceipt;
  readonly reason?: string;
  readonly updatedAt: string;
};

export type NewEffect = Omit<Effect, 'state' | 'attempts' | 'lookups' | 'updatedAt' | 'sentAt' | 'settleAt' | 'receipt' | 'reason'>;

/** What an effect's row changes to; `from` guards it (compare-and-set), `fence` must still be the run's newest token. */
export type EffectTransition = {
  readonly key: string;
  readonly from: readonly EffectState[];
  readonly to: EffectState;
  readonly at: string;
  readonly receipt?: WriteReceipt;
  readonly reason?: string;
  readonly settleAt?: string;
  readonly countAttempt?: boolean;
  readonly countLookup?: boolean;
};

export type Fence = { readonly runId: string; readonly token: number };

export interface EffectStore {
  /**
   * The ordinal of the transition `identityHash` of a record under one workflow: the same as last time when the identity
   * did not change, one more when it did. Call it only under the record's ordering key.
   */
  ordinal(scope: { workflow: string; connection: string; record: string }, identityHash: string): Promise<number>;
  get(key: string): Promise<Effect | undefined>;
  getMany(keys: readonly string[]): Promise<readonly Effect[]>;
  /** Effects of a thread, by whatever run, that were sent and of which nobody knows what became: `sending` and `uncertain`. */
  inDoubt(threadId: string): Promise<readonly Effect[]>;
  /** Inserts what is missing, returns all rows as they now stand. Fails with run.fenced when the fence is old. */
  reserve(effects: readonly NewEffect[], fence: Fence, at: string, audit: readonly AuditEntry[]): Promise<readonly Effect[]>;
  /** All transitions or none; false when a guard does not hold any more. Fails with run.fenced when the fence is old. */
  transition(changes: readonly EffectTransition[], fence: Fence, audit: readonly AuditEntry[]): Promise<boolean>;
  /** A person's word on a parked effect: `applied` with what they found, or `reserved` to send it again. No run holds it. */
  resolve(
    key: string,
    to: 'applied' | 'reserved' | 'abandoned',
    receipt: WriteReceipt | undefined,
    at: string,
    audit: readonly AuditEntry[],
  ): Promise<boolean>;
  /** How many changed last in this time, by state. */
  countsBetween(from: string, to: string): Promise<Readonly<Partial<Record<EffectState, number>>>>;
  list(filter: { state?: EffectState; runId?: string; proposalId?: string; limit: number; after?: string }): Promise<readonly Effect[]>;
}
