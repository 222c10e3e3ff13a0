import type { SpanKind } from '../../contracts/detection.ts';
import { FREE, type Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { ABOUT_DOCUMENT, ABOUT_LOGISTICS, endsSentence } from './sentences.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, JOINED, MARK, NO_CASE, ONE_LINE, SPACED, WORD } from './tokens.ts';
import * as is from './words.ts';

/** Words in a row that could make a name: token indices of the words, and what each can be. */
type Row = { readonly at: number[]; readonly sorts: number[] };

const apostrophes = new Set([0x27, 0x2019, 0x2018, 0x60]);
const longestRow = 12;

/** Finds persons, organisations and places among words with capitals. */
export function findNames(draft: Draft, manner: Manner, about: Uint8Array): void {
  const { tokens } = draft;
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] !== WORD || tokens.shape[at] === ALL_LOWER || tokens.shape[at] === NO_CASE || draft.owner[at] !== FREE) continue;
    const row = rowFrom(draft, at, manner);
    settleRow(draft, row, manner, about);
    at = Math.max(at, row.at.at(-1) ?? at);
  }
}

function rowFrom(draft: Draft, from: number, manner: Manner): Row {
  const { tokens } = draft;
  const row: Row = { at: [from], sorts: [is.sortOf(draft, from, manner)] };
  let last = from;
  while (row.at.length < longestRow) {
    const next = nextOfRow(draft, last);
    if (next < 0) break;
    row.at.push(next);
    row.sorts.push(tokens.shape[next] === ALL_LOWER ? is.NONE : is.sortOf(draft, next, manner));
    last = next;
  }
  // Small words hold a row together only between its names.
  while (row.at.length > 0 && tokens.shape[row.at.at(-1) ?? 0] === ALL_LOWER) {
    row.at.pop();
    row.sorts.pop();
  }
  markPhrases(draft, row);
  return row;
}

/** The next word of the row: behind a space, a hyphen, an apostrophe, an initial's point, or a particle. */
function nextOfRow(draft: Draft, last: number): number {
  const { tokens } = draft;
  let next = last + 1;
  if (next >= tokens.count) return -1;
  if (tokens.kind[next] === MARK) {
    const unit = tokens.sizeAt(next);
    const isPoint =
      unit === 0x2e &&
      (tokens.sizeAt(last) === 1 || tokens.says(last, has.TITLE)) &&
      tokens.sizeAt(last) <= 4 &&
      tokens.gap[next] === JOINED;
    const isJoin =
      (unit === 0x2d || unit === 0x2010 || unit === 0x2011 || apostrophes.has(unit)) &&
      tokens.gap[next] === JOINED &&
      tokens.gap[next + 1] === JOINED;
    if (!isPoint && !isJoin) return -1;
    next += 1;
    if (next >= tokens.count || (isPoint && tokens.gapAt(next) > SPACED)) return -1;
    if (tokens.kind[next] !== WORD || draft.owner[next] !== FREE) return -1;
    if (isJoin && apostrophes.has(unit) && tokens.sizeAt(next) < 2) return -1;
    return tokens.shape[next] === ALL_LOWER && !(isJoin && unit === 0x2d) ? -1 : next;
  }
  if (tokens.kind[next] !== WORD || draft.owner[next] !== FREE || tokens.gapAt(next) > SPACED) return -1;
  if (tokens.shape[next] !== ALL_LOWER) return tokens.shape[next] === NO_CASE ? -1 : next;
  // A particle counts when a name goes on behind it.
  if (!tokens.says(next, has.PARTICLE)) return -1;
  const after = next + 1;
  const second = tokens.says(after, has.PARTICLE) && tokens.shape[after] === ALL_LOWER ? after + 1 : after;
  const isFollowed =
    tokens.kind[second] === WORD && tokens.shape[second] !== ALL_LOWER && tokens.gapAt(second) <= SPACED && tokens.gapAt(after) <= SPACED;
  return isFollowed ? next : -1;
}

/** Places of several words (New York, Bad Homburg) are found as a whole. */
function markPhrases(draft: Draft, row: Row): void {
  const { flags } = draft.tokens;
  for (let from = 0; from < row.at.length; from += 1) {
    if (((flags[row.at[from] ?? 0] ?? 0) & has.PLACE_START) === 0) continue;
    for (let to = Math.min(row.at.length - 1, from + 3); to > from; to -= 1) {
      if ((draft.tokens.phraseFlags(row.at[from] ?? 0, row.at[to] ?? 0) & (has.PLACE | has.COUNTRY)) === 0) continue;
      if ((row.at[to] ?? 0) - (row.at[from] ?? 0) !== to - from) continue;
      for (let at = from; at <= to; at += 1) row.sorts[at] = is.AREA;
      from = to;
      break;
    }
  }
}

