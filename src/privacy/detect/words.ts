import { isGenitive, isMadeOfWords } from './compounds.ts';
import { FREE, type Draft } from './draft.ts';
import * as has from './flags.ts';
import { hashOf } from './lexicon.ts';
import type { Manner } from './manner.ts';
import { wordy } from './wordy.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, JOINED, MARK, MIXED, ONE_LINE, SPACED, WORD } from './tokens.ts';

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
  if (tokens.kind[at] !== WORD || draft.owner[at] !== FREE || tokens.shape[at] === ALL_LOWER) return NONE;
  if (tokens.sizeAt(at) === 1) return isInitial(draft, at, manner) ? INITIAL : NONE;
  if (isTag(draft, at)) return APART;
  if (isContracted(draft, at)) return ORDINARY;
  return roleSort(draft, at) ?? themeSort(draft, at) ?? ordinarySort(draft, at, manner);
}

/** What a word does beside a name, whatever the language: links, announces, addresses, ends a firm. */
function roleSort(draft: Draft, at: number): number | undefined {
  const { tokens } = draft;
  const isGiven = tokens.says(at, has.GIVEN);
  if (tokens.says(at, has.FUNCTION_WORD) && !tokens.says(at, has.STRONG_GIVEN)) return tokens.says(at, has.PARTICLE) ? NONE : ORDINARY;
  // A line's own title: `Fax:`.
  if (tokens.cues[at] !== 0 && (!isGiven || tokens.kind[at + 1] !== WORD)) return APART;
  if (tokens.says(at, has.TITLE) && (!isGiven || draft.isMark(at + 1, 0x2e)) && (!tokens.says(at, has.STREET) || isBeforeName(draft, at)))
    return HONORIFIC;
  return tokens.says(at, has.LEGAL_FORM) ? FORM : undefined;
}

/** `Dr. Annegret`, where `Oak Dr` is a street. */
function isBeforeName(draft: Draft, at: number): boolean {
  const next = draft.isMark(at + 1, 0x2e) ? at + 2 : at + 1;
  return draft.tokens.shape[next] === CAPITAL && draft.tokens.gap[next] === SPACED;
}

/** What a word is about: times, trade, firms, countries and their people. */
function themeSort({ tokens }: Draft, at: number): number | undefined {
  const isGiven = tokens.says(at, has.GIVEN);
  if (tokens.says(at, has.CALENDAR | has.TRADE) && !tokens.says(at, has.STRONG_GIVEN))
    return isGiven && tokens.shape[at] === CAPITAL ? AMBIGUOUS : APART;
  if (tokens.says(at, has.ORG_WORD)) return ORG_PART;
  if (tokens.says(at, has.COUNTRY | has.STATE)) return AREA;
  if (tokens.says(at, has.ORIGIN) && tokens.isAccented[at] !== 1) return isGiven ? AMBIGUOUS : APART;
  return undefined;
}

/** Name, town, or word of a language: what it is depends on how the text is written. */
function ordinarySort(draft: Draft, at: number, manner: Manner): number {
  const { tokens } = draft;
  const shape = tokens.shape[at];
  const isOrdinary = isWordOfText(draft, at, manner);
  if (shape === ALL_CAPS && !manner.isShouted) return capsSort(draft, at, isOrdinary);
  if (shape === MIXED && tokens.isAccented[at] !== 1 && !isJoinedName(draft.word(at))) return APART;
  if (tokens.says(at, has.STRONG_GIVEN)) return NAME;
  if (tokens.says(at, has.DOCUMENT)) return APART;
  if (tokens.says(at, has.LOGISTICS)) return ORDINARY;
  if (tokens.says(at, has.GIVEN | has.FAMILY)) return isOrdinary ? AMBIGUOUS : NAME;
  if (tokens.says(at, has.PLACE) && (!isOrdinary || isEnglishAlone(draft, at, manner))) return AREA;
  if (isOrdinary || tokens.says(at, manner.others | wordsOfUse)) return ORDINARY;
  return unlistedSort(draft, at, manner);
}

/** English writes no accents: Bašić is not `basic`. */
function isWordOfText({ tokens }: Draft, at: number, { languages }: Manner): boolean {
  return tokens.says(at, tokens.isAccented[at] === 1 ? languages & ~has.EN : languages);
}

/** An English word in a text of another language is a town first: Bad Homburg, where a homburg is a hat. */
function isEnglishAlone({ tokens }: Draft, at: number, { languages }: Manner): boolean {
  return languages !== has.EN && !tokens.says(at, languages & ~has.EN);
}

const wordsOfUse = has.STREET | has.DWELLING | has.PERSON_CUE | has.FUNCTION_WORD;

