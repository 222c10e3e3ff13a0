import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalCommands } from '../contracts/commands.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { Vault } from '../contracts/vault.ts';
import { migrationsFolder } from '../config/home.ts';
import type { Config } from '../config/schema.ts';
import { createVault } from '../privacy/index.ts';
import { openSqlite, type SqliteStorage } from '../storage/sqlite/open.ts';
import { lockData } from './data-lock.ts';
import { openKeys } from './key-files.ts';
import { systemClock } from './system.ts';
import { load } from './up.ts';

const current = 'installation.key';
const next = 'installation.key.next';

/**
 * Another installation key: the new one is on disk before the vault is wrapped with it, and takes the old one's name after.
 * Killed in between, the command run again finds which of the two opens the vault and finishes.
 */
export async function rotateKey(options: { config?: string }): ReturnType<LocalCommands['rotateKey']> {
  return withVault(options, async ({ config, storage, open }) => {
    const nextFile = join(config.keyDir, next);
    const isResumed = existsSync(nextFile);
    if (!isResumed) writeDurably(nextFile, randomBytes(32).toString('base64'));
    const newKey = Buffer.from(readFileSync(nextFile, 'utf8').trim(), 'base64');
    if (!(isResumed && (await opens(open(newKey))))) await open(openKeys(config.keyDir).installationKey).rotate(newKey);
    renameSync(nextFile, join(config.keyDir, current));
    const at = systemClock.now().toISOString();
    await storage.audit.append([{ at, actor: 'system', action: 'vault.key_rotated', body: { key: 'installation' } }]);
    return { at, isResumed };
  });
}

/** Another data key: everything is sealed again. Killed or stopped, the next call goes on where this one was. */
export async function rotateDataKey(
  options: { config?: string; signal: AbortSignal },
  progress: (done: { threads: number; blobs: number }) => void,
): ReturnType<LocalCommands['rotateDataKey']> {
  return withVault(options, async ({ config, storage, open }) => {
    const vault = open(openKeys(config.keyDir).installationKey);
    const isComplete = await vault.rotateDataKey({ signal: options.signal, onProgress: progress });
    const at = systemClock.now().toISOString();
    if (isComplete) await storage.audit.append([{ at, actor: 'system', action: 'vault.key_rotated', body: { key: 'data' } }]);
    return { at, isComplete };
  });
}

type Opened = { readonly config: Config; readonly storage: SqliteStorage; readonly open: (key: Uint8Array) => Vault };

async function withVault<T>(options: { config?: string }, work: (opened: Opened) => Promise<T>): Promise<T> {
  const { config } = load(options.config);
  if (!existsSync(join(config.dataDir, 'main.db')))
    throw new CountersignError('resource.not_found', 'There is no installation in the data folder', { field: 'dataDir' });
  const unlock = lockData(config.dataDir);
  try {
    const storage = openSqlite({ folder: config.dataDir, migrations: migrationsFolder() });
    try {
      const open = (key: Uint8Array): Vault =>
        createVault({ store: storage.vault, key, clock: systemClock, ttlMs: config.retention.vaultMs, randomBytes });
      return await work({ config, storage, open });
    } finally {
      storage.close();
    }
  } finally {
    unlock();
  }
}

async function opens(vault: Vault): Promise<boolean> {
  try {
    await vault.entries('readiness');
    return true;
  } catch (error) {
    // Only a key that does not fit is the other answer; a vault that cannot be read is a failure.
    if (error instanceof CountersignError && error.code === 'privacy.vault_unavailable') return false;
    throw error;
  }
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
