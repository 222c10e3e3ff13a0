import { checkBinary, checkBothClasses, checkPaired } from '../metrics/checks.ts';
import { wilsonInterval } from '../metrics/compare.ts';
import { fitTwo } from './platt.ts';

/** Rows of similar probability: what was said on average, and what happened with its 95 % Wilson interval. */
export type ReliabilityBin = {
  readonly rows: number;
  readonly predicted: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
};

/** Bins of equal numbers of rows, equal probabilities never split; at most `bins` of them (default 10), lowest first. */
export function reliabilityBins(target: ArrayLike<number>, probability: ArrayLike<number>, bins = 10): ReliabilityBin[] {
  checkPaired(target, probability);
  checkBinary(target);
  const order = Int32Array.from({ length: target.length }, (_, row) => row).toSorted(
    (left, right) => (probability[left] ?? 0) - (probability[right] ?? 0) || left - right,
  );
  const found: ReliabilityBin[] = [];
  let start = 0;
  for (let bin = 1; bin <= bins; bin += 1) {
    let end = Math.max(start, Math.round((order.length * bin) / bins));
    while (end > start && end < order.length && probability[order[end] ?? 0] === probability[order[end - 1] ?? 0]) end += 1;
    if (end === start) continue;
    let [hits, predicted] = [0, 0];
    for (let index = start; index < end; index += 1) {
      hits += target[order[index] ?? 0] ?? 0;
      predicted += probability[order[index] ?? 0] ?? 0;
    }
    const { estimate, low, high } = wilsonInterval(hits, end - start);
    found.push({ rows: end - start, predicted: predicted / (end - start), observed: estimate, low, high });
    start = end;
  }
  return found;
}

/** Expected calibration error: mean over rows of |predicted − observed| of their bin. Rises with fewer rows, also for a perfect model. */
export function expectedCalibrationError(target: ArrayLike<number>, probability: ArrayLike<number>, bins = 10): number {
  const found = reliabilityBins(target, probability, bins);
  return found.reduce((sum, bin) => sum + bin.rows * Math.abs(bin.predicted - bin.observed), 0) / target.length;
}

export type Recalibration = {
  /** 1 is right; below 1 the probabilities are too extreme, above 1 too timid. */
  readonly slope: number;
  readonly slopeError: number;
  /** 0 is right, judged together with the slope. */
  readonly intercept: number;
  readonly interceptError: number;
};

/**
 * Calibration slope and intercept (Cox 1958): logistic regression of what happened on the log-odds that were said, with standard
 * errors. Probabilities are kept 1e-6 away from 0 and 1, so one sure mistake does not decide alone.
 */
export function recalibration(target: ArrayLike<number>, probability: ArrayLike<number>): Recalibration {
  checkPaired(target, probability);
  const { positives, negatives } = checkBothClasses(target);
  const logOdds = Float64Array.from(probability, (value) => {
    const kept = Math.min(1 - 1e-6, Math.max(1e-6, value));
    return Math.log(kept / (1 - kept));
  });
  return fitTwo(target, logOdds, { slope: 0, intercept: Math.log(positives / negatives) }, 1e-9);
}