/** A word no list has: a name, unless capitals say nothing here or its parts are words. */
function unlistedSort(draft: Draft, at: number, manner: Manner): number {
  const { tokens } = draft;
  if (tokens.sizeAt(at) < 3 && tokens.shape[at] !== CAPITAL) return ORDINARY;
  if (manner.isShouted || manner.isForeign) return ORDINARY;
  if ((manner.languages & (has.DE | has.NL)) !== 0 && isGenitive(draft, at)) return NAME;
  if (!isMadeOfWords(draft, at, manner)) return UNKNOWN;
  if ((manner.languages & (has.DE | has.NL)) !== 0) return ORDINARY;
  // In a text of no sure language a line of its own, or a word beside another that no list has, is a name rather than a noun.
  return isWholeLine(draft, at, at) || isUnlisted(draft, at - 1, at) || isUnlisted(draft, at + 1, at + 1) ? UNKNOWN : ORDINARY;
}

function isUnlisted({ tokens }: Draft, at: number, behindGap: number): boolean {
  return (
    tokens.shape[at] === CAPITAL && tokens.gap[behindGap] === SPACED && !tokens.says(at, has.ANY_LANGUAGE | has.PERSON_CUE | has.DOCUMENT)
  );
}

function capsSort(draft: Draft, at: number, isOrdinary: boolean): number {
  const flag = draft.tokens.flagsAt(at);
  const size = draft.tokens.sizeAt(at);
  if ((flag & has.STRONG_GIVEN) !== 0 && size >= 4 && !wordy.has(draft.word(at).toLowerCase())) return NAME;
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

/** `Don't`, `I'll`, `Nient'altro`, `Rendez-vous`: a word that goes on in small letters is no name; `'s` says nothing. */
function isContracted(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const mark = at + 1;
  const next = at + 2;
  if (tokens.kind[mark] !== MARK || tokens.gap[mark] !== JOINED || tokens.gap[next] !== JOINED) return false;
  if (draft.isMark(mark, 0x2d)) return tokens.shape[next] === ALL_LOWER && !isNameInside(draft, at, next);
  if (!draft.isMark(mark, 0x27) && !draft.isMark(mark, 0x2019)) return false;
  return contractions.test(draft.word(next)) || isElided(draft, at, next);
}

/** `Nient'altro`, `Dall'ufficio` */
function isElided({ tokens }: Draft, at: number, next: number): boolean {
  if (tokens.shape[next] !== ALL_LOWER || tokens.sizeAt(at) < 3 || tokens.sizeAt(next) < 3) return false;
  return !tokens.says(at, has.GIVEN | has.FAMILY) && !tokens.says(next, has.GIVEN | has.FAMILY);
}

const contractions = /^(?:t|ll|re|ve|d|m)$/;

/** `Anne-marie`, `Al-hariri`: half of it is a name of the lists, or the first half no more than a particle. */
function isNameInside({ tokens }: Draft, at: number, next: number): boolean {
  if (tokens.sizeAt(at) < 4 || tokens.says(next, has.GIVEN | has.FAMILY)) return true;
  return tokens.says(at, has.GIVEN | has.FAMILY) && !tokens.says(next, has.ANY_LANGUAGE | has.FUNCTION_WORD);
}

/** `<Name>`, `</Name>`: what an element is called. */
function isTag(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (!draft.isMark(at + 1, 0x3e) || tokens.gap[at] !== JOINED || tokens.gap[at + 1] !== JOINED) return false;
  return draft.isMark(at - 1, 0x3c) || (draft.isMark(at - 1, 0x2f) && draft.isMark(at - 2, 0x3c));
}

/** McDonald, DeVito, FitzGerald; not NetSuite or iPhone. */
function isJoinedName(word: string): boolean {
  return /^(?:Mc|Mac|De|Di|Du|Da|La|Le|Van|Von|Fitz|O|D|St)\p{Lu}\p{Ll}{2,}$/u.test(word);
}

/** Alone on its line, but for marks in front. */
export function isWholeLine({ tokens }: Draft, first: number, last: number): boolean {
  let start = first;
  while (tokens.kind[start - 1] === MARK && tokens.gapAt(start) <= SPACED) start -= 1;
  return tokens.gapAt(start) >= ONE_LINE && tokens.gapAt(last + 1) >= ONE_LINE;
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
  const { tokens } = draft;
  const before = wordBefore(draft, at);
  if (before < 0 || tokens.gapAt(at) > SPACED) return false;
  const hash = tokens.hash[before];
  if (hash === named || hash === called) return true;
  if (hash === verb) return tokens.cues[wordBefore(draft, before)] === has.cue.name;
  return hash === me && tokens.hash[wordBefore(draft, before)] === calls;
}

/** Compared by their hash: a word costs no string. */
const [named, called, verb, me, calls] = [hashOf('named'), hashOf('called'), hashOf('is'), hashOf('me'), hashOf('calls')];
