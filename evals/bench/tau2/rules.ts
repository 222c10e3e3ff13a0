import { centsIn, decimalOf } from './cents.ts';
import { stands } from './stands.ts';
import type { Address, Order, OrderItem, Payment, PaymentMethod, Product, User, Variant } from './records.ts';

/** A change a customer may ask for, by the name of its tool. */
export type Asked =
  | { readonly tool: 'cancel_pending_order'; readonly order_id: string; readonly reason: string }
  | {
      readonly tool: 'modify_pending_order_items' | 'exchange_delivered_order_items';
      readonly order_id: string;
      readonly item_ids: readonly string[];
      readonly new_item_ids: readonly string[];
      readonly payment_method_id: string;
    }
  | { readonly tool: 'modify_pending_order_payment'; readonly order_id: string; readonly payment_method_id: string }
  | {
      readonly tool: 'return_delivered_order_items';
      readonly order_id: string;
      readonly item_ids: readonly string[];
      readonly payment_method_id: string;
    }
  | ({ readonly tool: 'modify_pending_order_address'; readonly order_id: string } & Address);

/** What the decision rests on: the order, whose it is, and the products of its lines. */
export type Known = { readonly order: Order; readonly user: User; readonly products: ReadonlyMap<string, Product> };

/** Fields of the order after the change, and cents added to (or taken from) gift cards of its customer. */
export type Decision =
  | { readonly kind: 'refused'; readonly reason: string }
  /** The order is as it was asked for. */
  | { readonly kind: 'stands' }
  | {
      readonly kind: 'changes';
      readonly order: Partial<Omit<Order, 'address' | 'version'>>;
      readonly address?: Address;
      readonly giftCards: Readonly<Record<string, number>>;
    };

const refused = (reason: string): Decision => ({ kind: 'refused', reason });

/** The shop's policy on changes, pure: what would change, or why it is refused. Reasons name no person. */
export function decide(asked: Asked, known: Known): Decision {
  if (stands(asked, known.order)) return { kind: 'stands' };
  switch (asked.tool) {
    case 'cancel_pending_order':
      return cancel(asked.reason, known);
    case 'modify_pending_order_items':
      return modifyItems(asked, known);
    case 'exchange_delivered_order_items':
      return exchange(asked, known);
    case 'modify_pending_order_payment':
      return modifyPayment(asked.payment_method_id, known);
    case 'return_delivered_order_items':
      return giveBack(asked.item_ids, asked.payment_method_id, known);
    case 'modify_pending_order_address':
      // An order whose items were modified still says pending, and goods may still go elsewhere.
      if (!known.order.status.startsWith('pending')) return refused('Non-pending order cannot be modified');
      return { kind: 'changes', order: {}, address: addressIn(asked), giftCards: {} };
  }
}

export function addressIn({ address1, address2, city, country, state, zip }: Address): Address {
  return { address1, address2, city, country, state, zip };
}

const reasons: readonly string[] = ['no longer needed', 'ordered by mistake'];

/**
 * Every method is refunded what it has paid and not got back, so that an order whose payment was modified before is not
 * refunded twice.
 */
function cancel(reason: string, { order, user }: Known): Decision {
  if (order.status !== 'pending') return refused('Non-pending order cannot be cancelled');
  if (!reasons.includes(reason)) return refused('Invalid reason');
  const refunds = netPayments(order.payment_history).map(([method, cents]): Payment => ({
    transaction_type: 'refund',
    amount: decimalOf(cents),
    payment_method_id: method,
  }));
  const giftCards: Record<string, number> = {};
  for (const { payment_method_id: id, amount } of refunds) {
    const method = methodOf(user, id);
    if (!method) return refused('Payment method not found');
    if (method.source === 'gift_card') giftCards[id] = (giftCards[id] ?? 0) + centsIn(amount);
  }
  return {
    kind: 'changes',
    order: { status: 'cancelled', cancel_reason: reason, payment_history: [...order.payment_history, ...refunds] },
    giftCards,
  };
}

function netPayments(history: readonly Payment[]): readonly (readonly [string, number])[] {
  const paid = new Map<string, number>();
  for (const { transaction_type, amount, payment_method_id: id } of history)
    paid.set(id, (paid.get(id) ?? 0) + (transaction_type === 'payment' ? 1 : -1) * centsIn(amount));
  return [...paid].filter(([, cents]) => cents > 0);
}

type Swap = Extract<Asked, { new_item_ids: readonly string[] }>;

/** Which line becomes which variant. Ids that stand in several lines of an order each take a line of their own. */
type Swapped =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'swapped'; readonly lines: ReadonlyMap<number, Variant>; readonly differenceCents: number };

