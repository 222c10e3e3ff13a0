import { CountersignError } from '../../contracts/errors.ts';
import type { Table } from '../core/table.ts';
import { mostBins } from './binning.ts';
import { logistic, multiclass, quantile, squared, type Objective } from './objectives.ts';

/** `logistic`: target 0/1. `squared`: any number. `quantile`: any number, the quantile `alpha`. `softmax`: target 0 … classes − 1. */
export type ObjectiveName =
  | { readonly objective: 'logistic' | 'squared' }
  | { readonly objective: 'quantile'; readonly alpha: number }
  | { readonly objective: 'softmax'; readonly classes: number };

export type CategoryOptions = {
  /** Added to λ and to the hessian by which levels are ordered: the higher, the less a level's own rows count. */
  readonly smoothing: number;
  /** Levels with fewer rows in a leaf move together with missing. */
  readonly minRows: number;
  /** Levels in a set at most. */
  readonly mostInSet: number;
};

/** What training a tree is bound by, for boosting and forests alike. */
export type TreeOptions = {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly minChildRows: number;
  readonly minChildHessian: number;
  readonly minGain: number;
  readonly lambda: number;
  readonly maxBins: number;
  readonly seed: number;
  readonly categories: CategoryOptions;
};

export type EarlyStopping = {
  /** Rounds without a better validation loss before training stops. */
  readonly patience: number;
  /** Rows to judge by; without them `fraction` of the rows (0.2 unless told) is split off by the seed. */
  readonly validation?: { readonly table: Table; readonly target: Float64Array };
  readonly fraction?: number;
};

export type BoostingOptions = ObjectiveName &
  Partial<TreeOptions> & {
    readonly trees?: number;
    readonly learningRate?: number;
    /** Share of the features drawn for each tree. */
    readonly featureFraction?: number;
    /** One weight a row, zero or more. */
    readonly weights?: Float64Array;
    /** Feature name → 1 where the score may only rise with it, -1 where only fall. Numbers alone. */
    readonly monotone?: Readonly<Record<string, 1 | -1>>;
    readonly earlyStopping?: EarlyStopping;
  };

/** Rows in one training at most: beyond, a hessian would have fewer than nine bits (see wholeUnits). */
export const mostRows = 4_194_304;

export const treeDefaults: TreeOptions = {
  maxLeaves: 8,
  maxDepth: Infinity,
  minChildRows: 20,
  minChildHessian: 1e-3,
  minGain: 0,
  lambda: 1,
  maxBins: mostBins,
  seed: 0,
  categories: { smoothing: 10, minRows: 10, mostInSet: 64 },
};

/** The objective alone, out of options that hold much more. */
export function namedObjective(options: ObjectiveName): ObjectiveName {
  switch (options.objective) {
    case 'quantile':
      return { objective: options.objective, alpha: options.alpha };
    case 'softmax':
      return { objective: options.objective, classes: options.classes };
    case 'logistic':
    case 'squared':
      return { objective: options.objective };
  }
}

export function objectiveOf(options: ObjectiveName): Objective {
  switch (options.objective) {
    case 'logistic':
      return logistic;
    case 'squared':
      return squared;
    case 'quantile':
      if (!(options.alpha > 0 && options.alpha < 1)) throw invalid('The quantile alpha must lie between 0 and 1', 'alpha');
      return quantile(options.alpha);
    case 'softmax':
      if (!Number.isInteger(options.classes) || options.classes < 2) throw invalid('Softmax needs at least two classes', 'classes');
      return multiclass(options.classes);
  }
}

/** Throws `input.invalid` with the field at fault. */
export function checkTreeOptions(options: TreeOptions): void {
  const { categories } = options;
  const claims: [boolean, string, string][] = [
    [Number.isInteger(options.maxLeaves) && options.maxLeaves >= 2, 'maxLeaves', 'a whole number from 2 on'],
    [options.maxDepth >= 1, 'maxDepth', 'at least 1'],
    [Number.isInteger(options.minChildRows) && options.minChildRows >= 1, 'minChildRows', 'a whole number from 1 on'],
    [options.minChildHessian > 0, 'minChildHessian', 'above 0'],
    [options.minGain >= 0, 'minGain', '0 or more'],
    [options.lambda >= 0 && Number.isFinite(options.lambda), 'lambda', '0 or more'],
    [Number.isInteger(options.maxBins) && options.maxBins >= 2 && options.maxBins <= mostBins, 'maxBins', `from 2 to ${mostBins}`],
    [Number.isInteger(options.seed), 'seed', 'a whole number'],
    [
      categories.smoothing >= 0 && categories.minRows >= 1 && categories.mostInSet >= 1,
      'categories',
      'smoothing from 0 and counts from 1 on',
    ],
  ];
  for (const [holds, field, says] of claims) if (!holds) throw invalid(`The option ${field} must be ${says}`, field);
}

/** Throws `input.invalid` where table, target and weights do not fit together, `input.too_large` where there are too many rows. */
export function checkTrainingRows(table: Table, target: Float64Array, weights: Float64Array | undefined, objective: ObjectiveName): void {
  if (table.rows === 0) throw invalid('There are no rows to learn from', 'table');
  if (table.rows > mostRows) throw new CountersignError('input.too_large', `Trees learn from ${mostRows} rows at most`, { field: 'table' });
  if (table.columns.length !== table.features.length || table.columns.some((column) => column.length !== table.rows)) {
    throw invalid('Every feature needs a column with one value a row', 'table');
  }
  if (target.length !== table.rows) throw invalid('The target must have one value a row', 'target');
  const allowed = allowedTarget(objective);
  if (!target.every(allowed.holds)) throw invalid(`The target must be ${allowed.says} in every row`, 'target');
  if (weights === undefined) return;
  if (weights.length !== table.rows) throw invalid('The weights must have one value a row', 'weights');
  if (!weights.every((weight) => weight >= 0 && Number.isFinite(weight)) || !weights.some((weight) => weight > 0)) {
    throw invalid('Weights must be finite, zero or more, and not all zero', 'weights');
  }
}

function allowedTarget(objective: ObjectiveName): { holds: (value: number) => boolean; says: string } {
  switch (objective.objective) {
    case 'logistic':
      return { holds: (value) => value === 0 || value === 1, says: '0 or 1' };
    case 'softmax':
      return {
        holds: (value) => Number.isInteger(value) && value >= 0 && value < objective.classes,
        says: `a class from 0 to ${objective.classes - 1}`,
      };
    case 'squared':
    case 'quantile':
      return { holds: (value) => Math.abs(value) < 1e150, says: 'a number below 1e150' };
  }
}

/** -1, 0 or 1 for each feature of the table. Throws `input.invalid` for an unknown feature or a category. */
export function monotoneOf(table: Table, monotone: Readonly<Record<string, 1 | -1>> = {}): number[] {
  for (const name of Object.keys(monotone)) {
    if (!table.features.some((feature) => feature.name === name && feature.kind === 'number')) {
      throw invalid(`The monotone constraint names ${name}, which is no number feature of the table`, 'monotone');
    }
  }
  return table.features.map(({ name }) => (Object.hasOwn(monotone, name) ? (monotone[name] ?? 0) : 0));
}

export function invalid(message: string, field?: string): CountersignError {
  return new CountersignError('input.invalid', message, field === undefined ? {} : { field });
}
