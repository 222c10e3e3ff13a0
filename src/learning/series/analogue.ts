import { medianOf } from './median.ts';

/**
 * Forecasts that look back whole periods. All need at least one period and the horizon behind them; the longest horizon is one period
 * (later steps repeat the period before them).
 */

/** The value one period earlier. */
export function projectSeasonalNaive(values: Float64Array, period: number, horizon: number): Float64Array {
  return Float64Array.from({ length: horizon }, (_, step) => values[values.length - period + (step % period)] ?? 0);
}

/**
 * The value one period earlier, moved by what changed since: the last `window` values against the same ones a period before, as a
 * ratio where all are positive, as a difference otherwise. The ratio is kept between a third and three: a shop that opened in the
 * window is no trend.
 */
export function projectSeasonalTrend(
  values: Float64Array,
  period: number,
  horizon: number,
): { points: Float64Array; change: number; isRatio: boolean } {
  const base = projectSeasonalNaive(values, period, horizon);
  const window = Math.max(1, Math.min(Math.ceil(period / 4), values.length - period));
  let [now, then] = [0, 0];
  for (let back = 1; back <= window; back += 1) {
    now += values[values.length - back] ?? 0;
    then += values[values.length - back - period] ?? 0;
  }
  const isRatio = now > 0 && then > 0 && values.every((value) => value >= 0);
  const change = isRatio ? Math.min(3, Math.max(1 / 3, now / then)) : (now - then) / window;
  return { points: base.map((value) => (isRatio ? value * change : value + change)), change, isRatio };
}

/**
 * What the same stretch of the calendar did in earlier periods, started from the last value: the median over up to `most` periods
 * of the change from that period's value at this position to the value `step` later (relative where the series is positive).
 * Robust to one odd year.
 */
export function projectAnalogue(values: Float64Array, period: number, horizon: number, most = 6): Float64Array {
  const last = values[values.length - 1] ?? 0;
  const isRatio = values.every((value) => value > 0);
  const points = new Float64Array(horizon);
  for (let step = 1; step <= horizon; step += 1) {
    const changes: number[] = [];
    for (let back = 1; back <= most; back += 1) {
      const from = values.length - 1 - back * period;
      if (from < 0 || from + step >= values.length) continue;
      const [start, end] = [values[from] ?? 0, values[from + step] ?? 0];
      changes.push(isRatio ? end / start : end - start);
    }
    const change = medianOf(changes);
    points[step - 1] = changes.length === 0 ? last : isRatio ? last * change : last + change;
  }
  return points;
}
