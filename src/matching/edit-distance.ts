/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, each one step. Answers
 * `limit + 1` as soon as it is certain that the distance is beyond the limit.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  const [rows, columns] = [a.length, b.length];
  if (Math.abs(rows - columns) > limit) return limit + 1;
  if (columns >= scratch.previous.length) scratch = { before: row(columns), previous: row(columns), current: row(columns) };
  let { before, previous, current } = scratch;
  for (let j = 0; j <= columns; j += 1) previous[j] = j;
  for (let i = 1; i <= rows; i += 1) {
    // Only cells within the limit of the diagonal can stay within the limit.
    const [from, to] = [Math.max(1, i - limit), Math.min(columns, i + limit)];
    current[from - 1] = from === 1 ? i : limit + 1;
    let least = from === 1 ? i : limit + 1;
    const letter = a.charCodeAt(i - 1);
    for (let j = from; j <= to; j += 1) {
      const isSame = letter === b.charCodeAt(j - 1);
      const above = j === i + limit ? limit : cell(previous, j);
      let steps = Math.min(above + 1, cell(current, j - 1) + 1, cell(previous, j - 1) + (isSame ? 0 : 1));
      if (isSwap(a, b, i, j)) steps = Math.min(steps, cell(before, j - 2) + 1);
      current[j] = steps;
      if (steps < least) least = steps;
    }
    if (least > limit) return limit + 1;
    [before, previous, current] = [previous, current, before];
  }
  return Math.min(limit + 1, cell(previous, columns));
}

function cell(cells: Int32Array, at: number): number {
  return cells[at] ?? 0;
}

function isSwap(a: string, b: string, i: number, j: number): boolean {
  return i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
}

const row = (columns: number): Int32Array => new Int32Array(Math.max(64, columns + 1));

/** Three rows are used over and over: the distance is taken millions of times where lists are linked. */
let scratch = { before: row(0), previous: row(0), current: row(0) };

/** How many slips of the fingers a word of this length is allowed: none in short ones, where they make another word. */
export function slipsAllowed(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}
