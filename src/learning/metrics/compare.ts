import { CountersignError } from '../../contracts/errors.ts';
import { createRandom } from '../core/random.ts';
import { checkBinary, checkPaired } from './checks.ts';
import { rowLogLoss } from './classification.ts';
import { studentCdf, studentQuantile } from './distribution.ts';
import { normalQuantile } from './normal-quantile.ts';
import type { Interval } from './roc.ts';

export type BootstrapOptions = { readonly seed: number; readonly draws?: number; readonly level?: number };

/**
 * Percentile bootstrap interval (Efron 1979) of any metric of target and score. A draw on which the metric is not defined
 * (one class only) is left out; `input.invalid` when fewer than half remain.
 */
export function bootstrapInterval(
  metric: (target: Float64Array, score: Float64Array) => number,
  target: ArrayLike<number>,
  score: ArrayLike<number>,
  { seed, draws = 1000, level = 0.95 }: BootstrapOptions,
): Interval {
  checkPaired(target, score);
  const estimate = metric(Float64Array.from(target), Float64Array.from(score));
  const random = createRandom(seed);
  const [drawnTarget, drawnScore] = [new Float64Array(target.length), new Float64Array(target.length)];
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    for (let index = 0; index < target.length; index += 1) {
      const row = random.int(target.length);
      drawnTarget[index] = target[row] ?? 0;
      drawnScore[index] = score[row] ?? 0;
    }
    const value = valueOrNaN(() => metric(drawnTarget, drawnScore));
    if (Number.isFinite(value)) values.push(value);
  }
  if (values.length < draws / 2) throw new CountersignError('input.invalid', 'The metric is not defined on most bootstrap draws');
  return { estimate, ...percentiles(values, level) };
}

/**
 * Paired bootstrap of the difference of log loss, challenger less champion, on the same rows: `high` below 0 says the
 * challenger is better. Rows are drawn together for both, so what makes a row hard cancels out.
 */
export function pairedLogLoss(
  target: ArrayLike<number>,
  challenger: ArrayLike<number>,
  champion: ArrayLike<number>,
  options: BootstrapOptions,
): Interval {
  checkPaired(target, challenger, champion);
  checkBinary(target);
  const differences = Float64Array.from({ length: target.length }, (_, row) => {
    const happened = target[row] ?? 0;
    return rowLogLoss(happened, challenger[row] ?? 0) - rowLogLoss(happened, champion[row] ?? 0);
  });
  return pairedMean(differences, options);
}

/** Bootstrap interval of the mean of paired differences, for any loss that is a mean over rows. */
export function pairedMean(differences: ArrayLike<number>, { seed, draws = 2000, level = 0.95 }: BootstrapOptions): Interval {
  checkPaired(differences);
  const random = createRandom(seed);
  const rows = differences.length;
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    let sum = 0;
    for (let index = 0; index < rows; index += 1) sum += differences[random.int(rows)] ?? 0;
    values.push(sum / rows);
  }
  let total = 0;
  for (let row = 0; row < rows; row += 1) total += differences[row] ?? 0;
  return { estimate: total / rows, ...percentiles(values, level) };
}

/**
 * Corrected resampled t interval (Nadeau and Bengio 2003) of the mean difference over paired folds, challenger less
 * champion. Folds share training rows, so the plain t test finds differences that are not there; the variance is widened
 * by `testRows / trainRows`. `p` is two-sided.
 */
export function pairedFolds(
  differences: ArrayLike<number>,
  { trainRows, testRows, level = 0.95 }: { readonly trainRows: number; readonly testRows: number; readonly level?: number },
): Interval & { readonly p: number } {
  checkPaired(differences);
  const folds = differences.length;
  if (folds < 2 || !(trainRows > 0) || !(testRows > 0)) {
    throw new CountersignError('input.invalid', 'A paired comparison needs at least two folds and the rows they trained and tested on');
  }
  let sum = 0;
  for (let fold = 0; fold < folds; fold += 1) sum += differences[fold] ?? 0;
  const estimate = sum / folds;
  let squares = 0;
  for (let fold = 0; fold < folds; fold += 1) squares += ((differences[fold] ?? 0) - estimate) * ((differences[fold] ?? 0) - estimate);
  const error = Math.sqrt((squares / (folds - 1)) * (1 / folds + testRows / trainRows));
  if (error === 0) return { estimate, low: estimate, high: estimate, p: estimate === 0 ? 1 : 0 };
  const reach = studentQuantile(0.5 + level / 2, folds - 1) * error;
  return { estimate, low: estimate - reach, high: estimate + reach, p: 2 * studentCdf(-Math.abs(estimate / error), folds - 1) };
}

/** Wilson's score interval (1927) of a share: honest for small counts and for shares at 0 and 1. */
export function wilsonInterval(hits: number, trials: number, level = 0.95): Interval {
  if (!(trials > 0 && hits >= 0 && hits <= trials))
    throw new CountersignError('input.invalid', 'Hits lie between 0 and the number of trials');
  const z = normalQuantile(0.5 + level / 2);
  const share = hits / trials;
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const reach = (z / (1 + (z * z) / trials)) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { estimate: share, low: hits === 0 ? 0 : Math.max(0, centre - reach), high: hits === trials ? 1 : Math.min(1, centre + reach) };
}

function percentiles(values: number[], level: number): { low: number; high: number } {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? Number.NaN;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}

function valueOrNaN(metric: () => number): number {
  try {
    return metric();
  } catch (thrown) {
    if (thrown instanceof CountersignError && thrown.code === 'input.invalid') return Number.NaN;
    throw thrown;
  }
}
