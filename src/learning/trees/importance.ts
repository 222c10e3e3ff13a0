import { CountersignError } from '../../contracts/errors.ts';
import type { Ensemble } from './ensemble.ts';

/** Loss taken away by the splits on each feature, as a share of all (Breiman et al. 1984; XGBoost's `total_gain`); zeros without splits. */
export function gainImportance(ensemble: Ensemble): Float64Array {
  const gains = new Float64Array(ensemble.features.length);
  for (const tree of ensemble.trees) {
    tree.feature.forEach((feature, node) => {
      if (feature >= 0) gains[feature] = (gains[feature] ?? 0) + (tree.gain[node] ?? 0);
    });
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return total > 0 ? gains.map((gain) => gain / total) : gains;
}

/**
 * Mean absolute SHAP value of each feature over `rows × outputs × features` contributions as a TreeExplainer gives them,
 * outputs added up. Throws `input.invalid` where the length does not fit.
 */
export function meanAbsoluteShap(contributions: Float64Array, outputs: number, features: number): Float64Array {
  const rows = contributions.length / (outputs * features);
  if (!Number.isInteger(rows) || rows === 0) {
    throw new CountersignError('input.invalid', `The contributions are not rows of ${outputs} × ${features} values`);
  }
  const means = new Float64Array(features);
  contributions.forEach((value, at) => {
    means[at % features] = (means[at % features] ?? 0) + Math.abs(value);
  });
  return means.map((sum) => sum / rows);
}