/** Cuts the row at words that are apart from every name and decides each piece. */
function settleRow(draft: Draft, row: Row, manner: Manner, about: Uint8Array): void {
  let from = 0;
  for (let to = 0; to <= row.at.length; to += 1) {
    let sort = row.sorts[to];
    // Behind a title any word is a name: Mrs. Baker.
    const isAnyWord = sort === is.ORDINARY || sort === is.APART;
    if (isAnyWord && (row.sorts[to - 1] === is.HONORIFIC || (to === 0 && is.isCalled(draft, row.at[to] ?? 0))))
      row.sorts[to] = sort = is.AMBIGUOUS;
    if (to < row.at.length && sort !== is.APART && sort !== is.HONORIFIC) continue;
    if (to > from) settlePiece(draft, row, from, to - 1, manner, about);
    from = to + 1;
  }
}

function settlePiece(draft: Draft, row: Row, from: number, to: number, manner: Manner, about: Uint8Array): void {
  const org = organisation(row, from, to);
  if (org) {
    takeRow(draft, row, 'ORG', org.from, org.to);
    if (org.from > from) settlePiece(draft, row, from, org.from - 1, manner, about);
    if (org.to < to) settlePiece(draft, row, org.to + 1, to, manner, about);
    return;
  }
  if (row.sorts[from] === is.ORDINARY && is.isCalled(draft, row.at[from] ?? 0)) row.sorts[from] = is.AMBIGUOUS;
  let start = from;
  while (start <= to) {
    const sort = row.sorts[start];
    if (sort === is.NONE || sort === is.ORDINARY) {
      start += 1;
      continue;
    }
    let end = start;
    for (let next = start + 1; next <= to; next += 1) {
      if (row.sorts[next] === is.ORDINARY && !isSurname(draft, row, next)) break;
      if (row.sorts[next] !== is.NONE) end = next;
    }
    settleStretch(draft, row, start, end, manner, about);
    start = end + 1;
  }
}

/** A word with a capital behind a given name or an initial is a surname, whatever else it means: Justin Beet, Brad L Key. */
function isSurname(draft: Draft, row: Row, at: number): boolean {
  const before = row.sorts[at - 1];
  const flag = draft.tokens.flagsAt(row.at[at] ?? 0);
  if (draft.tokens.shape[row.at[at] ?? 0] !== CAPITAL || (flag & has.FUNCTION_WORD) !== 0) return false;
  if (before === is.INITIAL && (row.sorts[at - 2] === is.NAME || row.sorts[at - 2] === is.UNKNOWN || row.sorts[at - 2] === is.AMBIGUOUS))
    return true;
  const isGiven = before === is.NAME && draft.tokens.says(row.at[at - 1] ?? 0, has.GIVEN);
  return isGiven && (flag & has.COMMON) === 0;
}

/** With a legal form at its end, or one of the words firms have in their names beside another word. */
function organisation(row: Row, from: number, to: number): { from: number; to: number } | undefined {
  for (let at = to; at >= from; at -= 1) {
    const sort = row.sorts[at];
    if ((sort === is.FORM && at > from) || (sort === is.ORG_PART && at > from)) {
      let start = at - 1;
      while (start > from && row.sorts[start - 1] !== is.INITIAL && at - start < 5) start -= 1;
      // A sentence's first word is not a firm's.
      if (row.sorts[start] === is.ORDINARY && at - start > 1 && start === 0) start += 1;
      let end = at;
      while (end < to && (row.sorts[end + 1] === is.FORM || row.sorts[end + 1] === is.ORG_PART)) end += 1;
      const hasName = row.sorts
        .slice(start, at)
        .some((each) => each === is.NAME || each === is.UNKNOWN || each === is.AREA || each === is.AMBIGUOUS);
      return hasName || sort === is.FORM ? { from: start, to: end } : undefined;
    }
  }
  return undefined;
}

