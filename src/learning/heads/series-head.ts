import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Head, HeadReport, LoadedHead, ModelValue } from '../../contracts/models.ts';
import { projectSeasonalNaive } from '../series/analogue.ts';
import { forecast, type Forecast } from '../series/forecast.ts';

export type SeriesOptions = {
  /** What came: one number a period. */
  readonly target: string;
  /** The feature with the past. */
  readonly series: string;
  /** Values a season takes: 52 weekly. */
  readonly period: number;
  readonly horizon: number;
};

/** The head's value. `deviation` is the standard deviation of a period's error. */
export const SeriesValue = z.object({
  periods: z.array(
    z.object({ period: z.number(), mean: z.number(), low: z.number(), high: z.number(), low95: z.number(), high95: z.number() }),
  ),
  deviation: z.number(),
  method: z.string(),
  level: z.number(),
  trend: z.number(),
  seasonal: z.boolean(),
});
export type SeriesValue = z.infer<typeof SeriesValue>;

const Artefact = z.object({
  kind: z.literal('series'),
  series: z.string(),
  period: z.number().int().min(1),
  horizon: z.number().int().min(1),
  /** By how much the intervals of the method are widened so that what came lay in them, 80 and 95 %. */
  widening: z.tuple([z.number().positive(), z.number().positive()]),
});
type Artefact = z.infer<typeof Artefact>;

const [fewest, most] = [10, 120];

/**
 * The next periods of a series that comes with the question. Nothing of a series is learned but by how much the intervals of the
 * method have to be widened; each forecast is fitted to its own past when it is asked for. Judged against the same period of last year.
 */
export function seriesHead({ target, series, period, horizon }: SeriesOptions): Head {
  return {
    kind: 'series',
    targets: [target],
    uses: [series],
    async fit(examples, _features, help) {
      const known = examples.flatMap(({ values, targets }) => {
        const [past, came] = [numbersOf(values[series]), numbersOf(targets[target])];
        return past.length >= 8 && came.length >= horizon ? [{ past, came: came.slice(0, horizon) }] : [];
      });
      const step = Math.max(1, Math.ceil(known.length / most));
      const chosen = known.filter((_, at) => at % step === 0);
      if (chosen.length < fewest)
        throw new CountersignError('input.invalid', `The target ${target} needs at least ${fewest} series with what came of them`, {
          field: target,
        });
      const judged = chosen.map(({ past, came }, at) => {
        help.signal?.throwIfAborted();
        help.tell?.(at + 1, chosen.length);
        return {
          came,
          found: forecast({ values: past, period }, horizon),
          naive: projectSeasonalNaive(Float64Array.from(past), Math.min(period, past.length), horizon),
        };
      });
      const artefact: Artefact = { kind: 'series', series, period, horizon, widening: wideningOf(judged) };
      // Plain data all the way down: numbers and strings.
      return { artefact: artefact as unknown as Json, report: reportOf(judged, horizon, examples.length) };
    },
    load,
  };
}

export function numbersOf(value: ModelValue | undefined): readonly number[] {
  return Array.isArray(value) && value.every((each): each is number => typeof each === 'number' && Number.isFinite(each)) ? value : [];
}

type Judged = { readonly came: readonly number[]; readonly found: Forecast; readonly naive: Float64Array };

/** The share of what came that lies within the widened interval is then that of its level; each step counts. */
function wideningOf(judged: readonly Judged[]): [number, number] {
  const [first, second] = [0.8, 0.95].map((level, index) => {
    const reaches = judged
      .flatMap(({ came, found }) =>
        came.map((actual, at) => {
          const point = found.point[at] ?? 0;
          const [low, high] = [found.intervals[index]?.lower[at] ?? 0, found.intervals[index]?.upper[at] ?? 0];
          const half = actual > point ? high - point : point - low;
          return half > 0 ? Math.abs(actual - point) / half : actual === point ? 0 : 3;
        }),
      )
      .toSorted((a, b) => a - b);
    return Math.min(3, Math.max(0.5, reaches[Math.min(reaches.length - 1, Math.floor(level * reaches.length))] ?? 1));
  });
  return [first ?? 1, second ?? 1];
}

