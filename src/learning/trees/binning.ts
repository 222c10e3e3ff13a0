import { createRandom } from '../core/random.ts';
import type { Feature, Table } from '../core/table.ts';

/** Value bins of a feature at most; one more code stands for missing, and a code fits a byte. */
export const mostBins = 255;

/** How one feature's values become small codes: `0 … bins − 1` for values, `bins` for missing. */
export type NumberBins = {
  readonly kind: 'number';
  readonly bins: number;
  /** Upper bounds, inclusive, of all bins but the last: `value <= edges[code]`. */
  readonly edges: Float64Array;
};
export type CategoryBins = {
  readonly kind: 'category';
  readonly bins: number;
  /** Level of each code, the most frequent first. */
  readonly levels: Int32Array;
  /** Levels without a code: never seen, or too many. They count as missing. */
  readonly others: Int32Array;
};
export type FeatureBins = NumberBins | CategoryBins;

/** Rows looked at to place the quantiles; beyond, more rows move an edge by less than a bin. */
const sampleRows = 32_768;

/**
 * Bins of at most `maxBins` values for every feature, about equally full (quantiles), an edge half-way between two
 * neighbouring distinct values. Categories keep their `maxBins` most frequent levels. Rows are sampled by `seed` above 32,768.
 */
export function fitBins(table: Table, maxBins: number, seed: number): FeatureBins[] {
  const rows = sampled(table.rows, seed);
  return table.features.map((feature, index) => {
    const column = table.columns[index] ?? new Float64Array(table.rows);
    return feature.kind === 'number' ? numberBins(column, rows, maxBins) : categoryBins(column, feature.levels.length, maxBins);
  });
}

function sampled(rows: number, seed: number): Int32Array | undefined {
  if (rows <= sampleRows) return undefined;
  // One row of each of equally long stretches: as spread as the table, and no permutation of all rows is needed.
  const random = createRandom(seed);
  return Int32Array.from({ length: sampleRows }, (_, index) => {
    const from = Math.floor((index * rows) / sampleRows);
    return from + random.int(Math.floor(((index + 1) * rows) / sampleRows) - from);
  });
}

function numberBins(column: Float64Array, rows: Int32Array | undefined, maxBins: number): NumberBins {
  const picked = rows === undefined ? column : Float64Array.from(rows, (row) => column[row] ?? Number.NaN);
  // Typed arrays sort by value with NaN last.
  const sorted = picked.toSorted();
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1])) known -= 1;
  const edges = quantileEdges(sorted.subarray(0, known), maxBins);
  return { kind: 'number', bins: edges.length + 1, edges: Float64Array.from(edges) };
}

function quantileEdges(sorted: Float64Array, maxBins: number): number[] {
  const starts: number[] = [];
  for (let index = 1; index < sorted.length; index += 1) {
    // -0 and 0 are one value: `<` says so, while the sort puts -0 first.
    if ((sorted[index - 1] ?? 0) < (sorted[index] ?? 0)) starts.push(index);
  }
  if (starts.length < maxBins) return starts.map((start) => between(sorted[start - 1] ?? 0, sorted[start] ?? 0));
  const edges: number[] = [];
  let from = 0;
  let next = 0;
  for (let bin = 0; bin < maxBins - 1; bin += 1) {
    // What is left is shared evenly among the bins that are left, so one very frequent value does not starve the others.
    const wanted = from + (sorted.length - from) / (maxBins - bin);
    while (next < starts.length && (starts[next] ?? 0) < wanted) next += 1;
    const start = nearest(starts[next - 1], starts[next], from, wanted);
    if (start === undefined) break;
    edges.push(between(sorted[start - 1] ?? 0, sorted[start] ?? 0));
    from = start;
    if (starts[next] === start) next += 1;
  }
  return edges;
}

/** Of the value changes before and at `wanted`, the nearer one that leaves the bin filled. */
function nearest(before: number | undefined, at: number | undefined, from: number, wanted: number): number | undefined {
  if (before === undefined || before <= from) return at;
  if (at === undefined) return before;
  return wanted - before <= at - wanted ? before : at;
}

/** A number with `low <= it < high`, half-way where that can be written down. */
export function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  if (Number.isFinite(middle) && middle >= low && middle < high) return middle + 0;
  // Infinity has no place in JSON; the largest number parts it from everything else.
  if (low === -Infinity) return -Number.MAX_VALUE;
  // JSON knows one zero.
  return low + 0;
}

function categoryBins(column: Float64Array, levels: number, maxBins: number): CategoryBins {
  const counts = new Int32Array(levels);
  for (const code of column) if (code >= 0 && code < levels) counts[code] = (counts[code] ?? 0) + 1;
  const order = [...counts.keys()]
    .filter((level) => (counts[level] ?? 0) > 0)
    .toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
    .slice(0, maxBins);
  const listed = new Set(order);
  const others = Int32Array.from([...counts.keys()].filter((level) => !listed.has(level)));
  return { kind: 'category', bins: order.length, levels: Int32Array.from(order), others };
}

/** Writes the codes of a column: row `r` goes to `into[from + r * stride]`. */
export function writeCodes(
  feature: Feature,
  bins: FeatureBins,
  column: Float64Array,
  into: Uint8Array,
  from: number,
  stride: number,
): void {
  let at = from;
  if (bins.kind === 'category') {
    const codes = new Uint8Array(feature.kind === 'category' ? feature.levels.length : 0).fill(bins.bins);
    bins.levels.forEach((level, code) => {
      codes[level] = code;
    });
    for (let row = 0; row < column.length; row += 1) {
      const level = column[row] ?? Number.NaN;
      into[at] = codes[level] ?? bins.bins;
      at += stride;
    }
    return;
  }
  const { edges } = bins;
  const steps = halvingSteps(edges.length);
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] ?? Number.NaN;
    into[at] = Number.isNaN(value) ? bins.bins : codeOf(edges, value, steps);
    at += stride;
  }
}

/** The largest power of two not above the number of edges; 0 without edges. */
function halvingSteps(edges: number): number {
  if (edges === 0) return 0;
  let step = 1;
  while (step * 2 <= edges) step *= 2;
  return step;
}

/** How many edges are below the value: the code of its bin. Halving steps instead of a search by bounds, which guesses worse. */
function codeOf(edges: Float64Array, value: number, first: number): number {
  let code = 0;
  for (let step = first; step > 0; step >>= 1) {
    const probe = code + step;
    if (probe <= edges.length && (edges[probe - 1] ?? 0) < value) code = probe;
  }
  return code;
}
