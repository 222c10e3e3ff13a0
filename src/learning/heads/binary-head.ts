import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Head, HeadReport, HeadScore, LoadedHead } from '../../contracts/models.ts';
import { calibrate, Calibrator, fitCalibrator, loadCalibrator } from '../calibration/calibrator.ts';
import { recalibration, reliabilityBins } from '../calibration/reliability.ts';
import type { Table } from '../core/table.ts';
import type { Ranges } from '../encode/read-row.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import { averagePrecision } from '../metrics/alerts.ts';
import { brierScore, logLoss } from '../metrics/classification.ts';
import { rocAucInterval, rocCurve } from '../metrics/roc.ts';
import type { Crew } from '../trees/crew.ts';
import { boosting, importanceIn, linear, loadColumns, type Candidate } from './candidate.ts';
import { candidatesOf, duel, type Duel } from './duel.ts';
import { entityFolds } from './entity-folds.ts';
import { columnsOf, rangesOf, rowFor, tableOf, targetOf } from './tabular.ts';

export type BinaryOptions = {
  readonly target: string;
  readonly uses?: readonly string[];
  /** Beside logistic regression, which is always fitted. */
  readonly candidates?: readonly Candidate[];
};

const folds = 5;
const fewestOfAClass = 20;

const Artefact = z.object({
  kind: z.literal('binary'),
  model: z.unknown(),
  calibrator: Calibrator,
  ranges: z.record(z.string(), z.object({ min: z.number(), max: z.number() })),
  /** Where each tenth of the predictions on rows not trained on ends, with how often it came true. */
  bins: z.array(z.object({ upTo: z.number(), low: z.number(), high: z.number() })),
});

/**
 * The probability of a yes. Logistic regression is always fitted; gradient boosting becomes champion only where it wins on
 * paired folds. Probabilities are calibrated on rows that were not trained on, and their interval is how often such
 * predictions came true there (Wilson, 95 %). Factors are in log-odds.
 */
export function binaryHead({ target, uses, candidates = [boosting({ objective: 'logistic' })] }: BinaryOptions): Head {
  return {
    kind: 'binary',
    targets: [target],
    ...(uses === undefined ? {} : { uses }),
    async fit(examples, features, help) {
      const table = tableOf(examples, columnsOf(features, uses));
      const truth = targetOf(examples, target);
      checkClasses(truth, target);
      // Scoring owns the threads and hands them through; their shape is known here alone.
      const crew = help.crew as Crew | undefined;
      const all = [linear('binary'), ...candidates];
      const steps = all.length * folds + 1;
      let done = 0;
      const tell = (): void => help.tell?.((done += 1), steps);
      const fought = await duel(all, table, truth, {
        folds: entityFolds(
          examples.map(({ entity }) => entity),
          truth,
          folds,
          help.seed,
        ),
        loss: (of, margins) => logLoss(of, margins.map(sigmoid)),
        metric: 'log loss',
        seed: help.seed,
        crew,
        tell,
      });
      const calibrator = fitCalibrator(truth, fought.winner.margins, { seed: help.seed });
      const model = await fought.winner.candidate.fit(table, truth, { seed: help.seed, crew });
      tell();
      const ranges = rangesOf(table);
      const probabilities = fought.winner.margins.map((margin) => calibrate(calibrator, margin));
      const bins = reliabilityBins(truth, probabilities);
      const report = reportOf(fought, table, truth, probabilities, loadColumns(model));
      const artefact = { kind: 'binary', model, calibrator, ranges, bins: intervalsOf(bins) };
      // Plain data all the way down: numbers, strings, arrays.
      return { artefact: artefact as unknown as Json, report };
    },
    load,
  };
}

function checkClasses(truth: Float64Array, target: string): void {
  let yes = 0;
  for (const value of truth) {
    if (value !== 0 && value !== 1)
      throw new CountersignError('input.invalid', `The target ${target} has to be yes or no in every row`, { field: target });
    yes += value;
  }
  if (yes < fewestOfAClass || truth.length - yes < fewestOfAClass)
    throw new CountersignError(
      'input.invalid',
      `The target ${target} needs at least ${fewestOfAClass} rows of each answer; there are ${yes} yes and ${truth.length - yes} no`,
      {
        field: target,
      },
    );
}

/** How often predictions like these came true. A bin ends halfway to the next one's mean, so that no row's own score is kept. */
function intervalsOf(bins: ReturnType<typeof reliabilityBins>): { upTo: number; low: number; high: number }[] {
  return bins.map(({ predicted, low, high }, index) => {
    const next = bins[index + 1];
    return { upTo: next === undefined ? 1 : (predicted + next.predicted) / 2, low, high };
  });
}

function reportOf(
  fought: Duel,
  table: Table,
  truth: Float64Array,
  probabilities: Float64Array,
  scorer: ReturnType<typeof loadColumns>,
): HeadReport {
  const { winner, comparison } = fought;
  const auc = rocAucInterval(truth, winner.margins);
  const { slope, intercept } = recalibration(truth, probabilities);
  return {
    algorithm: winner.candidate.name,
    parameters: winner.candidate.parameters,
    rows: table.rows,
    metrics: [
      { name: 'auc', value: auc.estimate, low: auc.low, high: auc.high },
      { name: 'average precision', value: averagePrecision(truth, winner.margins) },
      { name: 'log loss', value: logLoss(truth, probabilities) },
      { name: 'brier', value: brierScore(truth, probabilities) },
      { name: 'base rate', value: truth.reduce((sum, value) => sum + value, 0) / truth.length },
    ],
    candidates: candidatesOf(fought),
    ...(comparison === undefined ? {} : { comparison }),
    calibration: {
      slope,
      intercept,
      bins: reliabilityBins(truth, probabilities).map(({ predicted, observed, rows: count }) => ({ predicted, observed, rows: count })),
    },
    roc: rocCurve(truth, winner.margins, 100).map(({ falsePositiveRate, truePositiveRate }) => ({ falsePositiveRate, truePositiveRate })),
    importance: importanceIn(scorer, table),
  };
}

function load(artefact: unknown): LoadedHead {
  const read = Artefact.safeParse(artefact);
  if (!read.success)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  const { model, ranges, bins } = read.data;
  const scorer = loadColumns(model);
  const calibrator = loadCalibrator(read.data.calibrator);
  return { score: (values): HeadScore => score(values, scorer, calibrator, ranges, bins) };
}

function score(
  values: Parameters<LoadedHead['score']>[0],
  scorer: ReturnType<typeof loadColumns>,
  calibrator: Calibrator,
  ranges: Ranges,
  bins: z.infer<typeof Artefact>['bins'],
): HeadScore {
  const { row, notes } = rowFor(scorer.features, values, ranges);
  const probability = calibrate(calibrator, scorer.margin(row));
  const bin = bins.find(({ upTo }) => probability <= upTo) ?? bins.at(-1);
  return {
    value: probability,
    confidence: Math.max(probability, 1 - probability),
    ...(bin === undefined ? {} : { interval: { low: Math.min(bin.low, probability), high: Math.max(bin.high, probability), level: 0.95 } }),
    factors: scorer.factors(row).map((factor) => ({ ...factor, value: values[factor.feature] ?? null })),
    notes,
  };
}
