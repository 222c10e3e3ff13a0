import { isAskedFor, withFront } from './address-front.ts';
import { extendAddress, type Piece } from './address-tail.ts';
import { boxed, corner } from './boxes.ts';
import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { ABOUT_DOCUMENT } from './sentences.ts';
import { namedStreet, numberFirst, streetFirst, type Street } from './street-order.ts';
import { isHouseCode, mayStandWithin } from './streets.ts';
import { ALL_LOWER, CODE, JOINED, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

/** What has to come together before a number and a few words count as an address. */
const enough = 3;

/** How many tokens an address has at most up to its number or the word for its way: seven words and the marks between. */
const longestWay = 24;

/** Finds postal addresses: house number and street in either order, boxes, corners; then flat, city, state, code, country. */
export function findAddresses(draft: Draft, manner: Manner, about: Uint8Array): void {
  const { anchors } = draft.tokens;
  let from = 0;
  for (let each = 0; each < anchors.size; each += 1) {
    const anchor = anchors.at[each] ?? 0;
    if (anchor < from) continue;
    for (from = startOfRun(draft, anchor, from, manner); from <= anchor; from += 1)
      if (mayBegin(draft, from, manner)) from = addressFrom(draft, from, manner, about);
  }
}

/** The first of the words in front of an anchor that can be the name of a street up to it. */
function startOfRun(draft: Draft, anchor: number, from: number, manner: Manner): number {
  const least = Math.max(from, anchor - longestWay);
  if (manner.isLower) return least;
  let at = anchor;
  while (at > least && draft.tokens.gapAt(at) <= SPACED && isOfStreet(draft, at - 1)) at -= 1;
  return at;
}

function isOfStreet({ tokens }: Draft, at: number): boolean {
  if (tokens.gap[at] === JOINED && tokens.kind[at] !== NUMBER) return true;
  if (tokens.kind[at] !== WORD) return false;
  return tokens.shape[at] !== ALL_LOWER || mayStandWithin(tokens, at);
}

/** A word in small letters begins an address only where the lists say so or nothing has capitals. */
function mayBegin(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  if (tokens.kind[at] === MARK) return false;
  const isPlain =
    tokens.shape[at] === ALL_LOWER && !manner.isLower && tokens.kind[at] === WORD && !tokens.says(at, has.ADDRESS_START | has.STREET_FIRST);
  return !isPlain && draft.isOpen(at);
}

function addressFrom(draft: Draft, at: number, manner: Manner, about: Uint8Array): number {
  const street = streetAt(draft, at, manner);
  if (!street) return at;
  const tail = extendAddress(draft, street.last, manner);
  if (!street.isSure && street.score + tail.score + scoreAround(draft, at, manner, about) < enough) return at;
  takeParts(draft, withFront(draft, at), street.last, tail.parts);
  return tail.last;
}

function streetAt(draft: Draft, at: number, manner: Manner): Street | undefined {
  const kind = draft.tokens.kindAt(at);
  if (kind === NUMBER || (kind === CODE && isHouseCode(draft, at))) return numberFirst(draft, at, manner);
  if (kind !== WORD) return undefined;
  const isStart = draft.tokens.says(at, has.ADDRESS_START);
  const box = isStart ? (boxed(draft, at) ?? corner(draft, at, manner)) : undefined;
  return box ?? streetFirst(draft, at, manner) ?? namedStreet(draft, at, manner);
}

/** Words of addresses near by speak for one, a sentence about a document against. */
function scoreAround(draft: Draft, at: number, manner: Manner, about: Uint8Array): number {
  const isSpokenOf = (manner.cues & (1 << has.cue.address)) !== 0;
  const isAboutDocument = ((about[at] ?? 0) & ABOUT_DOCUMENT) !== 0;
  return (isAskedFor(draft, at) ? 2 : isSpokenOf ? 1 : 0) - (isAboutDocument ? 1 : 0);
}

/** Street with its flat, town, code and country apart: a policy may let a country pass and never the street. */
function takeParts(draft: Draft, first: number, streetEnd: number, parts: readonly Piece[]): void {
  let last = streetEnd;
  let next = 0;
  while (parts[next]?.kind === 'ADDRESS') {
    last = parts[next]?.last ?? last;
    next += 1;
  }
  draft.take('ADDRESS', first, last, 'pattern');
  for (const part of parts.slice(next)) draft.take(part.kind, part.first, part.last, 'pattern');
}
