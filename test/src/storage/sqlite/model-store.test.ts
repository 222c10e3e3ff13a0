import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { migrationsFolder } from '../../../../src/config/home.ts';
import { rangeQueries } from '../../../../src/storage/sqlite/model-ranges.ts';
import { openSqlite } from '../../../../src/storage/sqlite/open.ts';
import { modelHistorySuite } from '../../../contracts/model-history.ts';
import { modelStoreSuite } from '../../../contracts/model-store.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

describe('numeric models on SQLite', () => {
  it('looks for answers beyond the last range, and reads a range, by the primary key', () => {
    const folder = mkdtempSync(join(tmpdir(), 'models-'));
    const storage = openSqlite({ folder, migrations: migrationsFolder(), synchronous: 'OFF', skipCheck: true });
    closing.push(() => {
      storage.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const plan = (sql: string): string =>
      storage.databases.models
        .prepare<[number, number], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(1, 50)
        .map(({ detail }) => detail)
        .join('; ');
    for (const sql of Object.values(rangeQueries)) expect(plan(sql)).toMatch(/^SEARCH predictions USING INTEGER PRIMARY KEY/);
  });

  const open = () => {
    const folder = mkdtempSync(join(tmpdir(), 'models-'));
    const storage = openSqlite({ folder, migrations: migrationsFolder(), synchronous: 'OFF', skipCheck: true });
    closing.push(() => {
      storage.close();
      rmSync(folder, { recursive: true, force: true });
    });
    return storage.models;
  };
  modelStoreSuite(open);
  modelHistorySuite(open);
});
