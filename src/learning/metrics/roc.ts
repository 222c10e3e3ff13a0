import { byFallingScore, checkBothClasses, checkPaired } from './checks.ts';
import { normalQuantile } from './normal-quantile.ts';

export type Interval = { readonly estimate: number; readonly low: number; readonly high: number };

/**
 * Area under the ROC curve: the chance that a positive row scores above a negative one, ties counted as half
 * (Mann–Whitney). `target` is 0/1, `score` any number that rises with the chance of 1.
 */
export function rocAuc(target: ArrayLike<number>, score: ArrayLike<number>): number {
  checkPaired(target, score);
  const { positives, negatives } = checkBothClasses(target);
  const ranks = midranks(Float64Array.from(score));
  let sum = 0;
  for (let row = 0; row < target.length; row += 1) if (target[row] === 1) sum += ranks[row] ?? 0;
  return (sum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** ROC AUC with the interval of DeLong, DeLong and Clarke-Pearson (1988), by midranks (Sun and Xu 2014). Cut at 0 and 1. */
export function rocAucInterval(target: ArrayLike<number>, score: ArrayLike<number>, level = 0.95): Interval & { readonly error: number } {
  checkPaired(target, score);
  const { positives, negatives } = checkBothClasses(target);
  const all = midranks(Float64Array.from(score));
  const within = [0, 1].map((label) => midranks(Float64Array.from(score).filter((_, row) => target[row] === label)));
  const placements = [new Float64Array(negatives), new Float64Array(positives)];
  const seen = [0, 0];
  for (let row = 0; row < target.length; row += 1) {
    const label = target[row] ?? 0;
    const index = seen[label] ?? 0;
    seen[label] = index + 1;
    const above = (all[row] ?? 0) - (within[label]?.[index] ?? 0);
    const share = label === 1 ? above / negatives : 1 - above / positives;
    const list = placements[label];
    if (list) list[index] = share;
  }
  const [ofNegatives, ofPositives] = placements.map(meanAndVariance);
  const estimate = ofPositives?.mean ?? Number.NaN;
  const error = Math.sqrt((ofPositives?.variance ?? 0) / positives + (ofNegatives?.variance ?? 0) / negatives);
  const reach = normalQuantile(0.5 + level / 2) * error;
  return { estimate, low: Math.max(0, estimate - reach), high: Math.min(1, estimate + reach), error };
}

export type RocPoint = { readonly threshold: number; readonly falsePositiveRate: number; readonly truePositiveRate: number };

/**
 * The ROC curve for a picture: at most `points` points evenly spaced along the way, first (0, 0) and last (1, 1). A score
 * at or above a point's threshold counts as an alert; the first threshold is infinite.
 */
export function rocCurve(target: ArrayLike<number>, score: ArrayLike<number>, points = 200): RocPoint[] {
  checkPaired(target, score);
  const { positives, negatives } = checkBothClasses(target);
  const order = byFallingScore(score);
  const curve: RocPoint[] = [{ threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 }];
  let hits = 0;
  for (let index = 0; index < order.length; index += 1) {
    const row = order[index] ?? 0;
    hits += target[row] ?? 0;
    const threshold = score[row] ?? 0;
    if (index + 1 < order.length && score[order[index + 1] ?? 0] === threshold) continue;
    curve.push({ threshold, falsePositiveRate: (index + 1 - hits) / negatives, truePositiveRate: hits / positives });
  }
  return thin(curve, Math.max(2, points));
}

/** Keeps points at equal steps of the way along both axes, so a steep rise keeps as many as a long tail. */
function thin(curve: readonly RocPoint[], points: number): RocPoint[] {
  if (curve.length <= points) return [...curve];
  const kept: RocPoint[] = [];
  let next = 0;
  curve.forEach((point, index) => {
    const way = (point.falsePositiveRate + point.truePositiveRate) / 2;
    if (index === curve.length - 1 || (way >= next / (points - 1) && kept.length < points - 1)) {
      kept.push(point);
      next = Math.floor(way * (points - 1)) + 1;
    }
  });
  return kept;
}

/** Rank of each value from 1; equal values share the mean of their ranks. */
function midranks(values: Float64Array): Float64Array {
  const order = Int32Array.from({ length: values.length }, (_, index) => index);
  order.sort((left, right) => (values[left] ?? 0) - (values[right] ?? 0) || left - right);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let index = start; index < end; index += 1) ranks[order[index] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** Sample variance (n − 1); zero for one value. */
function meanAndVariance(values: Float64Array): { mean: number; variance: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 };
}
