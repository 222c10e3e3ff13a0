/**
 * Demand that comes now and then: the rate a period, the size when it comes, and the share of periods (or one over the interval)
 * in which it does.
 */
export type Intermittent = {
  readonly method: 'croston' | 'sba' | 'tsb';
  readonly rate: number;
  readonly size: number;
  readonly frequency: number;
};

/** Whether a series is intermittent: nothing negative and more than three in ten periods without demand. */
export function isIntermittent(values: Float64Array): boolean {
  let zeros = 0;
  for (const value of values) {
    if (value < 0) return false;
    if (value === 0) zeros += 1;
  }
  return zeros > 0.3 * values.length && zeros < values.length;
}

/**
 * Croston (1972): size and interval smoothed apart, updated when demand comes. SBA (Syntetos and Boylan 2005) takes off its bias.
 * TSB (Teunter, Syntetos and Babai 2011) smooths the probability in every period, so that an item nobody asks for fades.
 */
export function fitIntermittent(values: Float64Array, method: Intermittent['method'], alpha = 0.1, beta = 0.1): Intermittent {
  const first = values.findIndex((value) => value > 0);
  if (first < 0) return { method, rate: 0, size: 0, frequency: 0 };
  let size = values[first] ?? 0;
  let interval = first + 1;
  let probability = values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / values.length;
  let since = 0;
  for (let at = first + 1; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    since += 1;
    probability += beta * ((value > 0 ? 1 : 0) - probability);
    if (value === 0) continue;
    size += alpha * (value - size);
    interval += alpha * (since - interval);
    since = 0;
  }
  const frequency = method === 'tsb' ? probability : 1 / interval;
  return { method, rate: size * frequency * (method === 'sba' ? 1 - alpha / 2 : 1), size, frequency };
}

/**
 * Of the three, the one whose rate came closest to the mean of the periods that followed, over earlier origins (squared error);
 * SBA when none is better.
 */
export function chooseIntermittent(values: Float64Array, horizon: number): Intermittent {
  const choices = ['sba', 'tsb', 'croston'] as const;
  const losses = choices.map(() => 0);
  for (let back = 0; back < 12; back += 1) {
    const end = values.length - horizon - back * Math.max(1, Math.ceil(horizon / 2));
    if (end < 12) break;
    const mean = values.subarray(end, end + horizon).reduce((sum, value) => sum + value, 0) / horizon;
    choices.forEach((method, index) => {
      const error = fitIntermittent(values.subarray(0, end), method).rate - mean;
      losses[index] = (losses[index] ?? 0) + error * error;
    });
  }
  const least = Math.min(...losses);
  return fitIntermittent(values, choices[losses.indexOf(least)] ?? 'sba');
}
