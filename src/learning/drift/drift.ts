import { CountersignError } from '../../contracts/errors.ts';
import { createRandom, type Random } from '../core/random.ts';
import type { Table } from '../core/table.ts';
import { benjaminiHochberg, bonferroni } from './correct.ts';
import { kolmogorovSmirnov, stabilityIndex } from './distance.ts';
import { drawCounts } from './multinomial.ts';
import { referenceCounts, windowCounts, type DriftReference, type FeatureReference } from './reference.ts';

/** Below this many rows the index is above .1 by chance alone too often for any rule. */
export const minWindowRows = 200;
const alertP = 0.01;
const alertIndex = 0.1;

export type FeatureDrift = {
  readonly field: string;
  readonly stabilityIndex: number;
  /** Undefined for a category, which has no order. */
  readonly kolmogorovSmirnov: number | undefined;
  /** Chance of distances this large without drift, over both distances of a number, before and after the correction over features. */
  readonly p: number;
  readonly adjustedP: number;
  readonly missingShare: { readonly reference: number; readonly window: number };
  readonly verdict: 'alert' | 'steady';
};

export type DriftReport =
  | { readonly verdict: 'too-few'; readonly rows: number; readonly needed: number }
  | { readonly verdict: 'alert' | 'steady'; readonly rows: number; readonly features: readonly FeatureDrift[] };

export type DriftOptions = {
  readonly seed: number;
  /** Over the features: `bonferroni` (default) holds the chance of any false alarm at 1 %, `benjamini-hochberg` finds more. */
  readonly correction?: 'bonferroni' | 'benjamini-hochberg';
};

/**
 * Compares a window of rows with the reference. A feature alerts where its corrected p is below .01 and its stability index above .1.
 * p comes from a parametric bootstrap: reference and window are both drawn anew, at their sizes, from the distribution of the
 * reference, because the reference is itself a sample. Fewer than 200 rows are `too-few`.
 */
export function detectDrift(reference: DriftReference, window: Table, options: DriftOptions): DriftReport {
  if (window.rows < minWindowRows) return { verdict: 'too-few', rows: window.rows, needed: minWindowRows };
  const measured = reference.features.map((feature, index) => measure(reference, feature, window, index, options.seed));
  const correct = options.correction === 'benjamini-hochberg' ? benjaminiHochberg : bonferroni;
  const adjusted = correct(measured.map(({ p }) => p));
  const features = measured.map((feature, index): FeatureDrift => {
    const adjustedP = adjusted[index] ?? 1;
    return { ...feature, adjustedP, verdict: adjustedP < alertP && feature.stabilityIndex > alertIndex ? 'alert' : 'steady' };
  });
  return { verdict: features.some(({ verdict }) => verdict === 'alert') ? 'alert' : 'steady', rows: window.rows, features };
}

function measure(
  reference: DriftReference,
  feature: FeatureReference,
  window: Table,
  index: number,
  seed: number,
): Omit<FeatureDrift, 'adjustedP' | 'verdict'> {
  // By name, so that a window may have its features in another order or more of them.
  const position = window.features.findIndex(({ name, kind }) => name === feature.name && kind === feature.kind);
  const [own, column] = [window.features[position], window.columns[position]];
  if (!own || !column) throw new CountersignError('input.invalid', 'The window lacks a feature of the reference', { field: feature.name });
  const expected = Float64Array.from(referenceCounts(feature));
  const found = Float64Array.from(windowCounts(feature, own, column));
  const ordered = feature.kind === 'number' ? expected.length - 1 : undefined;
  const distances = distancesOf(expected, found, ordered);
  const last = expected.length - 1;
  return {
    field: feature.name,
    stabilityIndex: distances.index,
    kolmogorovSmirnov: ordered === undefined ? undefined : distances.ks,
    // A seed of its own for each feature: leaving one out changes no other's p.
    p: chanceOf(distances, expected, window.rows, ordered, createRandom(seed + 7919 * index), reference.features.length),
    missingShare: { reference: (expected[last] ?? 0) / Math.max(1, reference.rows), window: (found[last] ?? 0) / window.rows },
  };
}

type Distances = { readonly index: number; readonly ks: number };

function distancesOf(reference: Float64Array, window: Float64Array, ordered: number | undefined): Distances {
  return { index: stabilityIndex(reference, window), ks: ordered === undefined ? 0 : kolmogorovSmirnov(reference, window, ordered) };
}

/**
 * Share of simulations without drift with distances as large. Stops once 30 of them were (Besag and Clifford 1991): where nothing
 * drifts, that is soon. Otherwise there are enough simulations for the smallest p to survive a correction over all features.
 */
function chanceOf(
  observed: Distances,
  expected: Float64Array,
  windowRows: number,
  ordered: number | undefined,
  random: Random,
  features: number,
): number {
  const rows = expected.reduce((sum, count) => sum + count, 0);
  const bins = expected.length;
  // A level that was not there by chance alone may turn up: half a row of it.
  const shares = expected.map((count) => (count + 0.5) / (rows + bins / 2));
  const [first, second] = [new Float64Array(bins), new Float64Array(bins)];
  const most = Math.max(1000, 400 * features);
  let [indexAbove, ksAbove, drawn] = [0, 0, 0];
  const enough = 30;
  for (; drawn < most; drawn += 1) {
    const isClear = indexAbove >= enough && (ordered === undefined || ksAbove >= enough);
    if (isClear) break;
    drawCounts(random, rows, shares, first);
    drawCounts(random, windowRows, shares, second);
    const simulated = distancesOf(first, second, ordered);
    if (simulated.index >= observed.index) indexAbove += 1;
    if (simulated.ks >= observed.ks) ksAbove += 1;
  }
  const chance = (above: number): number => (1 + above) / (1 + drawn);
  // Two looks at one feature count as two tests.
  return ordered === undefined ? chance(indexAbove) : Math.min(1, 2 * Math.min(chance(indexAbove), chance(ksAbove)));
}
