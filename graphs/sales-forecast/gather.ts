import {
  addDecimal,
  compareDecimal,
  type ForecastItem,
  type MirrorValues,
  type Money,
  type OpportunityHistory,
  type Receivable,
} from 'countersign';
import type { FlowContext } from 'countersign/flow';
import { forecastDesk } from '../../agents/forecast-desk.ts';
import { predictDeal } from '../../classic-models/deal/tool.ts';
import { predictLatePayment } from '../../classic-models/late-payment/tool.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { listDealHistories } from '../../tools/crm/list-deal-histories.ts';
import { listDealLines } from '../../tools/crm/list-deal-lines.ts';
import { listForecastItems } from '../../tools/crm/list-forecast-items.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { findMaterials } from '../../tools/erp/find-materials.ts';
import { getStock } from '../../tools/erp/get-stock.ts';
import { listSchedule } from '../../tools/erp/list-schedule.ts';
import { listOpenReceivables } from '../../tools/erp/list-open-receivables.ts';
import { nextMonth } from '../_shared/period.ts';
import { askedModel } from '../_shared/asked-model.ts';
import { addTo } from '../_shared/figures.ts';
import { inTurn } from '../_shared/in-turn.ts';
import { isCurrency } from '../_shared/problem.ts';
import { type DealHistory, stepDays } from './calibrate.ts';
import type { Facts, ForecastDeal, OpenItem } from './decide.ts';
import type { Mapping } from './mapping.ts';
import { lagsOf } from './supply.ts';

export type Gathered = {
  readonly facts: readonly Facts[];
  readonly known: readonly MirrorValues[];
  /** Open deals that no figure can hold, each with the reason. */
  readonly leftOut: readonly string[];
};

const atOnce = 8;

export async function gather(flow: FlowContext, now: string, mapping: Mapping): Promise<Gathered> {
  const months = monthsFrom(now, mapping.months);
  const [all, open, forecast] = await Promise.all([
    histories(flow, addTo(now, -(mapping.lookBackSteps + 12) * stepDays)),
    receivables(flow),
    flow.read(forecastDesk, listForecastItems, { from: `${months[0] ?? now}-01`, to: addTo(nextMonth(`${months.at(-1) ?? now}-01`), -1) }),
  ]);
  const pipeline = all.filter(
    ({ opportunity }) => !opportunity.isClosed && opportunity.amount !== undefined && opportunity.closeOn !== undefined,
  );
  const leftOut = pipeline.flatMap(({ opportunity: { id, amount } }) => whyLeftOut(id, amount) ?? []);
  const live = pipeline.filter(({ opportunity: { id, amount } }) => whyLeftOut(id, amount) === undefined);
  const deals = await dealsOf(flow, live, now, mapping);
  const late = await lateness(flow, open);
  const { currencies, known } = await currenciesOf(flow, { all, live, open, months });
  flow.audit('records.read', { deals: live.length, histories: all.length, receivables: open.length, currencies });
  return {
    known,
    leftOut,
    facts: currencies.map((currency) => ({
      currency,
      now,
      months,
      deals: deals.filter((deal) => deal.currency === currency),
      histories: all.flatMap((history) => historyOf(history, currency) ?? []),
      receivables: open.flatMap((line) => itemOf(line, currency, { late, now }) ?? []),
      crmForecast: crmBy(forecast, currency, mapping),
      earlier: known.flatMap((one) => earlierOf(one, currency, now) ?? []),
    })),
  };
}

type Sources = {
  readonly all: readonly OpportunityHistory[];
  readonly live: readonly OpportunityHistory[];
  readonly open: readonly Receivable[];
  readonly months: readonly string[];
};

/**
 * What there is a forecast of: currencies of open deals, and of open items, which bring cash without any deal. One that has a record
 * already keeps it up to date: the last deal's loss would otherwise never be seen on the dashboard.
 */
