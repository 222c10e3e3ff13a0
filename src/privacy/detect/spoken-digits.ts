import { FREE, type Draft } from './draft.ts';
import { hashOf } from './lexicon.ts';
import { CODE, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

const digitWords = new Set(
  `zero oh one two three four five six seven eight nine double triple
   null eins zwei zwo drei vier funf sechs sieben acht neun
   un deux trois quatre cinq sept huit neuf
   cero uno dos tres cuatro cinco siete ocho nueve
   due tre quattro cinque sei sette otto nove
   nul een twee drie vijf zes zeven negen`
    .split(/\s+/)
    .map(hashOf),
);
/** A telephone number has more words, anything else hardly as many in a row. */
const leastWords = 6;
const leastDigits = 7;

/** `call five five five oh one four seven`: behind a word for telephones, digits by their names. */
export function spokenPhone(draft: Draft, cue: number): void {
  const { tokens } = draft;
  let first = cue + 1;
  while (first - cue < 4 && !isDigitWord(draft, first) && tokens.gapAt(first) <= SPACED) first += 1;
  let last = first - 1;
  let words = 0;
  for (let at = first; at < tokens.count && isPartOfRow(draft, at); at += 1) {
    if (tokens.kind[at] === MARK) continue;
    last = at;
    words += 1;
  }
  if (words >= leastWords) draft.take('PHONE', first, last, 'cue');
}

function isPartOfRow(draft: Draft, at: number): boolean {
  const isMark = draft.isMark(at, 0x2c) || draft.isMark(at, 0x2d);
  return draft.tokens.gapAt(at) <= SPACED && (isMark || isDigitWord(draft, at));
}

function isDigitWord(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === WORD && draft.owner[at] === FREE && digitWords.has(draft.tokens.hash[at] ?? 0);
}

/** `O2O 7946 O958`: letters that look like digits; the last token of a number that begins here, -1 where it is none. */
export function endOfDisguised(draft: Draft, first: number): number {
  const { tokens } = draft;
  let last = -1;
  let digits = 0;
  for (let at = first; at < tokens.count && (at === first || tokens.gapAt(at) <= SPACED); at += 1) {
    if (draft.isMark(at, 0x2d)) continue;
    if (!draft.isFree(at) || !isDisguised(draft, at)) break;
    digits += tokens.sizeAt(at);
    last = at;
  }
  return digits >= leastDigits ? last : -1;
}

function isDisguised(draft: Draft, at: number): boolean {
  const kind = draft.tokens.kindAt(at);
  return kind === NUMBER || (kind === CODE && /^[\dOoIl]{3,12}$/.test(draft.word(at)));
}
