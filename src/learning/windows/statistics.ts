export type Statistics = {
  readonly mean: number;
  readonly sd: number;
  readonly min: number;
  readonly max: number;
  readonly slope: number;
  readonly last: number;
  readonly count: number;
  readonly gap: number;
  readonly age: number;
  readonly over: number;
  readonly lag: number;
};

/**
 * Positions `start` to `end` of ascending `times` (milliseconds) are the window of `minutes` up to `moment`, `before` to `start`
 * the one before it.
 */
export type Stretch = {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly before: number;
  readonly start: number;
  readonly end: number;
  readonly moment: number;
  readonly minutes: number;
  readonly limit: number | undefined;
};

/** One pass with running means (Welford 1962), so that a large level does not drown a small spread. NaN is "cannot be said". */
export function statisticsOf({ times, values, before, start, end, moment, minutes, limit }: Stretch): Statistics {
  let [mean, meanTime, squares, timeSquares, products] = [0, 0, 0, 0, 0];
  let [min, max, over, gap] = [Infinity, -Infinity, 0, 0];
  let previous = moment - minutes * 60_000;
  for (let at = start; at < end; at += 1) {
    const value = values[at] ?? Number.NaN;
    const time = ((times[at] ?? 0) - moment) / 60_000;
    const count = at - start + 1;
    const [offValue, offTime] = [value - mean, time - meanTime];
    mean += offValue / count;
    meanTime += offTime / count;
    squares += offValue * (value - mean);
    timeSquares += offTime * (time - meanTime);
    products += offTime * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (limit !== undefined && value > limit) over += 1;
    gap = Math.max(gap, (times[at] ?? 0) - previous);
    previous = times[at] ?? 0;
  }
  const count = end - start;
  gap = Math.max(gap, moment - previous) / 60_000;
  const none = Number.NaN;
  if (count === 0)
    return { mean: none, sd: none, min: none, max: none, slope: none, last: none, count, gap, age: none, over: none, lag: none };
  return {
    mean,
    sd: count > 1 ? Math.sqrt(squares / (count - 1)) : none,
    min,
    max,
    slope: timeSquares > 0 ? products / timeSquares : none,
    last: values[end - 1] ?? none,
    count,
    gap,
    age: (moment - previous) / 60_000,
    over: limit === undefined ? none : over / count,
    lag: mean - meanOf(values, before, start),
  };
}

function meanOf(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += values[at] ?? 0;
  return to > from ? sum / (to - from) : Number.NaN;
}
