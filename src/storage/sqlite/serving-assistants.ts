import type { AssistantRow, AssistantStore, CronRow, CronStore, DeliveryRow, DeliveryStore } from '../../contracts/serving-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';
import { holds, orderBy, pageOf, where } from './serving-match.ts';

type Body = { body: string };

export function createAssistantStore(db: Db, write: Write): AssistantStore {
  const one = db.prepare<[string], Body>('SELECT body FROM serving_assistants WHERE id = ?');
  const insert = db.prepare(
    'INSERT OR IGNORE INTO serving_assistants (id, graph_id, name, version, created_at, updated_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const update = db.prepare('UPDATE serving_assistants SET graph_id = ?, name = ?, version = ?, updated_at = ?, body = ? WHERE id = ?');
  const keep = db.prepare('INSERT OR REPLACE INTO serving_assistant_versions (id, version, body) VALUES (?, ?, ?)');
  const latest = (row: AssistantRow): void => {
    update.run(row.graphId, row.name, row.version, row.updatedAt, JSON.stringify(row), row.id);
  };
  return {
    get: async (id) => assistantIn(one.get(id)),
    add: (row) =>
      write(() => {
        const made = insert.run(row.id, row.graphId, row.name, row.version, row.createdAt, row.updatedAt, JSON.stringify(row)).changes > 0;
        if (made) keep.run(row.id, row.version, JSON.stringify(row));
        return made;
      }),
    save: (row) =>
      write(() => {
        keep.run(row.id, row.version, JSON.stringify(row));
        latest(row);
      }),
    setLatest: (row) => write(() => latest(row)),
    async version(id, version) {
      return assistantIn(
        db.prepare<[string, number], Body>('SELECT body FROM serving_assistant_versions WHERE id = ? AND version = ?').get(id, version),
      );
    },
    async versions(id, { metadata, limit, offset }) {
      const rows = db.prepare<[string], Body>('SELECT body FROM serving_assistant_versions WHERE id = ? ORDER BY version DESC').all(id);
      const all = rows.map((row): AssistantRow => JSON.parse(row.body));
      return pageOf(all, { limit, offset }, (row) => holds(row.metadata, metadata ?? {})).rows;
    },
    async newestVersion(id) {
      const found = db
        .prepare<[string], { newest: number | null }>('SELECT max(version) AS newest FROM serving_assistant_versions WHERE id = ?')
        .get(id);
      return found?.newest ?? 0;
    },
    delete: (id) =>
      write(() => {
        db.prepare('DELETE FROM serving_assistants WHERE id = ?').run(id);
        db.prepare('DELETE FROM serving_assistant_versions WHERE id = ?').run(id);
      }),
    async search(filter, page) {
      const { sql, values } = where({ 'graph_id = ?': filter.graphId });
      const order = orderBy(page, ['graph_id', 'name', 'created_at', 'updated_at'], 'created_at');
      const rows = db.prepare<(string | number)[], Body>(`SELECT body FROM serving_assistants ${sql} ${order}`).all(...values);
      const name = filter.name?.toLowerCase();
      return pageOf(
        rows.map((row): AssistantRow => JSON.parse(row.body)),
        page,
        (row) => (name === undefined || row.name.toLowerCase().includes(name)) && holds(row.metadata, filter.metadata ?? {}),
      );
    },
  };
}

export function createCronStore(db: Db, write: Write): CronStore {
  return {
    get: async (id) => cronIn(db.prepare<[string], Body>('SELECT body FROM serving_crons WHERE id = ?').get(id)),
    put: (row) =>
      write(() => {
        db.prepare(
          `INSERT INTO serving_crons (id, owner, assistant_id, thread_id, enabled, created_at, updated_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET enabled = excluded.enabled, updated_at = excluded.updated_at, body = excluded.body`,
        ).run(
          row.id,
          row.owner.id,
          row.assistantId,
          row.threadId ?? null,
          row.enabled ? 1 : 0,
          row.createdAt,
          row.updatedAt,
          JSON.stringify(row),
        );
      }),
    delete: (id) =>
      write(() => {
        db.prepare('DELETE FROM serving_crons WHERE id = ?').run(id);
      }),
    async search(filter, page) {
      const { sql, values } = where({
        'owner = ?': filter.owner,
        'assistant_id = ?': filter.assistantId,
        'thread_id = ?': filter.threadId,
        'enabled = ?': filter.enabled === undefined ? undefined : Number(filter.enabled),
      });
      const order = orderBy(page, ['assistant_id', 'thread_id', 'created_at', 'updated_at'], 'created_at');
      const rows = db.prepare<(string | number)[], Body>(`SELECT body FROM serving_crons ${sql} ${order}`).all(...values);
      return pageOf(
        rows.map((row): CronRow => JSON.parse(row.body)),
        page,
        (row) => holds(row.metadata, filter.metadata ?? {}),
      );
    },
  };
}

export function createDeliveryStore(db: Db, write: Write): DeliveryStore {
  type Row = { id: string; url: string; body: string; attempts: number; due_at: string };
  return {
    put: (row) =>
      write(() => {
        db.prepare('INSERT OR REPLACE INTO serving_deliveries (id, url, body, attempts, due_at) VALUES (?, ?, ?, ?, ?)').run(
          row.id,
          row.url,
          row.body,
          row.attempts,
          row.dueAt,
        );
      }),
    delete: (id) =>
      write(() => {
        db.prepare('DELETE FROM serving_deliveries WHERE id = ?').run(id);
      }),
    async all() {
      const rows = db.prepare<[], Row>('SELECT * FROM serving_deliveries ORDER BY due_at').all();
      return rows.map(({ id, url, body, attempts, due_at: dueAt }): DeliveryRow => ({ id, url, body, attempts, dueAt }));
    },
  };
}

/** Bodies are written by this file from rows of the same type. */
const assistantIn = (row: Body | undefined): AssistantRow | undefined => row && JSON.parse(row.body);
const cronIn = (row: Body | undefined): CronRow | undefined => row && JSON.parse(row.body);
