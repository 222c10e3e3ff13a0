import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Row, Scene } from './rows.ts';
import { endsSentence } from './sentences.ts';
import * as is from './words.ts';

const longestName = 5;

/** What of a row is a firm: up to a legal form, or to one of the words firms have in their names beside another word. */
export function firmOf({ draft }: Scene, row: Row, from: number, to: number): { from: number; to: number } | undefined {
  for (let at = to; at > from; at -= 1) {
    if (row.sorts[at] !== is.FORM && row.sorts[at] !== is.ORG_PART) continue;
    const start = startOf(draft, row, from, at);
    if (row.sorts[at] !== is.FORM && !hasName(draft, row, start, at)) return undefined;
    let end = at;
    while (end < to && (row.sorts[end + 1] === is.FORM || row.sorts[end + 1] === is.ORG_PART)) end += 1;
    return { from: start, to: end };
  }
  return undefined;
}

function startOf(draft: Draft, row: Row, from: number, at: number): number {
  let start = at - 1;
  while (start > from && row.sorts[start - 1] !== is.INITIAL && at - start < longestName) start -= 1;
  // A sentence's first word is not a firm's, if a list has it: Visit Hallberg Ltd.
  const first = row.at[start] ?? 0;
  const isWord = row.sorts[start] === is.ORDINARY && draft.tokens.says(first, has.ANY_LANGUAGE);
  return isWord && at - start > 1 && (first === 0 || endsSentence(draft, first - 1)) ? start + 1 : start;
}

function hasName({ tokens }: Draft, row: Row, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const sort = row.sorts[at];
    if (sort === is.NAME || sort === is.UNKNOWN || sort === is.AREA || sort === is.AMBIGUOUS) return true;
    // Put together from words, but in no list: Intermap Technologies.
    if (sort === is.ORDINARY && !tokens.says(row.at[at] ?? 0, has.ANY_LANGUAGE)) return true;
  }
  return false;
}
