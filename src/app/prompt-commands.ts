import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PromptCommands } from '../contracts/commands.ts';
import { CountersignError } from '../contracts/errors.ts';
import { promptsFolder } from '../config/home.ts';
import {
  checkLock,
  comparePrompts,
  createShelf,
  loadPrompts,
  readLock,
  updateLock,
  type Prompt,
  type PromptLock,
  type PromptRegistry,
  type PromptShelf,
} from '../prompting/index.ts';

/** Prompts as files: checked, entered in the lock, compared. */
export const promptCommands: PromptCommands = {
  check(options) {
    const folder = folderOf(options.folder);
    const prompts = loadPrompts(folder);
    const lock = readLock(folder);
    return {
      folder,
      problems: [...checkLock(prompts, lock), ...tampered(folder, prompts, lock)],
      prompts: prompts.list().map(({ id, version, hash }) => {
        const row = lock.find((known) => known.id === id && known.version === version);
        return { id, version, hash, state: row === undefined ? 'new' : row.hash === hash ? 'released' : 'changed' };
      }),
    };
  },
  release({ bump, ...options }) {
    const folder = folderOf(options.folder);
    const before = readLock(folder);
    if (bump !== undefined) bumpChanged(folder, bump);
    return { folder, entered: updateLock(folder, loadPrompts(folder)).slice(before.length) };
  },
  diff({ id, from, to, ...options }) {
    const shelf = shelfOf(folderOf(options.folder));
    const current = shelf.list().find((each) => each.id === id);
    if (!current) throw new CountersignError('resource.not_found', `There is no prompt ${id}`, { field: 'id' });
    const newer = to === undefined ? current : released(shelf, id, to);
    const older = from === undefined ? previous(shelf, newer) : released(shelf, id, from);
    return { from: older.version, to: newer.version, patch: comparePrompts(older, newer) };
  },
};

/** Released texts that are no longer what was released: a label could not use them. */
function tampered(dir: string, prompts: PromptRegistry, lock: PromptLock): string[] {
  const shelf = createShelf([{ dir, prompts }], () => ({}));
  return lock.flatMap(({ id, version }) => {
    try {
      return prompts.list().some((each) => each.id === id) && !shelf.find(id, version) ? [`the text of ${id} ${version} is not kept`] : [];
    } catch (thrown) {
      if (!(thrown instanceof CountersignError)) throw thrown;
      return [thrown.message];
    }
  });
}

function folderOf(given: string | undefined): string {
  if (given === undefined) return existsSync(join('prompts', 'prompts.lock.json')) ? resolve('prompts') : promptsFolder();
  if (existsSync(given)) return resolve(given);
  throw new CountersignError('input.invalid', `There is no folder ${given}`, { field: 'folder' });
}

const shelfOf = (dir: string): PromptShelf => createShelf([{ dir, prompts: loadPrompts(dir) }], () => ({}));

function released(shelf: PromptShelf, id: string, version: string): Prompt {
  const found = shelf.find(id, version);
  if (found) return found;
  const there = shelf.versions(id).filter((each) => shelf.find(id, each.version));
  throw new CountersignError(
    'input.invalid',
    `${id} has no version ${version} whose text is kept; there are ${there.map((each) => each.version).join(', ')}`,
    { field: 'version' },
  );
}

/** The released text of the same version where the file went on without a new one, otherwise the version before. */
function previous(shelf: PromptShelf, { id, version, hash }: Prompt): Prompt {
  const rows = shelf.versions(id);
  const at = rows.findIndex((row) => row.version === version);
  const row = rows[at];
  const older = rows.slice(0, at).findLast((each) => shelf.find(id, each.version));
  if (older && (row === undefined || row.hash === hash || !row.isReleased)) return released(shelf, id, older.version);
  if (row && row.hash !== hash) {
    const text = shelf.find(id, version);
    if (text) return text;
  }
  throw new CountersignError('input.invalid', `${id} ${version} is the first version there is; name two with --from and --to`, {
    field: 'from',
  });
}

/** A text that changed under its version gets the next number, in the file itself. */
function bumpChanged(folder: string, by: 'patch' | 'minor' | 'major'): void {
  const prompts = loadPrompts(folder);
  const lock = readLock(folder);
  for (const { id, version, hash, origin } of prompts.list()) {
    const row = lock.find((known) => known.id === id && known.version === version);
    if (!row || row.hash === hash) continue;
    const taken = lock.filter((known) => known.id === id).map((known) => known.version);
    const path = join(folder, origin.file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^version:.*$/m, `version: ${next(version, by, taken)}`));
  }
}

function next(version: string, by: 'patch' | 'minor' | 'major', taken: readonly string[]): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const up = by === 'major' ? [major + 1, 0, 0] : by === 'minor' ? [major, minor + 1, 0] : [major, minor, patch + 1];
  const made = up.join('.');
  return taken.includes(made) ? next(made, by, taken) : made;
}
