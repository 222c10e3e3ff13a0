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
  // Threads with something in the queue: only for them does a read have to commit what concurrent runs are still gathering.
  const queued = new Set<string>();
  const write = <T>(threadId: string, work: () => T): Promise<T> => {
    queued.add(threadId);
    return group.run(
      () => {
        queued.delete(threadId);
        return work();
      },
      // An id made in a transaction that did not last must not be remembered.
      () => known.forgetAll(),
    );
  };

  return {
    put: (row, changed) =>
      write(row.threadId, () => {
        const thread = known.make(row.threadId, row.ns);
        statements.putCheckpoint.run(thread, row.id, row.parentId ?? null, row.body, row.metadata, JSON.stringify(row.versions));
        for (const channel of changed) statements.putChannel.run(thread, channel.channel, String(channel.version), channel.value);
      }),
    putWrites: (key, writes) =>
      write(key.threadId, () => {
        const thread = known.make(key.threadId, key.ns);
        for (const row of packed(writes)) {
          // Special channels (negative index) may be rewritten; ordinary writes of a task stand once made.
          const statement = row.index < 0 ? statements.replaceWrite : statements.keepWrite;
          statement.run(thread, key.checkpointId, row.taskId, row.index, row.channel, row.value, row.taskPath);
        }
      }),
    async get(threadId, ns, id) {
      if (queued.has(threadId)) group.flush();
      const thread = known.find(threadId, ns);
      if (thread === undefined) return undefined;
      return readCheckpoint(statements, thread, id);
    },
    async list(filter) {
      if (queued.size > 0) group.flush();
      const { threadId = null, ns = null, before = null, limit = -1 } = filter;
      return statements.list.all(threadId, threadId, ns, ns, before, before, limit).map(toRow);
    },
    deleteThread: (threadId) =>
      write(threadId, () => {
        for (const thread of known.all(threadId)) for (const statement of statements.deleteOf) statement.run(thread);
        statements.deleteThread.run(threadId);
        known.forgetAll();
      }),
    prune: (threadId) =>
      write(threadId, () => known.all(threadId).reduce((removed, thread) => removed + pruneThread(statements, thread), 0)),
    async close() {
      group.close();
      db.close();
    },
  };
}

type Statements = ReturnType<typeof prepare>;
type Found = Awaited<ReturnType<CheckpointStore['get']>>;

function prepare(db: Db) {
  return {
    list: db.prepare<[string | null, string | null, string | null, string | null, string | null, string | null, number], Row>(
      `${selectRow} WHERE (? IS NULL OR t.thread_id = ?) AND (? IS NULL OR t.ns = ?) AND (? IS NULL OR c.id < ?) ORDER BY c.id DESC LIMIT ?`,
    ),
    deleteOf: ['checkpoints', 'channels', 'writes'].map((table) => db.prepare(`DELETE FROM ${table} WHERE thread = ?`)),
    deleteThread: db.prepare('DELETE FROM threads WHERE thread_id = ?'),
    latest: db.prepare<[number], { id: string; versions: string }>(
      'SELECT id, versions FROM checkpoints WHERE thread = ? ORDER BY id DESC LIMIT 1',
    ),
    pruneCheckpoints: db.prepare('DELETE FROM checkpoints WHERE thread = ? AND id <> ?'),
    pruneWrites: db.prepare('DELETE FROM writes WHERE thread = ? AND checkpoint_id <> ?'),
    pruneChannels: db.prepare(
      'DELETE FROM channels WHERE thread = ? AND NOT EXISTS (SELECT 1 FROM json_each(?) v WHERE v.key = channels.channel AND CAST(v.value AS TEXT) = channels.version)',
    ),
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

function readCheckpoint(statements: Statements, thread: number, id: string | undefined): Found {
  const row = id === undefined ? statements.newest.get(thread) : statements.byId.get(thread, id);
  if (!row) return undefined;
  const checkpoint = toRow(row);
  const channels = Object.entries(checkpoint.versions).flatMap(([channel, version]): ChannelRow[] => {
    const found = statements.channel.get(thread, channel, String(version));
    return found ? [{ channel, version, value: found.value }] : [];
  });
  return { row: checkpoint, channels, writes: statements.writes.all(thread, row.id).flatMap(unpacked) };
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

  forgetAll(): void {
    this.#cache.clear();
  }
}

function pruneThread(statements: Statements, thread: number): number {
  const newest = statements.latest.get(thread);
  if (!newest) return 0;
  const removed = statements.pruneCheckpoints.run(thread, newest.id).changes;
  statements.pruneWrites.run(thread, newest.id);
  statements.pruneChannels.run(thread, newest.versions);
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

/** No channel has this name; it marks a row that holds all ordinary writes of one task. */
const many = '';

/**
 * A task's ordinary writes come together and stand or fall together, so they share a row: two ids of 36 characters, in the
 * table and again in its index, weigh more than most values. Special ones stay single, because they may be rewritten.
 */
function packed(writes: readonly PendingWriteRow[]): readonly PendingWriteRow[] {
  const [first, second] = writes;
  if (!first || !second || writes.some((each) => each.index < 0 || each.taskId !== first.taskId || each.taskPath !== first.taskPath))
    return writes;
  return [{ ...first, channel: many, value: JSON.stringify(writes.map((each) => [each.index, each.channel, each.value])) }];
}

function unpacked(row: WriteRow): PendingWriteRow[] {
  const task = { taskId: row.task_id, taskPath: row.task_path };
  if (row.channel !== many) return [{ ...task, index: row.idx, channel: row.channel, value: row.value }];
  // Written by packed above.
  const writes = JSON.parse(row.value) as [number, string, string][];
  return writes.map(([index, channel, value]) => ({ ...task, index, channel, value }));
}
