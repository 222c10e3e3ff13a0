import type { SpanKind } from '../../contracts/detection.ts';
import { contextOf, type Context } from './context.ts';
import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import type { Row, Scene } from './rows.ts';
import { ABOUT_DOCUMENT, ABOUT_LOGISTICS } from './sentences.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, JOINED, ONE_LINE, SPACED, WORD } from './tokens.ts';
import * as is from './words.ts';

/** Names, unknown words, initials and places in a row, with nothing ordinary between. */
type Stretch = {
  readonly row: Row;
  readonly from: number;
  readonly to: number;
  /** Tokens of its first and its last word. */
  readonly first: number;
  readonly last: number;
  /** How many of its words are of each sort. */
  readonly names: number;
  readonly unknown: number;
  readonly ambiguous: number;
  readonly areas: number;
  readonly initials: number;
  readonly words: number;
  readonly context: Context;
  /** Its sentence is about a document or a shipment. */
  readonly isBusiness: boolean;
  readonly isShipping: boolean;
};

const colon = 0x3a;
const point = 0x2e;

/** Decides whether a stretch is a person, a place or nobody. */
export function settleStretch(scene: Scene, row: Row, from: number, to: number): void {
  const stretch = stretchOf(scene, row, from, to);
  const { context } = stretch;
  if ((context.isTitled || context.isNamed) && stretch.words > 0) takeRow(scene, row, 'PERSON', from, to);
  else if (isPlaceOfBusiness(scene, stretch)) return;
  else if (stretch.areas > 0 && stretch.areas === stretch.words) takeAreas(scene, stretch);
  else if (stretch.names > 0 || isUnknownName(scene, stretch)) takePerson(scene, stretch);
  else if (stretch.unknown === 0 && stretch.ambiguous > 0 && isLikelyName(scene, stretch)) takeRow(scene, row, 'PERSON', from, to);
}

function stretchOf({ draft, about }: Scene, row: Row, from: number, to: number): Stretch {
  const first = row.at[from] ?? 0;
  const last = row.at[to] ?? 0;
  const names = countOf(row, from, to, is.NAME);
  const unknown = countOf(row, from, to, is.UNKNOWN);
  const ambiguous = countOf(row, from, to, is.AMBIGUOUS);
  const areas = countOf(row, from, to, is.AREA);
  const subject = about[first] ?? 0;
  return {
    row,
    from,
    to,
    first,
    last,
    names,
    unknown,
    ambiguous,
    areas,
    initials: countOf(row, from, to, is.INITIAL),
    words: names + unknown + ambiguous + areas,
    context: contextOf(draft, first, last),
    isBusiness: (subject & (ABOUT_DOCUMENT | ABOUT_LOGISTICS)) !== 0,
    isShipping: (subject & ABOUT_LOGISTICS) !== 0,
  };
}

function countOf(row: Row, from: number, to: number, sort: number): number {
  let count = 0;
  for (let at = from; at <= to; at += 1) if (row.sorts[at] === sort) count += 1;
  return count;
}

/** Towns of a shipment or a document are nobody's, but for one that is a given name too. */
function isPlaceOfBusiness({ draft }: Scene, { row, from, to, first, context, isBusiness, isShipping }: Stretch): boolean {
  if (!isBusiness || context.isAnnounced) return false;
  for (let at = from; at <= to; at += 1) if (!draft.tokens.says(row.at[at] ?? 0, has.PLACE | has.COUNTRY)) return false;
  return !draft.tokens.says(first, has.GIVEN) || isShipping || context.isPlaced;
}

/** Words of no list: one alone is no name in German, nor in a sentence about documents, nor in capitals. */
function isUnknownName({ draft, manner }: Scene, stretch: Stretch): boolean {
  const { unknown, ambiguous, areas, initials, context } = stretch;
  if (unknown === 0 || (stretch.from === stretch.to && isCode(draft, stretch))) return false;
  const isTold = context.isAnnounced || unknown + ambiguous + areas > 1 || initials > 0;
  return isTold || (!stretch.isBusiness && !manner.isGerman);
}

