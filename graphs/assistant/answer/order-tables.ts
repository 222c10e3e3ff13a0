import { sum, type Money, type SalesOrder, type TableBlock } from 'countersign';
import { getCustomer } from '../../../tools/erp/get-customer.ts';
import { listOrders } from '../../../tools/erp/list-orders.ts';
import { theCustomer } from './find.ts';
import { cell } from './format.ts';
import type { Given } from './given.ts';
import { label, type LabelName } from './labels.ts';
import { orderWord, readLine } from './order-reading.ts';

const most = 200;
const shownRows = 25;

export type Column = 'customer' | 'status' | 'value' | 'requested' | 'expected' | 'daysLate' | 'held' | 'created';
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

export async function orderTable(
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

export function heldBy(order: SalesOrder, locale: string): string {
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
export async function headOf(given: Given, orders: readonly SalesOrder[]) {
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
export function of({ paper }: Given, order: SalesOrder) {
  return paper.from(paper.ofRecord(order.ref, `Sales order ${order.id}`));
}

/** The customer of a list, where the name fits several asked back first. */
export async function customerFilter(given: Given): Promise<{ customer?: string } | undefined> {
  if (given.frame.customers === undefined) return {};
  if (given.frame.customers.length === 1) return { customer: given.frame.customers[0] ?? '' };
  await theCustomer(given);
  return undefined;
}

export type Query = Omit<Parameters<typeof listOrders.run>[1], 'limit' | 'sort' | 'descending'> & {
  readonly sort?: 'net' | 'created' | 'requested';
  readonly descending?: boolean;
};

export async function read({ talk, desk }: Given, query: Query): Promise<{ items: readonly SalesOrder[]; more: boolean }> {
  return talk.read(desk, listOrders, { sort: 'requested', descending: false, ...query, limit: most });
}
