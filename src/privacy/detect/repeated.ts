import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { IndexList } from './index-list.ts';
import type { Manner } from './manner.ts';
import { endsSentence } from './sentences.ts';
import { CAPITAL, NUMBER, SPACED } from './tokens.ts';

const mostNames = 32;
const names = new IndexList();

/** Forgets the names of the text before. */
export function forgetNames(): void {
  names.clear();
}

/** Keeps a name of several words for findRepeated: one word alone may have been taken for a name by mistake, two hardly. */
export function rememberName({ tokens }: Draft, first: number, last: number): void {
  if (first === last || names.size >= mostNames) return;
  if (tokens.shape[last] === CAPITAL && tokens.sizeAt(last) > 2) names.add(last);
  if (tokens.says(first, has.GIVEN) && tokens.sizeAt(first) > 2) names.add(first);
}

/** Somebody named in full is named again by one word: `Brad L. Key … starring Key`, `Magnus Poulsen … Magnus said`. */
export function findRepeated(draft: Draft, manner: Manner, capitals: IndexList): void {
  const { tokens } = draft;
  if (names.size === 0) return;
  const mask = maskOf(draft);
  for (let each = 0; each < capitals.size; each += 1) {
    const at = capitals.at[each] ?? 0;
    if ((mask & bitOf(draft, at)) === 0) continue;
    if (tokens.shape[at] === CAPITAL && draft.isFree(at) && isKnown(draft, at) && isNameAgain(draft, at, manner))
      draft.take('PERSON', at, at, 'shape');
  }
}

/** A bit of each name's hash: most words share none and are passed by without a look at the names. */
function maskOf(draft: Draft): number {
  let mask = 0;
  for (let each = 0; each < names.size; each += 1) mask |= bitOf(draft, names.at[each] ?? 0);
  return mask;
}

function bitOf({ tokens }: Draft, at: number): number {
  return 1 << ((tokens.hash[at] ?? 0) & 31);
}

function isKnown(draft: Draft, at: number): boolean {
  for (let each = 0; each < names.size; each += 1) if (isSame(draft, names.at[each] ?? 0, at)) return true;
  return false;
}

function isSame({ tokens }: Draft, name: number, at: number): boolean {
  return tokens.hash[name] === tokens.hash[at] && tokens.sizeAt(name) === tokens.sizeAt(at);
}

/** One that is a word besides has to stand within a sentence and before no number. */
function isNameAgain(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  // `der Zimmermann`, `April deliveries`
  if (tokens.says(at, has.CALENDAR) || (manner.isGerman && tokens.says(at, has.DE))) return false;
  if (!tokens.says(at, has.COMMON | has.DOCUMENT)) return true;
  const isApart = tokens.shape[at + 1] === CAPITAL || tokens.kind[at + 1] === NUMBER || draft.isMark(at + 1, 0x3a);
  return tokens.gap[at] === SPACED && !endsSentence(draft, at - 1) && !isApart;
}
