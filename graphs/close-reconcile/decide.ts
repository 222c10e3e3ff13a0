import {
  compareDecimal,
  money,
  subtractDecimal,
  sum,
  type ForecastItem,
  type InvoiceDetail,
  type LedgerTotal,
  type Money,
  type Opportunity,
  type SalesOrder,
} from 'countersign';
import { percentOf, shareOf } from '../_shared/figures.ts';
import type { Mapping } from './mapping.ts';
import { revenueOf, type Revenue } from './revenue.ts';

/** A month in both systems: deals won by close date and the CRM's forecast; orders by creation and bills by their date. */
export type Period = {
  readonly month: string;
  readonly won: readonly Opportunity[];
  readonly forecast: readonly ForecastItem[];
  readonly orders: readonly SalesOrder[];
  readonly bills: readonly InvoiceDetail[];
  /** What was posted on the accounts of the mapping; absent where it names no revenue accounts. */
  readonly ledger?: readonly LedgerTotal[];
};

export const comparisons = ['won-bookings', 'forecast-bookings', 'won-revenue'] as const;
export type Comparison = (typeof comparisons)[number];

export type Variance = {
  readonly comparison: Comparison;
  readonly currency: string;
  readonly crm: Money;
  readonly erp: Money;
  /** ERP less CRM. */
  readonly difference: Money;
  readonly share: string | undefined;
  readonly reason: string;
};

/** Every currency that occurs; sums never leave their own. */
export function currenciesOf({ won, forecast, orders, bills, ledger = [] }: Period): readonly string[] {
  const all = [
    ...won.flatMap((deal) => deal.amount ?? []),
    ...forecast.map((item) => item.amount),
    ...orders.map((order) => order.net),
    ...bills.map((bill) => bill.net),
    ...ledger.map(({ amount }) => amount),
  ];
  return [...new Set(all.map(({ currency }) => currency))].toSorted();
}

/** What is above the thresholds, per currency and comparison. Pure. */
export function decide(period: Period, mapping: Mapping): readonly Variance[] {
  return currenciesOf(period).flatMap((currency) => compare(period, currency, mapping).filter((one) => isAbove(one, mapping)));
}

function compare(period: Period, currency: string, mapping: Mapping): Variance[] {
  const own = inCurrency(period, currency);
  const won = totalOf(own.won, currency);
  const forecast = totalOf(
    own.forecast.filter((item) => mapping.forecastCategories.includes(item.category)),
    currency,
  );
  const booked = sum(
    own.orders.map((order) => order.net),
    currency,
  );
  const revenue = revenueOf({ bills: own.bills, ledger: period.ledger }, currency, mapping);
  return [
    variance('won-bookings', won, booked, bridge(own, currency)),
    ...(own.forecast.length === 0
      ? []
      : [variance('forecast-bookings', forecast, booked, `categories ${mapping.forecastCategories.join(', ')} of the CRM's forecast`)]),
    variance('won-revenue', won, revenue.amount, revenue.reason, revenue.word),
  ];
}

type Own = {
  readonly won: readonly (Opportunity & { readonly amount: Money })[];
  readonly forecast: readonly ForecastItem[];
  readonly orders: readonly SalesOrder[];
  readonly bills: readonly InvoiceDetail[];
};

function inCurrency(period: Period, currency: string): Own {
  return {
    won: period.won.flatMap((deal) => (deal.isWon && deal.amount?.currency === currency ? [{ ...deal, amount: deal.amount }] : [])),
    forecast: period.forecast.filter((item) => item.amount.currency === currency),
    // An order that was rejected as a whole is booked no more.
    orders: period.orders.filter((order) => order.net.currency === currency && order.rejectionStatus !== 'complete'),
    bills: period.bills.filter((bill) => bill.net.currency === currency && !bill.isCancelled),
  };
}

/** From what was won to what was booked, item by item; the parts add up to the difference. */
function bridge({ won, orders }: Own, currency: string): string {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const named = new Map<string, (typeof won)[number]>();
  for (const deal of won) if (deal.erpOrderId !== undefined && !named.has(deal.erpOrderId)) named.set(deal.erpOrderId, deal);
  const without = won.filter((deal) => deal.erpOrderId === undefined);
  const elsewhere = won.filter((deal) => deal.erpOrderId !== undefined && !byId.has(deal.erpOrderId));
  const twice = won.filter((deal) => deal.erpOrderId !== undefined && byId.has(deal.erpOrderId) && named.get(deal.erpOrderId) !== deal);
  const unclaimed = orders.filter((order) => !named.has(order.id));
  const pairs = orders.flatMap((order) => {
    const deal = named.get(order.id);
    return deal ? [money(subtractDecimal(order.net.amount, deal.amount.amount), currency)] : [];
  });
  const parts: readonly (readonly [label: string, of: readonly Money[], sign: '-' | '+'])[] = [
    ['won without an order', without.map((deal) => deal.amount), '-'],
    ['won with an order of another month, currency or rejected', elsewhere.map((deal) => deal.amount), '-'],
    ['won twice for one order', twice.map((deal) => deal.amount), '-'],
    ['ordered without a deal won in the month', unclaimed.map((order) => order.net), '+'],
    ['ordered at another amount than won', pairs.filter((pair) => compareDecimal(pair.amount, '0') !== 0), '+'],
  ];
  return parts
    .filter(([, of]) => of.length > 0)
    .map(([label, of, sign]) => `${of.length} ${label} (${signed(sign, sum(of, currency))})`)
    .join('; ');
}

const signed = (sign: '-' | '+', { amount, currency }: Money): string =>
  sign === '-' ? words(money(subtractDecimal('0', amount), currency)) : words({ amount, currency });

function variance(comparison: Comparison, crm: Money, erp: Money, why: string, earned: Revenue['word'] = 'billed'): Variance {
  const difference = money(subtractDecimal(erp.amount, crm.amount), crm.currency);
  const share = shareOf(difference.amount, crm.amount);
  const names = {
    'won-bookings': ['won in the CRM', 'booked in the ERP'],
    'forecast-bookings': ['forecast by the CRM', 'booked in the ERP'],
    'won-revenue': ['won in the CRM', `${earned} in the ERP`],
  } as const;
  const [left, right] = names[comparison];
  const text = `${words(crm)} ${left}, ${words(erp)} ${right}: ${words(difference)}${share === undefined ? '' : ` (${share} %)`}`;
  return { comparison, currency: crm.currency, crm, erp, difference, share, reason: why === '' ? text : `${text}; ${why}` };
}

/** Material when above both thresholds; where the CRM has nothing, the amount alone decides. */
function isAbove({ crm, difference, currency }: Variance, mapping: Mapping): boolean {
  const size = difference.amount.startsWith('-') ? difference.amount.slice(1) : difference.amount;
  const least = mapping.absolute[currency] ?? mapping.absoluteElsewhere;
  return compareDecimal(size, least) > 0 && compareDecimal(size, percentOf(crm.amount, mapping.percent)) > 0;
}

const totalOf = (all: readonly { readonly amount: Money }[], currency: string): Money =>
  sum(
    all.map(({ amount }) => amount),
    currency,
  );
const words = ({ amount, currency }: Money): string => `${amount} ${currency}`;

export const keyOf = (month: string, currency: string, comparison: Comparison): string => `close/${month}/${currency}/${comparison}`;
