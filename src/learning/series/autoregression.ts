/**
 * Autoregression on the changes of a series: each change against the latest ones and, with a season, against those around one
 * period earlier, by ridge regression. Fitted on at most `rows` latest changes; forecasts feed on themselves.
 */
export function projectAutoregression(values: Float64Array, period: number, horizon: number, rows = 520): Float64Array | undefined {
  const lags = lagsFor(values.length, period);
  if (!lags) return undefined;
  const isRatio = values.every((value) => value > 0);
  const series = isRatio ? values.map((value) => Math.log(value)) : values;
  const changes = new Float64Array(series.length - 1 + horizon);
  for (let at = 1; at < series.length; at += 1) changes[at - 1] = (series[at] ?? 0) - (series[at - 1] ?? 0);
  const known = series.length - 1;
  const longest = lags.at(-1) ?? 0;
  const weights = fit(changes, lags, Math.max(longest, known - rows), known);
  if (!weights) return undefined;
  // A change larger than any that was seen is the regression running away from itself.
  const largest = changes.subarray(0, known).reduce((most, change) => Math.max(most, Math.abs(change)), 0);
  let level = series[series.length - 1] ?? 0;
  return Float64Array.from({ length: horizon }, (_, step) => {
    let change = weights[lags.length] ?? 0;
    lags.forEach((lag, index) => {
      change += (weights[index] ?? 0) * (changes[known + step - lag] ?? 0);
    });
    change = Math.min(largest, Math.max(-largest, change));
    changes[known + step] = change;
    level += change;
    return isRatio ? Math.exp(level) : level;
  });
}

/** The lags a series of this length can carry: ten rows a coefficient. */
function lagsFor(length: number, period: number): readonly number[] | undefined {
  const near = [1, 2, 3, 4];
  if (period > 1) {
    const seasonal = [...new Set([...near.filter((lag) => lag < period - 1), period - 1, period, period + 1])];
    if (length - period - 3 >= 10 * seasonal.length) return seasonal;
  }
  return length - 5 >= 40 ? near : undefined;
}

/** Ridge weights of the lags and, last, the intercept; the penalty is a hundredth of the changes' own sum of squares. */
function fit(changes: Float64Array, lags: readonly number[], from: number, to: number): Float64Array | undefined {
  const size = lags.length + 1;
  const normal = new Float64Array(size * size);
  const right = new Float64Array(size);
  const row = new Float64Array(size);
  for (let at = from; at < to; at += 1) {
    lags.forEach((lag, index) => {
      row[index] = changes[at - lag] ?? 0;
    });
    row[lags.length] = 1;
    for (let i = 0; i < size; i += 1) {
      right[i] = (right[i] ?? 0) + (row[i] ?? 0) * (changes[at] ?? 0);
      for (let j = 0; j <= i; j += 1) normal[i * size + j] = (normal[i * size + j] ?? 0) + (row[i] ?? 0) * (row[j] ?? 0);
    }
  }
  for (let i = 0; i < lags.length; i += 1) normal[i * size + i] = (normal[i * size + i] ?? 0) * 1.01;
  return solve(normal, right, size);
}

/** Cholesky's solution of a symmetric positive system whose lower half is given; undefined when it is singular. */
function solve(lower: Float64Array, right: Float64Array, size: number): Float64Array | undefined {
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const sum = (lower[i * size + j] ?? 0) - dotOfRows(lower, i * size, j * size, j);
      if (i === j && !(sum > 0)) return undefined;
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * size + j] ?? 1);
    }
  return substitute(lower, right, size);
}

/** Forward through the factor, then backward through its transpose. */
function substitute(lower: Float64Array, right: Float64Array, size: number): Float64Array {
  const found = right.slice();
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) found[i] = (found[i] ?? 0) - (lower[i * size + k] ?? 0) * (found[k] ?? 0);
    found[i] = (found[i] ?? 0) / (lower[i * size + i] ?? 1);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) found[i] = (found[i] ?? 0) - (lower[k * size + i] ?? 0) * (found[k] ?? 0);
    found[i] = (found[i] ?? 0) / (lower[i * size + i] ?? 1);
  }
  return found;
}

function dotOfRows(values: Float64Array, one: number, other: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k += 1) sum += (values[one + k] ?? 0) * (values[other + k] ?? 0);
  return sum;
}
