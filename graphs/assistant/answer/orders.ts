import { statusesToldBy } from './status-flags.ts';
import { listDeliveries } from '../../../tools/erp/list-deliveries.ts';
import { listInvoices } from '../../../tools/erp/list-invoices.ts';
import { listProduction } from '../../../tools/erp/list-production.ts';
import { getCustomer } from '../../../tools/erp/get-customer.ts';
import { readOrder, type OrderPicture, type Reading } from '../../order-status/status.ts';
import { theOrder } from './find.ts';
import { cell } from './format.ts';
import type { Answering, Given } from './given.ts';
import { label } from './labels.ts';
import { orderWord, readLine } from './order-reading.ts';
import type { FactSheetBuilder, SalesOrder } from 'countersign';

async function pictureOf({ talk, desk }: Given, order: SalesOrder): Promise<OrderPicture> {
  const [deliveries, invoices, production] = await Promise.all([
    talk.read(desk, listDeliveries, { order: order.id }),
    talk.read(desk, listInvoices, { order: order.id }),
    talk.read(desk, listProduction, { order: order.id }),
  ]);
  return { order, deliveries, invoices, production };
}

function datesOf(sheet: FactSheetBuilder, order: SalesOrder, reading: Reading, isDelivered: boolean) {
  const { isDelayed, delayDays, expectedOn } = reading;
  return {
    delayDays: isDelayed && delayDays > 0 ? sheet.count('days of delay', delayDays) : undefined,
    requestedOn: order.requestedOn === undefined ? undefined : sheet.date('requested delivery date', order.requestedOn),
    expectedOn: expectedOn === undefined || isDelivered ? undefined : sheet.date('expected delivery date', expectedOn),
  };
}

function holdsOf(sheet: FactSheetBuilder, { deliveryBlock = '', creditStatus }: SalesOrder, { rejectionReason }: Reading) {
  return {
    deliveryBlock: deliveryBlock === '' ? undefined : sheet.term('delivery block reason', deliveryBlock),
    creditBlocked: creditStatus === 'blocked',
    rejectionReason: rejectionReason === undefined ? undefined : sheet.term('rejection reason', rejectionReason),
  };
}

/** Where an order stands, with what holds it and what comes next. */
export const orderStatus: Answering = async (given) => {
  const order = await theOrder(given);
  if (!order) return;
  const { talk, desk, paper } = given;
  const [picture, customer] = await Promise.all([pictureOf(given, order), talk.read(desk, getCustomer, { customer: order.soldTo })]);
  const reading = asOfToday(readOrder(picture), order, talk.today);
  const of = paper.ofRecord(order.ref, `Sales order ${order.id}`);
  const sheet = paper.from(of);
  const left = reading.delivery?.goodsMovement === 'complete' ? reading.delivery : undefined;
  const delivery = left && paper.from(paper.ofRecord(left.ref, `Delivery ${left.id}`));
  const { flags, told } = statusesToldBy(reading);
  sheet.orderStatus(reading.status, flags, told);
  paper.say('order-status', {
    order: sheet.id('order number', order.id),
    status: reading.status,
    customer: sheet.token('customer', customer.name),
    isDelayed: reading.isDelayed,
    total: sheet.money('order total', order.net),
    ...holdsOf(sheet, order, reading),
    ...datesOf(sheet, order, reading, flags.isDelivered),
    tracking: left?.tracking === undefined ? undefined : delivery?.id('tracking number', left.tracking),
  });
  if (reading.lines.length > 1 && reading.lines.some((line) => line.status !== reading.lines[0]?.status)) linesTable(given, picture);
  paper.suggest(...follow(paper.locale, order.id, reading.isDelayed));
};

/** As the lists say it: what has not left although its day has passed is delayed, whatever was confirmed. */
function asOfToday(reading: Reading, order: SalesOrder, today: string): Reading {
  const { daysLate } = readLine(order, today);
  if (daysLate === 0) return reading;
  return { ...reading, status: 'delayed', isDelayed: true, delayDays: Math.max(reading.delayDays, daysLate) };
}

function follow(locale: string, id: string, isLate: boolean): string[] {
  const all: Readonly<Record<string, readonly [string, string]>> = {
    en: [`What is in ${id}?`, `Tell the customer of ${id}`],
    de: [`Welche Positionen hat ${id}?`, `Informiere den Kunden von ${id}`],
    fr: [`Que contient la commande ${id} ?`, `Informe le client de ${id}`],
    es: [`¿Qué contiene el pedido ${id}?`, `Informa al cliente de ${id}`],
  };
  const [content, tell] = all[locale.slice(0, 2)] ?? all['en'] ?? ['', ''];
  return isLate ? [content, tell] : [content];
}

