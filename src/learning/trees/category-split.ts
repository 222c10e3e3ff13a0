// Indexed reads in this file carry `as number`: offsets come from the plan, and every feature has `bins + 1` bins there.
import { hessianIn, leafScore, rowsIn, type LeafSums, type Units } from './leaf-score.ts';
import type { FoundSplit } from './number-split.ts';
import type { PlannedFeature, SplitRules } from './training-plan.ts';

/**
 * The best set of levels of one category feature in one leaf. Ordered by gradient over hessian, the best of all subsets is a
 * prefix (Fisher 1958; LightGBM does the same). Against overfitting, levels with fewer than `minCategoryRows` rows here move
 * together with missing, the order is smoothed, and `categorySmoothing` is added to λ when a set is weighed.
 * Codes that go left are written to `set` as bits; `best.code` is unused.
 */
export function findCategorySplit(
  histograms: Float64Array,
  from: number,
  feature: PlannedFeature,
  leaf: LeafSums,
  units: Units,
  rules: SplitRules,
  best: FoundSplit,
  set: Uint32Array,
): void {
  best.gain = -Infinity;
  const { bins } = feature;
  const frequent: { code: number; gradient: number; packed: number; rank: number }[] = [];
  const rare: number[] = [];
  let pooledGradient = histograms[from + bins * 2] as number;
  let pooledPacked = histograms[from + bins * 2 + 1] as number;
  for (let code = 0; code < bins; code += 1) {
    const gradient = histograms[from + code * 2] as number;
    const packed = histograms[from + code * 2 + 1] as number;
    if (rowsIn(packed, units) >= Math.max(1, rules.minCategoryRows)) {
      const rank = (gradient * units.gradient) / (hessianIn(packed, units) + rules.categorySmoothing + 1e-12);
      frequent.push({ code, gradient, packed, rank });
    } else {
      rare.push(code);
      pooledGradient += gradient;
      pooledPacked += packed;
    }
  }
  frequent.sort((a, b) => a.rank - b.rank || a.code - b.code);
  // A few rare rows are no side of their own either.
  const mayStandAlone = rowsIn(pooledPacked, units) >= rules.minCategoryRows;
  let chosen: Chosen | undefined;
  for (const isFromTop of [false, true]) {
    const order = isFromTop ? frequent.toReversed() : frequent;
    for (const pooled of pooledPacked > 0 ? [false, true] : [false]) {
      const start = pooled ? { gradient: pooledGradient, packed: pooledPacked } : { gradient: 0, packed: 0 };
      const length = bestPrefix(order, start, mayStandAlone && !pooled, leaf, units, rules, best);
      if (length > 0) chosen = { levels: order.slice(0, length).map(({ code }) => code), pooled };
    }
  }
  if (chosen === undefined) return;
  // Where nothing is missing and no level is rare here, what is unknown later goes with the larger child.
  const isPooledLeft = pooledPacked > 0 ? chosen.pooled : best.packed * 2 >= leaf.packed;
  best.missingLeft = isPooledLeft ? 1 : 0;
  set.fill(0);
  for (const code of [...chosen.levels, ...(isPooledLeft ? rare : [])]) set[code >>> 5] = (set[code >>> 5] as number) | (1 << (code & 31));
}

type Chosen = { readonly levels: readonly number[]; readonly pooled: boolean };
type Sums = { readonly gradient: number; readonly packed: number };

/** Length of the prefix that beats `best`, 0 where none does. All levels may be taken only where the pooled rows are enough for the right side. */
function bestPrefix(
  order: readonly Sums[],
  start: Sums,
  mayTakeAll: boolean,
  leaf: LeafSums,
  units: Units,
  rules: SplitRules,
  best: FoundSplit,
): number {
  let { gradient, packed } = start;
  let found = 0;
  const end = Math.min(mayTakeAll ? order.length : order.length - 1, rules.maxCategoriesInSet);
  const lambda = rules.lambda + rules.categorySmoothing;
  for (let index = 0; index < end; index += 1) {
    gradient += order[index]?.gradient ?? 0;
    packed += order[index]?.packed ?? 0;
    const rightPacked = leaf.packed - packed;
    if (rowsIn(packed, units) < rules.minChildRows || rowsIn(rightPacked, units) < Math.max(1, rules.minChildRows)) continue;
    const leftHessian = hessianIn(packed, units);
    const rightHessian = hessianIn(rightPacked, units);
    if (leftHessian < rules.minChildHessian || rightHessian < rules.minChildHessian) continue;
    const gain =
      leafScore(gradient * units.gradient, leftHessian, lambda, rules, leaf.lower, leaf.upper) +
      leafScore((leaf.gradient - gradient) * units.gradient, rightHessian, lambda, rules, leaf.lower, leaf.upper);
    if (!(gain > best.gain)) continue;
    best.gain = gain;
    best.gradient = gradient;
    best.packed = packed;
    found = index + 1;
  }
  return found;
}
