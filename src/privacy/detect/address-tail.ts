import type { Draft } from './draft.ts';
import { dwelling, estate } from './dwellings.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { postalCode } from './postal-codes.ts';
import { CAPITAL, JOINED, MARK, NUMBER, ONE_LINE, SPACED, WORD } from './tokens.ts';
import { area } from './towns.ts';
import { WordSet } from './word-set.ts';

/** `parts` are the pieces behind the street, by what they are; a flat belongs to the street. */
export type Tail = { readonly last: number; readonly score: number; readonly parts: readonly Piece[] };
export type Piece = { readonly kind: 'ADDRESS' | 'PLACE' | 'ZIP'; readonly first: number; readonly last: number };

const mostParts = 14;

/** Goes on behind a street: flat or suite, city, state, postal code, country, over commas and line ends. */
export function extendAddress(draft: Draft, from: number, manner: Manner): Tail {
  let last = from;
  let score = 0;
  let hasCity = false;
  let isBehindCode = false;
  const parts: Piece[] = [];
  for (let part = 0; part < mostParts; part += 1) {
    const next: number = nextPart(draft, last);
    if (next < 0) break;
    const at: number = hasCity ? next : behindPreposition(draft, next);
    const isApart: boolean = isBehindCode || at > last + 1 || draft.tokens.gapAt(at) >= ONE_LINE;
    const flat: Part | undefined = dwelling(draft, at) ?? (isApart ? estate(draft, at) : undefined);
    const code: Part | undefined = flat ? undefined : postalCode(draft, at, hasCity || isApart);
    const found: Part | undefined = flat ?? code ?? area(draft, at, manner, isApart, hasCity);
    if (!found) break;
    parts.push({ kind: flat ? 'ADDRESS' : code ? 'ZIP' : 'PLACE', first: at, last: found.last });
    isBehindCode = draft.tokens.kind[at] !== WORD;
    last = found.last;
    score += found.score;
    hasCity ||= found.isCity;
  }
  // The closing point of `Street.` stays outside.
  return { last, score, parts };
}

const prepositions = new WordSet(['in', 'à', 'te', 'en', 'a']);

/** `Hauptstraße 12 in 24103 Kiel`, `rue du Moulin à Quimper`: the code or the listed town behind the small word. */
function behindPreposition(draft: Draft, at: number): number {
  const { tokens } = draft;
  const next = at + 1;
  if (tokens.gap[at] !== SPACED || tokens.gap[next] !== SPACED || !prepositions.has(draft, at) || !draft.isOpen(next)) return at;
  const isTown = tokens.shape[next] === CAPITAL && tokens.says(next, has.PLACE) && !tokens.says(next, has.CALENDAR | has.COMMON);
  return isTown || isCodeOfTown(draft, next) ? next : at;
}

function isCodeOfTown({ tokens }: Draft, at: number): boolean {
  const isCode = tokens.kind[at] === NUMBER && (tokens.size[at] === 4 || tokens.size[at] === 5);
  return isCode && tokens.gap[at + 1] === SPACED && tokens.shape[at + 1] === CAPITAL;
}

/** One piece behind the street. */
export type Part = { readonly last: number; readonly score: number; readonly isCity: boolean };

/** The token behind commas, dashes and line ends; -1 where the address is over. What opens a line (`>`, `*`, `???`) is no part of it. */
function nextPart(draft: Draft, last: number): number {
  const { tokens } = draft;
  let at = last + 1;
  let hasLine = false;
  for (let marks = 0; at < tokens.count && tokens.kind[at] === MARK && marks < 7; marks += 1, at += 1) {
    hasLine ||= tokens.gapAt(at) >= ONE_LINE;
    if (hasLine) continue;
    if (!isBetweenParts(draft, at)) return -1;
  }
  return at < tokens.count && draft.isOpen(at) ? at : -1;
}

/** A comma, a dash, a bar, a point of an abbreviation: what may stand between the parts of an address. */
function isBetweenParts(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const unit = tokens.sizeAt(at);
  if (unit === 0x2e) return isPointBetween(draft, at);
  if (unit === 0x2d) return tokens.gap[at] !== JOINED;
  return partMarks.has(unit) || (unit === 0x3f && draft.isMark(at - 1, 0x3f));
}

// , ; # – • | /
const partMarks: ReadonlySet<number> = new Set([0x2c, 0x3b, 0x23, 0x2013, 0x2022, 0x7c, 0x2f]);

function isPointBetween(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.gap[at] !== JOINED) return false;
  if (tokens.kind[at - 1] === WORD && tokens.sizeAt(at - 1) <= 4) return true;
  // Nothing but more text of the address may follow a point.
  return at + 1 < tokens.count && (tokens.gapAt(at + 1) >= ONE_LINE || tokens.says(at + 1, has.DWELLING));
}