function linesTable({ paper }: Given, picture: OrderPicture): void {
  const { locale } = paper;
  const of = paper.ofRecord(picture.order.ref, `Sales order ${picture.order.id}`);
  const { lines } = readOrder(picture);
  const words = { shipped: 'shipped', partial: 'partially_shipped', open: 'open', rejected: 'rejected' } as const;
  paper.table({
    title: `${label('lines', locale)} – ${picture.order.id}`,
    columns: [
      { key: 'line', label: label('line', locale), kind: 'id' },
      { key: 'product', label: label('product', locale), kind: 'text' },
      { key: 'ordered', label: label('ordered', locale), kind: 'quantity' },
      { key: 'shipped', label: label('shipped', locale), kind: 'quantity' },
      { key: 'status', label: label('status', locale), kind: 'status' },
      { key: 'expected', label: label('expected', locale), kind: 'date' },
      { key: 'value', label: label('value', locale), kind: 'money' },
    ],
    rows: lines.map(({ item, shipped, status }) => ({
      source: of.id,
      cells: {
        line: cell.id(item.id),
        product: cell.text(`${item.description} (${item.material})`),
        ordered: cell.quantity(item.ordered.value, item.ordered.unit, locale),
        shipped: cell.quantity(shipped, item.ordered.unit, locale),
        status: cell.text(orderWord(words[status], locale)),
        expected: cell.day(status === 'shipped' ? undefined : item.confirmedOn, locale),
        value: cell.money(item.net, locale),
      },
    })),
    note: '',
  });
}

export const orderLines: Answering = async (given) => {
  const order = await theOrder(given);
  if (!order) return;
  const { paper } = given;
  const sheet = paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
  paper.say('order-lines', {
    order: sheet.id('order number', order.id),
    count: sheet.count('lines', order.items.length),
    total: sheet.money('order total', order.net),
  });
  linesTable(given, await pictureOf(given, order));
};

export const orderTracking: Answering = async (given) => {
  const order = await theOrder(given);
  if (!order) return;
  const { paper } = given;
  const picture = await pictureOf(given, order);
  const left = picture.deliveries.filter((each) => each.goodsMovement === 'complete');
  const sheet = paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
  const id = sheet.id('order number', order.id);
  if (left.length === 0) {
    const { expectedOn } = readOrder(picture);
    paper.say('nothing-shipped', {
      order: id,
      expectedOn: expectedOn === undefined ? undefined : sheet.date('expected delivery date', expectedOn),
    });
    return;
  }
  for (const each of left) {
    const delivery = paper.from(paper.ofRecord(each.ref, `Delivery ${each.id}`));
    paper.say(each.tracking === undefined ? 'no-tracking' : 'tracking', {
      order: id,
      delivery: delivery.id('delivery number', each.id),
      tracking: each.tracking === undefined ? undefined : delivery.id('tracking number', each.tracking),
      leftOn: each.goodsIssuedOn === undefined ? undefined : delivery.date('goods issue date', each.goodsIssuedOn),
      arrivesOn: each.deliveryOn === undefined ? undefined : delivery.date('delivery date', each.deliveryOn),
    });
  }
};

export const orderDate: Answering = async (given) => {
  const order = await theOrder(given, { isOpen: true });
  if (!order) return;
  const { paper } = given;
  const picture = await pictureOf(given, order);
  const reading = readOrder(picture);
  const sheet = paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
  const delivered = reading.delivery?.proofOfDeliveryOn;
  paper.say(delivered !== undefined ? 'arrived' : reading.expectedOn === undefined ? 'no-date' : 'expected', {
    order: sheet.id('order number', order.id),
    on:
      delivered !== undefined
        ? sheet.date('delivery date', delivered)
        : reading.expectedOn === undefined
          ? undefined
          : sheet.date('expected delivery date', reading.expectedOn),
    requestedOn: order.requestedOn === undefined ? undefined : sheet.date('requested delivery date', order.requestedOn),
    delayDays: reading.isDelayed && reading.delayDays > 0 ? sheet.count('days of delay', reading.delayDays) : undefined,
  });
};

export const orderInvoice: Answering = async (given) => {
  const order = await theOrder(given);
  if (!order) return;
  const { talk, desk, paper } = given;
  const invoices = (await talk.read(desk, listInvoices, { order: order.id })).filter(({ cancelled }) => !cancelled);
  const sheet = paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
  const id = sheet.id('order number', order.id);
  if (invoices.length === 0) paper.say('not-invoiced', { order: id });
  for (const invoice of invoices) {
    const facts = paper.from(paper.ofRecord(invoice.ref, `Invoice ${invoice.id}`));
    const isOverdue = invoice.cleared !== 'complete' && invoice.dueOn !== undefined && invoice.dueOn < talk.today;
    paper.say('order-invoice', {
      order: id,
      invoice: facts.id('invoice number', invoice.id),
      gross: facts.money('gross amount', invoice.gross),
      issuedOn: invoice.issuedOn === undefined ? undefined : facts.date('invoice date', invoice.issuedOn),
      dueOn: invoice.dueOn === undefined ? undefined : facts.date('due date', invoice.dueOn),
      cleared: invoice.cleared === 'complete' ? 'yes' : isOverdue ? 'overdue' : 'no',
    });
  }
};

export const orderCustomer: Answering = async (given) => {
  const order = await theOrder(given);
  if (!order) return;
  const { talk, desk, paper } = given;
  const customer = await talk.read(desk, getCustomer, { customer: order.soldTo });
  const sheet = paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
  const facts = paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`));
  paper.say('order-customer', {
    order: sheet.id('order number', order.id),
    customer: facts.token('customer', customer.name),
    number: facts.id('customer number', customer.id),
    reference: order.customerReference === undefined ? undefined : sheet.id('customer reference', order.customerReference),
  });
};

export const orderValue: Answering = async (given) => {
  const order = await theOrder(given);
  if (!order) return;
  const { paper } = given;
  const sheet = paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
  paper.say('order-value', {
    order: sheet.id('order number', order.id),
    total: sheet.money('order total', order.net),
    count: sheet.count('lines', order.items.length),
  });
};
