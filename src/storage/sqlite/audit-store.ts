import { createHash } from 'node:crypto';
import { auditGenesis, auditPreimage, type AuditEntry, type AuditHead, type AuditRecord, type AuditStore } from '../../contracts/audit.ts';
import { canonicalJson } from '../../contracts/json.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Row = {
  seq: number;
  at: string;
  actor: string;
  action: string;
  run_id: string | null;
  correlation_id: string | null;
  subject: string | null;
  body: string;
  previous: string;
  hash: string;
};

/** Appends to the chain inside whatever transaction is open; every store that changes something calls it in its own piece of work. */
export class AuditChain {
  readonly #db: Db;
  readonly #insert;
  readonly #tell: ((entry: AuditEntry, hash: string) => void) | undefined;
  #tail: { seq: number; hash: string };

  /** `tell` is called with each row inside its transaction: what others hear of is kept with what it tells, or neither is. */
  constructor(db: Db, tell?: (entry: AuditEntry, hash: string) => void) {
    this.#db = db;
    this.#tell = tell;
    this.#insert = db.prepare(
      'INSERT INTO audit (seq, at, actor, action, run_id, correlation_id, subject, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#tail = this.#read();
  }

  append(entries: readonly AuditEntry[]): void {
    for (const entry of entries) {
      const seq = this.#tail.seq + 1;
      const previous = this.#tail.hash;
      const subject = entry.subject ? canonicalJson(entry.subject) : '';
      const body = canonicalJson(entry.body);
      const hash = createHash('sha256')
        .update(auditPreimage({ ...entry, seq, subject, body, previous }))
        .digest('hex');
      this.#insert.run(
        seq,
        entry.at,
        entry.actor,
        entry.action,
        entry.runId ?? null,
        entry.correlationId ?? null,
        subject || null,
        body,
        previous,
        hash,
      );
      this.#tail = { seq, hash };
      this.#tell?.(entry, hash);
    }
  }

  /** After a rollback the tail in memory is ahead of the table. */
  reload(): void {
    this.#tail = this.#read();
  }

  #read(): { seq: number; hash: string } {
    const row = this.#db.prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get();
    return row ?? { seq: 0, hash: auditGenesis };
  }
}

export function createAuditStore(db: Db, write: Write, chain: AuditChain): AuditStore {
  return {
    append: (entries) => write(() => chain.append(entries)),
    async list(filter) {
      const rows = db
        .prepare<[number, string | null, string | null, string | null, string | null, string | null, string | null, number], Row>(
          `SELECT * FROM audit WHERE seq > ? AND (? IS NULL OR run_id = ?) AND (? IS NULL OR action = ?) AND (? IS NULL OR actor = ?) ORDER BY seq LIMIT ?`,
        )
        .all(
          filter.after ?? 0,
          filter.runId ?? null,
          filter.runId ?? null,
          filter.action ?? null,
          filter.action ?? null,
          filter.actor ?? null,
          filter.actor ?? null,
          filter.limit,
        );
      return rows.map(toRecord);
    },
    async newest(actions) {
      const places = actions.map(() => '?').join(', ');
      const row = db.prepare<string[], Row>(`SELECT * FROM audit WHERE action IN (${places}) ORDER BY seq DESC LIMIT 1`).get(...actions);
      return row && toRecord(row);
    },
    async last() {
      return db.prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get();
    },
    saveHead: (head) =>
      write(() => {
        db.prepare('INSERT OR REPLACE INTO audit_heads (seq, hash, at, key_id, signature) VALUES (?, ?, ?, ?, ?)').run(
          head.seq,
          head.hash,
          head.at,
          head.keyId,
          head.signature,
        );
      }),
    async lastHead() {
      const row = db
        .prepare<[], { seq: number; hash: string; at: string; key_id: string; signature: string }>(
          'SELECT * FROM audit_heads ORDER BY seq DESC, at DESC LIMIT 1',
        )
        .get();
      return row && ({ seq: row.seq, hash: row.hash, at: row.at, keyId: row.key_id, signature: row.signature } satisfies AuditHead);
    },
  };
}

function toRecord(row: Row): AuditRecord {
  return {
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    action: row.action,
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    ...(row.correlation_id === null ? {} : { correlationId: row.correlation_id }),
    ...(row.subject === null ? {} : { subject: JSON.parse(row.subject) }),
    body: JSON.parse(row.body),
    previous: row.previous,
    hash: row.hash,
  };
}
