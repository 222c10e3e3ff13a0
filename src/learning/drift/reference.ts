import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Feature, Table } from '../core/table.ts';

const Count = z.number().int().nonnegative();

/**
 * What a feature looked like in training, as JSON. A number: rising `edges` between bins, and the rows in each (one bin more than
 * edges; a value at an edge belongs below). A category: rows of each kept level, and of all others together.
 */
export const FeatureReference = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), name: z.string(), edges: z.array(z.number()), counts: z.array(Count).min(1), missing: Count }),
  z.object({
    kind: z.literal('category'),
    name: z.string(),
    levels: z.array(z.string()),
    counts: z.array(Count),
    other: Count,
    missing: Count,
  }),
]);
export type FeatureReference = z.infer<typeof FeatureReference>;

export const DriftReference = z.object({ rows: Count, features: z.array(FeatureReference) });
export type DriftReference = z.infer<typeof DriftReference>;

/** A bin or level of fewer training rows would say something about single rows. */
export const minBinRows = 20;
const mostLevels = 20;

/**
 * The reference of a table: about `bins` bins of equal numbers of rows a number (default 10; fewer where values tie or rows are few),
 * edges halfway between neighbouring distinct values, never fewer than 20 rows a bin; the 20 most frequent levels a category.
 */
export function learnReference(table: Table, options: { readonly bins?: number } = {}): DriftReference {
  const bins = options.bins ?? 10;
  if (!(Number.isInteger(bins) && bins >= 2)) throw new CountersignError('input.invalid', 'A reference has at least two bins');
  return {
    rows: table.rows,
    features: table.features.map((feature, index) => {
      const column = table.columns[index] ?? new Float64Array();
      return feature.kind === 'number' ? numberReference(feature.name, column, bins) : categoryReference(feature, column);
    }),
  };
}

export function loadReference(artefact: unknown): DriftReference {
  const parsed = DriftReference.safeParse(artefact);
  if (!parsed.success)
    throw new CountersignError('state.invalid', 'The stored drift reference is damaged or of another version', { cause: parsed.error });
  const fits = parsed.data.features.every((feature) =>
    feature.kind === 'number'
      ? feature.counts.length === feature.edges.length + 1 &&
        feature.edges.every((edge, index) => index === 0 || edge > (feature.edges[index - 1] ?? 0))
      : feature.counts.length === feature.levels.length,
  );
  if (!fits) throw new CountersignError('state.invalid', 'The parts of the stored drift reference do not fit together');
  return parsed.data;
}

/** Rows of the reference by bin: its bins or levels, then other levels (a category), then missing. */
export function referenceCounts(reference: FeatureReference): number[] {
  return reference.kind === 'number' ? [...reference.counts, reference.missing] : [...reference.counts, reference.other, reference.missing];
}

/** Rows of a window in the same bins. `feature` says how the window's column is coded; its levels are matched by name. */
export function windowCounts(reference: FeatureReference, feature: Feature, column: Float64Array): number[] {
  const counts = referenceCounts(reference).map(() => 0);
  const missing = counts.length - 1;
  const codes =
    reference.kind === 'category' && feature.kind === 'category'
      ? feature.levels.map((level) => {
          const code = reference.levels.indexOf(level);
          return code >= 0 ? code : reference.levels.length;
        })
      : undefined;
  for (const value of column) {
    const bin = Number.isNaN(value)
      ? missing
      : reference.kind === 'number'
        ? binOf(reference.edges, value)
        : (codes?.[value] ?? missing - 1);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

function binOf(edges: readonly number[], value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (edges[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function numberReference(name: string, column: Float64Array, bins: number): FeatureReference {
  const sorted = column.filter((value) => !Number.isNaN(value)).toSorted();
  const target = Math.max(minBinRows, sorted.length / bins);
  const edges: number[] = [];
  const counts: number[] = [];
  let start = 0;
  for (let index = 1; index < sorted.length; index += 1) {
    const [before = 0, value = 0] = [sorted[index - 1], sorted[index]];
    if (before === value) continue;
    let run = index;
    // A bin closes early where the tie that follows alone would fill one: ties get a bin of their own.
    while (run < sorted.length && sorted[run] === value && run - index < target) run += 1;
    const isFull = index - start >= Math.floor(target);
    const isBeforeTie = index - start >= minBinRows && run - index >= target;
    if ((!isFull && !isBeforeTie) || sorted.length - index < minBinRows) continue;
    edges.push(between(before, value));
    counts.push(index - start);
    start = index;
  }
  counts.push(sorted.length - start);
  return { kind: 'number', name, edges, counts, missing: column.length - sorted.length };
}

/** Halfway, so that the edge is no row's value; rounding may leave the lower one where the two are neighbours. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

function categoryReference(feature: Extract<Feature, { kind: 'category' }>, column: Float64Array): FeatureReference {
  const counts = feature.levels.map(() => 0);
  let missing = 0;
  for (const value of column) {
    if (counts[value] === undefined) missing += 1;
    else counts[value] += 1;
  }
  const kept = Array.from(counts.keys())
    .filter((code) => (counts[code] ?? 0) >= minBinRows)
    .toSorted((left, right) => (counts[right] ?? 0) - (counts[left] ?? 0) || left - right)
    .slice(0, mostLevels);
  const keptRows = kept.reduce((sum, code) => sum + (counts[code] ?? 0), 0);
  return {
    kind: 'category',
    name: feature.name,
    levels: kept.map((code) => feature.levels[code] ?? ''),
    counts: kept.map((code) => counts[code] ?? 0),
    other: column.length - missing - keptRows,
    missing,
  };
}
