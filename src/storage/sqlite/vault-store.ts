import type { TokenKind } from '../../contracts/classes.ts';
import {
  generationName,
  type MetaValues,
  type VaultAddition,
  type VaultKey,
  type VaultNote,
  type VaultRow,
  type VaultStore,
  type VaultThread,
} from '../../contracts/vault.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

type Row = {
  kind: string;
  idx: number;
  alias: number;
  entity: number;
  ciphertext: Buffer | null;
  legacy: string | null;
  generation: number;
  expires_at: string;
};
type Note = { seq: number; ciphertext: Buffer; generation: number; expires_at: string };

export function createVaultStore(db: Db, group: GroupCommit): VaultStore {
  // What is deleted is overwritten, so that an erased value cannot be read from the free pages of the file.
  db.pragma('secure_delete = ON');
  const threads = threadStatements(db);
  const meta = metaStatements(db);
  const one = <T>(sql: string) => db.prepare<[string], T>(sql);
  const blob = one<{ sealed: Buffer; generation: number }>('SELECT ciphertext AS sealed, generation FROM blobs WHERE ref = ?');
  const putBlob = db.prepare('INSERT OR REPLACE INTO blobs (ref, ciphertext, generation, expires_at) VALUES (?, ?, ?, ?)');
  return {
    readThread: async (threadId, unless) => threads.read(threadId, unless),
    append: (threadId, revision, generation, addition) =>
      group.run(() => (meta.isGeneration(generation) ? threads.write(threadId, revision, addition, 'INSERT') : undefined)),
    replace: (threadId, revision, generation, sealed) =>
      group.run(() => (meta.isGeneration(generation) ? threads.write(threadId, revision, sealed, 'REPLACE') : undefined)),
    eraseEntities: (threadId, entities) => group.run(() => threads.erase(threadId, entities)),
    threadIds: async (after, limit) =>
      db
        .prepare<[string, number], { id: string }>('SELECT thread_id AS id FROM threads WHERE thread_id > ? ORDER BY thread_id LIMIT ?')
        .all(after, limit)
        .map((row) => row.id),
    putBlob: (ref, { sealed, generation }, expiresAt) =>
      group.run(() => meta.isGeneration(generation) && putBlob.run(ref, sealed, generation, expiresAt).changes === 1),
    resealBlob: (ref, { sealed, generation }) =>
      group.run(() => {
        db.prepare('UPDATE blobs SET ciphertext = ?, generation = ? WHERE ref = ?').run(sealed, generation, ref);
      }),
    getBlob: async (ref) => blob.get(ref),
    blobRefs: async (after, limit) =>
      db
        .prepare<[string, number], { ref: string }>('SELECT ref FROM blobs WHERE ref > ? ORDER BY ref LIMIT ?')
        .all(after, limit)
        .map((row) => row.ref),
    deleteBlobs: (refs) =>
      group.run(() => {
        const remove = db.prepare('DELETE FROM blobs WHERE ref = ?');
        return refs.reduce((removed, ref) => removed + remove.run(ref).changes, 0);
      }),
    deleteThread: (threadId) => group.run(() => threads.remove(threadId)),
    expire: (at) => group.run(() => expire(db, at)),
    scrub: async () => {
      // Old pages live on in the write-ahead log until it is emptied.
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
    getMeta: async (name) => meta.get(name),
    changeMeta: (expected, next) => group.run(() => meta.change(expected, next)),
    async close() {
      group.close();
      db.close();
    },
  };
}

function threadStatements(db: Db) {
  const revisionOf = db.prepare<[string], { revision: number }>('SELECT revision FROM threads WHERE thread_id = ?');
  const start = db.prepare<[string]>('INSERT INTO threads VALUES (?, 1 + abs(random() % 1099511627776))');
  const bump = db.prepare<[string]>('UPDATE threads SET revision = revision + 1 WHERE thread_id = ?');
  const rows = db.prepare<[string], Row>(
    'SELECT kind, idx, alias, entity, ciphertext, legacy, generation, expires_at FROM tokens WHERE thread_id = ? ORDER BY entity, kind, idx, alias',
  );
  const keys = db.prepare<[string], VaultKey>('SELECT entity, wrapped, generation FROM entity_keys WHERE thread_id = ?');
  const notes = db.prepare<[string], Note>('SELECT seq, ciphertext, generation, expires_at FROM notes WHERE thread_id = ? ORDER BY seq');
  const put = {
    row: both(
      db,
      'tokens (thread_id, kind, idx, alias, entity, ciphertext, legacy, generation, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    key: both(db, 'entity_keys (thread_id, entity, wrapped, generation) VALUES (?, ?, ?, ?)'),
    note: both(db, 'notes (thread_id, seq, ciphertext, generation, expires_at) VALUES (?, ?, ?, ?, ?)'),
  };
  const revision = (threadId: string): number => revisionOf.get(threadId)?.revision ?? 0;
  const moved = (threadId: string): number => {
    if (bump.run(threadId).changes === 0) start.run(threadId);
    return revision(threadId);
  };
  return {
    read(threadId: string, unless: number | undefined): VaultThread | undefined {
      const at = revision(threadId);
      if (at === unless) return undefined;
      if (at === 0) return { revision: 0, rows: [], keys: [], notes: [] };
      return { revision: at, rows: rows.all(threadId).map(toRow), keys: keys.all(threadId), notes: notes.all(threadId).map(toNote) };
    },
    write(threadId: string, seen: number, { rows: added, keys: wrapped, notes: noted }: VaultAddition, how: Verb): number | undefined {
      if (revision(threadId) !== seen) return undefined;
      for (const row of added) {
        const { kind, index, alias, entity, ciphertext, legacy, generation, expiresAt } = row;
        put.row[how].run(threadId, kind, index, alias, entity, ciphertext ?? null, legacy ?? null, generation, expiresAt);
      }
      for (const key of wrapped) put.key[how].run(threadId, key.entity, key.wrapped, key.generation);
      for (const note of noted) put.note[how].run(threadId, note.seq, note.ciphertext, note.generation, note.expiresAt);
      return moved(threadId);
    },
    erase(threadId: string, entities: readonly number[]): number {
      const blank = db.prepare(
        'UPDATE tokens SET ciphertext = NULL, legacy = NULL WHERE thread_id = ? AND entity = ? AND ciphertext IS NOT NULL',
      );
      const destroy = db.prepare('DELETE FROM entity_keys WHERE thread_id = ? AND entity = ?');
      let erased = 0;
      for (const entity of entities) {
        destroy.run(threadId, entity);
        erased += blank.run(threadId, entity).changes;
      }
      if (erased > 0) moved(threadId);
      return erased;
    },
    remove(threadId: string): void {
      for (const table of ['tokens', 'entity_keys', 'notes', 'threads'])
        db.prepare(`DELETE FROM ${table} WHERE thread_id = ?`).run(threadId);
    },
  };
}

type Verb = 'INSERT' | 'REPLACE';

function both(db: Db, rest: string) {
  return { INSERT: db.prepare(`INSERT INTO ${rest}`), REPLACE: db.prepare(`INSERT OR REPLACE INTO ${rest}`) };
}

function metaStatements(db: Db) {
  const read = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?');
  const write = db.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM meta WHERE name = ?');
  const get = (name: string): string | undefined => read.get(name)?.value;
  return {
    get,
    isGeneration: (generation: number): boolean => (get(generationName) ?? '1') === String(generation),
    change(expected: MetaValues, next: MetaValues): boolean {
      if (Object.entries(expected).some(([name, value]) => get(name) !== value)) return false;
      for (const [name, value] of Object.entries(next)) {
        if (value === undefined) remove.run(name);
        else write.run(name, value);
      }
      return true;
    },
  };
}

function expire(db: Db, at: string): number {
  // Whoever holds such a thread in memory has to notice.
  db.prepare(
    'UPDATE threads SET revision = revision + 1 WHERE thread_id IN (SELECT thread_id FROM tokens WHERE expires_at <= ? UNION SELECT thread_id FROM notes WHERE expires_at <= ?)',
  ).run(at, at);
  const tokens = db.prepare('DELETE FROM tokens WHERE expires_at <= ?').run(at).changes;
  const notes = db.prepare('DELETE FROM notes WHERE expires_at <= ?').run(at).changes;
  if (tokens > 0)
    db.prepare(
      'DELETE FROM entity_keys WHERE NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.thread_id = entity_keys.thread_id AND tokens.entity = entity_keys.entity)',
    ).run();
  if (tokens + notes > 0)
    db.prepare(
      'DELETE FROM threads WHERE thread_id NOT IN (SELECT thread_id FROM tokens) AND thread_id NOT IN (SELECT thread_id FROM notes)',
    ).run();
  return tokens + db.prepare('DELETE FROM blobs WHERE expires_at <= ?').run(at).changes;
}

function toRow(row: Row): VaultRow {
  const { idx, ciphertext, legacy, expires_at: expiresAt, ...rest } = row;
  return {
    ...rest,
    // The column only ever gets values of the union.
    kind: row.kind as TokenKind,
    index: idx,
    ciphertext: ciphertext ?? undefined,
    ...(legacy === null ? {} : { legacy }),
    expiresAt,
  };
}

function toNote({ expires_at: expiresAt, ...note }: Note): VaultNote {
  return { ...note, expiresAt };
}
