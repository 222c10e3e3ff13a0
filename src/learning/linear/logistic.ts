import { CountersignError } from '../../contracts/errors.ts';
import type { Design } from '../encode/encoding.ts';
import { factorOrThrow, inverseDiagonal, solve } from './cholesky.ts';
import { addOuterProducts, checkedWeights, margins, transposeTimes } from './normal-equations.ts';
import { sigmoid, softplus } from './sigmoid.ts';

export type LogisticOptions = {
  /** λ of ½·λ·|b|², the intercept left out. 1 is scikit-learn's C = 1. */
  readonly penalty?: number;
  /** One weight a row; a weight of 2 counts as the row twice. */
  readonly weights?: ArrayLike<number>;
  readonly maxIterations?: number;
};

export type LinearFit = {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** Wald standard errors, from the inverse of the penalised information; the intercept's last. */
  readonly errors: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
};

/**
 * L2-penalised logistic regression by Newton's method (iteratively reweighted least squares) with a Cholesky factor and step
 * halving. The objective is Σ weight·log loss + ½·λ·|b|²; with λ > 0 it has one finite optimum even where a column separates
 * the classes. `target` is 0/1. Throws `input.invalid` for one class, a missing target, or repeated columns without a penalty.
 */
export function fitLogistic(design: Design, target: ArrayLike<number>, options: LogisticOptions = {}): LinearFit {
  const { penalty = 1, maxIterations = 100 } = options;
  const weights = checkedWeights(options.weights, design.rows);
  checkTarget(design, target, weights);
  if (!(penalty >= 0)) throw new CountersignError('input.invalid', 'The penalty is not below zero');
  const size = design.width + 1;
  let position: Position = { b: new Float64Array(size), ...lossAt(design, target, weights, penalty, new Float64Array(size)) };
  let lower = factorOrThrow(information(design, position.margin, weights, penalty));
  for (let iteration = 1; iteration <= maxIterations; iteration += 1) {
    const gradient = gradientAt(design, target, weights, penalty, position);
    const step = solve(lower, gradient);
    // Half the squared length of the step in the metric of the curvature: how far the loss is from its minimum.
    const decrement = gradient.reduce((sum, slope, index) => sum + slope * (step[index] ?? 0), 0) / 2;
    if (decrement <= 1e-10 * (1 + position.loss)) {
      // So near, Newton's step doubles the correct digits, though the loss can no longer tell.
      const last = position.b.map((value, index) => value - (step[index] ?? 0));
      return fitted(last, lower, iteration, true);
    }
    const next = downhill(design, target, weights, penalty, position, step);
    if (!next) return fitted(position.b, lower, iteration, decrement <= 1e-8 * (1 + position.loss));
    position = next;
    lower = factorOrThrow(information(design, position.margin, weights, penalty));
  }
  return fitted(position.b, lower, maxIterations, false);
}

type Position = { readonly b: Float64Array; readonly margin: Float64Array; readonly loss: number };

/** The first of the whole, half, quarter … step that lowers the loss; undefined where rounding leaves none. */
function downhill(
  design: Design,
  target: ArrayLike<number>,
  weights: Float64Array,
  penalty: number,
  from: Position,
  step: Float64Array,
): Position | undefined {
  for (let share = 1; share > 1e-10; share /= 2) {
    const b = from.b.map((value, index) => value - share * (step[index] ?? 0));
    const found = { b, ...lossAt(design, target, weights, penalty, b) };
    if (found.loss < from.loss) return found;
  }
  return undefined;
}

function lossAt(
  design: Design,
  target: ArrayLike<number>,
  weights: Float64Array,
  penalty: number,
  b: Float64Array,
): { margin: Float64Array; loss: number } {
  const margin = margins(design, b);
  let loss = 0;
  for (let row = 0; row < design.rows; row += 1) {
    const m = margin[row] ?? 0;
    loss += (weights[row] ?? 0) * (softplus(m) - (target[row] ?? 0) * m);
  }
  for (let column = 0; column < design.width; column += 1) loss += 0.5 * penalty * (b[column] ?? 0) * (b[column] ?? 0);
  return { margin, loss };
}

function gradientAt(
  design: Design,
  target: ArrayLike<number>,
  weights: Float64Array,
  penalty: number,
  { b, margin }: Position,
): Float64Array {
  const residual = margin.map((m, row) => (weights[row] ?? 0) * (sigmoid(m) - (target[row] ?? 0)));
  const gradient = transposeTimes(design, residual);
  for (let column = 0; column < design.width; column += 1) gradient[column] = (gradient[column] ?? 0) + penalty * (b[column] ?? 0);
  return gradient;
}

function information(design: Design, margin: Float64Array, weights: Float64Array, penalty: number): { size: number; values: Float64Array } {
  const size = design.width + 1;
  const values = new Float64Array(size * size);
  const curvature = margin.map((m, row) => {
    const p = sigmoid(m);
    return (weights[row] ?? 0) * p * (1 - p);
  });
  addOuterProducts(design, curvature, values);
  for (let column = 0; column < design.width; column += 1) values[column * size + column] = (values[column * size + column] ?? 0) + penalty;
  return { size, values };
}

function fitted(b: Float64Array, lower: { size: number; values: Float64Array }, iterations: number, converged: boolean): LinearFit {
  const errors = inverseDiagonal(lower).map(Math.sqrt);
  return { coefficients: b.slice(0, -1), intercept: b.at(-1) ?? 0, errors, iterations, converged };
}

function checkTarget(design: Design, target: ArrayLike<number>, weights: Float64Array): void {
  if (target.length !== design.rows || design.rows === 0)
    throw new CountersignError('input.invalid', 'There is one target for each row and at least one row');
  let [zeros, ones] = [0, 0];
  for (let row = 0; row < design.rows; row += 1) {
    if (target[row] === 1) ones += weights[row] ?? 0;
    else if (target[row] === 0) zeros += weights[row] ?? 0;
    else throw new CountersignError('input.invalid', 'The target of a logistic regression is 0 or 1 in every row');
  }
  if (zeros === 0 || ones === 0) throw new CountersignError('input.invalid', 'A logistic regression needs rows of both classes');
}