/** One word in capitals is a code of some system unless a place is spoken of; so are two letters. */
function isCode({ tokens }: Draft, { first, context }: Stretch): boolean {
  if (tokens.shape[first] === ALL_CAPS && !context.isPlaced && !context.isAnnounced) return true;
  return tokens.sizeAt(first) < 3 && tokens.isAccented[first] !== 1;
}

/** A row with a listed name or an unknown word: all of it is a person's, or a place's where a word of place stands in front. */
function takePerson(scene: Scene, stretch: Stretch): void {
  const { row, from, to, first, words, context } = stretch;
  if (scene.manner.isShouted && words === 1 && !context.isAnnounced && scene.draft.tokens.sizeAt(first) < 5) return;
  takeRow(scene, row, isCapsPlace(scene.draft, stretch) ? 'PLACE' : 'PERSON', from, to);
}

/** `in SCHLAGLES`: one unknown word in capitals behind a word of place. */
function isCapsPlace({ tokens }: Draft, { from, to, first, context }: Stretch): boolean {
  return from === to && context.isPlaced && tokens.shape[first] === ALL_CAPS;
}

/** Words that are names too: two in a row with a given name first, an initial beside, or one that is addressed. */
function isLikelyName(scene: Scene, stretch: Stretch): boolean {
  const { tokens } = scene.draft;
  const { context, isBusiness, row, from, first, last } = stretch;
  const isGiven = tokens.says(first, has.GIVEN);
  const isFamily = tokens.says(last, has.FAMILY);
  const isPersonal = context.isAnnounced || !isBusiness;
  if (stretch.initials > 0) return isGiven || (isFamily && row.sorts[from] === is.INITIAL && isPersonal);
  if (stretch.ambiguous === 1) return isLikelyAlone(scene, stretch);
  const isVerb = tokens.says(first, has.COMMON) && context.startsSentence && !context.isAnnounced;
  return isGiven && isFamily && isPersonal && !isVerb;
}

function isLikelyAlone({ draft, manner }: Scene, { first, last, context, isBusiness }: Stretch): boolean {
  const { tokens } = draft;
  if (tokens.shape[first] !== CAPITAL) return false;
  // In German every noun has a capital.
  if (manner.isGerman) return context.isAnnounced;
  if (!tokens.says(first, has.GIVEN)) return tokens.says(last, has.FAMILY) && context.isAnnounced && !context.startsSentence && !isBusiness;
  if (context.startsSentence && isSpeaker(draft, first) && !isBusiness) return true;
  if (tokens.says(first, has.COMMON)) return context.isAnnounced && !context.startsSentence;
  return context.isAnnounced || (!isBusiness && (!context.startsSentence || isFollowedBySmallWord(draft, last)));
}

/** `Jenny: thanks`: who speaks. */
function isSpeaker(draft: Draft, at: number): boolean {
  return draft.isMark(at + 1, colon) && draft.tokens.gapAt(at) >= ONE_LINE;
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
function takeAreas(scene: Scene, { row, from, to, isBusiness }: Stretch): void {
  if (!isBusiness) takeRow(scene, row, 'PLACE', from, to);
}

export function takeRow({ draft, manner }: Scene, row: Row, kind: SpanKind, from: number, to: number): void {
  let first = row.at[from];
  let last = row.at[to];
  if (first === undefined || last === undefined) return;
  const { tokens } = draft;
  if (kind === 'PERSON') first = withParticles(draft, first, manner);
  // The point of an initial at the end belongs to it.
  if (tokens.sizeAt(last) === 1 && draft.isMark(last + 1, point) && tokens.gap[last + 1] === JOINED) last += 1;
  draft.take(kind, first, last, kind === 'PLACE' ? 'list' : 'shape');
}

/** `van den Heuvel`: particles in small letters before a surname, where they are no words of the text's language. */
function withParticles(draft: Draft, first: number, manner: Manner): number {
  let start = first;
  while (isLooseParticle(draft, start - 1, manner) && draft.tokens.gapAt(start) === SPACED) start -= 1;
  return start;
}

function isLooseParticle(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  if (at < 0 || tokens.shape[at] !== ALL_LOWER || !tokens.says(at, has.PARTICLE)) return false;
  const isWord = tokens.says(at, has.FUNCTION_WORD) && tokens.says(at, manner.languages);
  return !isWord && draft.isFree(at) && tokens.sizeAt(at) > 1;
}
