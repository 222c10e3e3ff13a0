import type { ApiKey, KeyStore, SettingStore } from '../../contracts/keys.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Row = { id: string; sha256: string; principal: string; name: string; roles: string; created_at: string; revoked_at: string | null };

export function createKeyStore(db: Db, write: Write, chain: AuditChain): KeyStore {
  // Asked for by every request.
  const byHash = db.prepare<[string], Row>('SELECT * FROM api_keys WHERE sha256 = ?');
  return {
    add: (key, audit) =>
      write(() => {
        db.prepare('INSERT INTO api_keys (id, sha256, principal, name, roles, created_at) VALUES (?, ?, ?, ?, ?, ?)').run(
          key.id,
          key.sha256,
          key.principal,
          key.name,
          JSON.stringify(key.roles),
          key.createdAt,
        );
        chain.append(audit);
      }),
    async findByHash(sha256) {
      const row = byHash.get(sha256);
      return row && toKey(row);
    },
    async list() {
      return db.prepare<[], Row>('SELECT * FROM api_keys ORDER BY created_at, id').all().map(toKey);
    },
    revoke: (id, at, audit) =>
      write(() => {
        if (db.prepare('UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL').run(at, id).changes === 0) return false;
        chain.append(audit);
        return true;
      }),
  };
}

function toKey(row: Row): ApiKey {
  return {
    id: row.id,
    sha256: row.sha256,
    principal: row.principal,
    name: row.name,
    roles: JSON.parse(row.roles),
    createdAt: row.created_at,
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
  };
}

export function createSettingStore(db: Db, write: Write, chain: AuditChain): SettingStore {
  const one = db.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?');
  // Read again several times a second, by every process that shares the database.
  const all = db.prepare<[], { name: string; value: string; by: string; at: string }>('SELECT * FROM settings ORDER BY name');
  return {
    get: async (name) => one.get(name)?.value,
    set: (name, value, by, at, audit) =>
      write(() => {
        db.prepare('INSERT OR REPLACE INTO settings (name, value, by, at) VALUES (?, ?, ?, ?)').run(name, value, by, at);
        chain.append(audit);
      }),
    all: async () => all.all(),
  };
}
