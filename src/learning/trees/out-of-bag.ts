// Indexed reads in this file carry `as number`: every array has one value a row.
import type { Table } from '../core/table.ts';
import { leafOf, type Tree } from './ensemble.ts';
import { applyLink } from './links.ts';

/** What the trees say of rows they did not see (Breiman 2001): an honest score without a second table. */
export type OutOfBag = {
  /** `rows × outputs` means over the trees whose bag the row was not in; NaN where it was in every bag. */
  readonly scores: Float64Array;
  /** Share of rows whose likeliest class is the right one, or R² for numbers; NaN where no row was ever left out. */
  readonly score: number;
};

export function addVotes(tree: Tree, table: Table, rows: Int32Array, sums: Float64Array): void {
  for (const row of rows) sums[row] = (sums[row] as number) + (tree.value[leafOf(tree, table.columns, row)] as number);
}

/** `sums` holds one array an output; `votes` says how many trees each row was left out of. */
export function outOfBag(sums: readonly Float64Array[], votes: Int32Array, target: Float64Array, isRegression: boolean): OutOfBag {
  const outputs = sums.length;
  const scores = new Float64Array(target.length * outputs);
  for (let row = 0; row < target.length; row += 1) {
    const count = votes[row] as number;
    sums.forEach((values, output) => {
      scores[row * outputs + output] = count === 0 ? Number.NaN : (values[row] as number) / count;
    });
    if (!isRegression && count > 0) applyLink('share', scores, row * outputs, outputs);
  }
  return { scores, score: isRegression ? explainedShare(scores, target) : hitRate(scores, outputs, target) };
}

function explainedShare(scores: Float64Array, target: Float64Array): number {
  const rows = [...target.keys()].filter((row) => !Number.isNaN(scores[row]));
  const mean = rows.reduce((sum, row) => sum + (target[row] as number), 0) / rows.length;
  let left = 0;
  let all = 0;
  for (const row of rows) {
    left += ((target[row] as number) - (scores[row] as number)) ** 2;
    all += ((target[row] as number) - mean) ** 2;
  }
  return 1 - left / all;
}

function hitRate(scores: Float64Array, outputs: number, target: Float64Array): number {
  let hits = 0;
  let rows = 0;
  for (let row = 0; row < target.length; row += 1) {
    const own = scores.subarray(row * outputs, (row + 1) * outputs);
    if (Number.isNaN(own[0])) continue;
    rows += 1;
    const likeliest = outputs === 1 ? ((own[0] as number) > 0.5 ? 1 : 0) : own.indexOf(Math.max(...own));
    if (likeliest === target[row]) hits += 1;
  }
  return hits / rows;
}
