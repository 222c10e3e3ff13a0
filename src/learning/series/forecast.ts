import { CountersignError } from '../../contracts/errors.ts';
import { datesAhead } from './calendar.ts';
import { projectAll, seasonSmoothing, type Method } from './candidates.ts';
import { combine, medianProjection, weigh } from './combine.ts';
import { chooseIntermittent, isIntermittent } from './intermittent.ts';
import { halfWidths, levels, quantileOf, type Interval } from './interval.ts';
import { prepareSeries, type MissingRule, type Prepared, type Series } from './prepare.ts';
import { lossesAt, rollOrigins } from './rolling-origin.ts';
import { adjustSeason, isSeasonal, seasonAhead } from './season.ts';
import { fitSmoothing } from './smoothing.ts';

export type ForecastOptions = {
  /** What a missing period means; a straight line between its neighbours unless told otherwise. */
  readonly missing?: MissingRule;
  /**
   * At most so many latest values are learned from; ten periods unless told otherwise, but at least 120 and at most 520 or four
   * periods.
   */
  readonly longest?: number;
  /** At most so many rolling origins; nine unless told otherwise. */
  readonly origins?: number;
};

export type Forecast = {
  readonly method: 'combination' | 'median' | 'croston' | 'sba' | 'tsb';
  readonly point: readonly number[];
  /** 80 and 95 %. */
  readonly intervals: readonly Interval[];
  /** The date of each step, where the series has a start and its period says how far apart its values lie. */
  readonly dates?: readonly string[];
  readonly components: ForecastComponents;
};

/** What the forecast is made of, for a person to read. */
export type ForecastComponents = {
  /** The level at the last value and its change a step, of the season-free series. */
  readonly level: number;
  readonly trend: number;
  /** Per step: a factor (multiplicative) or an amount (additive); empty without a season. */
  readonly season: readonly number[];
  readonly seasonKind: 'none' | 'additive' | 'multiplicative';
  /** Whether the autocorrelation test finds the season. */
  readonly seasonal: boolean;
  /** The methods with their share and their average loss relative to the mean of all; heaviest first. */
  readonly weights: readonly { readonly method: string; readonly weight: number; readonly loss: number | null }[];
  readonly origins: number;
  /** Intermittent demand alone: the share of periods with any; `level` is then the size when it comes. */
  readonly frequency?: number;
  readonly used: number;
  readonly filled: number;
  readonly dropped: number;
};

/**
 * The next `horizon` values of a series, with intervals and what they rest on. A combination of methods weighed by how well each
 * did at earlier points of the same series; the median of the methods where there are fewer than three such points; Croston's
 * kind where more than three in ten periods are zero. Never negative for a series that never was. Throws `input.invalid` for a
 * horizon that is no whole number from 1, or a series without values.
 */
export function forecast(series: Series, horizon: number, options: ForecastOptions = {}): Forecast {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new CountersignError('input.invalid', 'The horizon is a whole number from 1', { field: 'horizon' });
  const longest = options.longest ?? Math.max(120, Math.min(10 * series.period, Math.max(520, 4 * series.period)));
  const prepared = prepareSeries(series, options.missing ?? 'interpolate', longest);
  const dates = datesAhead(series.start, series.period, series.values.length, horizon);
  const found = isIntermittent(prepared.values)
    ? intermittent(prepared, horizon)
    : combination(prepared, series.period, horizon, options.origins ?? 9);
  return { ...found, ...(dates ? { dates } : {}) };
}

function combination(prepared: Prepared, period: number, horizon: number, most: number): Forecast {
  const { values } = prepared;
  const isNonNegative = values.every((value) => value >= 0);
  const seasonal = isSeasonal(values, period);
  const enough = 2 * Math.max(horizon, Math.min(period, 12));
  const origins = rollOrigins(values, period, horizon, most, Math.max(8, enough));
  const losses = origins.map(lossesAt);
  const few = origins.length < 3;
  // Too little past to judge a season by its forecasts: then the test decides.
  const projections = projectAll(values, few && !seasonal ? 1 : period, horizon);
  const weights = few ? new Map<Method, number>() : weigh(projections.keys(), losses);
  const point = few ? medianProjection(projections, horizon) : combine(projections, weights, horizon);
  const errors = origins.map(({ actual, projections: past }, index) => {
    // An origin's own outcome has no say in the weights it is judged with.
    const others = losses.filter((_, other) => other !== index);
    const said = few ? medianProjection(past, horizon) : combine(past, weigh(past.keys(), others), horizon);
    return actual.map((value, step) => value - (said[step] ?? 0));
  });
  const widths = halfWidths(errors, horizon, Math.sqrt(fitSmoothing(values, 'ses').mse));
  const bounded = (value: number): number => (isNonNegative ? Math.max(0, value) : value);
  return {
    method: few ? 'median' : 'combination',
    point: Array.from(point, bounded),
    intervals: levels.map((level, index) => ({
      level,
      lower: Array.from(point, (value, step) => bounded(value - (widths[index]?.[step] ?? 0))),
      upper: Array.from(point, (value, step) => bounded(value + (widths[index]?.[step] ?? 0))),
    })),
    components: componentsOf(prepared, period, horizon, seasonal, {
      origins: origins.length,
      weights: [...weights]
        .map(([method, weight]) => ({ method, weight, loss: meanLoss(losses, method) }))
        .toSorted((one, other) => other.weight - one.weight || (one.method < other.method ? -1 : 1)),
    }),
  };
}

function meanLoss(losses: readonly ReadonlyMap<Method, number>[], method: Method): number | null {
  const known = losses.flatMap((at) => at.get(method) ?? []);
  return known.length === 0 ? null : known.reduce((sum, loss) => sum + loss, 0) / known.length;
}

function componentsOf(
  prepared: Prepared,
  period: number,
  horizon: number,
  seasonal: boolean,
  judged: Pick<ForecastComponents, 'origins' | 'weights'>,
): ForecastComponents {
  const { values, filled, dropped } = prepared;
  const season = adjustSeason(values, seasonal ? period : 1, seasonSmoothing(period));
  const { level, trend } = fitSmoothing(season.adjusted, 'damped');
  return {
    level,
    trend,
    season: season.kind === 'none' ? [] : Array.from(seasonAhead(season, values.length, horizon)),
    seasonKind: season.kind,
    seasonal,
    ...judged,
    used: values.length,
    filled,
    dropped,
  };
}

/** A flat rate; what one period may bring is read off the periods themselves. */
function intermittent(prepared: Prepared, horizon: number): Forecast {
  const { values, filled, dropped } = prepared;
  const { method, rate, size, frequency } = chooseIntermittent(values, horizon);
  const sorted = Array.from(values).toSorted((one, other) => one - other);
  const each = (value: number): number[] => Array.from({ length: horizon }, () => value);
  return {
    method,
    point: each(rate),
    intervals: levels.map((level) => ({
      level,
      lower: each(quantileOf(sorted, (1 - level) / 2)),
      upper: each(quantileOf(sorted, (1 + level) / 2)),
    })),
    components: {
      level: size,
      trend: 0,
      season: [],
      seasonKind: 'none',
      seasonal: false,
      weights: [{ method, weight: 1, loss: null }],
      origins: 0,
      used: values.length,
      filled,
      dropped,
      frequency,
    },
  };
}
