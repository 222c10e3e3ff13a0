import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { isStreetWord, readStreet } from './streets.ts';
import type { Street } from './street-order.ts';
import { ALL_CAPS, MARK, NUMBER, ONE_LINE, SPACED } from './tokens.ts';

/** `PO Box 12`, `Postfach 34`, `Unit 4719 Box 7394`, `PSC 1437, Box 3833`. */
export function boxed(draft: Draft, at: number): Street | undefined {
  return forms[draft.word(at).toLowerCase()]?.(draft, at);
}

type Form = (draft: Draft, at: number) => Street | undefined;
/** German boxes write their number in pairs: `Postfach 10 20 30`. */
const box: Form = (draft, at) =>
  draft.tokens.kind[at + 1] === NUMBER ? { last: endOfPairs(draft, at + 1), score: 3, isSure: true } : undefined;
const forms: Readonly<Record<string, Form>> = {
  postfach: box,
  postbus: box,
  postbox: box,
  pobox: box,
  unit: unitBox,
  psc: unitBox,
  cmr: unitBox,
  usns: ship,
  uss: ship,
  usnv: ship,
  usni: ship,
  apt: flat,
  apartment: flat,
  suite: flat,
  flat,
  house: namedHouse,
  building: namedHouse,
  hausnummer: (draft, at) => numbered(draft, draft.tokens.says(at + 1, has.GENERIC) ? at + 2 : at + 1),
  bp: shortBox,
  cs: shortBox,
  casella: postalBox,
  po: postOfficeBox,
  p: postOfficeBox,
};

function numbered(draft: Draft, at: number): Street | undefined {
  return draft.tokens.kind[at] === NUMBER ? { last: at, score: 3, isSure: true } : undefined;
}

function endOfPairs(draft: Draft, first: number): number {
  let last = first;
  while (last - first < 3 && isPair(draft, last) && isPair(draft, last + 1)) last += 1;
  return last;
}

function isPair(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === NUMBER && draft.tokens.sizeAt(at) <= 2 && draft.tokens.gapAt(at) <= SPACED && draft.isOpen(at);
}

/** `BP 450`: two capitals that mean other things too. */
function shortBox(draft: Draft, at: number): Street | undefined {
  const found = draft.tokens.shape[at] === ALL_CAPS ? numbered(draft, at + 1) : undefined;
  return found && { ...found, score: 1, isSure: false };
}

/** `Casella Postale 55`. */
function postalBox(draft: Draft, at: number): Street | undefined {
  return draft.word(at + 1).toLowerCase() === 'postale' ? numbered(draft, at + 2) : undefined;
}

function unitBox(draft: Draft, at: number): Street | undefined {
  if (draft.tokens.kind[at + 1] !== NUMBER) return undefined;
  const box = draft.isMark(at + 2, 0x2c) ? at + 3 : at + 2;
  return draft.word(box).toLowerCase() === 'box' ? numbered(draft, box + 1) : undefined;
}

function flat(draft: Draft, at: number): Street | undefined {
  const { tokens } = draft;
  const number = draft.isMark(at + 1, 0x2e) || draft.isMark(at + 1, 0x23) ? at + 2 : at + 1;
  if (tokens.kind[number] !== NUMBER || tokens.gapAt(number) > SPACED) return undefined;
  const isLine = tokens.gapAt(at) >= ONE_LINE || draft.isMark(at - 1, 0x2c);
  return { last: number, score: isLine ? 3 : 2, isSure: false };
}

/** `house number 12`, `building no 7`. */
function namedHouse(draft: Draft, at: number): Street | undefined {
  return draft.tokens.says(at + 1, has.GENERIC) ? numbered(draft, at + 2) : undefined;
}

/** `PO Box`, `P.O. Box`, `P O Box`. */
function postOfficeBox(draft: Draft, at: number): Street | undefined {
  let next = at + 1;
  while (next - at < 5 && (draft.isMark(next, 0x2e) || draft.word(next).toLowerCase() === 'o')) next += 1;
  return draft.word(next).toLowerCase() === 'box' ? numbered(draft, next + 1) : undefined;
}

/** `USS Mahler, FPO AA 70489`: a ship, with the military post office behind it. */
function ship(draft: Draft, at: number): Street | undefined {
  for (let next = at + 1; next < at + 5; next += 1) {
    const word = draft.word(next).toLowerCase();
    if (word !== 'apo' && word !== 'fpo' && word !== 'dpo') continue;
    return { last: draft.tokens.kind[next - 1] === MARK ? next - 2 : next - 1, score: 4, isSure: true };
  }
  return undefined;
}

/** `the corner of Dalbraut 99 and Frederikke Coves`. */
export function corner(draft: Draft, at: number, manner: Manner): Street | undefined {
  if (draft.word(at).toLowerCase() !== 'corner' || draft.word(at + 1).toLowerCase() !== 'of') return undefined;
  const first = readSide(draft, at + 2, manner);
  if (first < 0 || draft.word(first + 1).toLowerCase() !== 'and') return undefined;
  const second = readSide(draft, first + 2, manner);
  return second < 0 ? undefined : { last: second, score: 4, isSure: true };
}

function readSide(draft: Draft, from: number, manner: Manner): number {
  const { tokens } = draft;
  if (tokens.kind[from] === NUMBER) {
    const behind = readStreet(draft, from + 1, manner);
    return behind ? behind.last : -1;
  }
  return isStreetWord(draft, from, manner) ? (readStreet(draft, from, manner)?.last ?? -1) : -1;
}
