import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { isPersonal } from './personal.ts';
import type { Scene } from './rows.ts';
import { isFollowedBySmallWord } from './sequel.ts';
import type { Stretch } from './stretch.ts';
import { takeRow } from './take-row.ts';
import { CAPITAL, MARK, NUMBER } from './tokens.ts';

const comma = 0x2c;

/** Countries and towns; a town that is a name too is one unless something people do is said of it. */
export function isArea({ draft }: Scene, stretch: Stretch): boolean {
  const { areas, words, first, last, context } = stretch;
  if (areas > 0 && areas === words) return areas === 1 || context.isPlaced || !isGivenAndFamily(draft, first, last);
  if (!isNameOfTown(draft, stretch)) return false;
  const isGiven = draft.tokens.says(first, has.GIVEN);
  // `à Lucas`, `de Léon`: such a word stands before persons as well.
  if (context.isPlaced && !(isGiven && isLink(draft, context.before))) return true;
  return context.startsSentence && (isGiven ? isValue(draft, first, last) : !isFollowedBySmallWord(draft, last));
}

function isNameOfTown(draft: Draft, { names, words, initials, first, context }: Stretch): boolean {
  const { tokens } = draft;
  if (names !== 1 || words !== 1 || initials > 0 || tokens.shape[first] !== CAPITAL || context.isAnnounced) return false;
  return tokens.says(first, has.PLACE) && !tokens.says(first, has.STRONG_GIVEN) && !isListedWithNames(draft, first);
}

/** A town called like a person: Mary Esther. */
function isGivenAndFamily({ tokens }: Draft, first: number, last: number): boolean {
  const isCalled = tokens.says(first, has.GIVEN) && !tokens.says(first, has.PARTICLE) && tokens.says(last, has.FAMILY | has.GIVEN);
  return isCalled && (tokens.phraseFlags(first, last) & has.COUNTRY) === 0;
}

/** `Paris +33 1 99`, `Sydney (2000)`, `discharge: Antwerp` */
function isValue(draft: Draft, first: number, last: number): boolean {
  const { tokens } = draft;
  const next = last + 1;
  if (draft.isMark(first - 1, 0x3a)) return true;
  return tokens.kind[next] === NUMBER || (tokens.kind[next] === MARK && tokens.kind[next + 1] === NUMBER);
}

function isLink({ tokens }: Draft, at: number): boolean {
  return tokens.says(at, has.PARTICLE) || tokens.sizeAt(at) === 1;
}

/** `Lopez, Santos and Coleman`: one of several names of which the next or the last is no town. */
function isListedWithNames(draft: Draft, at: number): boolean {
  return isNoTown(draft, at, at - 1) || isNoTown(draft, at, at + 1);
}

function isNoTown({ tokens }: Draft, at: number, link: number): boolean {
  const other = 2 * link - at;
  const isLink =
    tokens.kind[link] === MARK ? tokens.size[link] === comma : tokens.says(link, has.FUNCTION_WORD) && tokens.sizeAt(link) <= 3;
  return isLink && tokens.shapeAt(other) === CAPITAL && tokens.says(other, has.FAMILY) && !tokens.says(other, has.PLACE | has.COUNTRY);
}

/** Towns of a shipment or a document are nobody's, but for one that is a given name too. */
export function isPlaceOfBusiness({ draft }: Scene, { row, from, to, first, context, isBusiness, isShipping }: Stretch): boolean {
  if (!isBusiness || context.isAnnounced) return false;
  for (let at = from; at <= to; at += 1) if (!draft.tokens.says(row.at[at] ?? 0, has.PLACE | has.COUNTRY)) return false;
  return !draft.tokens.says(first, has.GIVEN) || isShipping || context.isPlaced;
}

/** A place says something about a person only where one is spoken of, a town also where somebody or something is in it. */
export function takeAreas(scene: Scene, { row, from, to, first, isBusiness, context }: Stretch): void {
  if (isBusiness) return;
  const { tokens } = scene.draft;
  if (from === to && tokens.says(first, has.GIVEN) && isSomebody(scene.draft, first, context))
    return takeRow(scene, row, 'PERSON', from, to);
  const isTown = context.isPlaced && !tokens.says(first, has.COUNTRY | has.STATE);
  if (isTown || isPersonal(scene.draft, first)) takeRow(scene, row, 'PLACE', from, to);
}

/** `Georgia called`, `Dear Israel` */
function isSomebody(draft: Draft, first: number, { isAnnounced, isPlaced, startsSentence }: Context): boolean {
  return !isPlaced && (isAnnounced || (startsSentence && isFollowedBySmallWord(draft, first)));
}
