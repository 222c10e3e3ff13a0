import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Feature, Table } from '../core/table.ts';
import {
  encodedColumns,
  encodedFeatures,
  encodeRow,
  encodeTable,
  Encoding,
  learnEncoding,
  widthOf,
  type Design,
} from '../encode/encoding.ts';
import { fitLogistic, type LinearFit, type LogisticOptions } from './logistic.ts';
import { margins } from './normal-equations.ts';
import { fitRidge } from './ridge.ts';
import { sigmoid } from './sigmoid.ts';

/** A fitted linear model as JSON: the encoding, and one coefficient, standard error and training mean a column of the design. */
export const LinearModel = z.object({
  kind: z.enum(['logistic', 'ridge']),
  encoding: Encoding,
  intercept: z.number(),
  interceptError: z.number(),
  coefficients: z.array(z.number()),
  errors: z.array(z.number()),
  means: z.array(z.number()),
  converged: z.boolean(),
});
export type LinearModel = z.infer<typeof LinearModel>;

export type TrainLinearOptions = LogisticOptions & { readonly minLevelRows?: number };

/** Logistic regression on a table: encodes, fits (`fitLogistic`), and keeps what serving needs. `target` is 0/1. */
export function trainLogistic(table: Table, target: ArrayLike<number>, options: TrainLinearOptions = {}): LinearModel {
  const encoding = learnEncoding(table, options);
  const { design } = encodeTable(encoding, table);
  return modelOf('logistic', encoding, design, fitLogistic(design, target, options));
}

/** Ridge regression on a table; `target` is any finite number. */
export function trainRidge(table: Table, target: ArrayLike<number>, options: Omit<TrainLinearOptions, 'maxIterations'> = {}): LinearModel {
  const encoding = learnEncoding(table, options);
  const { design } = encodeTable(encoding, table);
  return modelOf('ridge', encoding, design, fitRidge(design, target, options));
}

/** What each feature adds to the margin, against the mean training row; `baseline` and they sum to `margin`. */
export type LinearExplanation = { readonly margin: number; readonly baseline: number; readonly contributions: Float64Array };

export type CompiledLinear = {
  /** The features a row is coded by (`readRow`). */
  readonly features: readonly Feature[];
  /** Log-odds for a logistic model, the predicted value for ridge. */
  margin(row: ArrayLike<number>): number;
  /** The chance of class 1 for a logistic model, the predicted value for ridge. */
  predict(row: ArrayLike<number>): number;
  explain(row: ArrayLike<number>): LinearExplanation;
  /** Margins of a whole table, whose levels may differ from the training table's. */
  margins(table: Table): Float64Array;
};

/** Makes a model, or the JSON of one, ready to score. Throws `state.invalid` where it is none. */
export function compileLinear(artefact: unknown): CompiledLinear {
  const model = loadLinear(artefact);
  const coefficients = Float64Array.from(model.coefficients);
  const featureOf = Int32Array.from(encodedColumns(model.encoding), ({ feature }) => feature);
  const means = Float64Array.from(model.means);
  const baseline = coefficients.reduce((sum, coefficient, column) => sum + coefficient * (means[column] ?? 0), model.intercept);
  const buffer = new Float64Array(coefficients.length);
  const margin = (row: ArrayLike<number>): number => {
    encodeRow(model.encoding, row, buffer);
    let sum = model.intercept;
    for (let column = 0; column < buffer.length; column += 1) sum += (coefficients[column] ?? 0) * (buffer[column] ?? 0);
    return sum;
  };
  return {
    features: encodedFeatures(model.encoding),
    margin,
    predict: (row) => (model.kind === 'logistic' ? sigmoid(margin(row)) : margin(row)),
    explain(row) {
      const whole = margin(row);
      const contributions = new Float64Array(model.encoding.parts.length);
      for (let column = 0; column < buffer.length; column += 1) {
        const feature = featureOf[column] ?? 0;
        const moved = (coefficients[column] ?? 0) * ((buffer[column] ?? 0) - (means[column] ?? 0));
        contributions[feature] = (contributions[feature] ?? 0) + moved;
      }
      return { margin: whole, baseline, contributions };
    },
    margins: (table) => margins(encodeTable(model.encoding, table).design, Float64Array.of(...coefficients, model.intercept)),
  };
}

export function loadLinear(artefact: unknown): LinearModel {
  const parsed = LinearModel.safeParse(artefact);
  if (!parsed.success)
    throw new CountersignError('state.invalid', 'The stored linear model is damaged or of another version', { cause: parsed.error });
  const model = parsed.data;
  const width = widthOf(model.encoding);
  if ([model.coefficients, model.errors, model.means].some((values) => values.length !== width)) {
    throw new CountersignError('state.invalid', 'The stored linear model does not have one coefficient for each column');
  }
  return model;
}

function modelOf(kind: LinearModel['kind'], encoding: Encoding, design: Design, fit: LinearFit): LinearModel {
  const means = new Float64Array(design.width);
  for (let row = 0; row < design.rows; row += 1) {
    for (let column = 0; column < design.width; column += 1)
      means[column] = (means[column] ?? 0) + (design.values[row * design.width + column] ?? 0);
  }
  return {
    kind,
    encoding,
    intercept: fit.intercept,
    interceptError: fit.errors.at(-1) ?? 0,
    coefficients: [...fit.coefficients],
    errors: Array.from(fit.errors.slice(0, -1)),
    means: Array.from(means, (sum) => sum / design.rows),
    converged: fit.converged,
  };
}