function swap({ item_ids, new_item_ids, tool }: Swap, { order, products }: Known): Swapped {
  const no = (reason: string): Swapped => ({ kind: 'refused', reason });
  if (item_ids.length !== new_item_ids.length) return no('The number of items to be exchanged should match');
  const lines = new Map<number, Variant>();
  let differenceCents = 0;
  for (const [at, id] of item_ids.entries()) {
    const newId = new_item_ids[at];
    const place = order.items.findIndex((line, index) => line.item_id === id && !lines.has(index));
    const line = order.items[place];
    if (!line) return no(`Number of ${id} not found`);
    if (tool === 'modify_pending_order_items' && newId === id) return no('The new item id should be different from the old item id');
    const variant = products.get(line.product_id)?.variants.find((each) => each.item_id === newId);
    if (!variant) return no('Variant not found');
    if (!variant.available) return no(`New item ${variant.item_id} not found or available`);
    lines.set(place, variant);
    differenceCents += centsIn(variant.price) - centsIn(line.price);
  }
  return { kind: 'swapped', lines, differenceCents };
}

function modifyItems(asked: Swap, known: Known): Decision {
  const { order, user } = known;
  if (order.status !== 'pending') return refused('Non-pending order cannot be modified');
  if (asked.item_ids.length === 0) return refused('There is no item to modify');
  const swapped = swap(asked, known);
  if (swapped.kind === 'refused') return swapped;
  const method = methodOf(user, asked.payment_method_id);
  if (!method) return refused('Payment method not found');
  const { differenceCents } = swapped;
  if (!covers(method, differenceCents)) return refused('Insufficient gift card balance to pay for the new item');
  const items = order.items.map((line, at): OrderItem => {
    const variant = swapped.lines.get(at);
    return variant ? { ...line, item_id: variant.item_id, price: variant.price, options: variant.options } : line;
  });
  const payment: Payment = {
    transaction_type: differenceCents > 0 ? 'payment' : 'refund',
    amount: decimalOf(Math.abs(differenceCents)),
    payment_method_id: method.id,
  };
  return {
    kind: 'changes',
    order: { items, status: 'pending (item modified)', payment_history: [...order.payment_history, payment] },
    giftCards: method.source === 'gift_card' ? { [method.id]: -differenceCents } : {},
  };
}

function exchange(asked: Swap, known: Known): Decision {
  const { order, user } = known;
  if (order.status !== 'delivered') return refused('Non-delivered order cannot be exchanged');
  if (asked.item_ids.length === 0) return refused('There is no item to exchange');
  const swapped = swap(asked, known);
  if (swapped.kind === 'refused') return swapped;
  const method = methodOf(user, asked.payment_method_id);
  if (!method) return refused('Payment method not found');
  if (!covers(method, swapped.differenceCents)) return refused('Insufficient gift card balance to pay for the price difference');
  return {
    kind: 'changes',
    order: {
      status: 'exchange requested',
      exchange_items: asked.item_ids.toSorted(),
      exchange_new_items: asked.new_item_ids.toSorted(),
      exchange_payment_method_id: method.id,
      exchange_price_difference: decimalOf(swapped.differenceCents),
    },
    giftCards: {},
  };
}

function modifyPayment(methodId: string, { order, user }: Known): Decision {
  if (!order.status.startsWith('pending')) return refused('Non-pending order cannot be modified');
  const method = methodOf(user, methodId);
  if (!method) return refused('Payment method not found');
  const [paid, ...more] = order.payment_history;
  if (!paid || more.length > 0 || paid.transaction_type !== 'payment')
    return refused('There should be exactly one payment for a pending order');
  if (paid.payment_method_id === methodId) return refused('The new payment method should be different from the current one');
  const cents = centsIn(paid.amount);
  if (!covers(method, cents)) return refused('Insufficient gift card balance to pay for the order');
  const old = methodOf(user, paid.payment_method_id);
  if (!old) return refused('Payment method not found');
  return {
    kind: 'changes',
    order: {
      payment_history: [
        paid,
        { transaction_type: 'payment', amount: paid.amount, payment_method_id: method.id },
        { transaction_type: 'refund', amount: paid.amount, payment_method_id: old.id },
      ],
    },
    giftCards: {
      ...(method.source === 'gift_card' ? { [method.id]: -cents } : {}),
      ...(old.source === 'gift_card' ? { [old.id]: cents } : {}),
    },
  };
}

function giveBack(itemIds: readonly string[], methodId: string, { order, user }: Known): Decision {
  if (order.status !== 'delivered') return refused('Non-delivered order cannot be returned');
  const method = methodOf(user, methodId);
  if (!method) return refused('Payment method not found');
  if (method.source !== 'gift_card' && method.id !== order.payment_history[0]?.payment_method_id)
    return refused('Payment method should be the original payment method');
  if (itemIds.length === 0) return refused('There is no item to return');
  const times = (list: readonly string[], id: string): number => list.filter((each) => each === id).length;
  const held = order.items.map((line) => line.item_id);
  if (itemIds.some((id) => times(itemIds, id) > times(held, id))) return refused('Some item not found');
  return {
    kind: 'changes',
    order: { status: 'return requested', return_items: itemIds.toSorted(), return_payment_method_id: method.id },
    giftCards: {},
  };
}

function methodOf(user: User, id: string): PaymentMethod | undefined {
  return user.payment_methods.find((method) => method.id === id);
}

/** Only a gift card can run out; a refund never does. */
function covers(method: PaymentMethod, cents: number): boolean {
  return method.source !== 'gift_card' || centsIn(method.balance ?? '0') >= cents;
}
