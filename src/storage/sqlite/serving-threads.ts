import type { ItemRow, ItemStore, ThreadFilter, ThreadRow, ThreadStore } from '../../contracts/serving-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';
import { holds, isEmpty, orderBy, pageOf, where } from './serving-match.ts';

type Row = {
  id: string;
  owner: string;
  roles: string;
  status: string;
  temporary: number;
  error: string | null;
  created_at: string;
  updated_at: string;
  metadata: string;
  config: string;
  interrupts: string;
  state: string;
};

const insertThread = `INSERT OR IGNORE INTO serving_threads (id, owner, roles, status, temporary, created_at, updated_at, metadata, config, interrupts, state)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function createThreadStore(db: Db, write: Write): ThreadStore {
  const one = db.prepare<[string], Row>('SELECT * FROM serving_threads WHERE id = ?');
  const add = prepareAddThread(db);
  const patch = db.prepare(
    `UPDATE serving_threads SET metadata = coalesce(?, metadata), status = coalesce(?, status), config = coalesce(?, config),
       interrupts = coalesce(?, interrupts), state = coalesce(?, state), updated_at = ? WHERE id = ?`,
  );
  const removeRuns = db.prepare('DELETE FROM serving_runs WHERE thread_id = ?');
  const removeThread = db.prepare('DELETE FROM serving_threads WHERE id = ?');
  const remove = (id: string): void => {
    removeRuns.run(id);
    removeThread.run(id);
  };
  const text = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  return {
    async get(id) {
      const row = one.get(id);
      return row && toThread(row);
    },
    add: (row) => write(() => add(row)),
    patch: (id, change, at) =>
      write(() => {
        patch.run(text(change.metadata), change.status ?? null, text(change.config), text(change.interrupts), text(change.values), at, id);
      }),
    delete: (id) => write(() => remove(id)),
    discard: (id) => write(() => remove(id), 'process'),
    async leftBehind() {
      return db
        .prepare<[], { id: string; assistantId: string }>(
          `SELECT DISTINCT t.id, r.assistant_id AS assistantId FROM serving_threads t JOIN serving_runs r ON r.thread_id = t.id
           WHERE t.temporary = 1 AND r.status NOT IN ('pending', 'running') AND json_extract(r.kwargs, '$.on_completion') IS NOT 'keep'`,
        )
        .all();
    },
    async search(filter, page) {
      // First only what is filtered by: the values of a thread may be a hundred times its metadata.
      const columns = `id, metadata${isEmpty(filter.values) ? `, 'null' AS state` : ', state'}`;
      const { sql, values } = conditions(filter);
      const order = orderBy(page, ['created_at', 'updated_at', 'status', 'id'], 'created_at');
      const rows = db
        .prepare<(string | number)[], Pick<Row, 'id' | 'metadata' | 'state'>>(`SELECT ${columns} FROM serving_threads ${sql} ${order}`)
        .iterate(...values);
      const found = pageOf(
        rows,
        page,
        (row) =>
          (isEmpty(filter.metadata) || holds(JSON.parse(row.metadata), filter.metadata)) &&
          (isEmpty(filter.values) || holds(JSON.parse(row.state), filter.values)),
      );
      const whole = found.rows.flatMap(({ id }) => {
        const row = one.get(id);
        return row ? [toThread(row)] : [];
      });
      return { rows: whole, total: found.total };
    },
  };
}

/** Adds a thread inside the open transaction; false when its id is taken. */
export function prepareAddThread(db: Db): (row: ThreadRow) => boolean {
  const insert = db.prepare(insertThread);
  return (row) => insert.run(...columns(row)).changes > 0;
}

function columns(row: ThreadRow): (string | number)[] {
  const { metadata, config, interrupts, values } = row;
  const texts = [metadata, config, interrupts, values ?? null].map((each) => JSON.stringify(each));
  return [
    row.id,
    row.owner.id,
    JSON.stringify(row.owner.roles),
    row.status,
    row.isTemporary ? 1 : 0,
    row.createdAt,
    row.updatedAt,
    ...texts,
  ];
}

function conditions(filter: ThreadFilter): { sql: string; values: (string | number)[] } {
  return where({
    'temporary = ?': 0,
    'owner = ?': filter.owner,
    'status = ?': filter.status,
    'id IN (SELECT value FROM json_each(?))': filter.ids && JSON.stringify(filter.ids),
  });
}

function toThread(row: Row): ThreadRow {
  return {
    id: row.id,
    owner: { id: row.owner, roles: JSON.parse(row.roles) },
    // Only ever gets values of the union.
    status: row.status as ThreadRow['status'],
    metadata: JSON.parse(row.metadata),
    config: JSON.parse(row.config),
    values: JSON.parse(row.state),
    interrupts: JSON.parse(row.interrupts),
    ...(row.error === null ? {} : { error: row.error }),
    isTemporary: row.temporary === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** No label may hold it: the edge refuses control characters. */
const separator = '\u001f';
const flat = (namespace: readonly string[]): string => namespace.map((label) => label + separator).join('');

type Item = { namespace: string; key: string; value: string; expires_at: string | null; created_at: string; updated_at: string };

export function createItemStore(db: Db, write: Write): ItemStore {
  const lives = '(expires_at IS NULL OR expires_at > ?)';
  const put = db.prepare(
    `INSERT INTO serving_items (owner, namespace, key, value, expires_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at, updated_at = excluded.updated_at`,
  );
  const one = db.prepare<[string, string, string, string], Item>(
    `SELECT * FROM serving_items WHERE owner = ? AND namespace = ? AND key = ? AND ${lives}`,
  );
  const below = db.prepare<[string, string, string, string], Item>(
    `SELECT * FROM serving_items WHERE owner = ? AND substr(namespace, 1, length(?)) = ? AND ${lives} ORDER BY created_at, namespace, key`,
  );
  return {
    put: (owner, item) =>
      write(() => {
        const { namespace, key, value, expiresAt = null, createdAt, updatedAt } = item;
        put.run(owner, flat(namespace), key, JSON.stringify(value), expiresAt, createdAt, updatedAt);
      }),
    async get(owner, namespace, key, at) {
      const row = one.get(owner, flat(namespace), key, at);
      return row && toItem(row);
    },
    delete: (owner, namespace, key) =>
      write(() => {
        db.prepare('DELETE FROM serving_items WHERE owner = ? AND namespace = ? AND key = ?').run(owner, flat(namespace), key);
      }),
    below: async (owner, prefix, at) => below.all(owner, flat(prefix), flat(prefix), at).map(toItem),
    async namespaces(owner, at) {
      const rows = db
        .prepare<[string, string], { namespace: string }>(
          `SELECT DISTINCT namespace FROM serving_items WHERE owner = ? AND ${lives} ORDER BY namespace`,
        )
        .all(owner, at);
      return rows.map((row) => row.namespace.split(separator).slice(0, -1));
    },
  };
}

function toItem(row: Item): ItemRow {
  return {
    namespace: row.namespace.split(separator).slice(0, -1),
    key: row.key,
    value: JSON.parse(row.value),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
