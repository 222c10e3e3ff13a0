import { compareDecimal, compareMoney, subtractDecimal, type Invoice } from 'countersign';
import { getCreditStatus } from '../../../tools/erp/get-credit-status.ts';
import { listBlockedCustomers } from '../../../tools/erp/list-blocked-customers.ts';
import { listOpenInvoices } from '../../../tools/erp/list-open-invoices.ts';
import { orSay, theCustomer } from './find.ts';
import { cell } from './format.ts';
import type { Answering, Given } from './given.ts';
import { label, type LabelName } from './labels.ts';
import { daysBetween } from './order-reading.ts';
import { totalsOf } from './order-tables.ts';
import type { Paper } from './paper.ts';

type Found = NonNullable<Awaited<ReturnType<typeof theCustomer>>>;

/** Limit, exposure, what is left, and the overdue invoices that explain it. */
export const creditExposure: Answering = async (given) => {
  const customer = await theCustomer(given);
  if (!customer) return;
  const { talk, desk, paper } = given;
  const name = paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`)).token('customer', customer.name);
  const [credit, invoices] = await Promise.all([
    orSay(given, 'credit account', customer.id, () => talk.read(desk, getCreditStatus, { customer: customer.id })),
    talk.read(desk, listOpenInvoices, { customer: customer.id }),
  ]);
  if (!credit) return;
  const sheet = paper.from(paper.ofRecord(credit.ref, `Credit account of ${customer.id}`));
  const { exposure, limit } = credit;
  const isKnown = exposure !== undefined && exposure.currency === limit.currency;
  const left = isKnown ? subtractDecimal(limit.amount, exposure.amount) : undefined;
  const isOver = left !== undefined && compareDecimal(left, '0') < 0;
  const overdue = overdueOf(invoices, talk.today);
  paper.say('credit-status', {
    customer: name,
    limit: sheet.money('credit limit', limit),
    exposure: exposure && sheet.money('credit exposure', exposure),
    share: isKnown ? sheet.percent('share of the limit used', percentOf(exposure.amount, limit.amount)) : undefined,
    left: left === undefined || isOver ? undefined : sheet.money('credit left', { amount: left, currency: limit.currency }),
    over:
      left !== undefined && isOver
        ? sheet.money('above the limit', { amount: left.replace('-', ''), currency: limit.currency })
        : undefined,
    blocked: credit.blocked,
    overdueCount: overdue.length > 0 ? paper.facts.count('overdue invoices', overdue.length) : undefined,
    overdueMany: overdue.length !== 1,
    overdueTotals: totalsOf(overdue.map(({ gross }) => gross)).map((total) => paper.facts.money('overdue amount', total)),
  });
  if (overdue.length > 0) invoiceTable(given, 'overdueInvoices', overdue);
};

/** `part` of `whole` in percent with one decimal, from decimal text. */
export function percentOf(part: string, whole: string): string {
  const scaled = (text: string): bigint => BigInt(Math.round(Number(text) * 100));
  const base = scaled(whole);
  if (base === 0n) return '0';
  const tenths = (scaled(part) * 1000n + base / 2n) / base;
  const text = `${tenths / 10n}.${tenths % 10n}`;
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}

function overdueOf(invoices: readonly Invoice[], today: string): readonly Invoice[] {
  return invoices
    .filter((invoice) => !invoice.cancelled && invoice.cleared !== 'complete' && invoice.dueOn !== undefined && invoice.dueOn < today)
    .toSorted((a, b) => (a.dueOn ?? '').localeCompare(b.dueOn ?? ''));
}

/** Whether an order of a size still fits under the limit. */
export const creditRoom: Answering = async (given) => {
  const customer = await theCustomer(given);
  if (!customer) return;
  const { talk, desk, paper, frame } = given;
  const credit = await orSay(given, 'credit account', customer.id, () => talk.read(desk, getCreditStatus, { customer: customer.id }));
  if (!credit) return;
  const sheet = paper.from(paper.ofRecord(credit.ref, `Credit account of ${customer.id}`));
  const { currency } = credit.limit;
  const exposure = credit.exposure ?? { amount: '0', currency };
  const left = { amount: subtractDecimal(credit.limit.amount, exposure.amount), currency };
  const isOver = compareDecimal(left.amount, '0') < 0;
  const wanted = frame.amount === undefined ? undefined : { amount: frame.amount, currency: frame.currency ?? currency };
  const values = {
    customer: paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`)).token('customer', customer.name),
    limit: sheet.money('credit limit', credit.limit),
    exposure: sheet.money('credit exposure', exposure),
    left: isOver ? undefined : sheet.money('credit left', left),
    over: isOver ? sheet.money('above the limit', { amount: left.amount.replace('-', ''), currency }) : undefined,
    blocked: credit.blocked,
    wanted: wanted && paper.facts.money('wanted order', wanted),
  };
  if (wanted && wanted.currency !== currency) {
    paper.say('credit-other-currency', { ...values, currency: sheet.term('currency', currency) });
    return;
  }
  const answer =
    wanted === undefined ? 'credit-left' : credit.blocked || compareMoney(wanted, left) > 0 ? 'credit-too-much' : 'credit-fits';
  paper.say(answer, values);
};

export const overdueInvoices: Answering = async (given) => openList(given, true);
export const openInvoices: Answering = async (given) => openList(given, false);

