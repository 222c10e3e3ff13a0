import { nextMonth } from '../_shared/period.ts';
import { addTo, daysBetween } from '../_shared/figures.ts';
import { average, closesIn, stepDays, type Rates } from './calibrate.ts';
import { randomOf } from './random.ts';

/** An open deal with what stands between winning it and revenue. */
export type OpenDeal = {
  readonly id: string;
  readonly stage: string;
  readonly amount: number;
  readonly closeOn: string;
  /** Days from the order to delivery: shipping, or the lead time of what is not in stock. */
  readonly lagDays: number;
  /** By the deal model where it is deployed. */
  readonly win?: number;
  readonly slip?: number;
};

export type MonthFigures = { readonly month: string; readonly expected: number; readonly low: number; readonly high: number };

/** Probability of being won in each step from now: the past's, moved to what the deal model says of this one. */
export function chancesOf(deal: OpenDeal, rates: Rates, now: string): readonly number[] {
  const planned = closesIn(deal.closeOn, now);
  const closing = Math.max(0, planned);
  const row = rates.landing(deal.stage, planned);
  const total = row.reduce((all, chance) => all + chance, 0);
  if (deal.win === undefined || total <= 0) return row;
  const early = row.slice(0, closing + 1).reduce((all, chance) => all + chance, 0) / total;
  const inTime = deal.slip === undefined ? early : 1 - deal.slip;
  return row.map((chance, step) => {
    const part = step <= closing ? [early, inTime] : [1 - early, 1 - inTime];
    const [held = 0, wanted = 0] = part;
    return held <= 0 ? 0 : (chance / total) * (wanted / held) * (deal.win ?? 1);
  });
}

/** Revenue by calendar month, with the middle four fifths of so many drawn futures, widened to what the past was like. */
export function simulate(
  deals: readonly OpenDeal[],
  rates: Rates,
  { now, months, seed, runs, unseenLagDays }: { now: string; months: readonly string[]; seed: string; runs: number; unseenLagDays: number },
): readonly MonthFigures[] {
  const random = randomOf(seed);
  const place = new Map(months.map((month, at) => [month, at]));
  const monthOn = Array.from({ length: 600 }, (_, day) => place.get(addTo(now, day).slice(0, 7)));
  const drawn = months.map(() => new Float64Array(runs));
  const chances = deals.map((deal) => chancesOf(deal, rates, now));
  const add = (run: number, step: number, lag: number, amount: number): void => {
    const at = monthOn[Math.floor((step + random()) * stepDays) + lag];
    const sums = at === undefined ? undefined : drawn[at];
    if (sums) sums[run] = (sums[run] ?? 0) + amount;
  };
  for (let run = 0; run < runs; run += 1) {
    for (const [at, deal] of deals.entries()) {
      const step = drawStep(chances[at] ?? [], random());
      if (step !== undefined) add(run, step, deal.lagDays, deal.amount * rates.amountRatio);
    }
    for (let step = 0; step < rates.steps; step += 1) {
      const past = rates.unseen.flatMap((sums) => sums[step] ?? []);
      const one = past[Math.floor(random() * past.length)];
      if (one !== undefined) add(run, step, unseenLagDays, one);
    }
  }
  return months.map((month, at) => figures(month, drawn[at] ?? new Float64Array(0), rates.spread));
}

function drawStep(chances: readonly number[], draw: number): number | undefined {
  let sum = 0;
  for (const [step, chance] of chances.entries()) {
    sum += chance;
    if (draw < sum) return step;
  }
  return undefined;
}

function figures(month: string, drawn: Float64Array, spread: number): MonthFigures {
  const sorted = drawn.toSorted();
  const expected = average([...drawn]);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return {
    month,
    expected,
    low: Math.max(0, expected + spread * (at(0.1) - expected)),
    high: expected + spread * Math.max(0, at(0.9) - expected),
  };
}

/** What one deal adds to a month on average; for telling why a forecast moved. */
export function shareIn(month: string, deal: OpenDeal, rates: Rates, now: string): number {
  const from = daysBetween(now, `${month}-01`);
  const to = daysBetween(now, nextMonth(month));
  let sum = 0;
  for (const [step, chance] of chancesOf(deal, rates, now).entries()) {
    const first = step * stepDays + deal.lagDays;
    sum += (chance * Math.max(0, Math.min(to, first + stepDays) - Math.max(from, first))) / stepDays;
  }
  return sum * deal.amount * rates.amountRatio;
}
