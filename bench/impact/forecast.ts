import { calibrate, type DealHistory } from '../../graphs/sales-forecast/calibrate.ts';
import { simulate, type OpenDeal } from '../../graphs/sales-forecast/simulate.ts';
import { makeWorld, stated, type WorldDeal } from './pipeline.ts';

export type ForecastFigures = {
  readonly forecast_wape_ratio: number;
  readonly forecast_coverage80: number;
  readonly forecast_wape: number;
  readonly stage_weighted_wape: number;
  /** Months forecast: three of each quarter of each world. */
  readonly months: number;
};

const epoch = Date.parse('2015-01-01T00:00:00Z');
const isoOf = (day: number): string => new Date(epoch + day * 86_400_000).toISOString().slice(0, 10);
const monthAt = (first: Date, offset: number): string =>
  new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + offset, 1)).toISOString().slice(0, 7);

/**
 * Each quarter is forecast on its first day from what a CRM shows on that day, against the stage-weighted pipeline of the same day:
 * what was won and delivered, month by month, is the truth. Three years of past come before the first quarter that counts.
 */
export function measureForecast({ worlds = 6, years = 8, runs = 1000 } = {}): ForecastFigures {
  let [missed, weightedMissed, truth, inside, months] = [0, 0, 0, 0, 0];
  for (let seed = 1; seed <= worlds; seed += 1) {
    const deals = makeWorld(seed, years);
    for (let quarter = 12; quarter < (years - 1) * 4; quarter += 1) {
      const first = new Date(Date.UTC(2015, quarter * 3, 1));
      const now = Math.round((first.getTime() - epoch) / 86_400_000);
      const wanted = [0, 1, 2].map((offset) => monthAt(first, offset));
      const came = revenueBy(deals, now);
      const forecast = forecastAt(deals, now, wanted, runs, seed);
      const weighted = stageWeighted(deals, now, wanted);
      for (const [at, month] of wanted.entries()) {
        const actual = came.get(month) ?? 0;
        const figures = forecast[at];
        missed += Math.abs((figures?.expected ?? 0) - actual);
        weightedMissed += Math.abs((weighted.get(month) ?? 0) - actual);
        truth += actual;
        months += 1;
        if (figures && figures.low <= actual && actual <= figures.high) inside += 1;
      }
    }
  }
  return {
    forecast_wape_ratio: missed / weightedMissed,
    forecast_coverage80: inside / months,
    forecast_wape: missed / truth,
    stage_weighted_wape: weightedMissed / truth,
    months,
  };
}

/** Revenue of deals won from the day on; what was won before and is delivered later is an order, and no forecast. */
function revenueBy(deals: readonly WorldDeal[], now: number): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { isWon, closedOn, lagDays, finalAmount } of deals) {
    if (!isWon || closedOn < now) continue;
    const month = isoOf(closedOn + lagDays).slice(0, 7);
    sums.set(month, (sums.get(month) ?? 0) + finalAmount);
  }
  return sums;
}

function forecastAt(deals: readonly WorldDeal[], now: number, months: readonly string[], runs: number, seed: number) {
  const today = isoOf(now);
  const histories = deals.filter(({ openedOn }) => openedOn < now).map((deal) => shownAt(deal, now));
  const rates = calibrate(histories, today, { steps: 6, stages: stated, lookBackSteps: 30 });
  const open = deals.flatMap((deal): OpenDeal[] => {
    const step = deal.steps.findLast(({ on }) => on < now);
    if (!step || deal.closedOn < now) return [];
    return [{ id: deal.id, stage: step.stage, amount: step.amount, closeOn: isoOf(step.closeOn), lagDays: deal.lagDays }];
  });
  return simulate(open, rates, { now: today, months, seed: `${seed} ${today}`, runs, unseenLagDays: 10 });
}

/** What a CRM shows of a deal on a day: nothing that came later. */
function shownAt(deal: WorldDeal, now: number): DealHistory {
  return {
    id: deal.id,
    openedOn: isoOf(deal.openedOn),
    steps: deal.steps
      .filter(({ on }) => on < now)
      .map(({ on, stage, amount, closeOn }) => ({ on: isoOf(on), stage, amount, closeOn: isoOf(closeOn) })),
    ...(deal.closedOn < now ? { closed: { on: isoOf(deal.closedOn), isWon: deal.isWon, amount: deal.finalAmount } } : {}),
  };
}

/** What the CRM's own report says: amount times the stage's probability in the month of the close date, overdue ones in the first. */
function stageWeighted(deals: readonly WorldDeal[], now: number, months: readonly string[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const deal of deals) {
    const step = deal.steps.findLast(({ on }) => on < now);
    if (!step || deal.closedOn < now) continue;
    const month = isoOf(Math.max(now, step.closeOn)).slice(0, 7);
    if (months.includes(month)) sums.set(month, (sums.get(month) ?? 0) + step.amount * (stated[step.stage] ?? 0));
  }
  return sums;
}
