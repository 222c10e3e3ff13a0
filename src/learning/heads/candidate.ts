import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Factor } from '../../contracts/models.ts';
import { rowOf, type Feature, type Table } from '../core/table.ts';
import { compileLinear, loadLinear, trainLogistic, trainRidge } from '../linear/linear-model.ts';
import { trainBoosting } from '../trees/boosting.ts';
import type { BoostingOptions } from '../trees/boosting-options.ts';
import { compileEnsemble } from '../trees/compile.ts';
import type { Crew } from '../trees/crew.ts';
import { Ensemble, readEnsemble } from '../trees/ensemble.ts';
import { createTreeExplainer } from '../trees/tree-shap.ts';

/** A fitted model of columns as it is stored: one margin a row. */
export const ColumnModel = z.discriminatedUnion('algorithm', [
  z.object({ algorithm: z.literal('linear'), model: z.unknown() }),
  z.object({ algorithm: z.literal('trees'), model: z.unknown() }),
]);
export type ColumnModel = z.infer<typeof ColumnModel>;

/** Something that can be trained on columns. `fit` gives JSON. */
export type Candidate = {
  readonly name: string;
  readonly parameters: Readonly<Record<string, Json>>;
  fit(table: Table, target: Float64Array, help: { readonly seed: number; readonly crew: Crew | undefined }): Promise<ColumnModel>;
};

export type Scorer = {
  readonly features: readonly Feature[];
  margin(row: Float64Array): number;
  margins(table: Table): Float64Array;
  /** Contributions of one row to its margin, largest first; a feature that moved nothing is left out. */
  factors(row: Float64Array): Factor[];
};

const boostingParameters = { trees: 200, learningRate: 0.05, maxLeaves: 8, lambda: 1, minChildRows: 20 } as const;

/** Logistic regression for a yes or no, ridge regression for an amount. */
export const linear = (task: 'binary' | 'amount'): Candidate => ({
  name: task === 'binary' ? 'logistic regression' : 'ridge regression',
  parameters: { l2: 1 },
  fit: async (table, target) => ({
    algorithm: 'linear',
    model: task === 'binary' ? trainLogistic(table, target) : trainRidge(table, target),
  }),
});

/** Gradient boosting with the small trees that do best on tables of this size. */
export function boosting(
  objective: { readonly objective: 'logistic' | 'squared' } | { readonly objective: 'quantile'; readonly alpha: number },
  options: Partial<Pick<BoostingOptions, 'trees' | 'learningRate' | 'maxLeaves' | 'lambda' | 'minChildRows' | 'monotone'>> = {},
): Candidate {
  const parameters = { ...boostingParameters, ...options };
  const { monotone, ...plain } = parameters;
  return {
    name: 'gradient boosting',
    parameters: { ...plain, ...(monotone === undefined ? {} : { monotone: { ...monotone } }) },
    async fit(table, target, { seed, crew }) {
      const { ensemble } = await trainBoosting(table, target, { ...parameters, ...objective, seed }, crew);
      return { algorithm: 'trees', model: ensemble };
    },
  };
}

/** Throws `state.invalid` where the model is none. */
export function loadColumns(stored: unknown): Scorer {
  const read = ColumnModel.safeParse(stored);
  if (!read.success)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  return read.data.algorithm === 'linear' ? linearScorer(read.data.model) : treeScorer(readEnsemble(read.data.model));
}

function linearScorer(model: unknown): Scorer {
  const compiled = compileLinear(loadLinear(model));
  return {
    features: compiled.features,
    margin: (row) => compiled.margin(row),
    margins: (table) => compiled.margins(table),
    factors: (row) => sorted(compiled.features, compiled.explain(row).contributions),
  };
}

function treeScorer(ensemble: Ensemble): Scorer {
  const compiled = compileEnsemble(ensemble);
  // Explaining needs more memory than scoring; a model that only ever scores in bulk never pays for it.
  let explainer: ReturnType<typeof createTreeExplainer> | undefined;
  return {
    features: ensemble.features,
    margin: (row) => compiled.marginRow(row)[0] ?? Number.NaN,
    margins: (table) => compiled.marginTable(table),
    factors: (row) => sorted(ensemble.features, (explainer ??= createTreeExplainer(ensemble)).explainRow(row)),
  };
}

function sorted(features: readonly Feature[], contributions: Float64Array): Factor[] {
  return features
    .map(({ name }, index) => ({ feature: name, contribution: contributions[index] ?? 0 }))
    .filter(({ contribution }) => contribution !== 0)
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || (a.feature < b.feature ? -1 : 1));
}

/** Rows looked at for importance: enough to be steady, few enough to be quick. */
const importanceRows = 500;

/** Importance over rows spread evenly through the table. */
export function importanceIn(scorer: Scorer, table: Table): ReturnType<typeof importanceOf> {
  const step = Math.max(1, Math.floor(table.rows / importanceRows));
  const rows = Array.from({ length: Math.min(importanceRows, table.rows) }, (_, index) => rowOf(table, index * step));
  return importanceOf(scorer, rows);
}

/** Mean size of each feature's contribution over the rows, as shares of the whole, largest first. */
export function importanceOf(scorer: Scorer, rows: readonly Float64Array[]): { readonly feature: string; readonly share: number }[] {
  const sums = new Map<string, number>();
  for (const row of rows)
    for (const { feature, contribution } of scorer.factors(row)) sums.set(feature, (sums.get(feature) ?? 0) + Math.abs(contribution));
  const whole = [...sums.values()].reduce((sum, value) => sum + value, 0);
  return [...sums]
    .map(([feature, sum]) => ({ feature, share: whole === 0 ? 0 : sum / whole }))
    .toSorted((a, b) => b.share - a.share || (a.feature < b.feature ? -1 : 1));
}
