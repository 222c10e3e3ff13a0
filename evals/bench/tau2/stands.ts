import type { Order } from './records.ts';
import type { Asked } from './rules.ts';

/**
 * Whether the order stands already as it was asked for: asked twice, or looked at again after the change was made. There is
 * nothing left to do then, which is no refusal.
 */
export function stands(asked: Asked, order: Order): boolean {
  switch (asked.tool) {
    case 'cancel_pending_order':
      return order.status === 'cancelled' && order.cancel_reason === asked.reason;
    case 'modify_pending_order_items':
      return order.status === 'pending (item modified)' && holds(order, asked.new_item_ids, asked.payment_method_id);
    case 'exchange_delivered_order_items':
      return order.exchange_payment_method_id === asked.payment_method_id && isExchanged(order, asked.item_ids, asked.new_item_ids);
    case 'return_delivered_order_items':
      return order.return_payment_method_id === asked.payment_method_id && isSame(order.return_items, asked.item_ids);
    case 'modify_pending_order_payment':
      return isPaidBy(order, asked.payment_method_id);
    case 'modify_pending_order_address':
      // Compared field by field when the change is described.
      return false;
  }
}

function holds({ items, payment_history: history }: Order, ids: readonly string[], method: string): boolean {
  const held = items.map((line) => line.item_id);
  return history.at(-1)?.payment_method_id === method && ids.every((id) => held.includes(id));
}

function isExchanged(order: Order, ids: readonly string[], newIds: readonly string[]): boolean {
  return order.status === 'exchange requested' && isSame(order.exchange_items, ids) && isSame(order.exchange_new_items, newIds);
}

function isPaidBy({ payment_history: [, paid, refunded, ...more] }: Order, method: string): boolean {
  return paid?.payment_method_id === method && refunded?.transaction_type === 'refund' && more.length === 0;
}

function isSame(held: readonly string[] | undefined, asked: readonly string[]): boolean {
  return held?.toSorted().join(' ') === asked.toSorted().join(' ');
}
