import type { Draft } from './draft.ts';
import { ORIGIN } from './flags.ts';
import { SPACED, WORD } from './tokens.ts';
import { WordSet } from './word-set.ts';

const before = new WordSet(['in', 'into', 'auf', 'en', 'op', 'speak', 'speaks', 'spoken', 'written']);
const ands = new WordSet(['and', 'or']);

/** `available in German and French`: a language somebody writes or speaks, nobody's origin. */
export function isLanguage(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.kind[at + 1] === WORD && tokens.gap[at + 1] === SPACED && !isAnd(draft, at + 1)) return false;
  let first = at;
  while (isAnd(draft, first - 1) && tokens.says(first - 2, ORIGIN) && at - first < 8) first -= 2;
  return tokens.gap[first] === SPACED && before.has(draft, first - 1);
}

function isAnd(draft: Draft, at: number): boolean {
  return draft.isMark(at, 0x2c) || draft.isMark(at, 0x2f) || (draft.tokens.kind[at] === WORD && ands.has(draft, at));
}
