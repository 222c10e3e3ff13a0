import { projectAnalogue, projectSeasonalNaive, projectSeasonalTrend } from './analogue.ts';
import { projectAutoregression } from './autoregression.ts';
import { adjustSeason, seasonAhead, withSeason } from './season.ts';
import { fitSmoothing, projectSmoothing } from './smoothing.ts';
import { projectOptimisedTheta } from './theta.ts';

/** The methods a combination draws on; the seasonal ones need two periods and a horizon of values. */
export const methods = [
  'naive',
  'drift',
  'ses',
  'damped',
  'theta',
  'autoregression',
  'seasonal-naive',
  'seasonal-trend',
  'seasonal-damped',
  'seasonal-theta',
  'analogue',
  'seasonal-autoregression',
  'adjusted-autoregression',
] as const;
export type Method = (typeof methods)[number];

/**
 * Average loss of each method relative to the mean of all of them, over the training part of M4 weekly alone: 13 steps ahead from
 * 13 origins a series, 84 to 168 weeks before its end. What a series that has shown little of itself is judged by.
 */
export const pooledLoss: Readonly<Record<Method, number>> = {
  naive: 0.88,
  drift: 0.86,
  ses: 0.87,
  damped: 0.84,
  theta: 0.84,
  autoregression: 0.83,
  'seasonal-naive': 2.7,
  'seasonal-trend': 1.19,
  'seasonal-damped': 0.83,
  'seasonal-theta': 0.82,
  analogue: 0.82,
  'seasonal-autoregression': 0.71,
  'adjusted-autoregression': 0.81,
};

export type Projections = ReadonlyMap<Method, Float64Array>;

/** The next `horizon` points by every method that the length of the series allows. */
export function projectAll(values: Float64Array, period: number, horizon: number): Projections {
  const found = new Map<Method, Float64Array>();
  const keep = (method: Method, points: Float64Array | undefined): void => {
    if (points?.every((point) => Number.isFinite(point))) found.set(method, points);
  };
  const last = values[values.length - 1] ?? 0;
  const drift = values.length > 1 ? (last - (values[0] ?? 0)) / (values.length - 1) : 0;
  keep('naive', new Float64Array(horizon).fill(last));
  keep(
    'drift',
    Float64Array.from({ length: horizon }, (_, step) => last + (step + 1) * drift),
  );
  keep('ses', projectSmoothing(fitSmoothing(values, 'ses'), horizon));
  keep('damped', projectSmoothing(fitSmoothing(values, 'damped'), horizon));
  keep('theta', projectOptimisedTheta(values, horizon).points);
  keep('autoregression', projectAutoregression(values, 1, horizon));
  if (period < 2 || values.length < 2 * period + Math.min(horizon, period)) return found;
  const season = adjustSeason(values, period, seasonSmoothing(period));
  const ahead = seasonAhead(season, values.length, horizon);
  const seasonal = (points: Float64Array | undefined): Float64Array | undefined =>
    points?.map((point, step) => withSeason(point, season.kind, ahead[step] ?? 0));
  keep('seasonal-naive', projectSeasonalNaive(values, period, horizon));
  keep('seasonal-trend', projectSeasonalTrend(values, period, horizon).points);
  keep('seasonal-damped', seasonal(projectSmoothing(fitSmoothing(season.adjusted, 'damped'), horizon)));
  keep('seasonal-theta', seasonal(projectOptimisedTheta(season.adjusted, horizon).points));
  keep('analogue', horizon < period ? projectAnalogue(values, period, horizon) : undefined);
  keep('seasonal-autoregression', projectAutoregression(values, period, horizon));
  keep('adjusted-autoregression', seasonal(projectAutoregression(season.adjusted, 1, horizon)));
  return found;
}

/** With many positions a period each index rests on few ratios, and neighbours resemble one another. */
export function seasonSmoothing(period: number): number {
  return period >= 24 ? 0.5 : 0;
}
