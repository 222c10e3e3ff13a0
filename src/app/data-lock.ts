import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CountersignError } from '../contracts/errors.ts';

/** Folders this very process holds: its own pid in a lock file may be a reused one, or a second start in one process. */
const held = new Set<string>();

/** One process owns a data folder. A lock whose process is dead is taken over; a living one is named by its pid. */
export function lockData(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'lock');
  if (held.has(file)) throw lockedBy(process.pid);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, String(process.pid));
      closeSync(handle);
      held.add(file);
      return () => {
        held.delete(file);
        rmSync(file, { force: true });
      };
    } catch (thrown) {
      if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'EEXIST') throw thrown;
      const pid = Number(readFileSync(file, 'utf8'));
      if (pid !== process.pid && isAlive(pid)) throw lockedBy(pid);
      rmSync(file, { force: true });
    }
  }
  throw new CountersignError('config.locked', 'The data folder could not be locked', { field: 'dataDir' });
}

function lockedBy(pid: number): CountersignError {
  return new CountersignError(
    'config.locked',
    `Another countersign (process ${pid}) is using this data folder; stop it or choose another with dataDir`,
    { field: 'dataDir' },
  );
}

export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it lives, but belongs to somebody else.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
