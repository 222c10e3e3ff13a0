import { createHash } from 'node:crypto';
import type { LiveRecord, ReadPorts, WriteOutcome, WriteRequest } from 'countersign';
import type { Connection, LiveValue } from '../../../src/contracts/ports.ts';
import { centsIn } from './cents.ts';
import { addressFields, OrderItem, Payment, type Order, type Product, type User } from './records.ts';
import { sorted, type Shop, type StoredOrder, type StoredUser } from './shop.ts';
import { z } from 'zod';

/** What the shop answers; a record that is not there is undefined. */
export type RetailReads = {
  order(id: string): Promise<Order | undefined>;
  user(id: string): Promise<User | undefined>;
  product(id: string): Promise<Product | undefined>;
  products(): Promise<readonly Product[]>;
  findByEmail(email: string): Promise<string | undefined>;
  findByNameAndZip(first: string, last: string, zip: string): Promise<string | undefined>;
};
export type RetailPorts = ReadPorts & { readonly retail: RetailReads };

export const retailOperations = ['retail.read', 'write.Order.update', 'write.User.update'];

/** Field of an order's live record that holds the balance of one of its customer's gift cards, in cents. */
export const balanceField = (method: string): string => `balance_cents:${method}`;

export type RetailConnection = Connection & {
  /** How often a write was sent, whatever became of it. */
  readonly sent: () => number;
};

/**
 * The shop behind the same ports as any business system. A write names every field it changes, the customer's gift card among
 * them, and happens whole or not at all; a second one with the same key is refused.
 */
export function retailConnection(shop: Shop): RetailConnection {
  const keys = new Map<string, string>();
  let sent = 0;
  const retail: RetailReads = {
    order: async (id) => shop.order(id),
    user: async (id) => shop.user(id),
    product: async (id) => shop.products.get(id),
    products: async () => [...shop.products.values()],
    findByEmail: async (email) => shop.findByEmail(email),
    findByNameAndZip: async (first, last, zip) => shop.findByNameAndZip(first, last, zip),
  };
  const ports: RetailPorts = { retail };
  return {
    name: 'retail',
    vendor: 'tau2-retail',
    capabilities: { operations: retailOperations, idempotency: 'external-key', concurrency: 'etag', changes: 'none', maxKeyLength: 40 },
    ports,
    reader: { read: async ({ type, id }, fields) => readRecord(shop, type, id, fields) },
    writer: {
      settleDelayMs: 0,
      refusesSecond: () => true,
      async send(request) {
        sent += 1;
        if (keys.has(request.key)) return { kind: 'duplicate', status: 409, reason: 'a write with this key is already there' };
        const outcome = applied(shop, request);
        if (outcome.kind === 'applied') keys.set(request.key, outcome.receipt.id);
        return outcome;
      },
      async lookup({ key }) {
        const id = keys.get(key);
        return id === undefined ? { kind: 'absent' } : { kind: 'found', id };
      },
    },
    doctor: async () => [{ level: 'ok', check: 'retail', message: 'lives in memory' }],
    close: async () => undefined,
    sent: () => sent,
  };
}

function readRecord(shop: Shop, type: string, id: string, fields: readonly string[]): LiveRecord | undefined {
  const order = type === 'Order' ? shop.order(id) : undefined;
  const user = shop.storedUser(order?.user_id ?? (type === 'User' ? id : ''));
  if (!user || (type === 'Order' && !order)) return undefined;
  // A list is JSON text with sorted keys, so that before and after compare as text.
  const value = (field: string): LiveValue => {
    const card = /^balance_cents:(.+)$/.exec(field)?.[1];
    if (card !== undefined) return user.payment_methods[card]?.balance ?? null;
    const place = addressFields.find((each) => each === field);
    if (place) return (order ?? user).address[place];
    const held: unknown = order ? Reflect.get(order, field) : undefined;
    return typeof held === 'string' ? held : held === undefined ? null : sorted(held);
  };
  return {
    id,
    version: order ? shop.version('orders', id) : shop.version('users', id),
    fields: Object.fromEntries(fields.map((field) => [field, value(field)])),
  };
}

