import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { isPersonal } from './personal.ts';
import type { Scene } from './rows.ts';
import { isEnglishVerb, isFollowedBySmallWord } from './sequel.ts';
import type { Stretch } from './stretch.ts';
import { ALL_LOWER, CAPITAL, ONE_LINE, SPACED } from './tokens.ts';
import * as is from './words.ts';
import { WordSet } from './word-set.ts';

const colon = 0x3a;

/** Words that are names too: two in a row with a given name first, an initial beside, or one that is addressed. */
export function isLikelyName(scene: Scene, stretch: Stretch): boolean {
  const { tokens } = scene.draft;
  const { context, isBusiness, row, from, first, last } = stretch;
  const isGiven = tokens.says(first, has.GIVEN);
  const isFamily = tokens.says(last, has.FAMILY);
  const isPersonal = context.isAnnounced || !isBusiness;
  if (stretch.initials > 0) return isGiven || (isFamily && row.sorts[from] === is.INITIAL && isPersonal);
  if (stretch.words === 1) return isLikelyAlone(scene, stretch);
  const isVerb = tokens.says(first, has.COMMON) && context.startsSentence && !context.isAnnounced;
  return isGiven && isFamily && isPersonal && !isVerb;
}

function isLikelyAlone(scene: Scene, stretch: Stretch): boolean {
  const { draft, manner } = scene;
  const { first, last, context } = stretch;
  const { tokens } = draft;
  if (tokens.shape[first] !== CAPITAL) return false;
  if (tokens.says(first, has.CALENDAR)) return isSpokenTo(draft, context);
  // In German every noun has a capital; an origin is nobody's name; at a sentence's start any word has one.
  const isLost = !manner.isSurelyEnglish && context.startsSentence && !isEnglishVerb(draft, manner, last + 1);
  if (manner.isGerman || isLost || tokens.says(first, has.ORIGIN)) return context.isAnnounced;
  return context.startsSentence ? isLikelyFirst(draft, stretch) : isLikelyWithin(scene, stretch);
}

/** Within a sentence: whose something is, who is announced, and a given name that is a rare word. */
function isLikelyWithin(scene: Scene, stretch: Stretch): boolean {
  const { tokens } = scene.draft;
  const { first, last, context, isBusiness } = stretch;
  if (isOwnerOf(scene, stretch)) return true;
  if (!tokens.says(first, has.GIVEN)) return tokens.says(last, has.FAMILY) && context.isAnnounced && (!isBusiness || isLatin(scene.manner));
  if (context.isAnnounced) return true;
  return !isBusiness && (!tokens.says(first, has.COMMON) || isAmongPeople(scene.draft, first));
}

function isLikelyFirst(draft: Draft, { first, last, context, isBusiness }: Stretch): boolean {
  if (!draft.tokens.says(first, has.GIVEN)) return false;
  if (isSpeaker(draft, first) && !isBusiness) return true;
  if (draft.tokens.says(first, has.COMMON)) return false;
  return context.isAnnounced || (!isBusiness && isFollowedBySmallWord(draft, last));
}

/** `la signature de Moreau`: in languages in which a noun has no capital, whose something is. */
function isOwnerOf({ draft, manner }: Scene, { first, isBusiness }: Stretch): boolean {
  const { tokens } = draft;
  const isBetweenSmall =
    tokens.shape[first - 1] === ALL_LOWER && tokens.shape[first - 2] === ALL_LOWER && tokens.shape[first + 1] !== CAPITAL;
  return isLatin(manner) && !isBusiness && isBetweenSmall && tokens.gap[first] === SPACED && owners.has(draft, first - 1);
}

/** Languages that write no noun with a capital, and of which few words are surnames. */
function isLatin({ languages }: Manner): boolean {
  return (languages & (has.FR | has.ES | has.IT | has.NL)) !== 0;
}

const owners = new WordSet(['de', 'di', 'van']);

/** A month or a day is a name only where somebody is meant (`Dear May`, `with April`); `by May` and `from May` are times. */
function isSpokenTo(draft: Draft, { isAnnounced, before }: Context): boolean {
  return isAnnounced && !(before >= 0 && times.hasInAnyCase(draft, before));
}

const times = new WordSet(
  'by per from until till before after since w lt von mit bis ab seit durch laut par pour avec por con para da per door met'.split(' '),
);

/** `David had given Angel his address`: a common word with a capital between small ones, where somebody is spoken of. */
function isAmongPeople(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return tokens.shape[at - 1] === ALL_LOWER && tokens.shape[at + 1] === ALL_LOWER && isPersonal(draft, at);
}

/** `Jenny: thanks`: who speaks. */
function isSpeaker(draft: Draft, at: number): boolean {
  return draft.isMark(at + 1, colon) && draft.tokens.gapAt(at) >= ONE_LINE;
}
