import { contextOf, type Context } from './context.ts';
import type { Row, Scene } from './rows.ts';
import { ABOUT_DOCUMENT, ABOUT_LOGISTICS } from './sentences.ts';
import * as is from './words.ts';

/** Names, unknown words, initials and places in a row, with nothing ordinary between. */
export type Stretch = {
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

export function stretchOf({ draft, about }: Scene, row: Row, from: number, to: number): Stretch {
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