async function openList(given: Given, onlyOverdue: boolean): Promise<void> {
  const customer = await theCustomer(given);
  if (!customer) return;
  const { talk, desk, paper } = given;
  const open = (await talk.read(desk, listOpenInvoices, { customer: customer.id })).filter(({ cancelled }) => !cancelled);
  const overdue = overdueOf(open, talk.today);
  const chosen = onlyOverdue ? overdue : open.toSorted((a, b) => (a.dueOn ?? '').localeCompare(b.dueOn ?? ''));
  const sheet = paper.from(
    paper.source({
      system: customer.ref.connection,
      type: 'A_BillingDocument',
      record: `open/${customer.id}`,
      label: `Open invoices of ${customer.id}`,
    }),
  );
  const [oldest] = overdue;
  paper.say(onlyOverdue ? 'overdue-invoices' : 'open-invoices', {
    customer: paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`)).token('customer', customer.name),
    any: chosen.length > 0,
    many: chosen.length !== 1,
    count: sheet.count(onlyOverdue ? 'overdue invoices' : 'open invoices', chosen.length),
    totals: totalsOf(chosen.map(({ gross }) => gross)).map((total) => sheet.money('total', total)),
    overdueCount: !onlyOverdue && overdue.length > 0 ? sheet.count('overdue invoices', overdue.length) : undefined,
    overdueMany: overdue.length !== 1,
    openCount: onlyOverdue && overdue.length === 0 && open.length > 0 ? sheet.count('open invoices', open.length) : undefined,
    oldest: oldest && paper.from(invoiceSource(paper, oldest)).id('invoice number', oldest.id),
    oldestDays: oldest?.dueOn === undefined ? undefined : sheet.count('days overdue', daysBetween(oldest.dueOn, talk.today)),
  });
  if (chosen.length > 0) invoiceTable(given, onlyOverdue ? 'overdueInvoices' : 'openInvoices', chosen);
}

function invoiceSource(paper: Paper, invoice: Invoice) {
  return paper.ofRecord(invoice.ref, `Invoice ${invoice.id}`);
}

export function invoiceTable({ paper, talk }: Given, title: LabelName, invoices: readonly Invoice[]): void {
  const { locale } = paper;
  const shown = invoices.slice(0, 25);
  paper.table({
    title: label(title, locale),
    columns: [
      { key: 'invoice', label: label('invoice', locale), kind: 'id' },
      { key: 'due', label: label('due', locale), kind: 'date' },
      { key: 'days', label: label('overdueDays', locale), kind: 'count' },
      { key: 'gross', label: label('gross', locale), kind: 'money' },
    ],
    rows: shown.map((invoice) => ({
      source: invoiceSource(paper, invoice).id,
      cells: {
        invoice: cell.id(invoice.id),
        due: cell.day(invoice.dueOn, locale),
        days: cell.count(invoice.dueOn !== undefined && invoice.dueOn < talk.today ? daysBetween(invoice.dueOn, talk.today) : 0, locale),
        gross: cell.money(invoice.gross, locale),
      },
    })),
    note: invoices.length > shown.length ? `${invoices.length - shown.length} ${label('more', locale)}` : '',
  });
}

export const blockedCustomers: Answering = async (given) => {
  const { talk, desk, paper, frame } = given;
  const { locale } = paper;
  if (frame.customers !== undefined) return oneBlocked(given);
  const { items, more } = await talk.read(desk, listBlockedCustomers, { limit: 50 });
  const sheet = paper.from(
    paper.source({ system: talk.connectionName('erp'), type: 'A_Customer', record: 'blocked', label: 'List of blocked customers' }),
  );
  paper.say('blocked-customers', {
    count: sheet.count('blocked customers', items.length),
    any: items.length > 0,
    many: items.length !== 1,
    more,
  });
  if (items.length === 0) return;
  paper.table({
    title: label('blockedCustomers', locale),
    columns: [
      { key: 'customer', label: label('customer', locale), kind: 'text' },
      { key: 'number', label: label('number', locale), kind: 'id' },
      { key: 'held', label: label('held', locale), kind: 'status' },
    ],
    rows: items.map((customer) => ({
      source: paper.ofRecord(customer.ref, `Customer ${customer.id}`).id,
      cells: { customer: cell.text(customer.name), number: cell.id(customer.id), held: cell.text(heldBy(customer, locale)) },
    })),
    note: more ? label('more', locale) : '',
  });
  paper.list(
    'customer',
    items.map(({ id }) => id),
  );
};

function heldBy(customer: Found, locale: string): string {
  const kinds = [
    ...((customer.orderBlock ?? '') === '' ? [] : [`${label('order', locale)} ${customer.orderBlock}`]),
    ...((customer.deliveryBlock ?? '') === '' ? [] : [`${label('deliveryBlock', locale)} ${customer.deliveryBlock}`]),
  ];
  return kinds.length > 0 ? kinds.join(', ') : label('credit', locale);
}

async function oneBlocked(given: Given): Promise<void> {
  const customer = await theCustomer(given);
  if (!customer) return;
  const { talk, desk, paper } = given;
  const credit = await orSay(given, 'credit account', customer.id, () => talk.read(desk, getCreditStatus, { customer: customer.id }));
  const sheet = paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`));
  paper.say('is-blocked', {
    customer: sheet.token('customer', customer.name),
    byCredit: credit?.blocked === true,
    reason: credit?.blockReason === undefined ? undefined : sheet.term('block reason', credit.blockReason),
    byOrder: (customer.orderBlock ?? '') !== '',
    byDelivery: (customer.deliveryBlock ?? '') !== '',
    free: credit?.blocked !== true && (customer.orderBlock ?? '') === '' && (customer.deliveryBlock ?? '') === '',
  });
}
