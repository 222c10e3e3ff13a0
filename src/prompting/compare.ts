import { createTwoFilesPatch } from 'diff';
import type { Prompt } from './load.ts';

/** A unified diff of two versions of a prompt, then of the partials that differ; empty where the texts are the same. */
export function comparePrompts(older: Prompt, newer: Prompt): string {
  const one = (name: string, before: string, after: string): string =>
    before === after ? '' : createTwoFilesPatch(`${name}@${older.version}`, `${name}@${newer.version}`, ended(before), ended(after));
  const partials = [...new Set([...Object.keys(older.origin.partials), ...Object.keys(newer.origin.partials)])].toSorted();
  return [
    one(older.id, older.origin.source, newer.origin.source),
    ...partials.map((name) => one(`>${name}`, older.origin.partials[name] ?? '', newer.origin.partials[name] ?? '')),
  ]
    .filter((patch) => patch !== '')
    .join('\n');
}

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
