import { projectAll, type Method, type Projections } from './candidates.ts';

/** A forecast made in the past of a series, and what came of it. */
export type Origin = { readonly actual: Float64Array; readonly projections: Projections };

/**
 * Forecasts from up to `most` earlier points of the series, the latest first: each method is fitted on what was known there and
 * compared with the `horizon` values that followed. Origins lie half a horizon apart and leave at least `least` values to fit on.
 */
export function rollOrigins(values: Float64Array, period: number, horizon: number, most: number, least: number): readonly Origin[] {
  const origins: Origin[] = [];
  const step = Math.max(1, Math.ceil(horizon / 2));
  for (let back = 0; back < most; back += 1) {
    const end = values.length - horizon - back * step;
    if (end < least) break;
    origins.push({ actual: values.slice(end, end + horizon), projections: projectAll(values.subarray(0, end), period, horizon) });
  }
  return origins;
}

/** The loss of every method at one origin, mean absolute error relative to the mean of the methods there. */
export function lossesAt({ actual, projections }: Origin): ReadonlyMap<Method, number> {
  const losses = new Map<Method, number>();
  let total = 0;
  for (const [method, points] of projections) {
    let sum = 0;
    for (let step = 0; step < actual.length; step += 1) sum += Math.abs((actual[step] ?? 0) - (points[step] ?? 0));
    losses.set(method, sum);
    total += sum;
  }
  const mean = total / Math.max(1, losses.size);
  // Where every method was exactly right none is better than another.
  for (const [method, loss] of losses) losses.set(method, mean > 0 ? loss / mean : 1);
  return losses;
}
