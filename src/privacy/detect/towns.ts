import type { Part } from './address-tail.ts';
import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, JOINED, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

const mostTokens = 6;

/** Words of a city, a state or a country, up to six with capitals. `isApart`: behind a comma, a line's end or a code. */
export function area(draft: Draft, at: number, manner: Manner, isApart: boolean, hasCity: boolean): Part | undefined {
  const { tokens } = draft;
  const read = readArea(draft, at, manner);
  if (read.last < 0) return undefined;
  const last = withBracket(draft, read.last);
  // `Mobile: +41 …`: a line's own title, not a city.
  if (draft.isMark(last + 1, 0x3a)) return undefined;
  if (tokens.shape[last] === ALL_LOWER && tokens.says(last, has.PARTICLE)) return undefined;
  const isCertain = isApart || read.isListed || tokens.kind[last + 1] === NUMBER || !tokens.says(at, manner.languages);
  if (!isCertain && !(hasCity && tokens.shape[at] === ALL_CAPS)) return undefined;
  return { last, score: read.isListed ? 2 : 1, isCity: true };
}

type Reading = { last: number; isListed: boolean };

function readArea(draft: Draft, at: number, manner: Manner): Reading {
  const { tokens } = draft;
  const read: Reading = { last: -1, isListed: false };
  for (let next = at; next < tokens.count && next - at < mostTokens; next += 1) {
    if ((next > at && tokens.gapAt(next) > SPACED) || !draft.isOpen(next)) break;
    if (tokens.kind[next] === MARK) {
      if (!isMarkInside(draft, at, next)) break;
      continue;
    }
    if (tokens.kind[next] !== WORD) break;
    const phrase = tokens.says(next, has.PLACE_START) ? endOfPhrase(draft, next) : -1;
    if (phrase < 0 && !isPartOfArea(draft, at, next, manner)) break;
    read.isListed ||= phrase > 0 || isListed(draft, next, manner);
    next = Math.max(next, phrase);
    read.last = next;
  }
  return read;
}

/** `Clermont-Ferrand`, `L'Aquila`, `St. Gallen`. */
function isMarkInside(draft: Draft, from: number, at: number): boolean {
  const { tokens } = draft;
  if (at === from || tokens.gap[at] !== JOINED || tokens.kind[at + 1] !== WORD) return false;
  const isSmall = tokens.shape[at + 1] === ALL_LOWER;
  if (draft.isMark(at, 0x2e)) return tokens.gapAt(at + 1) <= SPACED && !isSmall && tokens.sizeAt(at - 1) <= 3;
  if (tokens.gap[at + 1] !== JOINED) return false;
  return draft.isMark(at, 0x2d) || ((draft.isMark(at, 0x27) || draft.isMark(at, 0x2019)) && !isSmall);
}

function isPartOfArea(draft: Draft, from: number, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  if (isLowerState(draft, at, manner) || isFill(draft, at)) return true;
  const isBehind = at > from;
  const isJoined = isBehind && tokens.gap[at] === JOINED && draft.isMark(at - 1, 0x2d);
  if (!isJoined && !isAreaWord(draft, at, manner) && !(isBehind && isForeignEnd(draft, at, manner))) return false;
  // `APO AP 96278`: the forces’ post office and its region.
  if (isBehind && tokens.size[at] === 2 && /^[AFD]PO$/.test(draft.word(at - 1))) return true;
  return !(isBehind && tokens.says(at, has.DWELLING) && tokens.kind[at + 1] !== WORD);
}

/** `springfield il 62704`. */
function isLowerState(draft: Draft, at: number, manner: Manner): boolean {
  return manner.isLower && draft.tokens.size[at] === 2 && draft.tokens.kind[at + 1] === NUMBER;
}

function isListed(draft: Draft, at: number, manner: Manner): boolean {
  return draft.tokens.says(at, anyArea) && !isLowerState(draft, at, manner) && !isFill(draft, at);
}

const anyArea = has.PLACE | has.COUNTRY | has.STATE;

/** `Torino (TO)`. */
function withBracket(draft: Draft, last: number): number {
  const { tokens } = draft;
  const isBracket = draft.isMark(last + 1, 0x28) && draft.isMark(last + 3, 0x29);
  return isBracket && tokens.kind[last + 2] === WORD && tokens.shape[last + 2] !== ALL_LOWER ? last + 3 : last;
}

/** Small words inside names of towns: Caxias do Sul, Ostrov nad Ohří, Stratford upon Avon. */
const between = new Set(
  'do nad na u pod upon of on sur sous les lès aux im am an bei unter under the des delle dello degli nel a i og'.split(' '),
);

/** `Ventimiglia lido`, `Brabant wallon`: a small word of another language than the text's ends the name. */
function isForeignEnd(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  const flag = tokens.flagsAt(at);
  const isSmall =
    tokens.shape[at] === ALL_LOWER && tokens.sizeAt(at) >= 4 && (flag & (manner.languages | has.FUNCTION_WORD | has.PERSON_CUE)) === 0;
  return isSmall && tokens.cues[at] === 0 && tokens.gapAt(at + 1) !== 1;
}

/** The last word of a place of several words, by the lists; -1 where there is none. */
function endOfPhrase(draft: Draft, at: number): number {
  const { tokens } = draft;
  for (let last = at + 3; last > at; last -= 1) {
    let isRow = true;
    for (let next = at + 1; next <= last; next += 1)
      isRow &&= tokens.kind[next] === WORD && tokens.gap[next] === SPACED && draft.isOpen(next);
    if (isRow && (tokens.phraseFlags(at, last) & (has.PLACE | has.COUNTRY)) !== 0) return last;
  }
  return -1;
}

/** What exports write where there is no state. */
function isFill(draft: Draft, at: number): boolean {
  return draft.tokens.size[at] === 3 && draft.word(at).toLowerCase() === 'nan';
}

function isAreaWord(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  const shape = tokens.shapeAt(at);
  if (shape === ALL_LOWER) return manner.isLower ? isLowerArea(draft, at) : isSmallInside(draft, at);
  if (tokens.says(at, anyArea)) return true;
  if (tokens.cues[at] !== 0 || tokens.says(at, has.TITLE | has.TRADE | has.PERSON_CUE | has.LEGAL_FORM))
    return shape === ALL_CAPS && tokens.sizeAt(at) === 2;
  if (!tokens.says(at, has.FUNCTION_WORD) || shape !== CAPITAL) return true;
  // `Den Haag`, `La Spezia`.
  return tokens.says(at, has.PARTICLE) && tokens.says(at + 1, has.PLACE) && tokens.shape[at + 1] === CAPITAL;
}

/** In a text without capitals: of the lists, or no word of any language. */
function isLowerArea(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return tokens.says(at, anyArea) || (!tokens.says(at, has.ANY_LANGUAGE | has.FUNCTION_WORD | has.CALENDAR) && tokens.cues[at] === 0);
}

function isSmallInside(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const isFollowed = tokens.kind[at + 1] === WORD && tokens.shape[at + 1] !== ALL_LOWER;
  return isFollowed && (tokens.says(at, has.PARTICLE) || between.has(draft.word(at)));
}
