import type { TokenKind } from '../../contracts/classes.ts';
import type { VaultRow, VaultStore } from '../../contracts/privacy.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

type Row = { kind: string; idx: number; entity: string; ciphertext: Buffer; expires_at: string };

export function createVaultStore(db: Db, group: GroupCommit): VaultStore {
  const ofThread = db.prepare<[string], Row>(
    'SELECT kind, idx, entity, ciphertext, expires_at FROM tokens WHERE thread_id = ? ORDER BY kind, idx',
  );
  const insert = db.prepare(
    `INSERT INTO tokens (thread_id, kind, idx, entity, ciphertext, expires_at)
     VALUES (?, ?, (SELECT coalesce(max(idx), 0) + 1 FROM tokens WHERE thread_id = ? AND kind = ?), ?, ?, ?) ON CONFLICT (thread_id, entity) DO NOTHING`,
  );
  const putBlob = db.prepare('INSERT OR REPLACE INTO blobs (ref, ciphertext, expires_at) VALUES (?, ?, ?)');
  return {
    async findTokens(threadId) {
      return ofThread.all(threadId).map(toRow);
    },
    addTokens: (threadId, rows) =>
      group.run(() => {
        for (const row of rows) insert.run(threadId, row.kind, threadId, row.kind, row.entity, row.ciphertext, row.expiresAt);
        return ofThread.all(threadId).map(toRow);
      }),
    putBlob: (ref, ciphertext, expiresAt) =>
      group.run(() => {
        putBlob.run(ref, ciphertext, expiresAt);
      }),
    async getBlob(ref) {
      return db.prepare<[string], { ciphertext: Buffer }>('SELECT ciphertext FROM blobs WHERE ref = ?').get(ref)?.ciphertext;
    },
    deleteThread: (threadId) =>
      group.run(() => {
        db.prepare('DELETE FROM tokens WHERE thread_id = ?').run(threadId);
      }),
    expire: (at) =>
      group.run(
        () =>
          db.prepare('DELETE FROM tokens WHERE expires_at <= ?').run(at).changes +
          db.prepare('DELETE FROM blobs WHERE expires_at <= ?').run(at).changes,
      ),
    async getMeta(name) {
      return db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?').get(name)?.value;
    },
    setMeta: (name, value) =>
      group.run(() => {
        db.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)').run(name, value);
      }),
    async close() {
      group.close();
      db.close();
    },
  };
}

function toRow(row: Row): VaultRow {
  // The column only ever gets values of the union.
  return { kind: row.kind as TokenKind, index: row.idx, entity: row.entity, ciphertext: row.ciphertext, expiresAt: row.expires_at };
}
