import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { ABOUT_DOCUMENT, ABOUT_LOGISTICS, endsSentence } from './sentences.ts';
import { ALL_LOWER, JOINED, MORE_LINES, ONE_LINE, SPACED, WORD } from './tokens.ts';
import { wordy } from './wordy.ts';
import { isCalled, wordBefore } from './words.ts';

/** Names written without capitals: what the lists know, two words of no language side by side, and what is announced. */
export function findLowerNames(draft: Draft, manner: Manner, about: Uint8Array): void {
  const { tokens } = draft;
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] !== WORD || tokens.shape[at] !== ALL_LOWER || !draft.isFree(at) || tokens.cues[at] !== 0) continue;
    const isBusiness = ((about[at] ?? 0) & (ABOUT_DOCUMENT | ABOUT_LOGISTICS)) !== 0;
    at =
      manner.isLower && !isBusiness
        ? (placeFrom(draft, at, manner) ?? personFrom(draft, at, manner, isBusiness))
        : personFrom(draft, at, manner, isBusiness);
  }
}

function personFrom(draft: Draft, at: number, manner: Manner, isBusiness: boolean): number {
  const { tokens } = draft;
  const isPlain = tokens.says(at, has.COMMON | has.FUNCTION_WORD);
  // Nearly every word: ordinary, and nobody's name.
  if (isPlain && !tokens.says(at, has.STRONG_GIVEN)) return at;
  const isOpen = manner.isLower && !isBusiness;
  const isMeant = (!isPlain && (isTitled(draft, at) || isCalled(draft, at))) || (isOpen && isInSlot(draft, at, manner));
  if (!isMeant && !isListedName(draft, at, manner, isOpen)) return at;
  const last = tokens.size[at] === 1 ? endOfLetters(draft, at) : endOfName(draft, at, manner);
  if (last === at && !isMeant && (!isOpen || tokens.sizeAt(at) < 3)) return at;
  draft.take('PERSON', withSurname(draft, at), last, 'list');
  return last;
}

function isListedName(draft: Draft, at: number, manner: Manner, isOpen: boolean): boolean {
  return isGivenName(draft, at, manner) || (manner.isLower && isPair(draft, at)) || (isOpen && isFamilyName(draft, at, manner));
}

/** A name goes on with surnames, initials and words of no language. */
function endOfName(draft: Draft, at: number, manner: Manner): number {
  const { tokens } = draft;
  let last = at;
  for (let next = at + 1; next < tokens.count && next - at < 6; next += 1) {
    if (tokens.gapAt(next) >= ONE_LINE || !draft.isFree(next)) break;
    const surname = behindParticles(draft, next);
    if (surname > next && isFamilyOrStrange(draft, surname)) last = next = surname;
    else if (tokens.kind[next] === WORD && isSurname(draft, next, manner)) last = next;
    else if (!isBetween(draft, next)) break;
  }
  return last;
}

/** `lexie de nijs`, `sanna van den bosch` */
function behindParticles({ tokens }: Draft, at: number): number {
  let next = at;
  while (next - at < 3 && tokens.says(next, has.PARTICLE) && tokens.sizeAt(next) > 1 && tokens.gap[next + 1] === SPACED) next += 1;
  return next;
}

function isFamilyOrStrange(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.kind[at] !== WORD || !draft.isFree(at) || tokens.says(at, has.COMMON | has.FUNCTION_WORD | has.DOCUMENT)) return false;
  return tokens.sizeAt(at) > 2 && (tokens.says(at, has.FAMILY) || !tokens.says(at, has.ANY_LANGUAGE));
}

/** An initial or its point, a hyphen, an apostrophe: only between names. */
function isBetween(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.kind[at] === WORD) return tokens.size[at] === 1;
  if (tokens.gap[at] !== JOINED) return false;
  if (draft.isMark(at, 0x2e)) return tokens.size[at - 1] === 1 || (tokens.gap[at + 1] === JOINED && !endings.has(draft.word(at + 1)));
  return draft.isMark(at, 0x2d) || draft.isMark(at, 0x27);
}

