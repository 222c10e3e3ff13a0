import { centsOf, decimalOf } from './cents.ts';
import type { RetailFile } from './data.ts';
import { addressFields, type Address, type Order, type PaymentMethod, type Product, type User } from './records.ts';

/** A record as the shop keeps it: amounts are whole cents. */
export type StoredOrder = {
  readonly order_id: string;
  readonly user_id: string;
  readonly address: Address;
  readonly items: readonly {
    readonly name: string;
    readonly product_id: string;
    readonly item_id: string;
    readonly price: number;
    readonly options: Readonly<Record<string, string>>;
  }[];
  readonly fulfillments: readonly { readonly tracking_id: readonly string[]; readonly item_ids: readonly string[] }[];
  readonly status: string;
  readonly payment_history: readonly {
    readonly transaction_type: 'payment' | 'refund';
    readonly amount: number;
    readonly payment_method_id: string;
  }[];
  readonly cancel_reason?: string;
  readonly exchange_items?: readonly string[];
  readonly exchange_new_items?: readonly string[];
  readonly exchange_payment_method_id?: string;
  readonly exchange_price_difference?: number;
  readonly return_items?: readonly string[];
  readonly return_payment_method_id?: string;
};
export type StoredMethod = Omit<PaymentMethod, 'balance'> & { readonly balance?: number };
export type StoredUser = {
  readonly user_id: string;
  readonly name: { readonly first_name: string; readonly last_name: string };
  readonly address: Address;
  readonly email: string;
  readonly payment_methods: Readonly<Record<string, StoredMethod>>;
  readonly orders: readonly string[];
};

/** A changed record by `orders/…` or `users/…`, with only those of its fields that differ; amounts in cents. */
export type Changes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The shop in memory. What the file holds is never touched: changed records lie over it with a version each, so that what
 * changed is known without reading fifteen hundred records, and a new task starts by dropping them.
 */
export class Shop {
  readonly products: ReadonlyMap<string, Product>;
  readonly #orders: ReadonlyMap<string, StoredOrder>;
  readonly #users: ReadonlyMap<string, StoredUser>;
  readonly #changedOrders = new Map<string, { readonly record: StoredOrder; readonly version: number }>();
  readonly #changedUsers = new Map<string, { readonly record: StoredUser; readonly version: number }>();
  readonly #byEmail: ReadonlyMap<string, string>;

  constructor(file: RetailFile) {
    this.products = new Map(Object.values(file.products).map((product) => [product.product_id, productOf(product)]));
    this.#orders = new Map(Object.values(file.orders).map((order) => [order.order_id, storedOrder(order)]));
    this.#users = new Map(Object.values(file.users).map((user) => [user.user_id, storedUser(user)]));
    this.#byEmail = new Map([...this.#users.values()].map((user) => [folded(user.email), user.user_id]));
  }

