import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { checkStart, hashStart, nextCheck, nextHash } from './lexicon.ts';
import { foldOf, secondFoldOf } from './letters.ts';
import type { Manner } from './manner.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, MARK, MIXED, SPACED, WORD } from './tokens.ts';

/** What a word can be in a name. */
export const NONE = 0;
export const NAME = 1;
export const UNKNOWN = 2;
/** In the name lists, and an ordinary word too: Rose, Will, König. */
export const AMBIGUOUS = 3;
export const ORDINARY = 4;
export const INITIAL = 5;
export const AREA = 6;
export const ORG_PART = 7;
export const FORM = 8;
export const HONORIFIC = 9;
/** Never part of a name: months, document words, brands, acronyms. */
export const APART = 10;

const longestAcronym = 5;

/** What a word is, as it is written here. Lower case words are NONE: they are looked at by other rules. */
export function sortOf(draft: Draft, at: number, manner: Manner): number {
  const { tokens } = draft;
  if (tokens.kind[at] !== WORD || draft.owner[at] !== 0) return NONE;
  const shape = tokens.shapeAt(at);
  const flag = tokens.flagsAt(at);
  const size = tokens.sizeAt(at);
  if (shape === ALL_LOWER) return NONE;
  if (size === 1) return isInitial(draft, at, manner) ? INITIAL : NONE;
  if (isContracted(draft, at)) return ORDINARY;
  if ((flag & has.FUNCTION_WORD) !== 0 && (flag & has.STRONG_GIVEN) === 0) return (flag & has.PARTICLE) !== 0 ? NONE : ORDINARY;
  // A line's own title: `Fax:`.
  if (tokens.cues[at] !== 0 && (draft.isMark(at + 1, 0x3a) || (flag & has.GIVEN) === 0)) return APART;
  if ((flag & has.TITLE) !== 0 && (flag & (has.GIVEN | has.STREET)) === 0) return HONORIFIC;
  if ((flag & has.LEGAL_FORM) !== 0 && (size > 2 || shape === ALL_CAPS || size === 2)) return FORM;
  // English writes no accents: Bašić is not `basic`.
  const isOrdinary = (flag & (tokens.isAccented[at] === 1 ? manner.languages & ~has.EN : manner.languages)) !== 0;
  const isNamed = (flag & (has.GIVEN | has.FAMILY)) !== 0;
  if ((flag & (has.CALENDAR | has.TRADE)) !== 0 && (flag & has.STRONG_GIVEN) === 0)
    return (flag & has.GIVEN) !== 0 && shape === CAPITAL ? AMBIGUOUS : APART;
  if ((flag & has.ORG_WORD) !== 0) return ORG_PART;
  if ((flag & (has.COUNTRY | has.STATE)) !== 0) return AREA;
  if ((flag & has.ORIGIN) !== 0 && tokens.isAccented[at] !== 1) return (flag & has.GIVEN) !== 0 ? AMBIGUOUS : APART;
  if (shape === ALL_CAPS && !manner.isShouted) return capsSort(flag, size, isOrdinary);
  if (shape === MIXED && tokens.isAccented[at] !== 1 && !isJoinedName(draft.word(at))) return APART;
  if ((flag & has.STRONG_GIVEN) !== 0) return NAME;
  if ((flag & has.DOCUMENT) !== 0) return APART;
  if (isNamed) return isOrdinary ? AMBIGUOUS : NAME;
  if ((flag & has.PLACE) !== 0 && !isOrdinary) return AREA;
  if (isOrdinary || (flag & manner.others) !== 0) return ORDINARY;
  if ((flag & (has.STREET | has.DWELLING | has.PERSON_CUE | has.FUNCTION_WORD)) !== 0) return ORDINARY;
  if (size < 3 && shape !== CAPITAL) return ORDINARY;
  if (manner.isShouted || manner.isForeign) return ORDINARY;
  return isMadeOfWords(draft, at, manner) ? ORDINARY : UNKNOWN;
}

function capsSort(flag: number, size: number, isOrdinary: boolean): number {
  if ((flag & has.GIVEN) !== 0 && !isOrdinary && size >= 4) return NAME;
  if ((flag & has.FAMILY) !== 0 && !isOrdinary && size >= 5) return NAME;
  if ((flag & has.PLACE) !== 0 && !isOrdinary && size >= 4) return AREA;
  if (isOrdinary || size <= longestAcronym) return APART;
  return UNKNOWN;
}

/** One capital letter; in English `I` is a word, unless its point says otherwise. */
function isInitial(draft: Draft, at: number, manner: Manner): boolean {
  const isPronoun = draft.tokens.text.charCodeAt(draft.tokens.startAt(at)) === 0x49 && (manner.languages & has.EN) !== 0;
  return draft.tokens.shape[at] === CAPITAL && (!isPronoun || draft.isMark(at + 1, 0x2e));
}

