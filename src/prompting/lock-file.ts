import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Every version of a prompt ever released, oldest first. Rows are added, never changed. */
export const PromptLock = z.array(z.strictObject({ id: z.string(), version: z.string(), hash: z.string() }));
export type PromptLock = z.infer<typeof PromptLock>;

export const lockName = 'prompts.lock.json';

export function readLock(dir: string): PromptLock {
  const file = join(dir, lockName);
  return existsSync(file) ? PromptLock.parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}