/** What names of files end in. */
const endings = new Set('doc docx xls xlsx ppt pptx pdf csv txt xml json html htm msg eml zip png jpg jpeg gif tif'.split(' '));

/** `mike trent`: a given name that is a word besides, in front of a name. */
function isGivenBefore(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const before = at - 1;
  const isGiven = tokens.shape[before] === ALL_LOWER && tokens.says(before, has.STRONG_GIVEN) && !tokens.says(before, has.FUNCTION_WORD);
  return isGiven && tokens.gap[at] === SPACED && draft.isFree(before);
}

/** `whitfield-karen.docx`: a surname joined in front. */
function withSurname(draft: Draft, at: number): number {
  const { tokens } = draft;
  if (isGivenBefore(draft, at)) return at - 1;
  const before = at - 2;
  const isJoined = draft.isMark(at - 1, 0x2d) && tokens.gap[at] === JOINED && tokens.gap[at - 1] === JOINED && draft.isFree(before);
  const isName =
    tokens.kind[before] === WORD && tokens.sizeAt(before) >= 4 && !tokens.says(before, has.ANY_LANGUAGE | has.DOCUMENT | has.TRADE);
  return isJoined && isName ? before : at;
}

/** `j o h n`: letters of a name, each apart. */
function endOfLetters({ tokens }: Draft, at: number): number {
  let last = at;
  while (tokens.size[last + 1] === 1 && tokens.kind[last + 1] === WORD && tokens.gap[last + 1] === SPACED && last - at < 40) last += 1;
  return last;
}

function isSurname(draft: Draft, at: number, manner: Manner): boolean {
  const { flags, size } = draft.tokens;
  const flag = flags[at] ?? 0;
  if ((size[at] ?? 0) < 2 || draft.tokens.cues[at] !== 0) return false;
  if ((flag & manner.languages) !== 0 && draft.tokens.isAccented[at] !== 1) {
    if ((flag & has.FAMILY) === 0 || (flag & (has.FUNCTION_WORD | has.PERSON_CUE | has.DOCUMENT | has.CALENDAR)) !== 0) return false;
    return (flag & has.COMMON) === 0 || isCommonSurname(draft, at);
  }
  return (flag & (has.FUNCTION_WORD | has.DOCUMENT | has.TRADE | has.CALENDAR | has.LEGAL_FORM)) === 0;
}

/** `john smith about`, `emily carter,`: a common word straight behind a given name, where nothing of its own follows. */
function isCommonSurname(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const isBehindName = tokens.says(at - 1, has.STRONG_GIVEN) && tokens.gap[at] === SPACED && !wordy.has(draft.word(at - 1));
  const isEnd = tokens.kind[at + 1] !== WORD || tokens.gapAt(at + 1) !== SPACED || tokens.says(at + 1, has.FUNCTION_WORD | has.PLACE_CUE);
  return isBehindName && (isEnd || draft.word(at + 1) === 'about');
}

function isGivenName(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  const flag = tokens.flagsAt(at);
  if ((flag & has.GIVEN) === 0 || tokens.sizeAt(at) < 3 || (flag & has.FUNCTION_WORD) !== 0) return false;
  if ((flag & manner.languages) === 0) return (flag & has.PLACE) === 0 || !manner.isLower || isSurname(draft, at + 1, manner);
  if ((flag & has.STRONG_GIVEN) !== 0 && !wordy.has(draft.word(at))) return true;
  // A word that is a name before a surname that is no word.
  const isPlain = (flag & (has.COMMON | has.PERSON_CUE | has.DOCUMENT | has.CALENDAR)) !== 0;
  const next = tokens.flagsAt(at + 1);
  return (
    !isPlain && tokens.gapAt(at + 1) === SPACED && (next & has.FAMILY) !== 0 && (next & manner.languages) === 0 && draft.isFree(at + 1)
  );
}

function isFamilyName(draft: Draft, at: number, manner: Manner): boolean {
  const flag = draft.tokens.flagsAt(at);
  return (flag & has.FAMILY) !== 0 && (flag & (manner.languages | has.TRADE | has.DOCUMENT)) === 0 && draft.tokens.sizeAt(at) >= 5;
}

