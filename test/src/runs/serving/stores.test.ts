import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe } from 'vitest';
import { openSqlite } from '../../../../src/storage/sqlite/open.ts';
import { servingStoreSuite } from '../../../contracts/serving-stores.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

describe('the stores of the Agent Server on SQLite', () => {
  servingStoreSuite(() => {
    const folder = mkdtempSync(join(tmpdir(), 'stores-'));
    const storage = openSqlite({ folder, migrations: 'src/storage/sqlite/migrations', synchronous: 'OFF', skipCheck: true });
    closing.push(() => {
      storage.close();
      rmSync(folder, { recursive: true, force: true });
    });
    return storage.serving;
  });
});
