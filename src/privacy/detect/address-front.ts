import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, CODE, MARK, MORE_LINES, NUMBER, ONE_LINE, SPACED, WORD } from './tokens.ts';
import { WordSet } from './word-set.ts';

/** How far back the name of a house or an estate may begin. */
const reach = 7;

/** Where an address begins that was found from its street: a flat, a house, an estate, small words before it. */
export function withFront(draft: Draft, at: number): number {
  const named = withNamedHouse(draft, at);
  if (named < at) return named;
  const flat = withFlat(draft, at);
  if (flat < at) return flat;
  const small = withSmallWords(draft, at);
  return small < at ? small : withFirstOfTwo(draft, at);
}

/** `Flat 2, 10 Downing Street`, `Apt 4B, 350 Fifth Avenue`, `Unit 7` on the line above; a number before a box. */
function withFlat(draft: Draft, at: number): number {
  const { tokens } = draft;
  const number = draft.isMark(at - 1, 0x2c) ? at - 2 : tokens.gap[at] === ONE_LINE ? at - 1 : -1;
  const isNumber = tokens.kind[number] === NUMBER || tokens.kind[number] === CODE;
  if (isNumber && tokens.says(number - 1, has.DWELLING) && draft.isOpen(number) && draft.isFree(number - 1)) return number - 1;
  const isBox = /^(?:p|po|unit|psc)$/i.test(draft.word(at));
  return isBox && tokens.kind[at - 1] === NUMBER && tokens.gap[at] === SPACED && draft.isOpen(at - 1) ? at - 1 : at;
}

/** `Am Alten Markt`, `Zur Mühle`: with a capital these belong to the name; of two words only the first has one: `An der Mühle`. */
function withSmallWords(draft: Draft, at: number): number {
  const { tokens } = draft;
  if (at < 1 || tokens.gapAt(at) > SPACED || tokens.kind[at] !== WORD || !draft.isFree(at - 1)) return at;
  if (/^(?:Am|Im|Zum|Zur)$/.test(draft.word(at - 1))) return at - 1;
  const dutch = withDutchParticles(draft, at);
  if (dutch < at) return dutch;
  const isArticle = /^(?:der|den|dem)$/.test(draft.word(at - 1)) && tokens.gapAt(at - 1) <= SPACED && draft.isFree(at - 2);
  return isArticle && /^(?:An|Auf|In|Unter|Hinter|Vor|Bei)$/.test(draft.word(at - 2)) ? at - 2 : at;
}

const dutch = new WordSet(['van', 'de', 'den', 'der', 'het', 'ter', 'ten']);

/** `naar van Beekstraat 12`, `op van den Boschdijk 98`: two particles, or one behind a word that a place follows. */
function withDutchParticles(draft: Draft, at: number): number {
  const { tokens } = draft;
  let first = at;
  while (at - first < 3 && tokens.gapAt(first) === SPACED && dutch.has(draft, first - 1) && draft.isFree(first - 1)) first -= 1;
  if (first === at || draft.word(first) !== 'van') return at;
  return at - first > 1 || (tokens.gap[first] === SPACED && tokens.says(first - 1, has.PLACE_CUE | has.FUNCTION_WORD)) ? first : at;
}

/** `the corner of`, and a first street before an `and`. */
function withFirstOfTwo(draft: Draft, at: number): number {
  const { tokens } = draft;
  const word = draft.word(at - 1).toLowerCase();
  if (word === 'the' && draft.isFree(at - 1) && draft.word(at).toLowerCase() === 'corner') return at - 1;
  if (word !== 'and' || tokens.kind[at - 2] !== WORD || tokens.shape[at - 2] === ALL_LOWER) return at;
  return draft.isFree(at - 2) && isAskedFor(draft, at - 2) ? at - 2 : at;
}

const houses = /^(?:house|cottage|mill|lodge|farm|hall|barn|manor|grange|rectory|vicarage)$/i;
const zones = /^(?:ZI|ZA|ZAC|ZC|ZAE|Zone)$/;

/** `The Old Mill, Church Lane`, `ZI des Chênes, 4 impasse des Forges`. */
function withNamedHouse(draft: Draft, at: number): number {
  const { tokens } = draft;
  if (!draft.isMark(at - 1, 0x2c)) return at;
  const isHouse = houses.test(draft.word(at - 2));
  let first = at;
  for (let back = at - 2; back >= 0 && at - back < reach && isWordOfHouse(draft, back); back -= 1) {
    const isStart = (isHouse && draft.word(back) === 'The') || zones.test(draft.word(back));
    if (isStart || (isHouse && tokens.shape[back] === CAPITAL)) first = back;
    if (isStart || tokens.gapAt(back) > SPACED) break;
  }
  return first;
}

function isWordOfHouse(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (!draft.isFree(at) || tokens.kind[at] === MARK) return false;
  return tokens.shape[at] !== ALL_LOWER || tokens.says(at, has.PARTICLE) || /^(?:des|du|aux|industrielle)$/.test(draft.word(at));
}

/** An address word or a word of place stands in front: `address is`, `lives at`, `send to`. */
export function isAskedFor(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  let words = 0;
  for (let back = at - 1; back >= 0 && at - back < 11 && words < 6; back -= 1) {
    if (tokens.gapAt(back + 1) > MORE_LINES) return false;
    if (tokens.kind[back] !== WORD) continue;
    words += 1;
    if (tokens.cues[back] === has.cue.address) return true;
    if (words === 1 && tokens.says(back, has.PLACE_CUE) && tokens.shape[back] !== ALL_CAPS) return true;
    if (tokens.says(back, has.DOCUMENT) && !tokens.says(back, has.FUNCTION_WORD)) return false;
  }
  return false;
}
