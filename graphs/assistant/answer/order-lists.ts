import { compareDecimal, type SalesOrder } from 'countersign';
import { theMaterial } from './find.ts';
import { moneyText } from './format.ts';
import type { Answering, Given } from './given.ts';
import { label } from './labels.ts';
import { readLine } from './order-reading.ts';

import { orderTable, headOf, of, customerFilter, read } from './order-tables.ts';

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
