import { CountersignError, type Customer, type SalesOrder } from 'countersign';
import { getCustomer } from '../../../tools/erp/get-customer.ts';
import { getMaterial } from '../../../tools/erp/get-material.ts';
import { getSalesOrder } from '../../../tools/erp/get-sales-order.ts';
import { listOrders } from '../../../tools/erp/list-orders.ts';
import type { Slot } from '../understand/intents/index.ts';
import { cell } from './format.ts';
import type { Given } from './given.ts';
import { label } from './labels.ts';
import { orderWord, readLine } from './order-reading.ts';

/** Says that a record is not there in words, and nothing else of the question; other errors go on. */
export async function orSay<T>({ paper }: Given, kind: string, id: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
    paper.say('not-found', { kind, id: paper.facts.id(`${kind} number`, id) });
    return undefined;
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof CountersignError && ['resource.not_found', 'link.broken', 'connector.not_found'].includes(thrown.code);
}

export async function findOrder(given: Given, id: string): Promise<SalesOrder | undefined> {
  const { paper } = given;
  const order = await orSay(given, 'order', id, () => readOrder(given, id));
  if (order) paper.remember({ order: order.id, customer: order.soldTo });
  return order;
}

/** People leave out the letters in front of a number: order 78911 is SO-78911 where there is no 78911. */
async function readOrder({ talk, desk }: Given, id: string): Promise<SalesOrder> {
  try {
    return await talk.read(desk, getSalesOrder, { order: id });
  } catch (thrown) {
    if (!/^\d+$/.test(id) || !isMissing(thrown)) throw thrown;
    return talk.read(desk, getSalesOrder, { order: `SO-${id}` });
  }
}

/** The order meant: named, or the only one of the customer it can be; otherwise asked back. */
export async function theOrder(given: Given, only: { readonly isOpen?: boolean } = {}): Promise<SalesOrder | undefined> {
  const { talk, desk, frame, paper } = given;
  if (frame.order !== undefined) return findOrder(given, frame.order);
  if (frame.customers === undefined) return needs(given, 'order');
  const customer = await theCustomer(given);
  if (!customer) return undefined;
  const { items } = await talk.read(desk, listOrders, { customer: customer.id, ...only, sort: 'created', descending: true, limit: 20 });
  const [first] = items;
  if (!first) {
    paper.say('no-orders', { customer: paper.facts.token('customer', customer.name) });
    return undefined;
  }
  if (items.length === 1) return findOrder(given, first.id);
  askWhich(
    given,
    'order',
    items.map(({ id }) => id),
  );
  paper.say('which-order', { customer: paper.facts.token('customer', customer.name), count: paper.facts.count('orders', items.length) });
  paper.table({
    title: label('which', paper.locale),
    columns: [
      { key: 'order', label: label('order', paper.locale), kind: 'id' },
      { key: 'status', label: label('status', paper.locale), kind: 'status' },
      { key: 'value', label: label('value', paper.locale), kind: 'money' },
      { key: 'requested', label: label('requested', paper.locale), kind: 'date' },
    ],
    rows: items.map((order) => ({
      source: paper.ofRecord(order.ref, `Sales order ${order.id}`).id,
      cells: {
        order: cell.id(order.id),
        status: cell.text(orderWord(readLine(order).status, paper.locale)),
        value: cell.money(order.net, paper.locale),
        requested: cell.day(order.requestedOn, paper.locale),
      },
    })),
    note: '',
  });
  return undefined;
}

/** The customer meant, read; asked back where the name fits several. */
export async function theCustomer(given: Given): Promise<Customer | undefined> {
  const { talk, desk, frame, paper } = given;
  if (frame.customers === undefined) {
    if (frame.order === undefined) return needs(given, 'customer');
    const order = await findOrder(given, frame.order);
    if (!order) return undefined;
    return readCustomer(given, order.soldTo);
  }
  const [only] = frame.customers;
  if (only === undefined) return needs(given, 'customer');
  if (frame.customers.length === 1) return readCustomer(given, only);
  const options = frame.customers.slice(0, 8);
  const customers = await Promise.all(options.map((id) => talk.read(desk, getCustomer, { customer: id })));
  askWhich(given, 'customer', options);
  paper.say('which-customer', { count: paper.facts.count('customers', options.length) });
  paper.table({
    title: label('which', paper.locale),
    columns: [
      { key: 'customer', label: label('customer', paper.locale), kind: 'text' },
      { key: 'number', label: label('number', paper.locale), kind: 'id' },
      { key: 'address', label: label('town', paper.locale), kind: 'text' },
    ],
    rows: customers.map((customer) => ({
      source: paper.ofRecord(customer.ref, `Customer ${customer.id}`).id,
      cells: {
        customer: cell.text(customer.name),
        number: cell.id(customer.id),
        address: cell.text(customer.address ?? customer.country ?? ''),
      },
    })),
    note: '',
  });
  return undefined;
}

async function readCustomer(given: Given, id: string): Promise<Customer | undefined> {
  const { talk, desk, paper } = given;
  const customer = await orSay(given, 'customer', id, () => talk.read(desk, getCustomer, { customer: id }));
  if (customer) paper.remember({ customer: customer.id });
  return customer;
}

/** The material meant; asked back where the words fit several. */
export async function theMaterial(given: Given) {
  const { talk, desk, frame, paper } = given;
  if (frame.materials === undefined) return needs(given, 'material');
  const [only] = frame.materials;
  if (frame.materials.length === 1 && only !== undefined) {
    const material = await orSay(given, 'product', only, () => talk.read(desk, getMaterial, { material: only }));
    if (material) paper.remember({ material: material.id });
    return material;
  }
  const options = frame.materials.slice(0, 8);
  const materials = await Promise.all(options.map((id) => talk.read(desk, getMaterial, { material: id })));
  askWhich(given, 'material', options);
  paper.say('which-product', { count: paper.facts.count('products', options.length) });
  paper.table({
    title: label('which', paper.locale),
    columns: [
      { key: 'number', label: label('number', paper.locale), kind: 'id' },
      { key: 'product', label: label('product', paper.locale), kind: 'text' },
    ],
    rows: materials.map((material) => ({
      source: paper.ofRecord(material.ref, `Material ${material.id}`).id,
      cells: { number: cell.id(material.id), product: cell.text(material.description) },
    })),
    note: '',
  });
  return undefined;
}

/** Asks for what is missing; the next message may be nothing but that. */
export function needs({ frame, paper }: Given, slot: Slot): undefined {
  paper.say('needs', { slot });
  paper.ask(frame, slot, []);
  return undefined;
}

export function askWhich({ frame, paper }: Given, slot: 'order' | 'customer' | 'material' | 'deal', options: readonly string[]): void {
  paper.ask(frame, slot, options);
  paper.list(slot, options);
}
