import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { isLikelyName } from './likely.ts';
import type { Row, Scene } from './rows.ts';
import { isEnglishVerb } from './sequel.ts';
import { stretchOf, type Stretch } from './stretch.ts';
import { takeRow } from './take-row.ts';
import { isArea, isPlaceOfBusiness, takeAreas } from './lone-places.ts';
import { ALL_CAPS, ALL_LOWER, SPACED, WORD } from './tokens.ts';
import * as is from './words.ts';
import { WordSet } from './word-set.ts';

/** Decides whether a stretch is a person, a place or nobody. */
export function settleStretch(scene: Scene, row: Row, from: number, to: number): void {
  const stretch = stretchOf(scene, row, from, to);
  const { context } = stretch;
  if ((context.isTitled || context.isNamed) && stretch.words > 0) takeRow(scene, row, 'PERSON', from, to);
  else if (isPlaceOfBusiness(scene, stretch)) return;
  else if (isArea(scene, stretch)) takeAreas(scene, stretch);
  else if (isListedName(scene, stretch) || isUnknownName(scene, stretch)) takePerson(scene, stretch);
  else if (stretch.unknown === 0 && stretch.ambiguous + stretch.names > 0 && isLikelyName(scene, stretch))
    takeRow(scene, row, 'PERSON', from, to);
}

/** A name of the lists; at the start of a sentence of which the language is not sure it may be a word of another. */
function isListedName(scene: Scene, stretch: Stretch): boolean {
  if (stretch.names === 0) return stretch.words > 1 && stretch.areas === stretch.words;
  return stretch.words > 1 || stretch.initials > 0 || !isDoubtful(scene, stretch);
}

function isDoubtful({ draft, manner }: Scene, { first, last, context }: Stretch): boolean {
  const { tokens } = draft;
  if (!context.startsSentence || context.isAnnounced || (context.isWholeLine && first > 0)) return false;
  if (isAbbreviated(draft, last) || (tokens.says(first, has.EN) && isVerb(draft, last))) return true;
  return tokens.says(first, manner.relatives) && !tokens.says(first, has.STRONG_GIVEN) && !isEnglishVerb(draft, manner, last + 1);
}

/** `Max. load` */
function isAbbreviated(draft: Draft, at: number): boolean {
  const next = at + 2;
  return (
    draft.isMark(at + 1, 0x2e) &&
    draft.tokens.gap[next] === SPACED &&
    draft.tokens.kind[next] === WORD &&
    draft.tokens.shape[next] === ALL_LOWER
  );
}

/** `Mark the order`, `Jack up the pallet`: what is to be done with something. */
function isVerb(draft: Draft, at: number): boolean {
  const next = at + 1;
  return draft.tokens.shape[next] === ALL_LOWER && objects.has(draft, next);
}

const objects = new WordSet('the a an all any each every this that these those your our it them up down off out as'.split(' '));

/** Words of no list: one alone is no name in German, nor in a sentence about documents, nor in capitals. */
function isUnknownName(scene: Scene, stretch: Stretch): boolean {
  const { unknown, ambiguous, areas, initials, context } = stretch;
  if (unknown === 0 || (stretch.from === stretch.to && isCode(scene.draft, stretch))) return false;
  const isTold = context.isAnnounced || unknown + ambiguous + areas > 1 || (initials > 0 && !endsInInitial(scene, stretch));
  return isTold || (!stretch.isBusiness && !scene.manner.isGerman && isInSlot(scene, stretch));
}

/** In English a capital is enough; where the language is not sure it says nothing at the start of a sentence. */
function isInSlot({ draft, manner }: Scene, { last, context }: Stretch): boolean {
  return manner.isSurelyEnglish || !context.startsSentence || context.isWholeLine || isEnglishVerb(draft, manner, last + 1);
}

/** `Dispogruppe A`: in German a noun with a letter behind. */
function endsInInitial({ manner }: Scene, { row, to, initials, words }: Stretch): boolean {
  return manner.isGerman && words === 1 && initials === 1 && row.sorts[to] === is.INITIAL;
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
