import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { hashOf } from './lexicon.ts';
import type { Manner } from './manner.ts';
import { endsLikeStreet, isStrongStreet } from './street-endings.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, CODE, JOINED, MARK, NUMBER, SPACED, WORD, type Tokens } from './tokens.ts';

const wordsOfStreet = 7;
/** Behind a particle: `Avenida de los Tilos`, `Via dei Gigli`. */
const articles = new Set(['los', 'las', 'les', 'lo', 'gli'].map(hashOf));

/** A small word there may be within the name of a street: a particle, an article, a word of a language without a list. */
export function mayStandWithin(tokens: Tokens, at: number): boolean {
  return tokens.says(at, has.PARTICLE) || articles.has(tokens.hash[at] ?? 0) || !tokens.says(at, has.ANY_LANGUAGE | has.FUNCTION_WORD);
}

/** `isNumbered`: with the house number behind. */
export type Read = { readonly last: number; readonly score: number; readonly isNamed: boolean; readonly isNumbered: boolean };
type Reading = { last: number; score: number; words: number; isNamed: boolean; isNumbered: boolean };

/** The words of a street and the number behind them. */
export function readStreet(draft: Draft, from: number, manner: Manner): Read | undefined {
  const { tokens } = draft;
  const read: Reading = { last: -1, score: 0, words: 0, isNamed: false, isNumbered: false };
  for (let at = from; at < tokens.count && read.words < wordsOfStreet; at += 1) {
    if (at > from && tokens.gapAt(at) > SPACED) break;
    if (tokens.kind[at] === MARK) {
      if (!isMarkInside(draft, at, read.words)) break;
    } else if (tokens.kind[at] === CODE && read.words === 0 && isHouseCode(draft, at)) read.words = 1;
    else if (isPartOfStreet(draft, at, read.words, manner)) addWord(draft, at, read, manner);
    else break;
  }
  while (read.last > from && isLooseEnd(draft, read.last)) read.last -= 1;
  if (read.last < from) return undefined;
  addHouseNumber(draft, read);
  return read;
}

/** `Saint-Denis`, `l’Église`, `Hauptstr.` */
function isMarkInside(draft: Draft, at: number, words: number): boolean {
  const { tokens } = draft;
  if (tokens.gap[at] !== JOINED) return false;
  if (draft.isMark(at, 0x2e)) return words > 0 && isShortened(draft, at - 1);
  return (draft.isMark(at, 0x2d) || draft.isMark(at, 0x27) || draft.isMark(at, 0x2019)) && tokens.gap[at + 1] === JOINED;
}

function isPartOfStreet(draft: Draft, at: number, words: number, manner: Manner): boolean {
  const isHyphened = words > 0 && draft.tokens.gap[at] === JOINED && draft.isMark(at - 1, 0x2d);
  const isPart =
    isHyphened ||
    isLowerPart(draft, at, words, manner) ||
    isStreetWord(draft, at, manner) ||
    (words === 0 ? isDirection(draft, at) : isRoman(draft, at));
  if (words > 1 && isTownBehind(draft, at)) return false;
  return isPart && !(words > 0 && draft.tokens.says(at, has.DWELLING) && isNumbered(draft, at));
}

/** `MAPLE AVENUE SPRINGFIELD`: a town of the lists behind the word for the way. */
function isTownBehind(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return isStrongStreet(draft, at - 1) && tokens.sizeAt(at - 1) > 2 && tokens.says(at, has.PLACE) && !tokens.says(at, has.STREET);
}

/** `Corso Vittorio Emanuele II`. */
function isRoman(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return tokens.sizeAt(at) <= 4 && tokens.shape[at] === ALL_CAPS && draft.isFree(at) && /^[IVX]+$/.test(draft.word(at));
}

function addWord(draft: Draft, at: number, read: Reading, manner: Manner): void {
  const { tokens } = draft;
  read.words += 1;
  read.last = at;
  const isWay = read.words > 1 ? closesStreet(draft, at) : tokens.says(at, has.STREET_FIRST);
  if (!isWay && read.words > 1 && tokens.says(at, has.STREET_WEAK)) read.score += 1;
  else if (isWay || endsLikeStreet(draft, at)) {
    read.score += 2;
    read.isNamed = true;
  } else if (read.words === 1) read.score += tokens.isAccented[at] === 1 ? 2 : tokens.says(at, manner.languages) ? 0 : 1;
}

/** A word for a way behind its name, or `u.` for one. */
function closesStreet(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return tokens.says(at, has.STREET) || (tokens.size[at] === 1 && tokens.shape[at] === ALL_LOWER && draft.isMark(at + 1, 0x2e));
}

/** A small word ends no street, but for the kind of way. */
function isLooseEnd(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return tokens.shape[at] === ALL_LOWER && tokens.says(at, has.PARTICLE) && !isStrongStreet(draft, at);
}

/** The house number behind the street. */
function addHouseNumber(draft: Draft, read: Reading): void {
  const { tokens } = draft;
  const isPoint = draft.isMark(read.last + 1, 0x2e) && tokens.gap[read.last + 1] === JOINED;
  if (isPoint && isShortened(draft, read.last) && isNumberPart(draft, read.last + 2)) read.last += 1;
  const next = read.last + 1;
  const isNumber = isNumberPart(draft, next) && tokens.kind[next] !== WORD && tokens.gap[next] === SPACED;
  if (!isNumber || isQuantity(draft, next)) return;
  read.score += 1;
  read.isNumbered = true;
  read.last += 1;
  while (isNumberPart(draft, read.last + 1) && tokens.gap[read.last + 1] === JOINED) read.last += 1;
  read.last = withDoor(draft, read.last);
}

