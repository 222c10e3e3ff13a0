/**
 * What recurs every period, taken out of a series. `indices` holds one value a position in the period, position 0 that of the
 * first value.
 */
export type Season = {
  readonly kind: 'none' | 'additive' | 'multiplicative';
  readonly indices: Float64Array;
  readonly adjusted: Float64Array;
};

/**
 * The test by which M4's Naive2 decides whether a series has a season: the autocorrelation at lag `period` exceeds 1.645 standard
 * errors (Bartlett) and there are three periods of values.
 */
export function isSeasonal(values: Float64Array, period: number): boolean {
  if (period < 2 || values.length < 3 * period) return false;
  const correlations = autocorrelations(values, period);
  let squares = 0;
  for (let lag = 1; lag < period; lag += 1) squares += (correlations[lag] ?? 0) * (correlations[lag] ?? 0);
  const limit = 1.645 * Math.sqrt((1 + 2 * squares) / values.length);
  return Math.abs(correlations[period] ?? 0) > limit;
}

/**
 * Classical decomposition: the ratio to (or, for a series that is not positive throughout, the difference from) a centred moving
 * average, averaged over the periods and normalised. `smoothing` blends each index with its neighbours (0 leaves M4's plain
 * averages): with 52 positions and few years an average of three or four ratios is mostly noise.
 */
export function adjustSeason(values: Float64Array, period: number, smoothing = 0): Season {
  if (period < 2 || values.length < 2 * period) return { kind: 'none', indices: new Float64Array(Math.max(1, period)), adjusted: values };
  const kind = values.every((value) => value > 0) ? 'multiplicative' : 'additive';
  const averages = centredAverage(values, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let at = 0; at < values.length; at += 1) {
    const average = averages[at] ?? Number.NaN;
    if (Number.isNaN(average)) continue;
    const value = values[at] ?? 0;
    sums[at % period] = (sums[at % period] ?? 0) + (kind === 'multiplicative' ? value / average : value - average);
    counts[at % period] = (counts[at % period] ?? 0) + 1;
  }
  const raw = sums.map((sum, position) => sum / Math.max(1, counts[position] ?? 1));
  const blended = raw.map(
    (value, position) =>
      (1 - smoothing) * value +
      (smoothing / 2) * ((raw[(position + period - 1) % period] ?? value) + (raw[(position + 1) % period] ?? value)),
  );
  const mean = blended.reduce((sum, value) => sum + value, 0) / period;
  const indices = blended.map((value) => (kind === 'multiplicative' ? value / mean : value - mean));
  const adjusted = values.map((value, at) => withoutSeason(value, kind, indices[at % period] ?? 0));
  return { kind, indices, adjusted };
}

/** The index of each of `horizon` steps after a series of `length` values: a factor, or an amount to add. */
export function seasonAhead({ kind, indices }: Season, length: number, horizon: number): Float64Array {
  const ahead = new Float64Array(horizon);
  for (let step = 0; step < horizon; step += 1) ahead[step] = kind === 'none' ? 0 : (indices[(length + step) % indices.length] ?? 0);
  return ahead;
}

export function withSeason(value: number, kind: Season['kind'], index: number): number {
  return kind === 'multiplicative' ? value * index : kind === 'additive' ? value + index : value;
}

function withoutSeason(value: number, kind: Season['kind'], index: number): number {
  // An index of nearly nothing would blow the value up; M4 has none, a till that is shut every Sunday has.
  return kind === 'multiplicative' ? value / Math.max(index, 1e-6) : kind === 'additive' ? value - index : value;
}

/** Autocorrelations at the lags from 0 to `lags`; those of a constant series are 0. */
export function autocorrelations(values: Float64Array, lags: number): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const found = new Float64Array(lags + 1);
  for (let lag = 0; lag <= lags; lag += 1) {
    let sum = 0;
    for (let at = lag; at < values.length; at += 1) sum += ((values[at] ?? 0) - mean) * ((values[at - lag] ?? 0) - mean);
    found[lag] = sum;
  }
  const variance = found[0] ?? 0;
  return found.map((sum) => (variance > 0 ? sum / variance : 0));
}

/** The moving average over one period, of two neighbouring windows where the period is even; NaN where it does not reach. */
function centredAverage(values: Float64Array, period: number): Float64Array {
  const averages = new Float64Array(values.length).fill(Number.NaN);
  const half = Math.floor(period / 2);
  const even = period % 2 === 0;
  for (let at = half; at + half < values.length; at += 1) {
    let sum = 0;
    for (let near = at - half; near <= at + half; near += 1) {
      const edge = even && (near === at - half || near === at + half);
      sum += (edge ? 0.5 : 1) * (values[near] ?? 0);
    }
    averages[at] = sum / period;
  }
  return averages;
}
