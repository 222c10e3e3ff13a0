import { minimise } from './minimise.ts';

/**
 * An exponential smoothing model after its last value: the level, the trend a step, and the parameters found.
 * `ses` has no trend, `holt` a linear one, `damped` one that fades by `phi` a step.
 */
export type Smoothing = {
  readonly kind: 'ses' | 'holt' | 'damped';
  readonly alpha: number;
  readonly beta: number;
  readonly phi: number;
  readonly level: number;
  readonly trend: number;
  /** Mean squared error one step ahead, in the units of the series squared. */
  readonly mse: number;
};

/**
 * Simple, Holt's and Gardner and McKenzie's damped exponential smoothing (error-correction form of Hyndman et al. 2008: `beta` is at most
 * `alpha`). Parameters and initial states together minimise the squared error one step ahead by Nelder–Mead.
 */
export function fitSmoothing(values: Float64Array, kind: Smoothing['kind']): Smoothing {
  const scale = scaleOf(values);
  if (values.length < 3 || scale === 0) {
    const last = values[values.length - 1] ?? 0;
    return { kind, alpha: 1, beta: 0, phi: 1, level: last, trend: 0, mse: 0 };
  }
  const first = beginning(values);
  const level0 = kind === 'ses' ? (values[0] ?? 0) : first.level;
  const state = new Float64Array(3);
  const run = (at: Float64Array): number => {
    const alpha = at[0] ?? 0;
    if (kind === 'ses') return filter(values, alpha, 0, 1, level0 + (at[1] ?? 0) * scale, 0, state);
    const phi = kind === 'holt' ? 1 : (at[4] ?? 1);
    return filter(values, alpha, (at[1] ?? 0) * alpha, phi, level0 + (at[2] ?? 0) * scale, first.trend + (at[3] ?? 0) * scale, state);
  };
  const found = minimise(run, boxes[kind], { evaluations: kind === 'ses' ? 80 : 240 });
  run(found.at);
  const alpha = found.at[0] ?? 0;
  return {
    kind,
    alpha,
    beta: kind === 'ses' ? 0 : (found.at[1] ?? 0) * alpha,
    phi: kind === 'damped' ? (found.at[4] ?? 1) : 1,
    level: state[0] ?? 0,
    trend: state[1] ?? 0,
    mse: found.value,
  };
}

/** The points of the next `horizon` steps. */
export function projectSmoothing({ level, trend, phi }: Smoothing, horizon: number): Float64Array {
  const points = new Float64Array(horizon);
  let [fade, slope] = [1, 0];
  for (let step = 0; step < horizon; step += 1) {
    fade *= phi;
    slope += fade;
    points[step] = level + slope * trend;
  }
  return points;
}

// alpha, beta / alpha, initial level and trend (in mean absolute steps from the first estimate), phi; Hyndman's usual bounds of phi.
const boxes = {
  ses: { start: [0.5, 0], low: [0.0001, -20], high: [0.9999, 20] },
  holt: { start: [0.5, 0.1, 0, 0], low: [0.0001, 0.0001, -20, -4], high: [0.9999, 0.9999, 20, 4] },
  damped: { start: [0.5, 0.1, 0, 0, 0.95], low: [0.0001, 0.0001, -20, -4, 0.8], high: [0.9999, 0.9999, 20, 4, 0.98] },
};

/** One pass over the series; leaves level and trend in `state` and answers the mean squared error. */
function filter(
  values: Float64Array,
  alpha: number,
  beta: number,
  phi: number,
  level0: number,
  trend0: number,
  state: Float64Array,
): number {
  let [level, trend, squares] = [level0, trend0, 0];
  for (let at = 0; at < values.length; at += 1) {
    const before = level + phi * trend;
    const error = (values[at] ?? 0) - before;
    squares += error * error;
    level = before + alpha * error;
    trend = phi * trend + beta * error;
  }
  state[0] = level;
  state[1] = trend;
  return squares / values.length;
}

/** The line through the first ten values, at the step before the first. */
function beginning(values: Float64Array): { level: number; trend: number } {
  const count = Math.min(10, values.length);
  let [sum, weighted] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    sum += values[at] ?? 0;
    weighted += (at - (count - 1) / 2) * (values[at] ?? 0);
  }
  const trend = (12 * weighted) / (count * (count * count - 1));
  return { level: sum / count - (trend * (count + 1)) / 2, trend };
}

/** The mean absolute step from one value to the next. */
function scaleOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 1; at < values.length; at += 1) sum += Math.abs((values[at] ?? 0) - (values[at - 1] ?? 0));
  return sum / Math.max(1, values.length - 1);
}
