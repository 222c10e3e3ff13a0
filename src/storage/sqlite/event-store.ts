import type { EventStore, StoredEvent } from '../../contracts/events.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';
import { prepareEnqueue } from './run-store.ts';

type Row = {
  id: string;
  source: string;
  source_id: string | null;
  type: string;
  record: string;
  occurred_at: string | null;
  received_at: string;
  principal: string;
  hint: string;
  payload_ref: string | null;
};

export function createEventStore(db: Db, write: Write, chain: AuditChain): EventStore {
  const enqueue = prepareEnqueue(db);
  const known = db.prepare<[string, string], { id: string }>('SELECT id FROM events WHERE source = ? AND source_id = ?');
  const insert = db.prepare(
    'INSERT INTO events (id, source, source_id, type, record, occurred_at, received_at, principal, hint, payload_ref) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return {
    accept: (event, runs, audit) =>
      write(() => {
        const first = event.sourceId === undefined ? undefined : known.get(event.source, event.sourceId);
        if (first) return { eventId: first.id, duplicate: true, runIds: [] };
        insert.run(
          event.id,
          event.source,
          event.sourceId ?? null,
          event.type,
          JSON.stringify(event.record),
          event.occurredAt ?? null,
          event.receivedAt,
          event.principal,
          JSON.stringify(event.hint),
          event.payloadRef ?? null,
        );
        const runIds = runs.map((run) => enqueue(run).id);
        chain.append(audit);
        return { eventId: event.id, duplicate: false, runIds };
      }),
    async get(id) {
      const row = db.prepare<[string], Row>('SELECT * FROM events WHERE id = ?').get(id);
      return row && toEvent(row);
    },
    async cursor(name) {
      return db.prepare<[string], { value: string }>('SELECT value FROM cursors WHERE name = ?').get(name)?.value;
    },
    saveCursor: (name, cursor) =>
      write(() => {
        db.prepare('INSERT OR REPLACE INTO cursors (name, value) VALUES (?, ?)').run(name, cursor);
      }),
  };
}

function toEvent(row: Row): StoredEvent {
  return {
    id: row.id,
    source: row.source,
    ...(row.source_id === null ? {} : { sourceId: row.source_id }),
    type: row.type,
    record: JSON.parse(row.record),
    ...(row.occurred_at === null ? {} : { occurredAt: row.occurred_at }),
    receivedAt: row.received_at,
    principal: row.principal,
    hint: JSON.parse(row.hint),
    ...(row.payload_ref === null ? {} : { payloadRef: row.payload_ref }),
  };
}
