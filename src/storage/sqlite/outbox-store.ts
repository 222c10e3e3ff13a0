import type { ClaimedDelivery, Delivery, DeliveryAttempt, OutboxEvent, OutboxStore } from '../../contracts/outbound.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';
import type { OutboxWriter } from './outbox-writer.ts';

type EventRow = {
  seq: number;
  id: string;
  type: string;
  at: string;
  subject: string;
  ordering_key: string;
  thread_id: string | null;
  data: string;
};
type DeliveryRow = {
  id: string;
  event_id: string;
  target: string;
  type: string;
  subject: string;
  status: string;
  attempts: number;
  due_at: string;
  last_status: number | null;
  last_problem: string | null;
  created_at: string;
  updated_at: string;
};
type AttemptRow = { at: string; took_ms: number; status: number | null; problem: string | null };

export function createOutboxStore(db: Db, write: Write, chain: AuditChain, writer: OutboxWriter): OutboxStore {
  return { ...reads(db), ...filling(db, write, writer), ...delivering(db, write, chain) };
}

function reads(db: Db): Pick<OutboxStore, 'list' | 'get'> {
  const list = db.prepare<[Record<string, string | number | null>], DeliveryRow>(
    `SELECT * FROM deliveries WHERE (@status IS NULL OR status = @status) AND (@target IS NULL OR target = @target)
       AND (@after IS NULL OR seq < (SELECT seq FROM deliveries WHERE id = @after)) ORDER BY seq DESC LIMIT @limit`,
  );
  const one = db.prepare<[string], DeliveryRow>('SELECT * FROM deliveries WHERE id = ?');
  const event = db.prepare<[string], EventRow>('SELECT * FROM outbox WHERE id = ?');
  const attempts = db.prepare<[string], AttemptRow>('SELECT * FROM delivery_attempts WHERE delivery_id = ? ORDER BY seq');
  return {
    async list({ status = null, target = null, after = null, limit }) {
      return list.all({ status, target, after, limit }).map(toDelivery);
    },
    async get(id) {
      const row = one.get(id);
      const of = row && event.get(row.event_id);
      return row && of && { delivery: toDelivery(row), event: toEvent(of), log: attempts.all(id).map(toAttempt) };
    },
  };
}

function filling(db: Db, write: Write, writer: OutboxWriter): Pick<OutboxStore, 'add' | 'mark'> {
  const read = db.prepare<[string], { value: string }>('SELECT value FROM cursors WHERE name = ?');
  const save = db.prepare('INSERT OR REPLACE INTO cursors (name, value) VALUES (?, ?)');
  return {
    add: (events, mark) =>
      write(() => {
        for (const event of events) writer.tell(event);
        save.run(mark.name, mark.value);
      }),
    mark: async (name) => read.get(name)?.value,
  };
}

function delivering(db: Db, write: Write, chain: AuditChain): Pick<OutboxStore, 'claim' | 'settle' | 'release' | 'again'> {
  const due = db.prepare<[{ at: string; targets: string; limit: number }], DeliveryRow>(
    `SELECT * FROM deliveries d WHERE d.status = 'waiting' AND d.due_at <= @at AND d.target IN (SELECT value FROM json_each(@targets))
       AND (d.lease_until IS NULL OR d.lease_until < @at)
       AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.status = 'waiting' AND e.target = d.target
         AND e.ordering_key = d.ordering_key AND e.seq < d.seq)
     ORDER BY d.due_at, d.seq LIMIT @limit`,
  );
  const event = db.prepare<[string], EventRow>('SELECT * FROM outbox WHERE id = ?');
  const lease = db.prepare('UPDATE deliveries SET lease_until = ? WHERE id = ?');
  const attempted = db.prepare('INSERT INTO delivery_attempts (delivery_id, at, took_ms, status, problem) VALUES (?, ?, ?, ?, ?)');
  const end = db.prepare(
    `UPDATE deliveries SET status = @status, attempts = attempts + @attempts, due_at = @dueAt, lease_until = NULL, last_status = @lastStatus,
       last_problem = @lastProblem, updated_at = @at WHERE id = @id`,
  );
  const again = db.prepare(
    `UPDATE deliveries SET status = 'waiting', attempts = 0, due_at = @at, lease_until = NULL, updated_at = @at WHERE id = @id AND status <> 'waiting'`,
  );
  const release = db.prepare(`UPDATE deliveries SET lease_until = NULL WHERE status = 'waiting' AND lease_until IS NOT NULL`);
  return {
    claim(targets, at, leaseUntil, limit) {
      const query = { at, targets: JSON.stringify(targets), limit };
      // Most looks find nothing: they cost no transaction.
      if (due.all({ ...query, limit: 1 }).length === 0) return Promise.resolve([]);
      return write(() =>
        due.all(query).flatMap((row): ClaimedDelivery[] => {
          const of = event.get(row.event_id);
          if (!of) return [];
          lease.run(leaseUntil, row.id);
          return [{ delivery: toDelivery(row), event: toEvent(of) }];
        }),
      );
    },
    settle: (id, attempt, { status, dueAt, countAttempt }, audit) =>
      write(() => {
        attempted.run(id, attempt.at, Math.round(attempt.tookMs), attempt.status ?? null, attempt.problem ?? null);
        const [lastStatus, lastProblem] = [attempt.status ?? null, attempt.problem ?? null];
        end.run({ id, status, attempts: countAttempt ? 1 : 0, dueAt, lastStatus, lastProblem, at: attempt.at });
        chain.append(audit);
      }),
    release: () => write(() => void release.run()),
    again: (id, at, audit) =>
      write(() => {
        if (again.run({ id, at }).changes === 0) return false;
        chain.append(audit);
        return true;
      }),
  };
}

function toEvent(row: EventRow): OutboxEvent {
  return {
    id: row.id,
    seq: row.seq,
    type: row.type,
    at: row.at,
    subject: row.subject,
    orderingKey: row.ordering_key,
    ...(row.thread_id === null ? {} : { threadId: row.thread_id }),
    data: JSON.parse(row.data),
  };
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    target: row.target,
    eventId: row.event_id,
    type: row.type,
    subject: row.subject,
    // The column only ever gets values of the union.
    status: row.status as Delivery['status'],
    attempts: row.attempts,
    dueAt: row.due_at,
    ...(row.last_status === null ? {} : { lastStatus: row.last_status }),
    ...(row.last_problem === null ? {} : { lastProblem: row.last_problem }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toAttempt(row: AttemptRow): DeliveryAttempt {
  return {
    at: row.at,
    tookMs: row.took_ms,
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.problem === null ? {} : { problem: row.problem }),
  };
}