/** Names, unknown words, initials and places in a row, with nothing ordinary between. */
function settleStretch(draft: Draft, row: Row, from: number, to: number, manner: Manner, about: Uint8Array): void {
  let names = 0;
  let unknown = 0;
  let ambiguous = 0;
  let areas = 0;
  let initials = 0;
  for (let at = from; at <= to; at += 1) {
    const sort = row.sorts[at];
    if (sort === is.NAME) names += 1;
    else if (sort === is.UNKNOWN) unknown += 1;
    else if (sort === is.AMBIGUOUS) ambiguous += 1;
    else if (sort === is.AREA) areas += 1;
    else if (sort === is.INITIAL) initials += 1;
  }
  const first = row.at[from] ?? 0;
  const last = row.at[to] ?? 0;
  const context = contextOf(draft, first, last);
  const isBusiness = ((about[first] ?? 0) & (ABOUT_DOCUMENT | ABOUT_LOGISTICS)) !== 0;
  const words = names + unknown + ambiguous + areas;
  if ((context.isTitled && words > 0) || (context.isNamed && words > 0)) return takeRow(draft, row, 'PERSON', from, to, manner);
  const isAllPlaces = row.at.slice(from, to + 1).every((at) => draft.tokens.says(at, has.PLACE | has.COUNTRY));
  const isShipping = ((about[first] ?? 0) & ABOUT_LOGISTICS) !== 0;
  const isGivenToo = draft.tokens.says(first, has.GIVEN);
  if (isBusiness && isAllPlaces && !context.isAnnounced && (!isGivenToo || isShipping || context.isPlaced)) return undefined;
  if (areas > 0 && names + unknown === 0 && ambiguous === 0) return takeAreas(draft, row, from, to, isBusiness, context);
  if (names > 0) return takePerson(draft, row, from, to, manner, areas, words, context);
  if (unknown > 0) {
    const isOne = from === to;
    // One word in capitals is a code of some system unless a place is spoken of.
    if (isOne && draft.tokens.shape[first] === ALL_CAPS && !context.isPlaced && !context.isAnnounced) return undefined;
    if (isOne && draft.tokens.sizeAt(first) < 3 && draft.tokens.isAccented[first] !== 1) return undefined;
    const isTold = context.isAnnounced || unknown + ambiguous + areas > 1 || initials > 0;
    if (isTold || (!isBusiness && !manner.isGerman)) return takePerson(draft, row, from, to, manner, areas, words, context);
    return undefined;
  }
  if (ambiguous > 0 && isLikelyName(draft, row, from, to, context, ambiguous, initials, isBusiness, manner))
    return takeRow(draft, row, 'PERSON', from, to, manner);
  return undefined;
}

type Context = {
  readonly isTitled: boolean;
  readonly isNamed: boolean;
  readonly isAnnounced: boolean;
  readonly isPlaced: boolean;
  readonly startsSentence: boolean;
};

function contextOf(draft: Draft, first: number, last: number): Context {
  const { tokens } = draft;
  const before = is.wordBefore(draft, first);
  const isNear = before >= 0 && tokens.gapAt(before + 1) <= SPACED && tokens.gapAt(first) < 3;
  const flag = isNear ? tokens.flagsAt(before) : 0;
  const cueId = isNear ? tokens.cuesAt(before) : 0;
  const link = isNear && (flag & has.FUNCTION_WORD) !== 0 ? is.wordBefore(draft, before) : -1;
  const isNamed = cueId === has.cue.name || (link >= 0 && tokens.cues[link] === has.cue.name);
  const next = last + 1;
  const nextFlag = tokens.kind[next] === WORD ? tokens.flagsAt(next) : 0;
  // What a person does stands behind (called, said); a preposition does not.
  const isDoing = (nextFlag & has.PERSON_CUE) !== 0 && (nextFlag & has.FUNCTION_WORD) === 0 && tokens.sizeAt(next) >= 4;
  const isPossessive = apostrophes.has(tokens.kind[next] === MARK ? tokens.sizeAt(next) : 0) && draft.word(next + 1).toLowerCase() === 's';
  const isTitled =
    (flag & has.TITLE) !== 0 &&
    tokens.gapAt(first) <= SPACED &&
    (before === first - 1 || (before === first - 2 && draft.isMark(first - 1, 0x2e)));
  return {
    isTitled,
    isNamed: isNamed && !draft.isMark(last + 1, 0x3a),
    isAnnounced: isNamed || (flag & has.PERSON_CUE) !== 0 || isDoing || isPossessive,
    isPlaced: (flag & has.PLACE_CUE) !== 0 && tokens.shape[before] !== ALL_CAPS,
    startsSentence: first === 0 || endsSentence(draft, first - 1),
  };
}

