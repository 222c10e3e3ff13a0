import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parsePrompt, type Prompt } from './load.ts';
import type { PromptLock } from './lock-file.ts';
import { invalid } from './template.ts';

/** A version as it was released, with the partials it used: what a label may point to long after the file has gone on. */
const Released = z.strictObject({ file: z.string(), source: z.string(), partials: z.record(z.string(), z.string()) });

const folder = '_released';

const pathOf = (dir: string, id: string, version: string): string => join(dir, folder, `${id}@${version}.json`);

/** Keeps the text of a version beside the lock. Written once; a text that is there already is left alone. */
export function keepReleased(dir: string, prompt: Prompt): void {
  const file = pathOf(dir, prompt.id, prompt.version);
  if (existsSync(file)) return;
  mkdirSync(join(dir, folder), { recursive: true });
  const { file: of, source, partials } = prompt.origin;
  writeFileSync(file, `${JSON.stringify({ file: of, source, partials }, null, 2)}\n`);
}

/** A released version, or undefined where its text is not kept. A text that is not what the lock says is prompt.invalid. */
export function readReleased(dir: string, lock: PromptLock, id: string, version: string): Prompt | undefined {
  const row = lock.find((known) => known.id === id && known.version === version);
  const file = pathOf(dir, id, version);
  if (!row || !existsSync(file)) return undefined;
  const { file: of, source, partials } = readFile(file);
  const prompt = parsePrompt(source, of, new Map(Object.entries(partials)));
  if (prompt.hash !== row.hash) throw invalid(`${id} ${version}`, 'the text kept of it is not the one that was released');
  return prompt;
}

function readFile(file: string): z.infer<typeof Released> {
  try {
    return Released.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw invalid(file.split('/').slice(-2).join('/'), 'it is no released prompt', cause);
  }
}