/** `Don't`, `I'll`: the word before a contraction is no name; `'s` says nothing. */
function isContracted(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (!(draft.isMark(at + 1, 0x27) || draft.isMark(at + 1, 0x2019)) || tokens.gap[at + 1] !== 0 || tokens.gap[at + 2] !== 0) return false;
  return /^(?:t|ll|re|ve|d|m)$/.test(draft.word(at + 2));
}

/** McDonald, DeVito, FitzGerald; not NetSuite or iPhone. */
function isJoinedName(word: string): boolean {
  return /^(?:Mc|Mac|De|Di|Du|Da|La|Le|Van|Von|Fitz|O|D|St)\p{Lu}\p{Ll}{2,}$/u.test(word);
}

/**
 * Words the lists lack but every reader knows: with an ending that only ordinary words have, or put together from listed
 * ones as German and Dutch do.
 */
function isMadeOfWords(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  const size = tokens.sizeAt(at);
  if (size > 40) return true;
  if (size >= 7 && derived.test(draft.word(at))) return true;
  const isCompounding = (manner.languages & (has.DE | has.NL)) !== 0;
  return isCompounding && size >= 8 && isCompound(draft, at, manner.languages & (has.DE | has.NL));
}

const derived =
  /(?:tions?|ments?|ness|ables?|ibles?|ized|ised|izing|ising|ility|ities|ances?|ences?|ships?|less|wards?|wares?|ically|fully|ously|isms?|ives?|ations?|ungen|ung|keit|heit|schaft|ismus|tat|aten|ierung|lich|isch|ische|ischen|ement|euse|euses|eaux|ique|iques|cion|ciones|miento|mientos|idad|zione|zioni|mento|menti|heid|ingen|erij)$/i;

function isCompound(draft: Draft, at: number, language: number): boolean {
  const { tokens } = draft;
  const folded: number[] = [];
  for (let position = tokens.startAt(at); position < tokens.endAt(at); position += 1) {
    const unit = tokens.text.charCodeAt(position);
    const first = foldOf[unit] ?? 0;
    if (first !== 0) folded.push(first);
    const second = secondFoldOf[unit] ?? 0;
    if (second !== 0) folded.push(second);
  }
  for (let split = 3; split <= folded.length - 3; split += 1) {
    if (!isListed(draft, folded, 0, split, language)) continue;
    if (restIsListed(draft, folded, split, language)) return true;
  }
  return false;
}

/** The rest as it is, or behind a linking s, es, n, en. One more part is tried, as in Auftrags-eingangs-datum. */
function restIsListed(draft: Draft, folded: readonly number[], from: number, language: number, isLast = false): boolean {
  for (const skip of [0, 1, 2]) {
    if (skip > 0 && !isLink(folded, from, skip)) continue;
    const start = from + skip;
    if (folded.length - start < 3) continue;
    if (isListed(draft, folded, start, folded.length, language)) return true;
    if (isLast) continue;
    for (let split = start + 4; split <= folded.length - 4; split += 1)
      if (isListed(draft, folded, start, split, language) && restIsListed(draft, folded, split, language, true)) return true;
  }
  return false;
}

function isLink(folded: readonly number[], from: number, length: number): boolean {
  const last = folded[from + length - 1];
  // s, n; es, en
  return (last === 115 || last === 110) && (length === 1 || folded[from] === 101);
}

function isListed(draft: Draft, folded: readonly number[], from: number, to: number, language: number): boolean {
  let hash = hashStart;
  let check = checkStart;
  for (let at = from; at < to; at += 1) {
    const unit = folded[at] ?? 0;
    hash = nextHash(hash, unit);
    check = nextCheck(check, unit);
  }
  return (draft.tokens.lexicon.flagsOf(hash, check) & language) !== 0;
}

/** The word before, over marks and small words that link a name to what announces it: `name is`, `Dear`, `by`. */
export function wordBefore(draft: Draft, at: number): number {
  const { tokens } = draft;
  let index = at - 1;
  while (index >= 0 && at - index < 5 && tokens.kind[index] === MARK) index -= 1;
  return index;
}

/** `my name is vitoria`, `everyone calls me borna`. */
export function isCalled(draft: Draft, at: number): boolean {
  const before = wordBefore(draft, at);
  if (before < 0 || draft.tokens.gapAt(at) > SPACED) return false;
  const size = draft.tokens.sizeAt(before);
  if (size !== 2 && size !== 5 && size !== 6) return false;
  const word = draft.word(before).toLowerCase();
  const link = wordBefore(draft, before);
  return (
    word === 'named' ||
    word === 'called' ||
    (word === 'is' && draft.tokens.cues[link] === has.cue.name) ||
    (word === 'me' && draft.word(link).toLowerCase() === 'calls')
  );
}
