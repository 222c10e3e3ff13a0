import { addDecimal, compareDecimal, money, type Money } from 'countersign';
import { addTo, daysBetween } from '../_shared/figures.ts';
import { calibrate, type DealHistory, pipelineAt, type Rates } from './calibrate.ts';
import { type Cash, cashBy, cashWords, noCash, shareOfAmount } from './cash.ts';
import type { Mapping } from './mapping.ts';
import { type OpenDeal, shareIn, simulate } from './simulate.ts';

/** Amounts are the CRM's and the ERP's own, as decimals; what is drawn from them is an estimate and a plain number. */
export type ForecastDeal = Omit<OpenDeal, 'amount'> & {
  readonly amount: string;
  readonly customer: string | undefined;
  /** Where capacity and not stock alone is what delivery waits for. */
  readonly lagWhy?: string;
};
/** What is open of a customer; credit notes are below zero. `daysLate` by the model where it is deployed. */
export type OpenItem = { readonly customer: string; readonly amount: string; readonly dueOn: string; readonly daysLate?: number };
export type Earlier = { readonly month: string; readonly expected: string; readonly on: string };

/** One currency: nothing is ever converted. */
export type Facts = {
  readonly currency: string;
  readonly now: string;
  readonly months: readonly string[];
  readonly deals: readonly ForecastDeal[];
  readonly histories: readonly DealHistory[];
  readonly receivables: readonly OpenItem[];
  readonly crmForecast: ReadonlyMap<string, string>;
  readonly earlier: readonly Earlier[];
};

export type AtRisk = { readonly deal: string; readonly month: string; readonly amount: string; readonly why: readonly string[] };
/** An estimate. */
export type Part = { readonly label: string; readonly amount: number };

export type MonthForecast = {
  readonly month: string;
  readonly expected: Money;
  readonly low: Money;
  readonly high: Money;
  readonly stageWeighted: Money;
  readonly crmForecast: Money | undefined;
  readonly cash: Money;
  /** What the cash is made of. */
  readonly cashFrom: Cash;
  readonly atRisk: Money;
  /** From the last record to this one; the parts add up. */
  readonly waterfall: readonly Part[];
  readonly risks: readonly AtRisk[];
  readonly rates: Pick<Rates, 'snapshots' | 'spread'>;
};

/** The forecast of one currency by month. Pure, and the same for the same facts. */
export function decide(facts: Facts, mapping: Mapping): readonly MonthForecast[] {
  const { now, months, deals, currency } = facts;
  const of = (amount: number): Money => asMoney(amount, currency);
  const exactly = (amount: string): Money => money(amount, currency);
  const rates = calibrate(facts.histories, now, { steps: mapping.months, stages: mapping.stages, lookBackSteps: mapping.lookBackSteps });
  const drawn = simulate(deals.map(estimated), rates, {
    now,
    months,
    seed: `${currency} ${months[0] ?? ''}`,
    runs: mapping.runs,
    unseenLagDays: mapping.shippingDays,
  });
  const weighted = byMonth(deals, now, (deal) => stageWeighted(deal, mapping));
  const risks = atRisk(facts, mapping);
  const cash = cashBy(
    facts,
    drawn.map(({ expected }) => of(expected).amount),
    mapping,
  );
  return drawn.map(({ month, expected, low, high }, at) => {
    const cashFrom = cash[at] ?? noCash;
    const own = risks.filter((risk) => risk.month === month).toSorted((a, b) => compareDecimal(b.amount, a.amount));
    const crm = facts.crmForecast.get(month);
    return {
      month,
      expected: of(expected),
      low: of(low),
      high: of(high),
      stageWeighted: exactly(weighted.get(month) ?? '0'),
      crmForecast: crm === undefined ? undefined : exactly(crm),
      cash: exactly(addDecimal(cashFrom.open, cashFrom.revenue)),
      cashFrom,
      atRisk: exactly(own.reduce((total, risk) => addDecimal(total, risk.amount), '0')),
      waterfall: waterfall(facts, rates, month, expected),
      risks: own,
      rates: { snapshots: rates.snapshots, spread: rates.spread },
    };
  });
}

/** An estimate becomes an amount to the currency's unit. */
const asMoney = (value: number, currency: string): Money => money(value.toFixed(3), currency);
const estimated = (deal: ForecastDeal): OpenDeal => ({ ...deal, amount: Number(deal.amount) });
const stageWeighted = ({ amount, stage }: ForecastDeal, mapping: Mapping): string => shareOfAmount(amount, mapping.stages[stage] ?? 0);
const monthOf = (deal: Pick<OpenDeal, 'closeOn'>, now: string): string => (deal.closeOn < now ? now : deal.closeOn).slice(0, 7);

function byMonth(deals: readonly ForecastDeal[], now: string, worth: (deal: ForecastDeal) => string): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const deal of deals) sums.set(monthOf(deal, now), addDecimal(sums.get(monthOf(deal, now)) ?? '0', worth(deal)));
  return sums;
}

