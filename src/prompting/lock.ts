import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PromptRegistry } from './load.ts';
import { invalid } from './template.ts';

/** Every version of a prompt ever released, oldest first. Rows are added, never changed. */
export const PromptLock = z.array(z.strictObject({ id: z.string(), version: z.string(), hash: z.string() }));
export type PromptLock = z.infer<typeof PromptLock>;

const fileName = 'prompts.lock.json';

export function readLock(dir: string): PromptLock {
  const file = join(dir, fileName);
  return existsSync(file) ? PromptLock.parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

/** What is wrong, one sentence each: a text that changed under its version, or a version nobody has entered. */
export function checkLock(prompts: PromptRegistry, lock: PromptLock): string[] {
  return prompts.list().flatMap(({ id, version, hash }) => {
    const row = lock.find((known) => known.id === id && known.version === version);
    if (!row) return [`${id} ${version} is not in ${fileName}`];
    return row.hash === hash ? [] : [`${id} changed but is still version ${version}`];
  });
}

/** Enters new versions and returns the lock. A changed text under an old version is prompt.invalid and nothing is written. */
export function updateLock(dir: string, prompts: PromptRegistry): PromptLock {
  const lock = readLock(dir);
  const added = prompts.list().flatMap(({ id, version, hash }) => {
    const row = lock.find((known) => known.id === id && known.version === version);
    if (row && row.hash !== hash) throw invalid(id, `it changed but is still version ${version}; give it a new version`);
    return row ? [] : [{ id, version, hash }];
  });
  const next = [...lock, ...added];
  if (added.length > 0) writeFileSync(join(dir, fileName), `[\n${next.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
  return next;
}
