import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { isStreetWord, readStreet } from './streets.ts';
import type { Street } from './street-order.ts';
import { NUMBER, ONE_LINE, SPACED } from './tokens.ts';

/** `PO Box 12`, `Postfach 34`, `Unit 4719 Box 7394`, `PSC 1437, Box 3833`. */
export function boxed(draft: Draft, at: number): Street | undefined {
  return forms[draft.word(at).toLowerCase()]?.(draft, at);
}

type Form = (draft: Draft, at: number) => Street | undefined;
const box: Form = (draft, at) => numbered(draft, at + 1);
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
  po: postOfficeBox,
  p: postOfficeBox,
};

function numbered(draft: Draft, at: number): Street | undefined {
  return draft.tokens.kind[at] === NUMBER ? { last: at, score: 3, isSure: true } : undefined;
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
    if (word === 'apo' || word === 'fpo' || word === 'dpo') return { last: next - 1, score: 4, isSure: true };
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
