import { createRandom } from '../core/random.ts';
import { CountersignError } from '../../contracts/errors.ts';

/**
 * One open item: its amount in minor units of one currency (negative is money that leaves) and the chance of each week, the last
 * entry being "after the horizon".
 */
export type FlowItem = { readonly item: string; readonly amount: bigint; readonly chances: ArrayLike<number> };

export type WeekTotal = {
  readonly week: number;
  /** The items' amounts times their chances, in minor units; with what falls after the horizon the weeks sum to the amounts exactly. */
  readonly expected: bigint;
  /** Standard deviation of the week's total, items independent, in minor units. */
  readonly deviation: number;
  readonly intervals: readonly { readonly level: number; readonly lower: bigint; readonly upper: bigint }[];
};

export type WeeklyTotals = { readonly weeks: readonly WeekTotal[]; readonly afterHorizon: bigint };

export type WeeklyTotalsOptions = {
  readonly draws?: number;
  readonly seed?: number;
  /** Intervals this much wider than independent items make them: what a back-test found missing. */
  readonly widening?: number;
};

/**
 * Weekly totals of items that each move in one week with given chances. Mean and variance are exact; the 80 and 95 % intervals
 * are quantiles of seeded draws (2,000), each of which puts every item in one week. Throws `input.invalid` for chances that do
 * not sum to 1 or differ in length.
 */
export function weeklyTotals(
  items: readonly FlowItem[],
  weeks: number,
  { draws = 2000, seed = 1, widening = 1 }: WeeklyTotalsOptions = {},
): WeeklyTotals {
  for (const { chances } of items) refuseUnlessWhole(chances, weeks);
  const expected = Array.from({ length: weeks + 1 }, () => 0n);
  const variances = new Float64Array(weeks);
  for (const { amount, chances } of items) {
    allocate(amount, chances).forEach((part, week) => {
      expected[week] = (expected[week] ?? 0n) + part;
    });
    for (let week = 0; week < weeks; week += 1) variances[week] = (variances[week] ?? 0) + varianceOf(Number(amount), chances[week] ?? 0);
  }
  const drawn = drawTotals(items, weeks, draws, seed);
  return {
    weeks: Array.from({ length: weeks }, (_, week) => {
      const mean = expected[week] ?? 0n;
      const sorted = (drawn[week] ?? new Float64Array()).toSorted();
      return {
        week,
        expected: mean,
        deviation: Math.sqrt(variances[week] ?? 0),
        intervals: [0.8, 0.95].map((level) => ({
          level,
          lower: widened(mean, quantile(sorted, (1 - level) / 2), widening),
          upper: widened(mean, quantile(sorted, (1 + level) / 2), widening),
        })),
      };
    }),
    afterHorizon: expected[weeks] ?? 0n,
  };
}

function refuseUnlessWhole(chances: ArrayLike<number>, weeks: number): void {
  let sum = 0;
  for (let week = 0; week < chances.length; week += 1) sum += (chances[week] ?? 0) >= 0 ? (chances[week] ?? 0) : Number.NaN;
  if (chances.length !== weeks + 1 || !(Math.abs(sum - 1) < 1e-6))
    throw new CountersignError('input.invalid', 'The chances of an item cover every week and what comes after, and sum to 1', {
      field: 'chances',
    });
}

function varianceOf(amount: number, chance: number): number {
  return amount * amount * chance * (1 - chance);
}

/** The amount in whole minor units by chance; each cumulative share is rounded once, so the parts sum to the amount. */
function allocate(amount: bigint, chances: ArrayLike<number>): bigint[] {
  const parts: bigint[] = [];
  let [cumulative, given] = [0, 0n];
  for (let week = 0; week < chances.length; week += 1) {
    cumulative += chances[week] ?? 0;
    // Billionths: exact for any amount a ledger holds.
    const until = week === chances.length - 1 ? amount : roundedShare(amount, BigInt(Math.round(Math.min(1, cumulative) * 1e9)));
    parts.push(until - given);
    given = until;
  }
  return parts;
}

function roundedShare(amount: bigint, billionths: bigint): bigint {
  const product = amount * billionths;
  const half = product < 0n ? -500_000_000n : 500_000_000n;
  return (product + half) / 1_000_000_000n;
}

function drawTotals(items: readonly FlowItem[], weeks: number, draws: number, seed: number): Float64Array[] {
  const random = createRandom(seed);
  const totals = Array.from({ length: weeks }, () => new Float64Array(draws));
  for (const { amount, chances } of items) {
    const size = Number(amount);
    for (let draw = 0; draw < draws; draw += 1) {
      let left = random.next();
      for (let week = 0; week < weeks; week += 1) {
        left -= chances[week] ?? 0;
        if (left >= 0) continue;
        const total = totals[week];
        if (total) total[draw] = (total[draw] ?? 0) + size;
        break;
      }
    }
  }
  return totals;
}

function widened(mean: bigint, value: number, widening: number): bigint {
  return mean + BigInt(Math.round((value - Number(mean)) * widening));
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * Math.max(0, sorted.length - 1);
  const low = Math.floor(place);
  const one = sorted[low] ?? 0;
  return one + (place - low) * ((sorted[low + 1] ?? one) - one);
}
