import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Clock } from '../../contracts/time.ts';
import type { Commit, FaceName } from './face.ts';

/** One HTTP request that reached a handler. `status` is missing while it is still at work or when the process died under it. */
export type RequestRow = {
  readonly seq: number;
  readonly at: string;
  readonly face: FaceName;
  readonly method: string;
  readonly path: string;
  readonly status?: number;
  readonly committed: boolean;
  /** The first effect key seen in the body or the address. */
  readonly effectKey?: string;
  /** SHA-256 of the request body, hex. */
  readonly bodyHash: string;
  readonly commits: readonly Commit[];
};

/** A change that really happened, with the request that made it. */
export type EffectRow = Commit & { readonly seq: number; readonly at: string; readonly face: FaceName };

export type RequestLog = {
  begin(entry: { face: FaceName; method: string; path: string; body: Buffer }): number;
  finish(seq: number, status: number, commits: readonly Commit[]): void;
  list(filter?: { face?: FaceName; committed?: boolean; after?: number }): readonly RequestRow[];
  /** Every committed change, oldest first. Tests count effects here. */
  effects(filter?: { face?: FaceName; type?: string; operation?: Commit['operation']; key?: string }): readonly EffectRow[];
  clear(): void;
};

type Stored = {
  seq: number;
  at: string;
  face: FaceName;
  method: string;
  path: string;
  status: number | null;
  effect_key: string | null;
  body_hash: string;
  commits: string;
};

const effectKey = /CS-[0-9A-Za-z]{26}/;

export function requestLog(db: Database, clock: Clock): RequestLog {
  db.exec(`CREATE TABLE IF NOT EXISTS sandbox_request (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, face TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    status INTEGER, effect_key TEXT, body_hash TEXT NOT NULL, commits TEXT NOT NULL DEFAULT '[]') STRICT`);
  const insert = db.prepare('INSERT INTO sandbox_request (at, face, method, path, effect_key, body_hash) VALUES (?, ?, ?, ?, ?, ?)');
  const update = db.prepare('UPDATE sandbox_request SET status = ?, commits = ? WHERE seq = ?');
  const select = db.prepare<[number], Stored>('SELECT * FROM sandbox_request WHERE seq > ? ORDER BY seq');
  const list = (filter: { face?: FaceName; committed?: boolean; after?: number } = {}) =>
    select
      .all(filter.after ?? 0)
      .map(toRow)
      .filter(
        (row) =>
          (filter.face === undefined || row.face === filter.face) && (filter.committed === undefined || row.committed === filter.committed),
      );
  return {
    begin({ face, method, path, body }) {
      const key = effectKey.exec(body.toString('utf8'))?.[0] ?? effectKey.exec(path)?.[0] ?? null;
      const hash = createHash('sha256').update(body).digest('hex');
      return Number(insert.run(clock.now().toISOString(), face, method, path, key, hash).lastInsertRowid);
    },
    finish(seq, status, commits) {
      update.run(status, JSON.stringify(commits), seq);
    },
    list,
    effects(filter = {}) {
      return list({ committed: true })
        .flatMap(({ seq, at, face, commits }) => commits.map((commit) => ({ ...commit, seq, at, face })))
        .filter(
          (row) =>
            (filter.face === undefined || row.face === filter.face) &&
            (filter.type === undefined || row.type === filter.type) &&
            (filter.operation === undefined || row.operation === filter.operation) &&
            (filter.key === undefined || row.key === filter.key),
        );
    },
    clear() {
      db.exec('DELETE FROM sandbox_request');
    },
  };
}

function toRow(stored: Stored): RequestRow {
  // Written by finish() above, so the shape is known.
  const commits = JSON.parse(stored.commits) as Commit[];
  return {
    seq: stored.seq,
    at: stored.at,
    face: stored.face,
    method: stored.method,
    path: stored.path,
    ...(stored.status === null ? {} : { status: stored.status }),
    committed: commits.length > 0,
    ...(stored.effect_key === null ? {} : { effectKey: stored.effect_key }),
    bodyHash: stored.body_hash,
    commits,
  };
}
