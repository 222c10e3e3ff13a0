import { CountersignError } from '../../contracts/errors.ts';
import type { Design } from '../encode/encoding.ts';
import { factorOrThrow, inverseDiagonal, solve } from './cholesky.ts';
import type { LinearFit } from './logistic.ts';
import { addOuterProducts, checkedWeights, margins, transposeTimes } from './normal-equations.ts';

/**
 * Ridge regression (Hoerl and Kennard 1970): least Σ weight·(y − Xb − a)² + λ·|b|², the intercept `a` left out of the
 * penalty. Standard errors come from the residual variance and the inverse of XᵀX + λI.
 */
export function fitRidge(
  design: Design,
  target: ArrayLike<number>,
  options: { readonly penalty?: number; readonly weights?: ArrayLike<number> } = {},
): LinearFit & { readonly residualVariance: number } {
  const { penalty = 1 } = options;
  const weights = checkedWeights(options.weights, design.rows);
  const y = Float64Array.from(target);
  if (y.length !== design.rows || design.rows === 0 || y.some((value) => !Number.isFinite(value))) {
    throw new CountersignError('input.invalid', 'There is one finite target for each row and at least one row');
  }
  if (!(penalty >= 0)) throw new CountersignError('input.invalid', 'The penalty is not below zero');
  const size = design.width + 1;
  const values = new Float64Array(size * size);
  addOuterProducts(design, weights, values);
  for (let column = 0; column < design.width; column += 1) values[column * size + column] = (values[column * size + column] ?? 0) + penalty;
  const lower = factorOrThrow({ size, values });
  const right = transposeTimes(
    design,
    y.map((value, row) => value * (weights[row] ?? 0)),
  );
  const b = solve(lower, right);
  const predicted = margins(design, b);
  let squares = 0;
  for (let row = 0; row < design.rows; row += 1) squares += (weights[row] ?? 0) * ((y[row] ?? 0) - (predicted[row] ?? 0)) ** 2;
  const used = weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  const residualVariance = squares / Math.max(1, used - size);
  const errors = inverseDiagonal(lower).map((value) => Math.sqrt(value * residualVariance));
  return { coefficients: b.slice(0, -1), intercept: b.at(-1) ?? 0, errors, iterations: 1, converged: true, residualVariance };
}
