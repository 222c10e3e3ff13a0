import { methods, pooledLoss, type Method, type Projections } from './candidates.ts';
import { medianOf } from './median.ts';

/** Shares of the methods in a combination; they sum to 1. */
export type Weights = ReadonlyMap<Method, number>;

/**
 * A method's weight is its average relative loss at the rolling origins, shrunk towards the pooled loss as if that were one
 * origin more, to the power of minus eight. The power and the shrinkage were chosen on training parts of M4 weekly alone; the
 * result is flat around them.
 */
export function weigh(available: Iterable<Method>, losses: readonly ReadonlyMap<Method, number>[]): Weights {
  const raw = new Map<Method, number>();
  let total = 0;
  for (const method of available) {
    let [sum, count] = [pooledLoss[method], 1];
    for (const at of losses) {
      const loss = at.get(method);
      if (loss === undefined) continue;
      sum += loss;
      count += 1;
    }
    const mean = Math.max(sum / count, 1e-3);
    const squared = mean * mean;
    const weight = 1 / (squared * squared * squared * squared);
    raw.set(method, weight);
    total += weight;
  }
  return new Map([...raw].map(([method, weight]) => [method, weight / total]));
}

/** The weighted mean of the projections. */
export function combine(projections: Projections, weights: Weights, horizon: number): Float64Array {
  const points = new Float64Array(horizon);
  let covered = 0;
  for (const method of methods) {
    const projection = projections.get(method);
    const weight = weights.get(method) ?? 0;
    if (!projection || weight === 0) continue;
    covered += weight;
    for (let step = 0; step < horizon; step += 1) points[step] = (points[step] ?? 0) + weight * (projection[step] ?? 0);
  }
  return points.map((point) => point / (covered || 1));
}

/** For a series with too few origins to weigh by: the median of the projections, step by step. */
export function medianProjection(projections: Projections, horizon: number): Float64Array {
  const all = [...projections.values()];
  return Float64Array.from({ length: horizon }, (_, step) => medianOf(all.map((points) => points[step] ?? 0)));
}