async function currenciesOf(flow: FlowContext, { all, live, open, months }: Sources) {
  const inDeals = (deals: readonly OpportunityHistory[]) => deals.flatMap(({ opportunity }) => opportunity.amount?.currency ?? []);
  const needed = new Set([...inDeals(live), ...open.map(({ amount }) => amount.currency)].filter(isCurrency));
  const candidates = [...new Set([...needed, ...inDeals(all).filter(isCurrency)])].toSorted();
  const keys = candidates.flatMap((currency) => months.map((month) => `${month}/${currency}`));
  const known = await flow.read(forecastDesk, readMirrors, { object: 'ERP_Forecast__c', keys, fields: ['Expected__c', 'As_Of__c'] });
  const recorded = new Set(known.map(({ key }) => key.split('/')[1]));
  return { known, currencies: candidates.filter((currency) => needed.has(currency) || recorded.has(currency)) };
}

/** A deal whose amount nobody can reckon with; one that has none yet is early and no mistake. */
function whyLeftOut(id: string, amount: Money | undefined): string | undefined {
  if (!amount) return undefined;
  if (!isCurrency(amount.currency)) return `${id} is in the unknown currency ${amount.currency}`;
  return compareDecimal(amount.amount, '0') < 0 ? `${id} has an amount below zero` : undefined;
}

export function monthsFrom(now: string, count: number): readonly string[] {
  const months = [now.slice(0, 7)];
  while (months.length < count) months.push(nextMonth(`${months.at(-1) ?? now}-01`).slice(0, 7));
  return months;
}

async function histories(flow: FlowContext, since: string): Promise<readonly OpportunityHistory[]> {
  const found = new Map<string, OpportunityHistory>();
  for (let cursor: string | undefined, more = true; more;) {
    const page = await flow.read(forecastDesk, listDealHistories, {
      since: `${since}T00:00:00Z`,
      ...(cursor === undefined ? {} : { cursor }),
      limit: 200,
    });
    for (const one of page.items) found.set(one.opportunity.id, one);
    cursor = page.cursor;
    more = page.more && page.items.length > 0;
  }
  return [...found.values()];
}

async function receivables(flow: FlowContext): Promise<readonly Receivable[]> {
  const found: Receivable[] = [];
  for (let more = true; more;) {
    const after = found.at(-1)?.document;
    const page = await flow.read(forecastDesk, listOpenReceivables, { ...(after === undefined ? {} : { after }), limit: 500 });
    found.push(...page.items);
    more = page.more && page.items.length > 0;
  }
  return found;
}

/** Open deals with what they need of stock and time, whom they are for, and what the deal model says of them. */
async function dealsOf(
  flow: FlowContext,
  live: readonly OpportunityHistory[],
  now: string,
  mapping: Mapping,
): Promise<readonly (ForecastDeal & { readonly currency: string })[]> {
  const bySize = live.toSorted((a, b) => compareDecimal(b.opportunity.amount?.amount ?? '0', a.opportunity.amount?.amount ?? '0'));
  const demands = await inTurn(bySize.slice(0, mapping.dealsWithLines), atOnce, async ({ opportunity: { id, closeOn = '' } }) => ({
    deal: id,
    closeOn,
    lines: await flow.read(forecastDesk, listDealLines, { opportunity: id }),
  }));
  const wanted = [...new Set(demands.flatMap(({ lines }) => lines.flatMap(({ material }) => material ?? [])))];
  const materials = await findAll(flow, wanted);
  const stocks = await inTurn(wanted, atOnce, (material) => flow.read(forecastDesk, getStock, { material }));
  const schedule = await flow.read(forecastDesk, listSchedule, { materials: wanted, plants: Object.keys(mapping.plants) });
  const customers = await customersOf(flow, live);
  const said = await askedModel(
    flow,
    'deal',
    bySize.map(({ opportunity }) => opportunity.id),
    (id) => flow.read(forecastDesk, predictDeal, { opportunity_id: id }),
  );
  const lags = lagsOf(demands, { now, materials, stocks: stocks.flat(), schedule }, mapping);
  return live.flatMap(({ opportunity: { id, stage, amount, closeOn, accountId } }) => {
    if (!amount || closeOn === undefined) return [];
    const model = said.get(id);
    const lag = lags.get(id) ?? { days: mapping.shippingDays };
    const customer = accountId === undefined ? undefined : customers.get(accountId);
    const known = { id, stage, amount: amount.amount, currency: amount.currency, closeOn, lagDays: lag.days, customer };
    const deal = lag.why === undefined ? known : { ...known, lagWhy: lag.why };
    return [model ? { ...deal, win: model.win_probability, slip: model.slip_probability } : deal];
  });
}

