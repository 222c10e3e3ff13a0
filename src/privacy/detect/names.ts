import { FREE, type Draft } from './draft.ts';
import { firmOf } from './firms.ts';
import * as has from './flags.ts';
import { isLanguage } from './languages.ts';
import type { Manner } from './manner.ts';
import { rowFrom, type Row, type Scene } from './rows.ts';
import { settleStretch } from './stretches.ts';
import { takeRow } from './take-row.ts';
import { ALL_LOWER, CAPITAL, NO_CASE, WORD } from './tokens.ts';
import * as is from './words.ts';

/** Finds persons, organisations and places among words with capitals. */
export function findNames(draft: Draft, manner: Manner, about: Uint8Array): void {
  const { tokens } = draft;
  const scene: Scene = { draft, manner, about };
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] !== WORD || tokens.shape[at] === ALL_LOWER || tokens.shape[at] === NO_CASE || draft.owner[at] !== FREE) continue;
    if (isLanguage(draft, at)) {
      draft.keep(at, at);
      continue;
    }
    const row = rowFrom(scene, at);
    settleRow(scene, row);
    at = Math.max(at, row.at.at(-1) ?? at);
  }
}

/** Cuts the row at words that are apart from every name and decides each piece. */
function settleRow(scene: Scene, row: Row): void {
  let from = 0;
  for (let to = 0; to <= row.at.length; to += 1) {
    if (isAddressed(scene, row, to)) row.sorts[to] = is.AMBIGUOUS;
    const sort = row.sorts[to];
    if (to < row.at.length && sort !== is.APART && sort !== is.HONORIFIC) continue;
    if (to > from) settlePiece(scene, row, from, to - 1);
    from = to + 1;
  }
}

/** Behind a title any word is a name: Mrs. Baker. */
function isAddressed({ draft }: Scene, row: Row, at: number): boolean {
  const sort = row.sorts[at];
  if (sort !== is.ORDINARY && sort !== is.APART) return false;
  return row.sorts[at - 1] === is.HONORIFIC || (at === 0 && is.isCalled(draft, row.at[at] ?? 0));
}

function settlePiece(scene: Scene, row: Row, from: number, to: number): void {
  const firm = firmOf(scene, row, from, to);
  if (firm) {
    takeRow(scene, row, 'ORG', firm.from, firm.to);
    if (firm.from > from) settlePiece(scene, row, from, firm.from - 1);
    if (firm.to < to) settlePiece(scene, row, firm.to + 1, to);
    return;
  }
  if (row.sorts[from] === is.ORDINARY && is.isCalled(scene.draft, row.at[from] ?? 0)) row.sorts[from] = is.AMBIGUOUS;
  for (let start = from; start <= to; start += 1) {
    if (row.sorts[start] === is.NONE || row.sorts[start] === is.ORDINARY) continue;
    const end = endOfStretch(scene, row, start, to);
    settleStretch(scene, row, start, end);
    start = end;
  }
}

/** A stretch goes on to the next ordinary word; small words count only between others. */
function endOfStretch({ draft }: Scene, row: Row, start: number, to: number): number {
  let end = start;
  for (let next = start + 1; next <= to; next += 1) {
    if (row.sorts[next] === is.ORDINARY && !isSurname(draft, row, next)) break;
    if (row.sorts[next] !== is.NONE) end = next;
  }
  return end;
}

/** A word with a capital behind a given name or an initial is a surname, whatever else it means: Justin Beet, Brad L Key. */
function isSurname({ tokens }: Draft, row: Row, at: number): boolean {
  const word = row.at[at] ?? 0;
  if (tokens.shape[word] !== CAPITAL || tokens.says(word, has.FUNCTION_WORD)) return false;
  if (row.sorts[at - 1] === is.INITIAL && isNameLike(row.sorts[at - 2])) return true;
  const isGiven = row.sorts[at - 1] === is.NAME && tokens.says(row.at[at - 1] ?? 0, has.GIVEN);
  return isGiven && !tokens.says(word, has.COMMON);
}

function isNameLike(sort: number | undefined): boolean {
  return sort === is.NAME || sort === is.UNKNOWN || sort === is.AMBIGUOUS;
}
