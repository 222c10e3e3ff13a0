import { z } from 'zod';
import type { JsonObject } from './json.ts';

/** A step worth keeping. `body` is tokenised; raw bytes are represented by a salted commitment. */
export type AuditEntry = {
  readonly at: string;
  /** Who did it: `person:carl`, `service:erp`, `system`. */
  readonly actor: string;
  /** `event.accepted`, `run.started`, `effect.applied`, `approval.approved` … */
  readonly action: string;
  readonly runId?: string;
  readonly correlationId?: string;
  readonly subject?: { readonly type: string; readonly id: string };
  readonly body: JsonObject;
};

export const AuditRecord = z.object({
  seq: z.number().int().positive(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  runId: z.string().optional(),
  correlationId: z.string().optional(),
  subject: z.object({ type: z.string(), id: z.string() }).optional(),
  body: z.record(z.string(), z.unknown()),
  previous: z.string(),
  hash: z.string(),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** A signed statement that the log had `seq` rows ending in `hash` at `at`. Ed25519 over the canonical JSON of the rest. */
export const AuditHead = z.object({
  seq: z.number().int().nonnegative(),
  hash: z.string(),
  at: z.string(),
  keyId: z.string(),
  signature: z.string(),
});
export type AuditHead = z.infer<typeof AuditHead>;

/**
 * The text whose SHA-256 is a record's hash: the fields in a fixed order, each with its length in front, so that no two
 * records share one. `subject` and `body` are canonical JSON text.
 */
export function auditPreimage(record: {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly runId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly subject: string;
  readonly body: string;
  readonly previous: string;
}): string {
  const parts = [
    String(record.seq),
    record.at,
    record.actor,
    record.action,
    record.runId ?? '',
    record.correlationId ?? '',
    record.subject,
    record.body,
    record.previous,
  ];
  return parts.map((part) => `${part.length}:${part}`).join('|');
}

/** `previous` of the first record. */
export const auditGenesis = '0'.repeat(64);

export interface AuditStore {
  append(entries: readonly AuditEntry[]): Promise<void>;
  list(filter: { runId?: string; action?: string; actor?: string; after?: number; limit: number }): Promise<readonly AuditRecord[]>;
  /** The newest record of any of these actions. */
  newest(actions: readonly string[]): Promise<AuditRecord | undefined>;
  last(): Promise<{ seq: number; hash: string } | undefined>;
  saveHead(head: AuditHead): Promise<void>;
  lastHead(): Promise<AuditHead | undefined>;
}

export type AuditBreak = { readonly seq: number; readonly problem: string };

export type Verification = {
  readonly rows: number;
  readonly heads: number;
  readonly breaks: readonly AuditBreak[];
  /** Rows after the last good head: intact among themselves, but nothing outside vouches for them yet. */
  readonly unprotected: number;
};
