import { compareDecimal, sum, type Money, type SalesOrder, type TableBlock } from 'countersign';
import { getCustomer } from '../../../tools/erp/get-customer.ts';
import { listOrders } from '../../../tools/erp/list-orders.ts';
import { theCustomer, theMaterial } from './find.ts';
import { cell, moneyText } from './format.ts';
import type { Answering, Given } from './given.ts';
import { label, type LabelName } from './labels.ts';
import { orderWord, readLine } from './order-reading.ts';

const most = 200;
const shownRows = 25;

type Column = 'customer' | 'status' | 'value' | 'requested' | 'expected' | 'daysLate' | 'held' | 'created';
const kinds: Readonly<Record<Column, TableBlock['columns'][number]['kind']>> = {
  customer: 'text',
  status: 'status',
  value: 'money',
  requested: 'date',
  expected: 'date',
  daysLate: 'count',
  held: 'status',
  created: 'date',
};

/** Names of the customers a list names, each read once. */
export async function namesOf({ talk, desk }: Given, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const unique = [...new Set(ids)];
  const names = await Promise.all(
    unique.map((id) =>
      talk.read(desk, getCustomer, { customer: id }).then(
        ({ name }) => name,
        () => id,
      ),
    ),
  );
  return new Map(unique.map((id, at) => [id, names[at] ?? id]));
}

async function orderTable(
  given: Given,
  title: LabelName,
  orders: readonly SalesOrder[],
  columns: readonly Column[],
  more: boolean,
): Promise<void> {
  const { paper, talk } = given;
  const { locale } = paper;
  const shown = orders.slice(0, Math.max(shownRows, given.frame.top ?? 0));
  const names = columns.includes('customer')
    ? await namesOf(
        given,
        shown.map(({ soldTo }) => soldTo),
      )
    : new Map<string, string>();
  const hidden = orders.length - shown.length;
  paper.table({
    title: label(title, locale),
    columns: [
      { key: 'order', label: label('order', locale), kind: 'id' },
      ...columns.map((key) => ({ key, label: label(key, locale), kind: kinds[key] })),
    ],
    rows: shown.map((order) => {
      const reading = readLine(order, talk.today);
      const cells = {
        order: cell.id(order.id),
        customer: cell.text(names.get(order.soldTo) ?? order.soldTo),
        status: cell.text(orderWord(reading.status, locale)),
        value: cell.money(order.net, locale),
        requested: cell.day(order.requestedOn, locale),
        expected: cell.day(reading.expectedOn, locale),
        daysLate: cell.count(reading.daysLate, locale),
        held: cell.text(heldBy(order, locale)),
        created: cell.day(order.createdOn, locale),
      };
      const wanted: readonly string[] = ['order', ...columns];
      return {
        source: paper.ofRecord(order.ref, `Sales order ${order.id}`).id,
        cells: Object.fromEntries(Object.entries(cells).filter(([key]) => wanted.includes(key))),
      };
    }),
    note: hidden > 0 || more ? `${hidden > 0 ? `${hidden}${more ? '+' : ''} ` : ''}${label('more', locale)}` : '',
  });
  paper.list(
    'order',
    shown.map(({ id }) => id),
  );
  // With one order in it, a list speaks of that order.
  if (shown.length === 1 && shown[0]) paper.remember({ order: shown[0].id });
}

function heldBy(order: SalesOrder, locale: string): string {
  return [
    ...((order.deliveryBlock ?? '') === '' ? [] : [`${label('deliveryBlock', locale)} ${order.deliveryBlock}`]),
    ...(order.creditStatus === 'blocked' ? [label('credit', locale)] : []),
  ].join(', ');
}

/** Totals by currency: figures of different currencies are never added. */
export function totalsOf(values: readonly Money[]): readonly Money[] {
  const currencies = [...new Set(values.map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) =>
    sum(
      values.filter((value) => value.currency === currency),
      currency,
    ),
  );
}