/**
 * Without capitals a lone word of no list is a name only where names stand: behind a small word or at a sentence's start.
 * A name that is also a rare word needs a word before it that speaks of persons.
 */
function isInSlot(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  const flag = tokens.flagsAt(at);
  const before = at - 1;
  const isStart = at === 0 || endsSentence(draft, before);
  const beforeFlag = tokens.kind[before] === WORD ? tokens.flagsAt(before) : 0;
  if ((flag & has.GIVEN) !== 0 && (flag & has.FUNCTION_WORD) === 0 && isAsked(draft, before)) return true;
  if ((flag & has.GIVEN) !== 0 && (flag & (has.COMMON | has.FUNCTION_WORD | has.DOCUMENT | has.TRADE)) === 0)
    return (beforeFlag & has.PERSON_CUE) !== 0;
  const isUnlisted = (flag & ~(has.FAMILY | has.GIVEN)) === 0 && isStrange(draft, at);
  return (
    isUnlisted &&
    (tokens.isAccented[at] === 1 || tokens.sizeAt(at) >= 5 || isStart) &&
    manner.isSpoken &&
    (isStart || (beforeFlag & (has.FUNCTION_WORD | has.PERSON_CUE | has.PLACE_CUE)) !== 0)
  );
}

/** `ask mike`, `pregunta a lucía`, `vraag het aan ingrid`. */
function isAsked(draft: Draft, before: number): boolean {
  for (let at = before; at >= 0 && before - at < 3; at -= 1) {
    const word = draft.word(at);
    if (asking.has(word)) return true;
    if (!linking.has(word)) return false;
  }
  return false;
}

const asking = new Set('ask tell frag pregunta pregúntale dile chiedi demande vraag zeg'.split(' '));
const linking = new Set('a à al mal het aan'.split(' '));

/** Two words of no list side by side, or with an initial between. */
function isPair(draft: Draft, at: number): boolean {
  return isStrange(draft, at) && (isStrange(draft, at + 1) || (draft.tokens.size[at + 1] === 1 && isStrange(draft, at + 2)));
}

function isStrange(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const isSmall = tokens.kind[at] === WORD && tokens.shape[at] === ALL_LOWER && tokens.gapAt(at) <= MORE_LINES && draft.isFree(at);
  return isSmall && tokens.sizeAt(at) >= 4 && (tokens.flagsAt(at) & ~(has.GIVEN | has.FAMILY)) === 0 && tokens.cues[at] === 0;
}

function isTitled(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const before = wordBefore(draft, at);
  return before >= 0 && at - before <= 2 && tokens.says(before, has.TITLE) && tokens.gapAt(at) === SPACED;
}

/** A place or a country by the lists, of several words first. */
function placeFrom(draft: Draft, at: number, manner: Manner): number | undefined {
  const { tokens } = draft;
  const flag = tokens.flagsAt(at);
  if ((flag & has.PLACE_START) !== 0) {
    for (let last = at + 3; last > at; last -= 1) {
      if (!isRowOfWords(draft, at, last) || (tokens.phraseFlags(at, last) & (has.PLACE | has.COUNTRY)) === 0) continue;
      if (tokens.says(last, has.FUNCTION_WORD)) continue;
      draft.take('PLACE', at, last, 'list');
      return last;
    }
  }
  const isPlace = (flag & (has.PLACE | has.COUNTRY | has.STATE)) !== 0 && (flag & (manner.languages | has.FUNCTION_WORD | has.TRADE)) === 0;
  if (!isPlace || tokens.sizeAt(at) < 4 || (isSurname(draft, at + 1, manner) && (flag & has.GIVEN) !== 0)) return undefined;
  draft.take('PLACE', at, at, 'list');
  return at;
}

function isRowOfWords(draft: Draft, from: number, to: number): boolean {
  for (let at = from; at <= to; at += 1)
    if (draft.tokens.kind[at] !== WORD || !draft.isFree(at) || (at > from && draft.tokens.gapAt(at) > SPACED)) return false;
  return true;
}
