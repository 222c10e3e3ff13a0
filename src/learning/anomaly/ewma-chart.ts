import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import { medianOf } from '../series/median.ts';

/** What a stream does while nothing is wrong, and how the chart watches it. */
export const EwmaChart = z.object({
  kind: z.literal('ewma-chart'),
  version: z.literal(1),
  centre: z.number(),
  deviation: z.number().min(0),
  /** Weight of the newest value. */
  lambda: z.number().gt(0).max(1),
  /** Half-width of the control limits in standard deviations of the average. */
  width: z.number().gt(0),
});
export type EwmaChart = z.infer<typeof EwmaChart>;

/** Where a stream stands; JSON, so that it can wait between two readings. */
export type EwmaState = { readonly average: number; readonly seen: number; readonly fading: number };

export type EwmaReading = {
  readonly state: EwmaState;
  readonly lower: number;
  readonly upper: number;
  readonly signal: 'none' | 'high' | 'low';
};

/**
 * The chart of a stream from values read while it was sound: centre and spread by median and median absolute deviation, so that a
 * few bad readings among them do no harm. Lambda .2 and width 2.86 give about one false alarm in 370 readings of independent
 * noise (Lucas and Saccucci 1990). Throws `input.invalid` with fewer than ten known values.
 */
export function fitEwmaChart(
  values: Float64Array,
  { lambda = 0.2, width = 2.86 }: { readonly lambda?: number; readonly width?: number } = {},
): EwmaChart {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length < 10)
    throw new CountersignError('input.invalid', 'A control chart needs ten readings of a sound stream', { field: 'values' });
  const centre = medianOf(known);
  const deviation = 1.4826 * medianOf(known.map((value) => Math.abs(value - centre)));
  return EwmaChart.parse({ kind: 'ewma-chart', version: 1, centre, deviation, lambda, width });
}

export function startEwma({ centre }: EwmaChart): EwmaState {
  return { average: centre, seen: 0, fading: 1 };
}

/** One reading on (Roberts 1959, with the limits that widen from the first reading); a missing one changes nothing. */
export function nextEwma(chart: EwmaChart, state: EwmaState, value: number): EwmaReading {
  const isKnown = Number.isFinite(value);
  const keep = 1 - chart.lambda;
  const average = isKnown ? chart.lambda * value + keep * state.average : state.average;
  const fading = isKnown ? state.fading * keep * keep : state.fading;
  const reach = chart.width * chart.deviation * Math.sqrt((chart.lambda / (2 - chart.lambda)) * (1 - fading));
  const [lower, upper] = [chart.centre - reach, chart.centre + reach];
  const signal = average > upper ? 'high' : average < lower ? 'low' : 'none';
  return { state: { average, seen: state.seen + (isKnown ? 1 : 0), fading }, lower, upper, signal };
}