/** Facts of a list: how many and how much, with the customer where it is about one. */
async function headOf(given: Given, orders: readonly SalesOrder[]) {
  const { paper, talk, frame } = given;
  const customer = frame.customers?.length === 1 ? await theCustomer(given) : undefined;
  const sheet = paper.from(
    paper.source({ system: talk.connectionName('erp'), type: 'A_SalesOrder', record: 'list', label: 'List of sales orders' }),
  );
  return {
    sheet,
    values: {
      count: sheet.count('orders', orders.length),
      any: orders.length > 0,
      many: orders.length !== 1,
      totals: totalsOf(orders.map(({ net }) => net)).map((total) => sheet.money('order total', total)),
      customer: customer && paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`)).token('customer', customer.name),
    },
  };
}

/** Facts of one order of a list rest on that order. */
function of({ paper }: Given, order: SalesOrder) {
  return paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
}

/** The customer of a list, where the name fits several asked back first. */
async function customerFilter(given: Given): Promise<{ customer?: string } | undefined> {
  if (given.frame.customers === undefined) return {};
  if (given.frame.customers.length === 1) return { customer: given.frame.customers[0] ?? '' };
  await theCustomer(given);
  return undefined;
}

type Query = Omit<Parameters<typeof listOrders.run>[1], 'limit' | 'sort' | 'descending'> & {
  readonly sort?: 'net' | 'created' | 'requested';
  readonly descending?: boolean;
};

async function read({ talk, desk }: Given, query: Query): Promise<{ items: readonly SalesOrder[]; more: boolean }> {
  return talk.read(desk, listOrders, { sort: 'requested', descending: false, ...query, limit: most });
}

export const lateOrders: Answering = async (given) => {
  const filter = await customerFilter(given);
  if (!filter) return;
  const { items, more } = await read(given, { ...filter, isOpen: true });
  const late = items
    .filter((order) => readLine(order, given.talk.today).daysLate > 0)
    .toSorted((a, b) => readLine(b, given.talk.today).daysLate - readLine(a, given.talk.today).daysLate);
  const { sheet, values } = await headOf(given, late);
  const [worst] = late;
  given.paper.say('late-orders', {
    ...values,
    open: sheet.count('open orders', items.length),
    worst: worst && of(given, worst).id('order number', worst.id),
    worstDays: worst && of(given, worst).count('days of delay', readLine(worst, given.talk.today).daysLate),
  });
  if (late.length > 0)
    await orderTable(
      given,
      'lateOrders',
      late,
      [...(filter.customer === undefined ? (['customer'] as const) : []), 'requested', 'expected', 'daysLate', 'value'],
      more,
    );
};

export const openOrders: Answering = async (given) => {
  const filter = await customerFilter(given);
  if (!filter) return;
  const { items, more } = await read(given, { ...filter, isOpen: true });
  const { sheet, values } = await headOf(given, items);
  const late = items.filter((order) => readLine(order, given.talk.today).daysLate > 0).length;
  given.paper.say('open-orders', { ...values, late: late > 0 ? sheet.count('late orders', late) : undefined, lateMany: late !== 1 });
  if (items.length > 0 && given.frame.intent !== 'orders.count')
    await orderTable(
      given,
      'openOrders',
      items,
      [...(filter.customer === undefined ? (['customer'] as const) : []), 'status', 'requested', 'expected', 'value'],
      more,
    );
  if (given.frame.wantsChart) valueChart(given, items.slice(0, 20));
};

export const largestOrders: Answering = async (given) => {
  const filter = await customerFilter(given);
  if (!filter) return;
  const { frame, paper } = given;
  const top = Math.min(frame.top ?? 10, 50);
  const isAscending = frame.isAscending === true;
  const { items } = await read(given, { ...filter, isOpen: true, sort: 'net', descending: !isAscending });
  // Different currencies cannot be ranked against each other: the one with most orders is, the rest is told.
  const currency = mostFrequent(items.map(({ net }) => net.currency));
  const inOne = items
    .filter(({ net }) => net.currency === currency)
    .toSorted((a, b) => (isAscending ? 1 : -1) * compareDecimal(a.net.amount, b.net.amount));
  const chosen = inOne.slice(0, top);
  const { sheet, values } = await headOf(given, chosen);
  const [first] = chosen;
  const others = items.length - inOne.length;
  paper.say('largest-orders', {
    ...values,
    first: first && of(given, first).id('order number', first.id),
    firstValue: first && of(given, first).money('order total', first.net),
    currency: currency === undefined ? undefined : sheet.term('currency', currency),
    others: others > 0 ? sheet.count('orders in other currencies', others) : undefined,
    isAscending,
  });
  if (chosen.length > 0)
    await orderTable({ ...given, frame: { ...frame, top } }, 'largestOrders', chosen, ['customer', 'value', 'status', 'requested'], false);
  if (chosen.length > 1) valueChart(given, chosen);
};

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0]?.[0];
}

function valueChart({ paper }: Given, orders: readonly SalesOrder[]): void {
  const currency = orders[0]?.net.currency ?? '';
  paper.chart({
    kind: 'bar',
    title: `${label('largestOrders', paper.locale)} (${currency})`,
    unit: currency,
    points: orders
      .filter(({ net }) => net.currency === currency)
      .map((order) => ({
        label: order.id,
        value: order.net.amount,
        text: moneyText(order.net.amount, order.net.currency, paper.locale),
        source: paper.ofRecord(order.ref, `Sales order ${order.id}`).id,
      })),
  });
}

export const blockedOrders: Answering = async (given) => {
  const filter = await customerFilter(given);
  if (!filter) return;
  const { items, more } = await read(given, { ...filter, isBlocked: true });
  const { sheet, values } = await headOf(given, items);
  const byCredit = items.filter(({ creditStatus }) => creditStatus === 'blocked').length;
  const byDelivery = items.filter(({ deliveryBlock }) => (deliveryBlock ?? '') !== '').length;
  given.paper.say('blocked-orders', {
    ...values,
    byCredit: byCredit > 0 ? sheet.count('held by the credit check', byCredit) : undefined,
    byDelivery: byDelivery > 0 ? sheet.count('on delivery block', byDelivery) : undefined,
  });
  if (items.length > 0) await orderTable(given, 'blockedOrders', items, ['customer', 'held', 'requested', 'value'], more);
};

export const dueOrders: Answering = async (given) => {
  const filter = await customerFilter(given);
  if (!filter) return;
  const { frame, talk } = given;
  const from = frame.from ?? talk.today;
  const to = frame.to ?? plusDays(talk.today, 7);
  const { items, more } = await read(given, { ...filter, isOpen: true, requestedFrom: from <= to ? from : to, requestedTo: to });
  const { sheet, values } = await headOf(given, items);
  given.paper.say('due-orders', { ...values, from: sheet.date('from', from), to: sheet.date('to', to), oneDay: from === to });
  if (items.length > 0) await orderTable(given, 'orders', items, ['customer', 'status', 'requested', 'expected', 'value'], more);
};

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export const recentOrders: Answering = async (given) => {
  const filter = await customerFilter(given);
  if (!filter) return;
  const { frame } = given;
  const range = frame.from === undefined || frame.to === undefined ? {} : { createdFrom: frame.from, createdTo: frame.to };
  const { items } = await read(given, { ...filter, ...range, sort: 'created', descending: true });
  const chosen = items.slice(0, frame.top ?? 5);
  const { values } = await headOf(given, chosen);
  const [newest] = chosen;
  given.paper.say('recent-orders', {
    ...values,
    newest: newest && of(given, newest).id('order number', newest.id),
    newestOn: newest?.createdOn === undefined ? undefined : of(given, newest).date('created on', newest.createdOn),
  });
  if (chosen.length > 0) await orderTable(given, 'orders', chosen, ['customer', 'created', 'status', 'value'], false);
};

export const ordersForProduct: Answering = async (given) => {
  const material = await theMaterial(given);
  if (!material) return;
  const { items, more } = await read(given, { material: material.id, isOpen: true });
  const { values } = await headOf(given, items);
  const part = given.paper.from(given.paper.ofRecord(material.ref, `Material ${material.id}`));
  given.paper.say('orders-for-product', {
    ...values,
    product: part.term('product', material.description),
    number: part.id('material number', material.id),
  });
  if (items.length > 0) await orderTable(given, 'openOrders', items, ['customer', 'status', 'requested', 'value'], more);
};