  /** This customer's records as the file has them. */
  reset(customer: string): void {
    for (const [id, { record }] of this.#changedOrders) if (record.user_id === customer) this.#changedOrders.delete(id);
    this.#changedUsers.delete(customer);
  }

  customers(): readonly string[] {
    return [...this.#users.keys()];
  }

  storedOrder(id: string): StoredOrder | undefined {
    return this.#changedOrders.get(id)?.record ?? this.#orders.get(id);
  }

  storedUser(id: string): StoredUser | undefined {
    return this.#changedUsers.get(id)?.record ?? this.#users.get(id);
  }

  version(place: 'orders' | 'users', id: string): string {
    const changed = place === 'orders' ? this.#changedOrders.get(id) : this.#changedUsers.get(id);
    return String(changed?.version ?? 0);
  }

  order(id: string): Order | undefined {
    const order = this.storedOrder(id);
    return order && { ...orderOf(order), version: this.version('orders', id) };
  }

  user(id: string): User | undefined {
    const user = this.storedUser(id);
    return user && { ...userOf(user), version: this.version('users', id) };
  }

  findByEmail(email: string): string | undefined {
    return this.#byEmail.get(folded(email));
  }

  findByNameAndZip(first: string, last: string, zip: string): string | undefined {
    for (const id of this.#users.keys()) {
      const { name, address } = this.storedUser(id) ?? {};
      if (address?.zip === zip && name && folded(name.first_name) === folded(first) && folded(name.last_name) === folded(last)) return id;
    }
    return undefined;
  }

  put(order: StoredOrder): void {
    this.#changedOrders.set(order.order_id, { record: order, version: (this.#changedOrders.get(order.order_id)?.version ?? 0) + 1 });
  }

  putUser(user: StoredUser): void {
    this.#changedUsers.set(user.user_id, { record: user, version: (this.#changedUsers.get(user.user_id)?.version ?? 0) + 1 });
  }

  /** What differs from the file now, of all customers or of one; a record changed back and forth does not differ. */
  changes(customer?: string): Changes {
    const found: Record<string, Record<string, unknown>> = {};
    const isMeant = (id: string): boolean => customer === undefined || id === customer;
    for (const [id, { record }] of this.#changedOrders)
      if (isMeant(record.user_id)) difference(found, `orders/${id}`, this.#orders.get(id), record);
    for (const [id, { record }] of this.#changedUsers) if (isMeant(id)) difference(found, `users/${id}`, this.#users.get(id), record);
    return found;
  }
}

function difference(found: Record<string, Record<string, unknown>>, place: string, before: object | undefined, after: object): void {
  const was = new Map(Object.entries(before ?? {}));
  const fields = Object.entries(after).filter(([field, value]) => sorted(was.get(field)) !== sorted(value));
  if (fields.length > 0) found[place] = Object.fromEntries(fields);
}

/** JSON whose keys are sorted, for comparing. */
export function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** Names and addresses are said aloud: neither case nor accents count. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

function placeOf(address: Address): Address {
  // Only the six fields; whatever else a file says of a place is none of the shop's.
  return Object.fromEntries(addressFields.map((field) => [field, address[field]])) as Address;
}

function storedOrder(order: RetailFile['orders'][string]): StoredOrder {
  const { exchange_price_difference: difference, ...rest } = order;
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== undefined));
  return {
    // Only members that are not there were left out.
    ...(known as unknown as Omit<StoredOrder, 'items' | 'payment_history' | 'address'>),
    address: placeOf(order.address),
    items: order.items.map((line) => ({ ...line, price: centsOf(line.price) })),
    payment_history: order.payment_history.map((payment) => ({ ...payment, amount: centsOf(payment.amount) })),
    ...(typeof difference === 'number' ? { exchange_price_difference: centsOf(difference) } : {}),
  };
}

function storedUser(user: RetailFile['users'][string]): StoredUser {
  const methods = Object.values(user.payment_methods).map(({ balance, brand, last_four, ...method }): [string, StoredMethod] => [
    method.id,
    {
      ...method,
      ...(brand === undefined ? {} : { brand }),
      ...(last_four === undefined ? {} : { last_four }),
      ...(balance === undefined ? {} : { balance: centsOf(balance) }),
    },
  ]);
  return { ...user, address: placeOf(user.address), payment_methods: Object.fromEntries(methods) };
}

function productOf(product: RetailFile['products'][string]): Product {
  const variants = Object.values(product.variants).map((variant) => ({ ...variant, price: decimalOf(centsOf(variant.price)) }));
  return { name: product.name, product_id: product.product_id, variants };
}

function orderOf(order: StoredOrder): Omit<Order, 'version'> {
  const { exchange_price_difference: difference, items, payment_history, ...rest } = order;
  // Read-only lists in the shop, and nobody changes what a port answers.
  return {
    ...(rest as Omit<Order, 'version' | 'items' | 'payment_history'>),
    items: items.map((line) => ({ ...line, options: { ...line.options }, price: decimalOf(line.price) })),
    payment_history: payment_history.map((payment) => ({ ...payment, amount: decimalOf(payment.amount) })),
    ...(difference === undefined ? {} : { exchange_price_difference: decimalOf(difference) }),
  };
}

function userOf(user: StoredUser): Omit<User, 'version'> {
  return {
    user_id: user.user_id,
    name: user.name,
    address: user.address,
    email: user.email,
    orders: [...user.orders],
    payment_methods: Object.values(user.payment_methods).map(({ balance, ...method }) => ({
      ...method,
      ...(balance === undefined ? {} : { balance: decimalOf(balance) }),
    })),
  };
}
