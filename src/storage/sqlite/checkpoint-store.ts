import type { ChannelRow, CheckpointRow, CheckpointStore, PendingWriteRow } from '../../contracts/checkpoints.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

type Row = {
  id: string;
  parent_id: string | null;
  body: string;
  metadata: string;
  versions: string;
  thread_id: string;
  ns: string;
  thread: number;
};
type WriteRow = { task_id: string; idx: number; channel: string; value: string; task_path: string };

const selectRow = `SELECT c.id, c.parent_id, c.body, c.metadata, c.versions, c.thread, t.thread_id, t.ns FROM checkpoints c JOIN threads t ON t.id = c.thread`;

export function createCheckpointStore(db: Db, group: GroupCommit): CheckpointStore {
  const statements = prepare(db);
  const known = new ThreadIds(db);

  return {
    put: (row, changed) =>
      group.run(() => {
        const thread = known.make(row.threadId, row.ns);
        statements.putCheckpoint.run(thread, row.id, row.parentId ?? null, row.body, row.metadata, JSON.stringify(row.versions));
        for (const channel of changed) statements.putChannel.run(thread, channel.channel, String(channel.version), channel.value);
      }),
    putWrites: (key, writes) =>
      group.run(() => {
        const thread = known.make(key.threadId, key.ns);
        for (const write of writes) {
          // Special channels (negative index) may be rewritten; ordinary writes of a task stand once made.
          const statement = write.index < 0 ? statements.replaceWrite : statements.keepWrite;
          statement.run(thread, key.checkpointId, write.taskId, write.index, write.channel, write.value, write.taskPath);
        }
      }),
    async get(threadId, ns, id) {
      group.flush();
      const thread = known.find(threadId, ns);
      if (thread === undefined) return undefined;
      const row = id === undefined ? statements.newest.get(thread) : statements.byId.get(thread, id);
      if (!row) return undefined;
      const checkpoint = toRow(row);
      const channels = Object.entries(checkpoint.versions).flatMap(([channel, version]): ChannelRow[] => {
        const found = statements.channel.get(thread, channel, String(version));
        return found ? [{ channel, version, value: found.value }] : [];
      });
      return { row: checkpoint, channels, writes: statements.writes.all(thread, row.id).map(toWrite) };
    },
    async list(filter) {
      group.flush();
      return db
        .prepare<[string | null, string | null, string | null, string | null, string | null, string | null, number], Row>(
          `${selectRow} WHERE (? IS NULL OR t.thread_id = ?) AND (? IS NULL OR t.ns = ?) AND (? IS NULL OR c.id < ?) ORDER BY c.id DESC LIMIT ?`,
        )
        .all(
          filter.threadId ?? null,
          filter.threadId ?? null,
          filter.ns ?? null,
          filter.ns ?? null,
          filter.before ?? null,
          filter.before ?? null,
          filter.limit ?? -1,
        )
        .map(toRow);
    },
    deleteThread: (threadId) =>
      group.run(() => {
        for (const thread of known.all(threadId))
          for (const table of ['checkpoints', 'channels', 'writes']) db.prepare(`DELETE FROM ${table} WHERE thread = ?`).run(thread);
        db.prepare('DELETE FROM threads WHERE thread_id = ?').run(threadId);
        known.forget(threadId);
      }),
    prune: (threadId) => group.run(() => known.all(threadId).reduce((removed, thread) => removed + pruneThread(db, thread), 0)),
    async close() {
      group.close();
      db.close();
    },
  };
}

function prepare(db: Db) {
  return {
    putCheckpoint: db.prepare(
      'INSERT OR REPLACE INTO checkpoints (thread, id, parent_id, body, metadata, versions) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    putChannel: db.prepare('INSERT OR REPLACE INTO channels (thread, channel, version, value) VALUES (?, ?, ?, ?)'),
    replaceWrite: db.prepare(
      'INSERT OR REPLACE INTO writes (thread, checkpoint_id, task_id, idx, channel, value, task_path) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    keepWrite: db.prepare(
      'INSERT OR IGNORE INTO writes (thread, checkpoint_id, task_id, idx, channel, value, task_path) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    newest: db.prepare<[number], Row>(`${selectRow} WHERE c.thread = ? ORDER BY c.id DESC LIMIT 1`),
    byId: db.prepare<[number, string], Row>(`${selectRow} WHERE c.thread = ? AND c.id = ?`),
    channel: db.prepare<[number, string, string], { value: string }>(
      'SELECT value FROM channels WHERE thread = ? AND channel = ? AND version = ?',
    ),
    writes: db.prepare<[number, string], WriteRow>(
      'SELECT task_id, idx, channel, value, task_path FROM writes WHERE thread = ? AND checkpoint_id = ?',
    ),
  };
}

/** Thread ids are looked up far more often than made; a bounded cache spares the query. */
class ThreadIds {
  readonly #select;
  readonly #insert;
  readonly #every;
  readonly #cache = new Map<string, number>();

  constructor(db: Db) {
    this.#select = db.prepare<[string, string], { id: number }>('SELECT id FROM threads WHERE thread_id = ? AND ns = ?');
    this.#insert = db.prepare('INSERT INTO threads (thread_id, ns) VALUES (?, ?)');
    this.#every = db.prepare<[string], { id: number }>('SELECT id FROM threads WHERE thread_id = ?');
  }

  find(threadId: string, ns: string): number | undefined {
    return this.#cache.get(`${threadId}|${ns}`) ?? this.#select.get(threadId, ns)?.id;
  }

  make(threadId: string, ns: string): number {
    const id = this.find(threadId, ns) ?? Number(this.#insert.run(threadId, ns).lastInsertRowid);
    if (this.#cache.size > 1000) this.#cache.clear();
    this.#cache.set(`${threadId}|${ns}`, id);
    return id;
  }

  all(threadId: string): number[] {
    return this.#every.all(threadId).map((row) => row.id);
  }

  forget(threadId: string): void {
    for (const key of this.#cache.keys()) if (key.startsWith(`${threadId}|`)) this.#cache.delete(key);
  }
}

function pruneThread(db: Db, thread: number): number {
  const newest = db
    .prepare<[number], { id: string; versions: string }>('SELECT id, versions FROM checkpoints WHERE thread = ? ORDER BY id DESC LIMIT 1')
    .get(thread);
  if (!newest) return 0;
  const removed = db.prepare('DELETE FROM checkpoints WHERE thread = ? AND id <> ?').run(thread, newest.id).changes;
  db.prepare('DELETE FROM writes WHERE thread = ? AND checkpoint_id <> ?').run(thread, newest.id);
  db.prepare(
    'DELETE FROM channels WHERE thread = ? AND NOT EXISTS (SELECT 1 FROM json_each(?) v WHERE v.key = channels.channel AND CAST(v.value AS TEXT) = channels.version)',
  ).run(thread, newest.versions);
  return removed;
}

function toRow(row: Row): CheckpointRow {
  return {
    threadId: row.thread_id,
    ns: row.ns,
    id: row.id,
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
    body: row.body,
    metadata: row.metadata,
    versions: JSON.parse(row.versions),
  };
}

function toWrite(row: WriteRow): PendingWriteRow {
  return { taskId: row.task_id, index: row.idx, channel: row.channel, value: row.value, taskPath: row.task_path };
}