/** `12a`, `4B`, `3rd`. */
export function isHouseCode(draft: Draft, at: number): boolean {
  return draft.tokens.sizeAt(at) <= 5 && /^\d{1,4}(?:[a-zA-Z]|st|nd|rd|th)$/.test(draft.word(at));
}

export function isStreetWord(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  if (tokens.kind[at] !== WORD || !draft.isFree(at)) return false;
  // One or two letters are a unit or a measure (`18 C`, `1500 PC`), but for `St` and the like.
  if (tokens.shape[at] !== ALL_LOWER)
    return (
      !tokens.says(at, has.TRADE | has.LEGAL_FORM) &&
      (tokens.sizeAt(at) > 2 || tokens.says(at, has.STREET | has.STREET_FIRST | has.PARTICLE))
    );
  const flag = tokens.flagsAt(at);
  if ((flag & has.PARTICLE) !== 0 || articles.has(tokens.hash[at] ?? 0)) return true;
  return manner.isLower && ((flag & (has.STREET | has.PLACE | has.FAMILY)) !== 0 || (flag & (manner.languages | has.FUNCTION_WORD)) === 0);
}

export function isNumberPart(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (!draft.isOpen(at) || tokens.gapAt(at) > SPACED) return false;
  if (tokens.kind[at] === NUMBER) return tokens.sizeAt(at) <= 5;
  if (tokens.kind[at] === CODE) return isHouseCode(draft, at);
  if (tokens.kind[at] === WORD) return tokens.sizeAt(at) <= 3 && /^(?:bis|ter)$/.test(draft.word(at));
  return tokens.gap[at] === JOINED && (draft.isMark(at, 0x2d) || draft.isMark(at, 0x2f)) && tokens.kind[at + 1] === NUMBER;
}

/** `1/B`, `70-II`, `5 hs`, `12 bis`: what tells two doors of one number apart. */
function withDoor(draft: Draft, last: number): number {
  const { tokens } = draft;
  const next = last + 1;
  if (tokens.gap[next] === SPACED) return isDoorWord(draft, next) ? next : last;
  const isTie = tokens.gap[next] === JOINED && (draft.isMark(next, 0x2f) || draft.isMark(next, 0x2d));
  if (!isTie || tokens.gap[next + 1] !== JOINED || tokens.kind[next + 1] !== WORD || !draft.isFree(next + 1)) return last;
  return tokens.size[next + 1] === 1 || isRoman(draft, next + 1) ? next + 1 : last;
}

/** `5 hs`, `85 III`: one capital alone is the next word of something. */
function isDoorWord(draft: Draft, at: number): boolean {
  if (!draft.isFree(at)) return false;
  return (draft.tokens.sizeAt(at) > 1 && isRoman(draft, at)) || /^(?:hs|bis|ter|huis)$/.test(draft.word(at));
}

/** `St.`, `Hauptstr.` */
export function isShortened(draft: Draft, at: number): boolean {
  return draft.tokens.sizeAt(at) <= 4 || draft.word(at).toLowerCase().endsWith('str');
}

/** `493 N Poplar Street`. */
function isDirection(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return tokens.size[at] === 1 && /^[NSEW]$/.test(draft.word(at)) && tokens.kind[at + 1] === WORD && tokens.shape[at + 1] === CAPITAL;
}

/** Small words that belong to a street: `street` and `u.` behind its name, `rue` and `ul.` before it. */
function isLowerPart(draft: Draft, at: number, words: number, manner: Manner): boolean {
  const { tokens } = draft;
  if (tokens.shape[at] !== ALL_LOWER) return false;
  if (manner.isLower && words < 3 && leadsToStreet(draft, at)) return true;
  if (words === 0) return tokens.says(at, has.STREET_FIRST) && tokens.sizeAt(at) > 1 && isFollowedByWord(draft, at);
  if (isStrongStreet(draft, at) || isNumberedWay(draft, at)) return true;
  // `Árpád fejedelem útja`: a word of another language between the name and the kind of way.
  const isForeign = !tokens.says(at, has.ANY_LANGUAGE | has.FUNCTION_WORD);
  return isForeign && tokens.says(at + 1, has.STREET) && tokens.shape[at + 1] === ALL_LOWER;
}

function isNumberedWay(draft: Draft, at: number): boolean {
  return (draft.tokens.says(at, has.STREET) || draft.tokens.size[at] === 1) && isNumbered(draft, at);
}

/** Without capitals: `14 crown street`, `3744 retreat avenue`. */
function leadsToStreet(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.says(at, has.FUNCTION_WORD)) return false;
  return isStrongStreet(draft, at + 1) || (tokens.kind[at + 1] === WORD && isStrongStreet(draft, at + 2));
}

function isFollowedByWord(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const next = draft.isMark(at + 1, 0x2e) ? at + 2 : at + 1;
  return tokens.kind[next] === WORD && tokens.gapAt(next) <= SPACED;
}

/** A unit or a percent sign behind a number makes it a measure. */
function isQuantity(draft: Draft, at: number): boolean {
  return (
    draft.isMark(at + 1, 0x25) ||
    ((draft.isMark(at + 1, 0x2c) || draft.isMark(at + 1, 0x2e)) &&
      draft.tokens.gap[at + 2] === JOINED &&
      draft.tokens.kind[at + 2] === NUMBER)
  );
}

function isNumbered(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const next = draft.isMark(at + 1, 0x2e) || draft.isMark(at + 1, 0x23) ? at + 2 : at + 1;
  return (
    (tokens.kind[next] === NUMBER || tokens.kind[next] === CODE || (tokens.size[next] === 1 && tokens.kind[next] === WORD)) &&
    tokens.gapAt(next) <= SPACED
  );
}
