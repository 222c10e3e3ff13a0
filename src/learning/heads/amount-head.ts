import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Head, HeadReport, HeadScore, LoadedHead } from '../../contracts/models.ts';
import { takeRows, takeValues, type Table } from '../core/table.ts';
import { intervalCoverage, meanAbsoluteError, rootMeanSquaredError } from '../metrics/regression.ts';
import type { Crew } from '../trees/crew.ts';
import { boosting, importanceIn, linear, loadColumns, type Candidate } from './candidate.ts';
import { candidatesOf, duel, type Duel } from './duel.ts';
import { entityFolds } from './entity-folds.ts';
import { columnsOf, rangesOf, rowFor, tableOf, targetOf } from './tabular.ts';

export type AmountOptions = {
  readonly target: string;
  readonly uses?: readonly string[];
  /** Beside ridge regression, which is always fitted. */
  readonly candidates?: readonly Candidate[];
  /** Share of outcomes that the interval holds. */
  readonly level?: number;
  /** The answer and its interval never go below or above. */
  readonly atLeast?: number;
  readonly atMost?: number;
};

const folds = 5;
const fewestRows = 40;
/** Of the errors on rows not trained on; what lies between is drawn straight. */
export const errorLevels = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99] as const;

const Artefact = z.object({
  kind: z.literal('amount'),
  model: z.unknown(),
  ranges: z.record(z.string(), z.object({ min: z.number(), max: z.number() })),
  /** Quantiles of actual less predicted on rows not trained on, one a level. */
  errors: z.array(z.number()).length(errorLevels.length),
  level: z.number(),
  atLeast: z.number().nullable(),
  atMost: z.number().nullable(),
});

/**
 * An amount: days, a quantity, money in one currency. Ridge regression is always fitted; gradient boosting becomes champion
 * only where it wins on paired folds. The interval comes from the errors on rows that were not trained on (jackknife+ by
 * folds, Barber et al. 2021, with one error distribution for all rows). Factors are in the target's unit.
 */
export function amountHead(options: AmountOptions): Head {
  const { target, uses, candidates = [boosting({ objective: 'squared' })], level = 0.8 } = options;
  return {
    kind: 'amount',
    targets: [target],
    ...(uses === undefined ? {} : { uses }),
    async fit(examples, features, help) {
      const everything = tableOf(examples, columnsOf(features, uses));
      const known = targetOf(examples, target);
      // Where the target has no value there was nothing to measure: an invoice that is still open has no days.
      const rows = Int32Array.from([...known.keys()].filter((row) => Number.isFinite(known[row])));
      if (rows.length < fewestRows)
        throw new CountersignError(
          'input.invalid',
          `The target ${target} needs at least ${fewestRows} rows with a number; there are ${rows.length}`,
          { field: target },
        );
      const table = takeRows(everything, rows);
      const truth = takeValues(known, rows);
      // Scoring owns the threads and hands them through; their shape is known here alone.
      const crew = help.crew as Crew | undefined;
      const all = [linear('amount'), ...candidates];
      const steps = all.length * folds + 1;
      let done = 0;
      const tell = (): void => help.tell?.((done += 1), steps);
      const fought = await duel(all, table, truth, {
        folds: entityFolds(
          Array.from(rows, (row) => examples[row]?.entity ?? ''),
          undefined,
          folds,
          help.seed,
        ),
        loss: rootMeanSquaredError,
        metric: 'root mean squared error',
        seed: help.seed,
        crew,
        tell,
      });
      const model = await fought.winner.candidate.fit(table, truth, { seed: help.seed, crew });
      tell();
      const errors = quantiles(truth.map((actual, row) => actual - (fought.winner.margins[row] ?? 0)));
      const artefact = {
        kind: 'amount',
        model,
        ranges: rangesOf(table),
        errors,
        level,
        atLeast: options.atLeast ?? null,
        atMost: options.atMost ?? null,
      };
      // Plain data all the way down: numbers, strings, arrays.
      return { artefact: artefact as unknown as Json, report: reportOf(fought, table, truth, errors, level, loadColumns(model)) };
    },
    load,
  };
}

function quantiles(values: Float64Array): number[] {
  const sorted = values.toSorted();
  return errorLevels.map((level) => at(sorted, level * (sorted.length - 1)));
}

function at(sorted: ArrayLike<number>, place: number): number {
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  return low + ((sorted[Math.min(below + 1, sorted.length - 1)] ?? low) - low) * (place - below);
}

/** The error that a share of `level` stays below, straight between the kept quantiles. */
function errorAt(errors: readonly number[], level: number): number {
  const above = errorLevels.findIndex((each) => each >= level);
  if (above < 0) return errors.at(-1) ?? 0;
  const high = errorLevels[above] ?? 1;
  const low = errorLevels[above - 1];
  if (low === undefined) return errors[0] ?? 0;
  const share = (level - low) / (high - low);
  return (errors[above - 1] ?? 0) * (1 - share) + (errors[above] ?? 0) * share;
}

function reportOf(
  fought: Duel,
  table: Table,
  truth: Float64Array,
  errors: readonly number[],
  level: number,
  scorer: ReturnType<typeof loadColumns>,
): HeadReport {
  const { winner, comparison } = fought;
  const said = winner.margins;
  const average = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const whole = truth.reduce((sum, value) => sum + (value - average) * (value - average), 0);
  const left = truth.reduce((sum, value, row) => sum + (value - (said[row] ?? 0)) * (value - (said[row] ?? 0)), 0);
  const [low, high] = [errorAt(errors, (1 - level) / 2), errorAt(errors, (1 + level) / 2)];
  return {
    algorithm: winner.candidate.name,
    parameters: winner.candidate.parameters,
    rows: table.rows,
    metrics: [
      { name: 'mean absolute error', value: meanAbsoluteError(truth, said) },
      { name: 'root mean squared error', value: rootMeanSquaredError(truth, said) },
      { name: 'variance explained', value: whole === 0 ? 0 : 1 - left / whole },
      {
        name: `coverage of ${Math.round(level * 100)} %`,
        value: intervalCoverage(
          truth,
          said.map((value) => value + low),
          said.map((value) => value + high),
        ),
      },
    ],
    candidates: candidatesOf(fought),
    ...(comparison === undefined ? {} : { comparison }),
    importance: importanceIn(scorer, table),
  };
}

function load(artefact: unknown): LoadedHead {
  const read = Artefact.safeParse(artefact);
  if (!read.success)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  const { model, ranges, errors, level, atLeast, atMost } = read.data;
  const scorer = loadColumns(model);
  const bounded = (value: number): number => Math.min(Math.max(value, atLeast ?? -Infinity), atMost ?? Infinity);
  return {
    score(values): HeadScore {
      const { row, notes } = rowFor(scorer.features, values, ranges);
      const said = scorer.margin(row);
      return {
        value: bounded(said),
        interval: { low: bounded(said + errorAt(errors, (1 - level) / 2)), high: bounded(said + errorAt(errors, (1 + level) / 2)), level },
        factors: scorer.factors(row).map((factor) => ({ ...factor, value: values[factor.feature] ?? null })),
        notes,
      };
    },
  };
}
