import { checkBothClasses, checkPaired } from '../metrics/checks.ts';

/** Knots of a rising map from margin to probability. */
export type IsotonicFit = { readonly margins: readonly number[]; readonly probabilities: readonly number[] };

/**
 * Isotonic regression by pool adjacent violators (Ayer et al. 1955; Zadrozny and Elkan 2002). A block becomes one knot at its mean
 * margin. Blocks of fewer than `minBlockRows` rows (default 20) join a neighbour, which keeps the map rising and keeps any single
 * row out of the artefact; probabilities stay 1/(rows + 2) away from 0 and 1, so no later log loss is infinite.
 */
export function fitIsotonic(
  target: ArrayLike<number>,
  margin: ArrayLike<number>,
  options: { readonly minBlockRows?: number } = {},
): IsotonicFit {
  checkPaired(target, margin);
  checkBothClasses(target);
  const edge = 1 / (target.length + 2);
  const blocks = pooled(tiedBlocks(target, margin), options.minBlockRows ?? 20);
  return {
    margins: blocks.map((block) => block.margin / block.rows),
    probabilities: blocks.map((block) => Math.min(1 - edge, Math.max(edge, block.hits / block.rows))),
  };
}

/** Linear between the knots, flat beyond them. */
export function applyIsotonic({ margins, probabilities }: IsotonicFit, margin: number): number {
  let [low, high] = [0, margins.length - 1];
  if (!(margin > (margins[low] ?? 0))) return Number.isNaN(margin) ? Number.NaN : (probabilities[low] ?? Number.NaN);
  if (margin >= (margins[high] ?? 0)) return probabilities[high] ?? Number.NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((margins[middle] ?? 0) <= margin) low = middle;
    else high = middle;
  }
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [margins[low], margins[high], probabilities[low], probabilities[high]];
  return y0 + ((margin - x0) / (x1 - x0)) * (y1 - y0);
}

/** Sums over the rows of a block. */
type Block = { readonly margin: number; readonly hits: number; readonly rows: number };

const join = (left: Block, right: Block): Block => ({
  margin: left.margin + right.margin,
  hits: left.hits + right.hits,
  rows: left.rows + right.rows,
});

function tiedBlocks(target: ArrayLike<number>, margin: ArrayLike<number>): Block[] {
  const order = Int32Array.from({ length: margin.length }, (_, row) => row).toSorted(
    (left, right) => (margin[left] ?? 0) - (margin[right] ?? 0) || left - right,
  );
  const blocks: Block[] = [];
  let last = Number.NaN;
  for (const row of order) {
    const single = { margin: margin[row] ?? 0, hits: target[row] ?? 0, rows: 1 };
    const before = blocks.at(-1);
    if (before && single.margin === last) blocks[blocks.length - 1] = join(before, single);
    else blocks.push(single);
    last = single.margin;
  }
  return blocks;
}

function pooled(blocks: readonly Block[], minBlockRows: number): Block[] {
  const kept: Block[] = [];
  for (const block of blocks) {
    let current = block;
    for (let before = kept.at(-1); before && tooHigh(before, current); before = kept.at(-1)) {
      current = join(before, current);
      kept.pop();
    }
    kept.push(current);
  }
  // Neighbours of a rising sequence can be joined without making it fall.
  const wide: Block[] = [];
  for (const block of kept) {
    const before = wide.at(-1);
    if (before && before.rows < minBlockRows) wide[wide.length - 1] = join(before, block);
    else wide.push(block);
  }
  const [beforeLast, last] = wide.slice(-2);
  if (beforeLast && last && last.rows < minBlockRows) wide.splice(-2, 2, join(beforeLast, last));
  return wide;
}

/** Equal shares are pooled too: one knot says the same. Compared without division, so it is exact. */
function tooHigh(before: Block, block: Block): boolean {
  return before.hits * block.rows >= block.hits * before.rows;
}
