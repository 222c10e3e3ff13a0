import type { ExceptionItem, ExceptionStore, Link, LinkStore } from '../../contracts/runs.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Body = { body: string };

export function createExceptionStore(db: Db, write: Write, chain: AuditChain): ExceptionStore {
  const one = db.prepare<[string], Body>('SELECT body FROM exceptions WHERE id = ?');
  return {
    open: (item, audit) =>
      write(() => {
        db.prepare(`INSERT INTO exceptions (id, status, run_id, code, created_at, body) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET status = excluded.status, code = excluded.code, body = excluded.body`).run(
          item.id,
          item.status,
          item.runId ?? null,
          item.code,
          item.createdAt,
          JSON.stringify(item),
        );
        chain.append(audit);
      }),
    async get(id) {
      return parse(one.get(id));
    },
    async list(filter) {
      return db
        .prepare<[string | null, string | null, string | null, string | null, string | null, string | null, number], Body>(
          `SELECT body FROM exceptions WHERE (? IS NULL OR status = ?) AND (? IS NULL OR run_id = ?)
             AND (? IS NULL OR seq < (SELECT seq FROM exceptions WHERE id = ?)) ORDER BY seq DESC LIMIT ?`,
        )
        .all(
          filter.status ?? null,
          filter.status ?? null,
          filter.runId ?? null,
          filter.runId ?? null,
          filter.after ?? null,
          filter.after ?? null,
          filter.limit,
        )
        .map(read);
    },
    close: (id, status, by, reason, at, audit) =>
      write(() => {
        const item = parse(one.get(id));
        if (item?.status !== 'open') return false;
        const next: ExceptionItem = { ...item, status, closedAt: at, closedBy: by, closeReason: reason };
        db.prepare('UPDATE exceptions SET status = ?, body = ? WHERE id = ?').run(status, JSON.stringify(next), id);
        chain.append(audit);
        return true;
      }),
  };
}

// The column is only ever written by open and close above.
const read = (row: Body): ExceptionItem => JSON.parse(row.body) as ExceptionItem;

function parse(row: Body | undefined): ExceptionItem | undefined {
  return row && read(row);
}

type LinkRow = {
  id: string;
  left_connection: string;
  left_type: string;
  left_id: string;
  right_connection: string;
  right_type: string;
  right_id: string;
  source: string;
  created_at: string;
};

export function createLinkStore(db: Db, write: Write, chain: AuditChain): LinkStore {
  const linked = db.prepare<[string, string, string, string], LinkRow>(
    'SELECT * FROM links WHERE left_connection = ? AND left_type = ? AND left_id = ? AND right_type = ? ORDER BY created_at, id',
  );
  const byAlias = db.prepare<[string, string, string], { id: string }>(
    'SELECT id FROM aliases WHERE connection = ? AND type = ? AND alias = ?',
  );
  const insert = db.prepare(
    `INSERT OR IGNORE INTO links (id, left_connection, left_type, left_id, right_connection, right_type, right_id, source, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    async find(left, rightType) {
      return linked.all(left.connection, left.type, left.id, rightType).map(toLink);
    },
    async alias(connection, type, alias) {
      return byAlias.get(connection, type, alias)?.id;
    },
    add: (link, audit) =>
      write(() => {
        insert.run(
          link.id,
          link.left.connection,
          link.left.type,
          link.left.id,
          link.right.connection,
          link.right.type,
          link.right.id,
          link.source,
          link.createdAt,
        );
        chain.append(audit);
      }),
    addAlias: (connection, type, alias, id) =>
      write(() => {
        db.prepare('INSERT OR REPLACE INTO aliases (connection, type, alias, id) VALUES (?, ?, ?, ?)').run(connection, type, alias, id);
      }),
    remove: (id, audit) =>
      write(() => {
        if (db.prepare('DELETE FROM links WHERE id = ?').run(id).changes === 0) return false;
        chain.append(audit);
        return true;
      }),
  };
}

function toLink(row: LinkRow): Link {
  return {
    id: row.id,
    left: { connection: row.left_connection, type: row.left_type, id: row.left_id },
    right: { connection: row.right_connection, type: row.right_type, id: row.right_id },
    source: row.source,
    createdAt: row.created_at,
  };
}
