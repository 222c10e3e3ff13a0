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
  let names = 0;
  let unknown = 0;
  let ambiguous = 0;
  let areas = 0;
  let initials = 0;
  for (let at = from; at <= to; at += 1) {
    const sort = row.sorts[at];
    if (sort === is.NAME) names += 1;
    else if (sort === is.UNKNOWN) unknown += 1;
    else if (sort === is.AMBIGUOUS) ambiguous += 1;
    else if (sort === is.AREA) areas += 1;
    else if (sort === is.INITIAL) initials += 1;
  }
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
    initials,
    words: names + unknown + ambiguous + areas,
    context: contextOf(draft, first, last),
    isBusiness: (subject & (ABOUT_DOCUMENT | ABOUT_LOGISTICS)) !== 0,
    isShipping: (subject & ABOUT_LOGISTICS) !== 0,
  };
}
