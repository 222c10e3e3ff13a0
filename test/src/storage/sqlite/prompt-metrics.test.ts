import { afterEach, describe } from 'vitest';
import { migrationsFolder } from '../../../../src/config/home.ts';
import { openSqlite } from '../../../../src/storage/sqlite/open.ts';
import { promptMetricsSuite } from '../../../contracts/prompt-metrics.ts';
import { ownFolder } from '../../privacy/privacy-parts.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

describe('figures of prompts on SQLite', () => {
  promptMetricsSuite(() => {
    const storage = openSqlite({ folder: ownFolder('figures'), migrations: migrationsFolder(), synchronous: 'OFF', skipCheck: true });
    closing.push(() => storage.close());
    return storage.promptMetrics;
  });
});
