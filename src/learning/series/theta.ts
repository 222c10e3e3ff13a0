import { minimise } from './minimise.ts';
import { fitSmoothing } from './smoothing.ts';

export type Theta = {
  readonly alpha: number;
  readonly theta: number;
  readonly level: number;
  readonly drift: number;
  readonly points: Float64Array;
};

/**
 * The standard Theta method (Assimakopoulos and Nikolopoulos 2000) in the form Hyndman and Billah (2003) found for it: simple
 * smoothing with a drift of half the slope of the straight line through the series.
 */
export function projectTheta(values: Float64Array, horizon: number): Theta {
  const { alpha, level } = fitSmoothing(values, 'ses');
  const drift = slopeOf(values) / 2;
  // What the line still owes the smoothed level at its last value: (1 - (1 - alpha)^n) / alpha steps of drift.
  const owed = (1 - power(1 - alpha, values.length)) / alpha;
  const points = Float64Array.from({ length: horizon }, (_, step) => level + drift * (step + owed));
  return { alpha, theta: 2, level, drift, points };
}

/**
 * The dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016): the line is re-estimated at
 * each value, and alpha, theta and the first level minimise the squared error one step ahead.
 */
export function projectOptimisedTheta(values: Float64Array, horizon: number): Theta {
  const scale = stepOf(values);
  const first = values[0] ?? 0;
  if (values.length < 4 || scale === 0) return projectTheta(values, horizon);
  const path = new Float64Array(horizon);
  const objective = (at: Float64Array): number => run(values, at[0] ?? 0.5, at[1] ?? 2, first + (at[2] ?? 0) * scale, path, 0).mse;
  const box = { start: [0.5, 2, 0], low: [0.05, 1, -20], high: [0.99, 6, 20] };
  const { at } = minimise(objective, box, { evaluations: 150 });
  const [alpha, theta] = [at[0] ?? 0.5, at[1] ?? 2];
  const end = run(values, alpha, theta, first + (at[2] ?? 0) * scale, path, horizon);
  return { alpha, theta, level: end.level, drift: (1 - 1 / theta) * end.slope, points: path };
}

/** One pass; after the last value the model runs on over its own forecasts, written into `path`. */
function run(values: Float64Array, alpha: number, theta: number, level0: number, path: Float64Array, horizon: number) {
  const pull = 1 - 1 / theta;
  let [level, mean, intercept, slope, fading, squares] = [level0, 0, 0, 0, 1, 0];
  let lastLevel = level0;
  let lastSlope = 0;
  for (let at = 0; at < values.length + horizon; at += 1) {
    const forecast = level + pull * (fading * intercept + ((1 - fading * (1 - alpha)) / alpha) * slope);
    const value = at < values.length ? (values[at] ?? 0) : forecast;
    const error = value - forecast;
    if (at < values.length) squares += at < 3 ? 0 : error * error;
    else path[at - values.length] = forecast;
    level += alpha * (value - level);
    fading *= 1 - alpha;
    const count = at + 1;
    if (count > 1) slope = ((count - 2) * slope + (6 * (value - mean)) / count) / (count + 1);
    mean += (value - mean) / count;
    intercept = mean - ((count + 1) / 2) * slope;
    if (at === values.length - 1) [lastLevel, lastSlope] = [level, slope];
  }
  return { mse: squares / Math.max(1, values.length - 3), level: lastLevel, slope: lastSlope };
}

/** The slope of the least-squares line through the values. */
function slopeOf(values: Float64Array): number {
  const count = values.length;
  let weighted = 0;
  for (let at = 0; at < count; at += 1) weighted += (at - (count - 1) / 2) * (values[at] ?? 0);
  return count < 2 ? 0 : (12 * weighted) / (count * (count * count - 1));
}

function stepOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 1; at < values.length; at += 1) sum += Math.abs((values[at] ?? 0) - (values[at - 1] ?? 0));
  return sum / Math.max(1, values.length - 1);
}

/** A whole power by multiplication: the last digit of `Math.pow` is the engine's. */
function power(base: number, exponent: number): number {
  let [result, factor, left] = [1, base, exponent];
  while (left > 0) {
    if (left % 2 === 1) result *= factor;
    factor *= factor;
    left = Math.floor(left / 2);
  }
  return result;
}
