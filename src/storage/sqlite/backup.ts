import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * In this order: an effect never points at a vault entry or audit row that the copy lacks, and a checkpoint rests on both. A
 * range of predictions counts as handed over only where the copy of main holds the event of it.
 */
const order = ['checkpoints', 'models', 'main', 'vault', 'sandbox/sandbox'] as const;

/**
 * Copies the databases while a server may be writing. Each copy is consistent in itself (SQLite's online backup). Between
 * them the order matters: what refers is copied before what it refers to, so a reference in the copy always finds its
 * target; rows the other way round are merely not referred to yet.
 */
export async function backupDatabases(
  from: string,
  to: string,
  onFile: (name: string) => void,
): Promise<{ name: string; bytes: number }[]> {
  const done: { name: string; bytes: number }[] = [];
  for (const name of order) {
    const source = join(from, `${name}.db`);
    if (!existsSync(source)) continue;
    onFile(`${name}.db`);
    const target = join(to, `${name}.db`);
    mkdirSync(join(target, '..'), { recursive: true, mode: 0o700 });
    const db = new Database(source, { readonly: true, fileMustExist: true });
    try {
      await db.backup(target);
    } finally {
      db.close();
    }
    refuseDamaged(target);
    done.push({ name: `${name}.db`, bytes: statSync(target).size });
  }
  return done;
}

function refuseDamaged(file: string): void {
  const db = new Database(file, { readonly: true });
  try {
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new Error(`the copy ${file.split('/').at(-1)} is damaged`);
  } finally {
    db.close();
  }
}

/** The database files of a backup folder, for restoring. */
export function databasesIn(folder: string): string[] {
  return order.map((name) => `${name}.db`).filter((name) => existsSync(join(folder, name)));
}

export const isEmptyFolder = (folder: string): boolean => !existsSync(folder) || readdirSync(folder).length === 0;
