import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelStore } from '../../contracts/model-store.ts';
import { openDatabase } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { createModelStore } from './model-store.ts';

/** models.db alone, for commands that train beside a running server: it takes its turn at writing. */
export function openModelDatabase(options: { readonly folder: string; readonly migrations: string }): { store: ModelStore; close(): void } {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const db = openDatabase({ file: join(options.folder, 'models.db'), migrations: join(options.migrations, 'models'), synchronous: 'FULL' });
  const group = new GroupCommit(db);
  return {
    store: createModelStore(db, group),
    close() {
      group.close();
      db.close();
    },
  };
}