function applied(shop: Shop, { target, fields, expectedVersion }: WriteRequest): WriteOutcome {
  const { type, id = '' } = target;
  const place = type === 'Order' ? 'orders' : 'users';
  const order = type === 'Order' ? shop.storedOrder(id) : undefined;
  const user = shop.storedUser(order?.user_id ?? id);
  if (!user || (type === 'Order' && !order)) return { kind: 'refused', status: 404, code: 'not_found', reason: 'the record is not there' };
  if (expectedVersion !== undefined && expectedVersion !== shop.version(place, id))
    return { kind: 'conflict', status: 412, reason: 'the record changed' };
  const cards = Object.entries(fields).filter(([field]) => field.startsWith('balance_cents:'));
  const rest = Object.fromEntries(Object.entries(fields).filter(([field]) => !field.startsWith('balance_cents:')));
  const next = withCards(user, cards);
  if (!next) return { kind: 'refused', status: 422, code: 'invalid', reason: 'no such gift card, or not enough on it' };
  if (order) shop.put({ ...withAddress(order, rest), ...orderFields(rest) });
  if (!order) shop.putUser(withAddress(next, rest));
  else if (cards.length > 0) shop.putUser(next);
  const version = shop.version(place, id);
  return {
    kind: 'applied',
    receipt: { id, version, status: 200, responseHash: createHash('sha256').update(`${place}/${id}@${version}`).digest('hex') },
  };
}

/** The customer with other balances; undefined where a card is not theirs or would be overdrawn. */
function withCards(user: StoredUser, cards: readonly (readonly [string, unknown])[]): StoredUser | undefined {
  const methods = { ...user.payment_methods };
  for (const [field, cents] of cards) {
    const id = field.slice('balance_cents:'.length);
    const method = methods[id];
    if (method?.source !== 'gift_card' || typeof cents !== 'number' || cents < 0) return undefined;
    methods[id] = { ...method, balance: cents };
  }
  return { ...user, payment_methods: methods };
}

function withAddress<R extends { readonly address: StoredOrder['address'] }>(record: R, fields: Readonly<Record<string, unknown>>): R {
  const given = addressFields.flatMap((field) => (typeof fields[field] === 'string' ? [[field, fields[field]] as const] : []));
  return given.length === 0 ? record : { ...record, address: { ...record.address, ...Object.fromEntries(given) } };
}

const Ids = z.array(z.string());

function orderFields(fields: Readonly<Record<string, unknown>>): Partial<StoredOrder> {
  const text = (field: string): Record<string, string> => {
    const value = fields[field];
    return typeof value === 'string' ? { [field]: value } : {};
  };
  const ids = (field: string): Record<string, string[]> => (field in fields ? { [field]: Ids.parse(listIn(fields[field])) } : {});
  return {
    ...text('status'),
    ...text('cancel_reason'),
    ...text('exchange_payment_method_id'),
    ...text('return_payment_method_id'),
    ...ids('exchange_items'),
    ...ids('exchange_new_items'),
    ...ids('return_items'),
    ...('exchange_price_difference' in fields ? { exchange_price_difference: centsIn(String(fields['exchange_price_difference'])) } : {}),
    ...('items' in fields
      ? {
          items: z
            .array(OrderItem)
            .parse(listIn(fields['items']))
            .map((line) => ({ ...line, price: centsIn(line.price) })),
        }
      : {}),
    ...('payment_history' in fields
      ? {
          payment_history: z
            .array(Payment)
            .parse(listIn(fields['payment_history']))
            .map((payment) => ({ ...payment, amount: centsIn(payment.amount) })),
        }
      : {}),
  };
}

function listIn(value: unknown): unknown {
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
}
