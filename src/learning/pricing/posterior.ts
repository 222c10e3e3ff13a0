import { factorOrThrow, solve, type Symmetric } from '../linear/cholesky.ts';

/** A row of a linear model, most of it zero: `columns` and `values` of what is not; a column named twice counts with both values. */
export type Observation = { readonly columns: readonly number[]; readonly values: readonly number[]; readonly target: number };

export type Prior = { readonly mean: number; readonly error: number };

export type Posterior = {
  readonly means: Float64Array;
  /** Standard deviation of what the model leaves unexplained. */
  readonly noise: number;
  /** Standard error of a sum of coefficients, their correlation counted. */
  errorOf(columns: readonly number[]): number;
};

/**
 * Bayesian linear regression with a normal prior a coefficient (ridge toward the prior means; Hoerl and Kennard 1970, Lindley and
 * Smith 1972). The noise is not known: it starts at the spread of the target and is re-estimated until it stands still, with the
 * coefficients' own uncertainty in it (one EM step each), so few rows do not claim too much.
 */
export function fitPosterior(observations: readonly Observation[], priors: readonly Prior[]): Posterior {
  const size = priors.length;
  const products = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (const { columns, values, target } of observations) {
    const residual = columns.reduce((rest, column, at) => rest - (values[at] ?? 0) * (priors[column]?.mean ?? 0), target);
    columns.forEach((row, at) => {
      right[row] = (right[row] ?? 0) + (values[at] ?? 0) * residual;
      columns.forEach((column, other) => {
        const cell = row * size + column;
        products[cell] = (products[cell] ?? 0) + (values[at] ?? 0) * (values[other] ?? 0);
      });
    });
  }
  let variance = spreadOf(observations);
  let lower = informationOf(products, priors, variance);
  let moved = new Float64Array(size);
  for (let step = 0; step < 100; step += 1) {
    moved = Float64Array.from(solve(lower, right)).map((value) => value / variance);
    const next = noiseOf(observations, priors, moved, lower, products);
    const isStill = Math.abs(next - variance) <= 1e-9 * variance;
    variance = next;
    lower = informationOf(products, priors, variance);
    if (isStill) break;
  }
  const factor = lower;
  return {
    means: moved.map((value, column) => value + (priors[column]?.mean ?? 0)),
    noise: Math.sqrt(variance),
    errorOf(columns) {
      const chosen = new Float64Array(size);
      for (const column of columns) chosen[column] = 1;
      const solved = solve(factor, chosen);
      return Math.sqrt(columns.reduce((sum, column) => sum + (solved[column] ?? 0), 0));
    },
  };
}

function informationOf(products: Float64Array, priors: readonly Prior[], variance: number): Symmetric {
  const size = priors.length;
  const values = products.map((value) => value / variance);
  priors.forEach(({ error }, column) => {
    const cell = column * size + column;
    values[cell] = (values[cell] ?? 0) + 1 / (error * error);
  });
  return factorOrThrow({ size, values });
}

/** Mean squared residual plus what the coefficients' uncertainty adds to it, which is the trace of A⁻¹·XᵀX. */
function noiseOf(
  observations: readonly Observation[],
  priors: readonly Prior[],
  moved: Float64Array,
  lower: Symmetric,
  products: Float64Array,
): number {
  let sum = 0;
  for (const { columns, values, target } of observations) {
    const residual = columns.reduce(
      (rest, column, at) => rest - (values[at] ?? 0) * ((moved[column] ?? 0) + (priors[column]?.mean ?? 0)),
      target,
    );
    sum += residual * residual;
  }
  const size = priors.length;
  for (let row = 0; row < size; row += 1) {
    sum += solve(lower, products.slice(row * size, (row + 1) * size))[row] ?? 0;
  }
  // A target that a few coefficients explain exactly would leave no noise at all, and no way to invert.
  return Math.max(1e-6, sum / observations.length);
}

function spreadOf(observations: readonly Observation[]): number {
  const mean = observations.reduce((sum, { target }) => sum + target, 0) / observations.length;
  return Math.max(1e-6, observations.reduce((sum, { target }) => sum + (target - mean) * (target - mean), 0) / observations.length);
}
