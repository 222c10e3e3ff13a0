import { adjustSeason, isSeasonal, seasonAhead, withSeason } from './season.ts';

/** Symmetric mean absolute percentage error in percent, as M4 counts it: twice the distance over the sum of the sizes; two zeros agree. */
export function smape(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < actual.length; at += 1) {
    const [real, said] = [actual[at] ?? 0, forecast[at] ?? 0];
    const size = Math.abs(real) + Math.abs(said);
    if (size > 0) sum += (2 * Math.abs(real - said)) / size;
  }
  return (100 * sum) / Math.max(1, actual.length);
}

/** Mean absolute scaled error: in steps of the seasonal naive forecast within the training values; NaN where those never move. */
export function mase(training: ArrayLike<number>, actual: ArrayLike<number>, forecast: ArrayLike<number>, period: number): number {
  let scale = 0;
  for (let at = period; at < training.length; at += 1) scale += Math.abs((training[at] ?? 0) - (training[at - period] ?? 0));
  scale /= Math.max(1, training.length - period);
  let sum = 0;
  for (let at = 0; at < actual.length; at += 1) sum += Math.abs((actual[at] ?? 0) - (forecast[at] ?? 0));
  return scale > 0 ? sum / Math.max(1, actual.length) / scale : Number.NaN;
}

/** Weighted absolute percentage error as a share: absolute errors over absolute actuals; NaN where every actual is zero. */
export function wape(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  let [errors, sizes] = [0, 0];
  for (let at = 0; at < actual.length; at += 1) {
    errors += Math.abs((actual[at] ?? 0) - (forecast[at] ?? 0));
    sizes += Math.abs(actual[at] ?? 0);
  }
  return sizes > 0 ? errors / sizes : Number.NaN;
}

export type Accuracy = { readonly smape: number; readonly mase: number };

/**
 * Overall weighted average: the mean of the two errors relative to Naive2's, each averaged over the series first (Makridakis et
 * al. 2020).
 */
export function overallWeightedAverage(of: Accuracy, naive2: Accuracy): number {
  return (of.smape / naive2.smape + of.mase / naive2.mase) / 2;
}

/** M4's benchmark: the last value, seasonally adjusted where the autocorrelation test finds a season. */
export function projectNaive2(values: Float64Array, period: number, horizon: number): Float64Array {
  const season = isSeasonal(values, period) ? adjustSeason(values, period) : undefined;
  const last = (season?.adjusted ?? values)[values.length - 1] ?? 0;
  if (!season) return new Float64Array(horizon).fill(last);
  return seasonAhead(season, values.length, horizon).map((index) => withSeason(last, season.kind, index));
}
