// Indexed reads in this file carry `as number`: offsets come from the plan, and every feature has `bins + 1` bins there.
import { leafScore, leafValue, type LeafSums, type Units } from './leaf-score.ts';
import type { PlannedFeature, SplitRules } from './training-plan.ts';

/** A split as a record in shared memory holds it. Gain is the score of both children; the parent's is taken off later. */
export type FoundSplit = { gain: number; code: number; missingLeft: number; gradient: number; packed: number };

/**
 * The best threshold of one number feature in one leaf (histogram method, as in LightGBM, Ke et al. 2017). Where rows miss
 * the value, both directions are tried; where none does, missing follows the larger child. Ties keep the lowest threshold.
 */
export function findNumberSplit(
  histograms: Float64Array,
  from: number,
  feature: PlannedFeature,
  leaf: LeafSums,
  units: Units,
  rules: SplitRules,
  best: FoundSplit,
): void {
  best.gain = -Infinity;
  const { bins } = feature;
  const missingPacked = histograms[from + bins * 2 + 1] as number;
  const hasMissing = missingPacked > 0;
  // All values left and missing right is a split as well; without missing rows it would be none.
  scan(histograms, from, hasMissing ? bins : bins - 1, 0, 0, feature, leaf, units, rules, best);
  if (hasMissing) {
    scan(histograms, from, bins - 1, histograms[from + bins * 2] as number, missingPacked, feature, leaf, units, rules, best);
  } else if (best.gain > -Infinity) {
    best.missingLeft = best.packed * 2 >= leaf.packed ? 1 : 0;
  }
}

function scan(
  histograms: Float64Array,
  from: number,
  end: number,
  startGradient: number,
  startPacked: number,
  feature: PlannedFeature,
  leaf: LeafSums,
  units: Units,
  rules: SplitRules,
  best: FoundSplit,
): void {
  const { lambda, minChildRows, minChildHessian } = rules;
  const { lower, upper } = leaf;
  const unit = units.row;
  let gradient = startGradient;
  let packed = startPacked;
  for (let code = 0; code < end; code += 1) {
    const binPacked = histograms[from + code * 2 + 1] as number;
    if (binPacked === 0) continue;
    gradient += histograms[from + code * 2] as number;
    packed += binPacked;
    const leftRows = Math.floor(packed / unit);
    if (leftRows < minChildRows) continue;
    const rightPacked = leaf.packed - packed;
    const rightRows = Math.floor(rightPacked / unit);
    if (rightRows < minChildRows || rightRows === 0) return;
    const leftHessian = (packed - leftRows * unit) * units.hessian;
    const rightHessian = (rightPacked - rightRows * unit) * units.hessian;
    if (leftHessian < minChildHessian || rightHessian < minChildHessian) continue;
    const leftGradient = gradient * units.gradient;
    const rightGradient = (leaf.gradient - gradient) * units.gradient;
    const gain =
      leafScore(leftGradient, leftHessian, lambda, rules, lower, upper) +
      leafScore(rightGradient, rightHessian, lambda, rules, lower, upper);
    if (!(gain > best.gain)) continue;
    if (feature.monotone !== 0) {
      const step =
        leafValue(rightGradient, rightHessian, lambda, lower, upper) - leafValue(leftGradient, leftHessian, lambda, lower, upper);
      if (step * feature.monotone < 0) continue;
    }
    best.gain = gain;
    best.code = code;
    best.missingLeft = startPacked > 0 ? 1 : 0;
    best.gradient = gradient;
    best.packed = packed;
  }
}
