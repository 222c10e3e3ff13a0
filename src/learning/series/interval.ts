/** The range a share `level` of what comes is expected in, step by step. */
export type Interval = { readonly level: number; readonly lower: readonly number[]; readonly upper: readonly number[] };

export const levels = [0.8, 0.95] as const;

/**
 * Half-widths of the intervals at each step from the errors of rolling origins (one array an origin, one error a step). Errors
 * are made alike by the growth that fits them best (the step to the power of 0, ¼, ½, ¾ or 1), pooled over all steps, and the
 * quantile of their sizes is scaled back up. Few origins see too few surprises: the quantile is widened by 1 + `caution` /
 * origins. Without origins the spread of one step `floor` grows by √h.
 */
export function halfWidths(errors: readonly Float64Array[], horizon: number, floor: number): readonly Float64Array[] {
  const growths = [0, 1, 2, 3, 4].map((quarters) => Float64Array.from({ length: horizon }, (_, step) => quarterPower(step + 1, quarters)));
  const fallback = growths[2] ?? new Float64Array(horizon).fill(1);
  if (errors.length === 0) return levels.map((level) => fallback.map((grown) => normalWidth[level] * floor * grown));
  let best: { likelihood: number; growth: Float64Array } = { likelihood: -Infinity, growth: fallback };
  for (const growth of errors.length < 3 ? [fallback] : growths) {
    const likelihood = fitOf(errors, growth);
    if (likelihood > best.likelihood) best = { likelihood, growth };
  }
  const sizes = errors
    .flatMap((error) => Array.from(error, (value, step) => Math.abs(value) / (best.growth[step] ?? 1)))
    .toSorted((a, b) => a - b);
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  const spread = Math.sqrt(squares / sizes.length);
  return levels.map((level) => {
    const seen = quantileOf(sizes, level);
    // Half what was seen, half what a normal spread of that size would show: steadier in the tail than either.
    const width = (1 + caution[level] / errors.length) * 0.5 * (seen + normalWidth[level] * spread);
    return best.growth.map((grown) => Math.max(width * grown, floorShare * normalWidth[level] * floor));
  });
}

const normalWidth = { 0.8: 1.2815515655446004, 0.95: 1.959963984540054 } as const;
// Set on the training part of M4 weekly so that 80 and 95 % of what followed was inside.
const caution = { 0.8: 0.5, 0.95: 2 } as const;
const floorShare = 0.25;

/** The Laplace log-likelihood of errors whose scale grows like `growth`, up to a constant. */
function fitOf(errors: readonly Float64Array[], growth: Float64Array): number {
  let [sum, logs, count] = [0, 0, 0];
  for (const error of errors)
    for (let step = 0; step < error.length; step += 1) {
      sum += Math.abs(error[step] ?? 0) / (growth[step] ?? 1);
      logs += Math.log(growth[step] ?? 1);
      count += 1;
    }
  return sum > 0 ? -count * Math.log(sum / count) - logs : 0;
}

export function quantileOf(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const [one, next] = [sorted[low] ?? 0, sorted[Math.min(low + 1, sorted.length - 1)] ?? 0];
  return one + (place - low) * (next - one);
}

/** A number to the power of so many quarters, by square roots. */
function quarterPower(base: number, quarters: number): number {
  const root = Math.sqrt(Math.sqrt(base));
  let power = 1;
  for (let count = 0; count < quarters; count += 1) power *= root;
  return power;
}
