import { CountersignError } from '../../contracts/errors.ts';
import { checkPaired } from './checks.ts';

type Values = ArrayLike<number>;

/** Mean absolute error, in the unit of the target. */
export function meanAbsoluteError(actual: Values, predicted: Values): number {
  return mean(actual, predicted, (a, p) => Math.abs(a - p));
}

/** Root of the mean squared error, in the unit of the target. */
export function rootMeanSquaredError(actual: Values, predicted: Values): number {
  return Math.sqrt(mean(actual, predicted, (a, p) => (a - p) * (a - p)));
}

/** Weighted absolute percentage error: Σ|error| / Σ|actual|, as a share (0.1 is 10 %). */
export function weightedAbsolutePercentageError(actual: Values, predicted: Values): number {
  const size = mean(actual, actual, (a) => Math.abs(a));
  if (size === 0) throw new CountersignError('input.invalid', 'A percentage error needs an actual value other than zero');
  return meanAbsoluteError(actual, predicted) / size;
}

/** Symmetric MAPE as the M4 competition defines it: mean of 200·|error| / (|actual| + |predicted|), in per cent; 0/0 is 0. */
export function symmetricPercentageError(actual: Values, predicted: Values): number {
  return mean(actual, predicted, (a, p) => (a === 0 && p === 0 ? 0 : (200 * Math.abs(a - p)) / (Math.abs(a) + Math.abs(p))));
}

/**
 * Mean absolute scaled error (Hyndman and Koehler 2006): the error against the mean absolute step of the history over
 * `season` periods. Below 1 is better than repeating last season was in the history.
 */
export function meanAbsoluteScaledError(actual: Values, predicted: Values, history: Values, season = 1): number {
  if (!(season >= 1 && history.length > season)) throw new CountersignError('input.invalid', 'The history is not longer than one season');
  let step = 0;
  for (let row = season; row < history.length; row += 1)
    step += Math.abs((history[row] ?? Number.NaN) - (history[row - season] ?? Number.NaN));
  const scale = step / (history.length - season);
  if (!(scale > 0)) throw new CountersignError('input.invalid', 'A history that never changes gives no scale for the error');
  return meanAbsoluteError(actual, predicted) / scale;
}

/** Pinball (quantile) loss: smallest in expectation for the true `quantile`, which lies between 0 and 1. */
export function pinballLoss(actual: Values, predicted: Values, quantile: number): number {
  return mean(actual, predicted, (a, p) => (a >= p ? quantile * (a - p) : (1 - quantile) * (p - a)));
}

/** Share of the actual values that lie in [low, high]. */
export function intervalCoverage(actual: Values, low: Values, high: Values): number {
  checkPaired(actual, low, high);
  let inside = 0;
  for (let row = 0; row < actual.length; row += 1) {
    const value = actual[row] ?? 0;
    if (value >= (low[row] ?? 0) && value <= (high[row] ?? 0)) inside += 1;
  }
  return inside / actual.length;
}

function mean(actual: Values, predicted: Values, error: (actual: number, predicted: number) => number): number {
  checkPaired(actual, predicted);
  let sum = 0;
  for (let row = 0; row < actual.length; row += 1) sum += error(actual[row] ?? 0, predicted[row] ?? 0);
  return sum / actual.length;
}
