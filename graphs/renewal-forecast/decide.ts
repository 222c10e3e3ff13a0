import {
  addDecimal,
  compareDecimal,
  subtractDecimal,
  sum,
  type BillingDate,
  type CrmContract,
  type Invoice,
  type InvoiceDetail,
  type Money,
  type UsageRecord,
} from 'countersign';
import { addTo, daysBetween, each, percentOf, shareOf, times } from '../_shared/figures.ts';
import { isCurrency, type Problem } from '../_shared/problem.ts';
import type { Mapping } from './mapping.ts';
import { scheduled, type Scheduled } from './schedule.ts';
import { usedOf } from './usage.ts';

export type Customer = {
  readonly contracts: readonly CrmContract[];
  /** What was billed in the last twelve months, and what of it is open. */
  readonly bills: readonly InvoiceDetail[];
  readonly open: readonly Invoice[];
  /** Dates of the billing plans, from a year ago on. */
  readonly schedule: readonly BillingDate[];
  /** What was used of the contracts in the last year, where that is on record. */
  readonly usage: readonly UsageRecord[];
  /** By contract, where the renewal model is deployed. */
  readonly model: ReadonlyMap<string, { readonly churn: number; readonly ratio: number }>;
};

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | {
      readonly kind: 'expected';
      readonly amount: Money;
      readonly churnPercent: number;
      readonly risk: string;
      readonly reasons: readonly string[];
    };

/** Nothing is quite certain to end. */
const mostPercent = 95;

/** What the next renewals of an account will bring, and the risk that they do not come; pure. */
export function decide(customer: Customer, mapping: Mapping, today: string): Decision {
  const running = customer.contracts.flatMap((contract) =>
    contract.status === 'Activated' && contract.annual && contract.endOn !== undefined && contract.endOn >= today
      ? [{ id: contract.id, number: contract.number, annual: contract.annual, endOn: contract.endOn }]
      : [],
  );
  const [first] = running.toSorted((a, b) => (a.endOn < b.endOn ? -1 : 1));
  if (!first) return { kind: 'nothing', reason: 'no running contract with an amount and an end' };
  const problem = problemOf(running);
  if (problem) return { kind: 'problem', problem };
  const { currency } = first.annual;
  const annual = sum(
    running.map((contract) => contract.annual),
    currency,
  ).amount;
  const plan = scheduled(customer.schedule, { annual, currency, endOn: first.endOn }, mapping, today);
  const rule = factors(customer, plan.factors, { currency, today }, mapping);
  let amount = '0';
  let worst = 0;
  const used: string[] = [];
  for (const { id, number, annual: said } of running) {
    const model = customer.model.get(id);
    const use = usedOf(
      customer.usage.filter(({ contractId }) => contractId === id),
      mapping,
      today,
      number,
    );
    const churn = model ? Math.round(model.churn * 100) : Math.min(mostPercent, rule.percent + use.percent);
    const yearly = plan.year === undefined ? said.amount : each(times(said.amount, plan.year, 6), annual);
    const renewed = percentOf(yearly, model ? (model.ratio * 100).toFixed(4) : use.amountPercent);
    if (!model) used.push(...use.reasons);
    amount = addDecimal(amount, percentOf(renewed, String(100 - churn)));
    worst = Math.max(worst, churn);
  }
  const byModel = running.filter(({ id }) => customer.model.has(id)).length;
  const { low, medium, high } = mapping.names;
  return {
    kind: 'expected',
    amount: sum([{ amount, currency }], currency),
    churnPercent: worst,
    risk: worst >= mapping.highFrom ? high : worst >= mapping.mediumFrom ? medium : low,
    reasons: [
      `contract ${first.number} ends on ${first.endOn}, in ${daysBetween(today, first.endOn)} days`,
      byModel > 0 ? `the renewal model spoke for ${byModel} of ${running.length} contracts` : `stated rule: ${mapping.basePercent} % end`,
      ...plan.reasons,
      ...rule.reasons,
      ...used,
    ],
  };
}

/** What keeps the amounts of running contracts from being one amount. */
function problemOf(running: readonly { readonly number: string; readonly annual: Money }[]): Problem | undefined {
  const problem = (field: string, message: string): Problem => ({ code: 'data.invalid', field, message });
  const unknown = running.find(({ annual }) => !isCurrency(annual.currency));
  if (unknown)
    return problem(
      'CurrencyIsoCode',
      `Contract ${unknown.number} is in the unknown currency ${unknown.annual.currency}; correct it, then retry`,
    );
  if (new Set(running.map(({ annual }) => annual.currency)).size > 1)
    return problem(
      'CurrencyIsoCode',
      'The contracts of the account are in several currencies and the renewal amount is one; correct them, then retry',
    );
  const below = running.find(({ annual }) => compareDecimal(annual.amount, '0') < 0);
  return below && problem('Annual_Amount__c', `Contract ${below.number} has an annual amount below zero; correct it, then retry`);
}

/** Billing, consumption and payment as the rule counts them; figures of one currency. */
function factors(
  { bills, open }: Customer,
  planned: Scheduled['factors'],
  { currency, today }: { readonly currency: string; readonly today: string },
  mapping: Mapping,
): { percent: number; reasons: string[] } {
  const own = bills.filter((bill) => !bill.isCancelled && bill.net.currency === currency);
  const between = (from: string, to: string): string =>
    net(
      own.filter(({ issuedOn = '' }) => issuedOn > from && issuedOn <= to),
      currency,
    );
  const half = addTo(today, -182);
  const [before, lately] = [between(addTo(today, -365), half), between(half, today)];
  const share = compareDecimal(before, '0') > 0 ? shareOf(lately, before) : undefined;
  const last = own
    .filter((bill) => !bill.isCreditNote)
    .flatMap(({ issuedOn }) => issuedOn ?? [])
    .toSorted()
    .at(-1);
  const oldest = open.flatMap(({ dueOn, cancelled }) => (dueOn !== undefined && !cancelled && dueOn < today ? [dueOn] : [])).toSorted()[0];
  const late = oldest === undefined ? 0 : daysBetween(oldest, today);
  const isSilent = last === undefined || daysBetween(last, today) > mapping.silentDays;
  const found: readonly (readonly [applies: boolean, percent: number, reason: string])[] = [
    [isSilent, mapping.silentPercent, last === undefined ? 'nothing was billed for a year' : `nothing was billed since ${last}`],
    [
      !isSilent && share !== undefined && compareDecimal(share, mapping.fallingBelow) < 0,
      mapping.fallingPercent,
      `billing fell to ${share ?? '0'} % of the half year before (${lately} after ${before} ${currency})`,
    ],
    [late > mapping.overdueDays, mapping.overduePercent, `an invoice is ${late} days overdue`],
    ...planned,
  ];
  const applying = found.filter(([applies]) => applies);
  return {
    percent: Math.min(
      mostPercent,
      applying.reduce((all, [, percent]) => all + percent, mapping.basePercent),
    ),
    reasons: applying.map(([, percent, reason]) => `${reason} (+${percent} %)`),
  };
}

function net(bills: readonly InvoiceDetail[], currency: string): string {
  const of = (credit: boolean): string =>
    sum(
      bills.filter(({ isCreditNote }) => isCreditNote === credit).map((bill) => bill.net),
      currency,
    ).amount;
  return subtractDecimal(of(false), of(true));
}
