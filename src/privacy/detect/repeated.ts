import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { endsSentence } from './sentences.ts';
import { CAPITAL, NUMBER, SPACED, WORD } from './tokens.ts';

const mostNames = 32;

/** Somebody named in full is named again by one word: `Brad L. Key … starring Key`, `Magnus Poulsen … Magnus said`. */
export function findRepeated(draft: Draft, manner: Manner): void {
  const { tokens } = draft;
  const names: number[] = [];
  for (const { kind, by, start, end } of draft.spans) {
    if (kind !== 'PERSON' || by === 'known' || names.length >= mostNames) continue;
    const first = draft.tokenAt(start);
    const last = draft.tokenAt(end - 1);
    // One word alone may have been taken for a name by mistake; two hardly.
    if (first < last && tokens.shape[last] === CAPITAL && tokens.sizeAt(last) > 2) names.push(last);
    if (first < last && tokens.says(first, has.GIVEN) && tokens.sizeAt(first) > 2) names.push(first);
  }
  if (names.length === 0) return;
  for (let at = 0; at < tokens.count; at += 1)
    if (isNameAgain(draft, at, manner) && names.some((name) => isSame(draft, name, at))) draft.take('PERSON', at, at, 'shape');
}

function isSame({ tokens }: Draft, name: number, at: number): boolean {
  return tokens.hash[name] === tokens.hash[at] && tokens.sizeAt(name) === tokens.sizeAt(at);
}

/** A free word with a capital; one that is a word besides has to stand within a sentence and before no number. */
function isNameAgain(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  if (tokens.kind[at] !== WORD || tokens.shape[at] !== CAPITAL || !draft.isFree(at)) return false;
  // `der Zimmermann`, `April deliveries`
  if (tokens.says(at, has.CALENDAR) || (manner.isGerman && tokens.says(at, has.DE))) return false;
  if (!tokens.says(at, has.COMMON | has.DOCUMENT)) return true;
  const isApart = tokens.shape[at + 1] === CAPITAL || tokens.kind[at + 1] === NUMBER || draft.isMark(at + 1, 0x3a);
  return tokens.gap[at] === SPACED && !endsSentence(draft, at - 1) && !isApart;
}