/** Deals that will hardly bring what their stage says in the month they promise it, at their stage-weighted amount. */
function atRisk({ deals, now, receivables }: Facts, mapping: Mapping): readonly AtRisk[] {
  const overdue = new Map<string, number>();
  for (const { customer, dueOn, amount } of receivables)
    if (compareDecimal(amount, '0') > 0) overdue.set(customer, Math.max(overdue.get(customer) ?? 0, daysBetween(dueOn, now)));
  return deals.flatMap((deal) => {
    const late = deal.customer === undefined ? 0 : (overdue.get(deal.customer) ?? 0);
    const delivered = addTo(deal.closeOn < now ? now : deal.closeOn, deal.lagDays);
    const why = [
      ...(deal.closeOn < now ? [`its close date passed ${daysBetween(deal.closeOn, now)} days ago`] : []),
      ...(deal.lagDays > mapping.shippingDays && delivered.slice(0, 7) > monthOf(deal, now)
        ? [`goods are short, delivery by ${delivered} at the earliest${deal.lagWhy === undefined ? '' : `: ${deal.lagWhy}`}`]
        : []),
      ...(late >= mapping.riskOverdueDays ? [`the customer is ${late} days overdue`] : []),
      ...(deal.slip !== undefined && deal.slip >= mapping.riskSlip ? [`${percent(deal.slip)} that it slips`] : []),
      ...(deal.win !== undefined && deal.win <= mapping.riskWin ? [`${percent(deal.win)} that it is won`] : []),
    ];
    const amount = stageWeighted(deal, mapping);
    return why.length === 0 ? [] : [{ deal: deal.id, month: monthOf(deal, now), amount, why }];
  });
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Why a month moved since the last record, deal by deal from the CRM's own history; what deals do not explain is named as such. */
function waterfall({ deals, histories, earlier, now }: Facts, rates: Rates, month: string, expected: number): readonly Part[] {
  const last = earlier.find((one) => one.month === month);
  if (!last) return [];
  const lastDay = last.on.slice(0, 10);
  const then = new Map(pipelineAt(histories, last.on).map((seen) => [seen.history.id, seen]));
  const present = new Map(deals.map((deal) => [deal.id, estimated(deal)]));
  const parts = new Map<string, number>();
  const add = (label: string, amount: number): void => void parts.set(label, (parts.get(label) ?? 0) + amount);
  for (const [id, seen] of then) {
    const step = seen.history.steps.findLast(({ on }) => on <= last.on);
    const deal = present.get(id);
    const before = { id, stage: seen.stage, amount: seen.amount, closeOn: step?.closeOn ?? lastDay, lagDays: deal?.lagDays ?? 0 };
    const from = shareIn(month, before, rates, lastDay);
    if (!deal) {
      add(seen.history.closed?.isWon === true ? 'won' : 'lost or gone', -from);
      continue;
    }
    const aged = shareIn(month, before, rates, now);
    const resized = shareIn(month, { ...before, amount: deal.amount }, rates, now);
    const moved = shareIn(month, { ...before, amount: deal.amount, closeOn: deal.closeOn }, rates, now);
    add('time', aged - from);
    add('amounts', resized - aged);
    add('close dates', moved - resized);
    add('stages and models', shareIn(month, deal, rates, now) - moved);
  }
  for (const deal of deals) if (!then.has(deal.id)) add('new deals', shareIn(month, estimated(deal), rates, now));
  const told = [...parts.values()].reduce((sum, part) => sum + part, 0);
  add('rates, supply and chance', expected - Number(last.expected) - told);
  return [...parts].map(([label, amount]) => ({ label, amount })).filter(({ amount }) => Math.abs(amount) >= 0.005);
}

/** What stands on the record: figures and ids alone. */
export function explain(row: MonthForecast, earlier: Earlier | undefined): string {
  const { currency } = row.expected;
  const text = (amount: number): string => `${amount < 0 ? '' : '+'}${asMoney(amount, currency).amount}`;
  return [
    row.rates.snapshots === 0
      ? "The pipeline has no past: the CRM's stage probabilities are the rule."
      : `From ${row.rates.snapshots} moments of the pipeline's past; the range is ${row.rates.spread.toFixed(2)} times that of single deals.`,
    earlier === undefined
      ? 'The first forecast of this month.'
      : `Since ${earlier.on.slice(0, 10)}: ${money(earlier.expected, currency).amount} → ${row.expected.amount} ${currency}. ${row.waterfall.map(({ label, amount }) => `${label} ${text(amount)}`).join('; ')}`,
    cashWords(row.cashFrom, currency),
    ...row.risks.slice(0, 20).map((risk) => `At risk ${money(risk.amount, currency).amount}, ${risk.deal}: ${risk.why.join(', ')}`),
    ...(row.risks.length > 20 ? [`and ${row.risks.length - 20} more deals at risk`] : []),
  ].join('\n');
}
