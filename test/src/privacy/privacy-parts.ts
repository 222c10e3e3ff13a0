import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { migrationsFolder } from '../../../src/config/home.ts';
import type { VaultStore } from '../../../src/contracts/privacy.ts';
import { createPrivacy, createVault } from '../../../src/privacy/index.ts';
import { openDatabase } from '../../../src/storage/sqlite/database.ts';
import { GroupCommit } from '../../../src/storage/sqlite/group-commit.ts';
import { createVaultStore } from '../../../src/storage/sqlite/vault-store.ts';
import { memoryVaultStore } from '../../../src/testing/memory-vault-store.ts';

/** A clock that moves when told to. */
export function handClock(start = '2026-05-04T08:00:00.000Z') {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    advance: (ms: number) => {
      at += ms;
    },
  };
}

export function privacyParts(store: VaultStore = memoryVaultStore(), key: Uint8Array = randomBytes(32)) {
  const clock = handClock();
  const vault = createVault({ store, key, clock, ttlMs: 86_400_000, randomBytes: (size) => randomBytes(size) });
  return { store, key, clock, vault, privacy: createPrivacy({ vault }) };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the suite. */
export function ownFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `countersign-${name}-`));
  folders.push(folder);
  return folder;
}

/** A vault file of its own; opening it again is another process. */
export function vaultFile(file = join(ownFolder('vault'), 'vault.db')) {
  const db = openDatabase({ file, migrations: join(migrationsFolder(), 'vault'), synchronous: 'OFF' });
  return { file, db, store: createVaultStore(db, new GroupCommit(db)) };
}

/** Every kind of store a vault can stand on. */
export const vaultStores: readonly (readonly [string, () => VaultStore])[] = [
  ['in memory', memoryVaultStore],
  ['on SQLite', () => vaultFile().store],
];
