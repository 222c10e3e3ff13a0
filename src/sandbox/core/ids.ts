import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

/** Numbers and tokens that come out the same for the same seed and go on where they stopped when the file is reopened. */
export type SeededIds = {
  /** 1, 2, 3 … per kind. */
  next(kind: string): number;
  /** 32 hex digits nobody can guess from the last one; for CSRF tokens, sessions and access tokens. */
  token(kind: string): string;
};

export function seededIds(db: Database, seed: number): SeededIds {
  db.exec('CREATE TABLE IF NOT EXISTS sandbox_counter (kind TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT');
  const bump = db.prepare<[string], { value: number }>(
    'INSERT INTO sandbox_counter (kind, value) VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET value = value + 1 RETURNING value',
  );
  const next = (kind: string) => bump.get(kind)?.value ?? 1;
  return {
    next,
    token: (kind) =>
      createHash('sha256')
        .update(`${seed}/${kind}/${next(kind)}`)
        .digest('hex')
        .slice(0, 32),
  };
}

/** mulberry32: small, fast, the same sequence everywhere. Values in [0, 1). Not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