/** A row with a listed name or an unknown word: all of it, but for a place in front or behind where only that is sure. */
function takePerson(
  draft: Draft,
  row: Row,
  from: number,
  to: number,
  manner: Manner,
  areas: number,
  words: number,
  context: Context,
): void {
  const { tokens } = draft;
  if (manner.isShouted && words === 1 && !context.isAnnounced && tokens.sizeAt(row.at[from] ?? 0) < 5) return;
  const kind: SpanKind =
    context.isPlaced && areas > 0 && words === areas ? 'PLACE' : isCapsPlace(draft, row, from, to, context) ? 'PLACE' : 'PERSON';
  takeRow(draft, row, kind, from, to, manner);
}

/** `in SCHLAGLES`: one unknown word in capitals behind a word of place. */
function isCapsPlace(draft: Draft, row: Row, from: number, to: number, context: Context): boolean {
  return from === to && context.isPlaced && draft.tokens.shape[row.at[from] ?? 0] === ALL_CAPS;
}

/** Words that are names too: two in a row with a given name first, an initial beside, or one that is addressed. */
function isLikelyName(
  draft: Draft,
  row: Row,
  from: number,
  to: number,
  context: Context,
  ambiguous: number,
  initials: number,
  isBusiness: boolean,
  manner: Manner,
): boolean {
  const { tokens } = draft;
  const first = row.at[from] ?? 0;
  const last = row.at[to] ?? 0;
  const flag = tokens.flagsAt(first);
  const isGiven = (flag & has.GIVEN) !== 0;
  const isFamily = tokens.says(last, has.FAMILY);
  const isCommon = (flag & has.COMMON) !== 0;
  if (initials > 0) return isGiven || (isFamily && row.sorts[from] === is.INITIAL && (context.isAnnounced || !isBusiness));
  if (ambiguous > 1)
    return isGiven && isFamily && (context.isAnnounced || !isBusiness) && (!isCommon || !context.startsSentence || context.isAnnounced);
  if (tokens.shape[first] !== CAPITAL) return false;
  // In German every noun has a capital.
  if (manner.isGerman) return context.isAnnounced;
  if (!isGiven) return isFamily && context.isAnnounced && !context.startsSentence && !isBusiness;
  // `Jenny: thanks`: who speaks.
  if (context.startsSentence && draft.isMark(first + 1, 0x3a) && tokens.gapAt(first) >= ONE_LINE && !isBusiness) return true;
  if (isCommon) return context.isAnnounced && !context.startsSentence;
  if (!context.startsSentence) return context.isAnnounced || !isBusiness;
  return context.isAnnounced || (!isBusiness && isFollowedBySmallWord(draft, last));
}

/** A sentence goes on in small letters as it does behind a name: is, has, called, wants. */
function isFollowedBySmallWord(draft: Draft, last: number): boolean {
  const { tokens } = draft;
  const next = last + 1;
  return (
    tokens.kind[next] === WORD &&
    tokens.shape[next] === ALL_LOWER &&
    (tokens.says(next, has.FUNCTION_WORD | has.PERSON_CUE) || /(?:ed|[^s]s)$/.test(draft.word(next)))
  );
}

/** A place says something about a person only where no document is spoken of. */
function takeAreas(draft: Draft, row: Row, from: number, to: number, isBusiness: boolean, context: Context): void {
  if (isBusiness && !context.isTitled) return;
  takeRow(draft, row, 'PLACE', from, to);
}

function takeRow(draft: Draft, row: Row, kind: SpanKind, from: number, to: number, manner?: Manner): void {
  let first = row.at[from];
  let last = row.at[to];
  if (first === undefined || last === undefined) return;
  const { tokens } = draft;
  // `van den Heuvel`: particles in small letters before a surname, where they are no words of the text's language.
  while (manner && kind === 'PERSON' && isLooseParticle(draft, first - 1, manner) && tokens.gapAt(first) === SPACED) first -= 1;
  // The point of an initial at the end belongs to it.
  if (tokens.sizeAt(last) === 1 && draft.isMark(last + 1, 0x2e) && tokens.gap[last + 1] === JOINED) last += 1;
  draft.take(kind, first, last, kind === 'PERSON' || kind === 'ORG' ? 'shape' : 'list');
}

function isLooseParticle(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  const flag = tokens.flagsAt(at);
  const isWord = (flag & has.FUNCTION_WORD) !== 0 && (flag & manner.languages) !== 0;
  return at >= 0 && tokens.shape[at] === ALL_LOWER && (flag & has.PARTICLE) !== 0 && !isWord && draft.isFree(at) && tokens.sizeAt(at) > 1;
}