async function findAll(flow: FlowContext, wanted: readonly string[]) {
  const parts: string[][] = [];
  for (let from = 0; from < wanted.length; from += 200) parts.push(wanted.slice(from, from + 200));
  return (await inTurn(parts, 1, (materials) => flow.read(forecastDesk, findMaterials, { materials }))).flat();
}

async function customersOf(flow: FlowContext, live: readonly OpportunityHistory[]): Promise<ReadonlyMap<string, string>> {
  const accounts = [...new Set(live.flatMap(({ opportunity }) => opportunity.accountId ?? []))];
  const masters = await inTurn(accounts, atOnce, (account) => flow.read(forecastDesk, getAccountMaster, { account }));
  return new Map(masters.flatMap((master) => (master.erpCustomerId === undefined ? [] : [[master.id, master.erpCustomerId] as const])));
}

async function lateness(flow: FlowContext, open: readonly Receivable[]): Promise<ReadonlyMap<string, number>> {
  const invoices = [...new Set(open.flatMap(({ invoice }) => invoice ?? []))];
  const said = await askedModel(flow, 'late-payment', invoices, (id) => flow.read(forecastDesk, predictLatePayment, { invoice_id: id }));
  return new Map([...said].map(([invoice, { days_late: days }]) => [invoice, days]));
}

function historyOf({ opportunity, openedAt, changedAt, steps }: OpportunityHistory, currency: string): DealHistory | undefined {
  if (opportunity.amount?.currency !== currency) return undefined;
  const known = steps.flatMap(({ at, stage, amount, closeOn }) =>
    amount && closeOn !== undefined ? [{ on: at, stage, amount: Number(amount.amount), closeOn }] : [],
  );
  // It closed when it came to the stage it stands at, which no later change of another field moves.
  const closedOn = known.find(({ stage }) => stage === opportunity.stage)?.on ?? changedAt;
  return {
    id: opportunity.id,
    openedOn: openedAt,
    steps: known,
    ...(opportunity.isClosed ? { closed: { on: closedOn, isWon: opportunity.isWon, amount: Number(opportunity.amount.amount) } } : {}),
  };
}

function itemOf(
  line: Receivable,
  currency: string,
  { late, now }: { late: ReadonlyMap<string, number>; now: string },
): OpenItem | undefined {
  if (line.amount.currency !== currency) return undefined;
  const daysLate = line.invoice === undefined ? undefined : late.get(line.invoice);
  // Without a day it is due at once: left out, it would be cash nobody expects.
  const item = { customer: line.customer, amount: line.amount.amount, dueOn: line.dueOn ?? now };
  return daysLate === undefined ? item : { ...item, daysLate };
}

function crmBy(items: readonly ForecastItem[], currency: string, { forecastCategories }: Mapping): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const { periodStart, periodEnd, category, amount } of items) {
    const isMonth = periodStart.slice(0, 7) === periodEnd.slice(0, 7);
    if (!isMonth || amount.currency !== currency || !forecastCategories.includes(category)) continue;
    const month = periodStart.slice(0, 7);
    sums.set(month, addDecimal(sums.get(month) ?? '0', amount.amount));
  }
  return sums;
}

function earlierOf({ key, texts, amounts }: MirrorValues, currency: string, now: string) {
  const [month = '', of] = key.split('/');
  if (of !== currency || amounts['Expected__c'] === undefined) return undefined;
  return { month, expected: amounts['Expected__c'], on: momentOf(texts['As_Of__c']) ?? now };
}

/** The CRM writes a zone as `+0000`. */
function momentOf(text: string | undefined): string | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
