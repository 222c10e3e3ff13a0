import { z } from 'zod';
import type { AuditEntry } from './audit.ts';
import type { NewRun } from './runs.ts';

/** Something happened to a record. A hint: the workflow reads the record again before it decides anything. */
export const BusinessEvent = z.object({
  /** Who says so: a connection name or a CloudEvents source. */
  source: z.string().min(1).max(200),
  /** The sender's own id, if it has one; source and id together are delivered once. */
  sourceId: z.string().min(1).max(200).optional(),
  type: z.string().min(1).max(200),
  record: z.object({ connection: z.string(), type: z.string(), id: z.string().min(1).max(80) }),
  occurredAt: z.string().optional(),
  /** What the sender claims; ids, enums and dates only. */
  hint: z.record(z.string(), z.string().max(200)),
});
export type BusinessEvent = z.infer<typeof BusinessEvent>;

export type StoredEvent = BusinessEvent & {
  readonly id: string;
  readonly receivedAt: string;
  readonly principal: string;
  /** Vault reference of the raw body. */
  readonly payloadRef?: string;
};

export interface EventStore {
  /**
   * Stores the event and queues its runs in one transaction. A second delivery of (source, sourceId) changes nothing
   * and answers with the first one's id.
   */
  accept(
    event: StoredEvent,
    runs: readonly NewRun[],
    audit: readonly AuditEntry[],
  ): Promise<{ eventId: string; duplicate: boolean; runIds: readonly string[] }>;
  get(id: string): Promise<StoredEvent | undefined>;
  cursor(name: string): Promise<string | undefined>;
  saveCursor(name: string, cursor: string): Promise<void>;
}
