import { CountersignError } from '../../contracts/errors.ts';
import type { HeadReport } from '../../contracts/models.ts';
import {
  averagePrecision,
  brierScore,
  logLoss,
  meanAbsoluteError,
  recalibration,
  reliabilityBins,
  rocAucInterval,
  rocCurve,
  rootMeanSquaredError,
} from '../../learning/index.ts';

const fewestOfEach = 20;
const fewestRows = 40;

export type Measured = Pick<HeadReport, 'metrics' | 'calibration' | 'roc'> & {
  /** Of a probability: where each tenth of the scores ends, with how often it came true. */
  readonly bins: readonly { readonly upTo: number; readonly low: number; readonly high: number }[];
  /** Of an amount: actual less said, rising. */
  readonly errors: Float64Array;
};

/**
 * What an imported model is worth on rows held here, by which it is told apart from champions of our own. Whether the model
 * was trained on some of these rows only its maker knows. Throws `input.invalid` where there are too few rows.
 */
export function measure(task: 'binary' | 'amount', target: string, truth: Float64Array, said: Float64Array): Measured {
  const rows = [...truth.keys()].filter((row) => Number.isFinite(truth[row]) && Number.isFinite(said[row]));
  const [actual, scores] = [truth, said].map((values) => Float64Array.from(rows, (row) => values[row] ?? Number.NaN));
  if (!actual || !scores || rows.length < fewestRows)
    throw new CountersignError(
      'input.invalid',
      `An import is measured on history; ${target} needs at least ${fewestRows} rows with an outcome and a score, and there are ${rows.length}`,
      { field: 'examples' },
    );
  return task === 'binary' ? measuredAnswers(target, actual, scores) : measuredAmounts(actual, scores);
}

function measuredAnswers(target: string, truth: Float64Array, said: Float64Array): Measured {
  const yes = truth.filter((value) => value === 1).length;
  if (truth.some((value) => value !== 0 && value !== 1) || Math.min(yes, truth.length - yes) < fewestOfEach)
    throw new CountersignError(
      'input.invalid',
      `An import is measured on history; ${target} has to be yes or no, with at least ${fewestOfEach} rows of each answer`,
      { field: 'examples' },
    );
  const auc = rocAucInterval(truth, said);
  const { slope, intercept } = recalibration(truth, said);
  const bins = reliabilityBins(truth, said);
  return {
    metrics: [
      { name: 'auc', value: auc.estimate, low: auc.low, high: auc.high },
      { name: 'average precision', value: averagePrecision(truth, said) },
      { name: 'log loss', value: logLoss(truth, said) },
      { name: 'brier', value: brierScore(truth, said) },
      { name: 'base rate', value: yes / truth.length },
    ],
    calibration: { slope, intercept, bins: bins.map(({ predicted, observed, rows }) => ({ predicted, observed, rows })) },
    roc: rocCurve(truth, said, 100).map(({ falsePositiveRate, truePositiveRate }) => ({ falsePositiveRate, truePositiveRate })),
    // A bin ends halfway to the next one's mean, so that no row's own score is kept.
    bins: bins.map(({ predicted, low, high }, index) => ({
      upTo: index + 1 < bins.length ? (predicted + (bins[index + 1]?.predicted ?? 1)) / 2 : 1,
      low,
      high,
    })),
    errors: new Float64Array(),
  };
}

function measuredAmounts(truth: Float64Array, said: Float64Array): Measured {
  const errors = truth.map((actual, row) => actual - (said[row] ?? 0)).toSorted();
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const whole = truth.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return {
    metrics: [
      { name: 'mean absolute error', value: meanAbsoluteError(truth, said) },
      { name: 'root mean squared error', value: rootMeanSquaredError(truth, said) },
      { name: 'variance explained', value: whole === 0 ? 0 : 1 - errors.reduce((sum, error) => sum + error * error, 0) / whole },
    ],
    bins: [],
    errors,
  };
}

/** The value below which a share of `level` lies, straight between neighbours. */
export function quantile(sorted: Float64Array, level: number): number {
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  return low + ((sorted[Math.min(below + 1, sorted.length - 1)] ?? low) - low) * (place - below);
}
