import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe } from 'vitest';
import { migrationsFolder } from '../../../../src/config/home.ts';
import { openSqlite } from '../../../../src/storage/sqlite/open.ts';
import { modelStoreSuite } from '../../../contracts/model-store.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

describe('numeric models on SQLite', () => {
  modelStoreSuite(() => {
    const folder = mkdtempSync(join(tmpdir(), 'models-'));
    const storage = openSqlite({ folder, migrations: migrationsFolder(), synchronous: 'OFF', skipCheck: true });
    closing.push(() => {
      storage.close();
      rmSync(folder, { recursive: true, force: true });
    });
    return storage.models;
  });
});
