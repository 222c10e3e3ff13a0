import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PromptRegistry } from './load.ts';
import { lockName, readLock, type PromptLock } from './lock-file.ts';
import { keepReleased } from './released.ts';
import { invalid } from './template.ts';

/** What is wrong, one sentence each: a text that changed under its version, or a version nobody has entered. */
export function checkLock(prompts: PromptRegistry, lock: PromptLock): string[] {
  return prompts.list().flatMap(({ id, version, hash }) => {
    const row = lock.find((known) => known.id === id && known.version === version);
    if (!row) return [`${id} ${version} is not in ${lockName}`];
    return row.hash === hash ? [] : [`${id} changed but is still version ${version}`];
  });
}

/** Enters new versions, keeps their texts and returns the lock. A changed text under an old version is prompt.invalid and nothing is written. */
export function updateLock(dir: string, prompts: PromptRegistry): PromptLock {
  const lock = readLock(dir);
  const added = prompts.list().flatMap(({ id, version, hash }) => {
    const row = lock.find((known) => known.id === id && known.version === version);
    if (row && row.hash !== hash) throw invalid(id, `it changed but is still version ${version}; give it a new version`);
    return row ? [] : [{ id, version, hash }];
  });
  for (const { id, version } of added) {
    const prompt = prompts.list().find((known) => known.id === id && known.version === version);
    if (prompt) keepReleased(dir, prompt);
  }
  const next = [...lock, ...added];
  if (added.length > 0) writeFileSync(join(dir, lockName), `[\n${next.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
  return next;
}
