import type { AuditEntry } from '../../contracts/audit.ts';
import { matchesType, toldActions, type OutboundTarget, type OutboxEvent } from '../../contracts/outbound.ts';
import type { Db } from './database.ts';

type RunRow = { workflow: string; thread_id: string; record: string };
type Record = { readonly connection: string; readonly type: string; readonly id: string };

/** Writes events and their deliveries inside whatever transaction is open. Nothing where nobody is to be told. */
export type OutboxWriter = {
  tell(event: Omit<OutboxEvent, 'seq'>): void;
  /** The event behind a row of the audit log, if it is one of those that are told. */
  tellAudit(entry: AuditEntry, hash: string): void;
};

const told: ReadonlySet<string> = new Set(toldActions);

export function createOutboxWriter(db: Db, targets: readonly OutboundTarget[]): OutboxWriter {
  const insert = db.prepare(
    'INSERT INTO outbox (id, type, at, subject, ordering_key, thread_id, data) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const deliver = db.prepare(
    `INSERT INTO deliveries (id, event_id, target, type, subject, ordering_key, status, due_at, created_at, updated_at)
     VALUES (@id, @eventId, @target, @type, @subject, @orderingKey, 'waiting', @at, @at, @at)`,
  );
  const run = db.prepare<[string], RunRow>('SELECT workflow, thread_id, record FROM runs WHERE id = ?');
  const tell: OutboxWriter['tell'] = (event) => {
    const receivers = targets.filter(({ types }) => matchesType(types, event.type));
    if (receivers.length === 0) return;
    const { id, type, at, subject, orderingKey, threadId = null, data } = event;
    if (insert.run(id, type, at, subject, orderingKey, threadId, JSON.stringify(data)).changes === 0) return;
    for (const { name } of receivers) deliver.run({ id: `${id}-${name}`, eventId: id, target: name, type, subject, orderingKey, at });
  };
  return {
    tell,
    tellAudit(entry, hash) {
      if (targets.length === 0 || !told.has(entry.action)) return;
      const of = entry.runId === undefined ? undefined : run.get(entry.runId);
      // The column is only ever written by the run store.
      const record = of && (JSON.parse(of.record) as Record);
      const subject = record ? `${record.type}/${record.id}` : `${entry.subject?.type ?? 'case'}/${entry.subject?.id ?? 'none'}`;
      tell({
        id: `cs-${hash.slice(0, 32)}`,
        type: entry.action,
        at: entry.at,
        subject,
        orderingKey: record ? `${record.connection}/${subject}` : subject,
        ...(of === undefined ? {} : { threadId: of.thread_id }),
        data: {
          actor: entry.actor,
          ...(entry.runId === undefined ? {} : { run: entry.runId }),
          ...(of === undefined ? {} : { workflow: of.workflow }),
          ...(record === undefined ? {} : { record }),
          ...(entry.subject === undefined ? {} : { target: { ...entry.subject } }),
          ...entry.body,
        },
      });
    },
  };
}
