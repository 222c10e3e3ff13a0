import { fitPosterior, type Observation, type Posterior, type Prior } from './posterior.ts';

/** An observation of a series (an item) in a period; periods are whole numbers, one observation each. */
export type SeriesObservation = Observation & { readonly series: number; readonly period: number };

export type Autocorrelated = {
  readonly posterior: Posterior;
  /** What of a residual is left a period later, from 0 to 0.95. */
  readonly persistence: number;
  readonly last: ReadonlyMap<number, { readonly period: number; readonly residual: number }>;
};

/**
 * `fitPosterior` with residuals that persist within a series (first-order autoregression), by the iterated estimator of Prais and
 * Winsten (1954), gaps between periods allowed. Without it an item that happens to sell well for months would count as many
 * independent witnesses, and standard errors would be too small.
 */
export function fitAutocorrelated(observations: readonly SeriesObservation[], priors: readonly Prior[]): Autocorrelated {
  const ordered = observations.toSorted((left, right) => left.series - right.series || left.period - right.period);
  let persistence = 0;
  let posterior = fitPosterior(ordered, priors);
  for (let round = 0; round < 20; round += 1) {
    const next = persistenceOf(ordered, residualsOf(ordered, posterior));
    const isStill = Math.abs(next - persistence) < 1e-6;
    persistence = next;
    posterior = fitPosterior(differenced(ordered, persistence), priors);
    if (isStill) break;
  }
  const residuals = residualsOf(ordered, posterior);
  const last = new Map(ordered.map(({ series, period }, index) => [series, { period, residual: residuals[index] ?? 0 }]));
  return { posterior, persistence, last };
}

function residualsOf(ordered: readonly SeriesObservation[], { means }: Posterior): number[] {
  return ordered.map(({ columns, values, target }) =>
    columns.reduce((rest, column, at) => rest - (values[at] ?? 0) * (means[column] ?? 0), target),
  );
}

function persistenceOf(ordered: readonly SeriesObservation[], residuals: readonly number[]): number {
  let [products, squares] = [0, 0];
  ordered.forEach(({ series, period }, index) => {
    const before = ordered[index - 1];
    if (!before || before.series !== series || period - before.period !== 1) return;
    products += (residuals[index] ?? 0) * (residuals[index - 1] ?? 0);
    squares += (residuals[index - 1] ?? 0) * (residuals[index - 1] ?? 0);
  });
  return squares === 0 ? 0 : Math.min(0.95, Math.max(0, products / squares));
}

/** Each observation less what its predecessor passed on, scaled so that all have the same variance. */
function differenced(ordered: readonly SeriesObservation[], persistence: number): Observation[] {
  return ordered.map((own, index) => {
    const before = ordered[index - 1];
    const left = before?.series === own.series ? power(persistence, own.period - before.period) : 0;
    const scale = Math.sqrt((1 - persistence * persistence) / (1 - left * left));
    if (!before || left === 0)
      return { columns: own.columns, values: own.values.map((value) => value * scale), target: own.target * scale };
    return {
      columns: [...own.columns, ...before.columns],
      values: [...own.values.map((value) => value * scale), ...before.values.map((value) => -left * value * scale)],
      target: (own.target - left * before.target) * scale,
    };
  });
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let step = 0; step < exponent; step += 1) result *= base;
  return result;
}