function valueOf(found: Forecast, widening: readonly [number, number]): SeriesValue {
  const [inner, outer] = found.intervals;
  const isNonNegative = found.point.every((point) => point >= 0) && (outer?.lower.every((low) => low >= 0) ?? false);
  const at = (point: number, bound: number | undefined, by: number): number => {
    const widened = point + ((bound ?? point) - point) * by;
    return isNonNegative ? Math.max(0, widened) : widened;
  };
  const periods = found.point.map((mean, index) => ({
    period: index + 1,
    mean,
    low: at(mean, inner?.lower[index], widening[0]),
    high: at(mean, inner?.upper[index], widening[0]),
    low95: at(mean, outer?.lower[index], widening[1]),
    high95: at(mean, outer?.upper[index], widening[1]),
  }));
  const { level, trend, seasonal } = found.components;
  const deviation = periods.reduce((sum, { mean, high }) => sum + (high - mean) / 1.2815515655446004, 0) / Math.max(1, periods.length);
  return { periods, deviation, method: found.method, level, trend, seasonal };
}

function reportOf(judged: readonly Judged[], horizon: number, rows: number): HeadReport {
  // Every second series sets the widening by which the others are judged.
  const tested = judged.filter((_, at) => at % 2 === 1);
  const widening = wideningOf(judged.filter((_, at) => at % 2 === 0));
  const said = tested.map(({ came, found, naive }) => ({ came, naive, periods: valueOf(found, widening).periods }));
  const total = (of: (each: (typeof said)[number], at: number) => number): number =>
    said.reduce((sum, each) => sum + each.came.reduce((own, _, at) => own + of(each, at), 0), 0);
  const size = total(({ came }, at) => Math.abs(came[at] ?? 0)) || 1;
  const cells = said.length * horizon;
  const errorOf = total(({ came, periods }, at) => Math.abs((came[at] ?? 0) - (periods[at]?.mean ?? 0))) / size;
  const naiveError = total(({ came, naive }, at) => Math.abs((came[at] ?? 0) - (naive[at] ?? 0))) / size;
  const inside = (low: 'low' | 'low95', high: 'high' | 'high95'): number =>
    total(({ came, periods }, at) =>
      (came[at] ?? 0) >= (periods[at]?.[low] ?? 0) && (came[at] ?? 0) <= (periods[at]?.[high] ?? 0) ? 1 : 0,
    ) / cells;
  // All series of a step together, as a share of what came in a usual step: no series of its own is shown.
  const shareOf = (of: (each: (typeof said)[number]) => number): number => (said.reduce((sum, each) => sum + of(each), 0) * horizon) / size;
  return {
    algorithm: 'forecast combination',
    parameters: { horizon },
    rows,
    metrics: [
      { name: 'weighted absolute percentage error', value: errorOf },
      { name: 'error of last year', value: naiveError },
      { name: 'skill', value: naiveError === 0 ? 0 : 1 - errorOf / naiveError },
      { name: 'coverage of 80 %', value: inside('low', 'high') },
      { name: 'coverage of 95 %', value: inside('low95', 'high95') },
    ],
    candidates: [
      { algorithm: 'forecast combination', folds: [errorOf], mean: errorOf },
      { algorithm: 'same period of last year', folds: [naiveError], mean: naiveError },
    ],
    importance: [],
    fan: Array.from({ length: horizon }, (_, at) => ({
      period: at + 1,
      actual: shareOf(({ came }) => came[at] ?? 0),
      mean: shareOf(({ periods }) => periods[at]?.mean ?? 0),
      low: shareOf(({ periods }) => periods[at]?.low ?? 0),
      high: shareOf(({ periods }) => periods[at]?.high ?? 0),
    })),
  };
}

function load(stored: unknown): LoadedHead {
  const read = Artefact.safeParse(stored);
  if (!read.success)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  const { series, period, horizon, widening } = read.data;
  return {
    score(values) {
      const past = numbersOf(values[series]);
      if (past.length === 0)
        throw new CountersignError('input.invalid', `${series} has to be a list of numbers, oldest first`, { field: series });
      const found = forecast({ values: past, period }, horizon);
      const value = valueOf(found, widening);
      const mean = value.periods.reduce((sum, each) => sum + each.mean, 0) / horizon;
      const usual = past.reduce((sum, each) => sum + each, 0) / past.length;
      const first = value.periods[0];
      return {
        value,
        ...(first === undefined ? {} : { interval: { low: first.low, high: first.high, level: 0.8 } }),
        // How far the coming periods lie from what was usual, and what of that the trend is.
        factors: partsOf(mean - usual, (value.trend * (horizon + 1)) / 2).map(([feature, contribution]) => ({ feature, contribution })),
        notes: [],
      };
    },
  };
}

function partsOf(whole: number, trend: number): readonly (readonly [string, number])[] {
  const parts = [
    ['trend', trend],
    ['season and level', whole - trend],
  ] as const;
  return parts.filter(([, part]) => part !== 0).toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a));
}
