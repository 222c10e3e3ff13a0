/**
 * What the step in hand is about, in memory every shard sees: which task, and its numbers by position. Numbers are doubles
 * there; `whole` reads one as an index, because a double as an index makes every sum of it a double, at three times the cost.
 */
export const task = { count: 0, derive: 1, total: 2, quantise: 3, part: 4, place: 5, gather: 6, settle: 7 } as const;

export const slate = {
  task: 0,
  /** How many shards share the rows of the step; the others have nothing to do. */
  parts: 1,
  /** Rows of the step, as a range of the row order. */
  from: 2,
  count: 3,
  output: 4,
  gradientUnit: 5,
  hessianUnit: 6,
  rowUnit: 7,
  /** Where the leaf's histogram goes. */
  slot: 8,
  /** The parent's histogram, which becomes the sibling's; -1 without a sibling. */
  parentSlot: 9,
  /** 1 where the leaf, and the sibling, may be split at all. */
  mayA: 10,
  mayB: 11,
  /** Gradient, packed sum, lower and upper bound of the leaf; then of the sibling. */
  leafA: 12,
  leafB: 16,
  /** Address of row 0's code of the feature that splits, and the binary logarithm of the distance to the next row's. */
  codesAt: 20,
  codesShift: 21,
  /** Leaves whose values are to be added to the scores. */
  leaves: 22,
  size: 32,
} as const;

export function whole(values: Float64Array, at: number): number {
  // Every position written is a finite number.
  return (values[at] as number) | 0;
}

/** Rows that are added up together, and the smallest share of a shard; fixed, so that sums do not depend on the shards. */
export const blockRows = 4096;

/** The part of `count` rows that is a shard's: whole blocks, the same whoever asks. */
export function shareOf(count: number, shard: number, parts: number): { from: number; to: number } {
  if (shard >= parts) return { from: 0, to: 0 };
  const blocks = Math.ceil(count / blockRows);
  const from = Math.floor((blocks * shard) / parts) * blockRows;
  const to = Math.floor((blocks * (shard + 1)) / parts) * blockRows;
  return { from, to: Math.min(to, count) };
}
