import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { endsLikeStreet, isStrongStreet } from './street-endings.ts';
import { isNumberPart, isStreetWord, readStreet, type Read } from './streets.ts';
import { ALL_LOWER, CAPITAL, CODE, JOINED, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

/** What was read as house number and street, and how much speaks for it. */
export type Street = { readonly last: number; readonly score: number; readonly isSure: boolean };

/** `6750 Koskikatu 25 Apt. 864`, `12 Rue de la Paix`, `90 Whitchurch Road`. */
export function numberFirst(draft: Draft, at: number, manner: Manner): Street | undefined {
  const { tokens } = draft;
  if (tokens.sizeAt(at) > 6) return undefined;
  let next = at + 1;
  let score = 0;
  // A second number, a range or a fraction: `370 3911 Fourth Avenue`, `12-14`, `23 1/2`.
  while (next < tokens.count && next - at < 5 && isNumberPart(draft, next)) {
    if (tokens.kind[next] === NUMBER && tokens.gap[next] === SPACED) score += 1;
    next += 1;
  }
  if (draft.isMark(next, 0x2c)) next += 1;
  const read = readStreet(draft, next, manner);
  if (!read) return undefined;
  return { last: read.last, score: score + read.score, isSure: read.isNamed && read.score >= 2 };
}

/** `Rue de la Paix 12`, `Via Roma 5`, `ul. Miła 53`: the kind of way comes first. */
export function streetFirst(draft: Draft, at: number, manner: Manner): Street | undefined {
  const { tokens } = draft;
  if (draft.isMark(at + 1, 0x2f) && tokens.size[at] === 1 && draft.word(at).toLowerCase() === 'c') return calle(draft, at, manner);
  if (!tokens.says(at, has.STREET_FIRST) || (tokens.gap[at] === JOINED && at > 0 && tokens.kind[at - 1] !== MARK)) return undefined;
  const from = draft.isMark(at + 1, 0x2e) ? at + 2 : at + 1;
  const read = tokens.gapAt(from) <= SPACED && isStreetWord(draft, from, manner) ? readStreet(draft, from, manner) : undefined;
  if (!read) return undefined;
  if (isHouseNumber(draft, read.last)) return { last: read.last, score: read.score + 1, isSure: true };
  return (
    numberApart(draft, read.last + 1) ?? (tokens.shape[at] === ALL_LOWER ? undefined : { ...read, score: read.score + 1, isSure: false })
  );
}

/** `C/ Mayor 5`. */
function calle(draft: Draft, at: number, manner: Manner): Street | undefined {
  const read = isStreetWord(draft, at + 2, manner) ? readStreet(draft, at + 2, manner) : undefined;
  return read && draft.tokens.kind[read.last] === NUMBER ? { last: read.last, score: 3, isSure: true } : undefined;
}

/** `Masía Rebeca, 1`, `Paseo Andrea s/n`. */
function numberApart(draft: Draft, at: number): Street | undefined {
  if (draft.isMark(at, 0x2c) && isNumberPart(draft, at + 1) && draft.tokens.kind[at + 1] !== WORD)
    return { last: at + 1, score: 3, isSure: false };
  return draft.word(at) === 's' && draft.isMark(at + 1, 0x2f) ? { last: at + 2, score: 3, isSure: true } : undefined;
}

function isHouseNumber(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === NUMBER || draft.tokens.kind[at] === CODE;
}

/** `Hauptstraße 5`, `Joaquin Suarez 2906`, `Farnell Street`: words with a capital, then a number. */
export function namedStreet(draft: Draft, at: number, manner: Manner): Street | undefined {
  const { tokens } = draft;
  if (tokens.shape[at] === ALL_LOWER && !(manner.isLower && (endsLikeStreet(draft, at) || isBeforeStreet(draft, at)))) return undefined;
  // `Between Erlenstraße 7`: a much used word with a capital begins the sentence, not the street.
  if (tokens.says(at, has.COMMON) && tokens.shape[at + 1] === CAPITAL && endsLikeStreet(draft, at + 1)) return undefined;
  const read = readStreet(draft, at, manner);
  if (!read) return undefined;
  if (!isHouseNumber(draft, read.last)) return unnumbered(draft, at, read);
  return read.isNamed
    ? { last: read.last, score: read.score, isSure: read.score >= 3 && isSureStreet(draft, at, read.last) }
    : { last: read.last, score: read.score - 1, isSure: false };
}

/** `Farnell Street`: without a number only a word that hardly means anything else makes a street. */
function unnumbered(draft: Draft, at: number, { last, isNamed }: Read): Street | undefined {
  const { tokens } = draft;
  if (!isNamed || last <= at || tokens.sizeAt(last) <= 2 || !isStrongStreet(draft, last)) return undefined;
  return { last, score: tokens.shape[last] === ALL_LOWER ? 2 : 3, isSure: false };
}

/** Without capitals: a word of no language before a word of streets. */
function isBeforeStreet(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return !tokens.says(at, has.ANY_LANGUAGE | has.FUNCTION_WORD) && tokens.says(at + 1, has.STREET) && tokens.gap[at + 1] === SPACED;
}

function isSureStreet(draft: Draft, from: number, to: number): boolean {
  for (let at = from; at <= to; at += 1) if (endsLikeStreet(draft, at) || isStrongStreet(draft, at)) return true;
  return false;
}
