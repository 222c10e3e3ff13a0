import { describe, expect, it } from 'vitest';
import { arithmetic } from '../../../evals/bench/tau2/arithmetic.ts';
import type { Order, Product, User } from '../../../evals/bench/tau2/records.ts';
import { decide, type Asked } from '../../../evals/bench/tau2/rules.ts';

const address = { address1: '1 Road', address2: '', city: 'Town', country: 'USA', state: 'NY', zip: '10001' };
const line = { name: 'Cup', product_id: 'p', item_id: 'a', price: '10.00', options: {} };
const order = (change: Partial<Order> = {}): Order => ({
  order_id: '#W1',
  user_id: 'u_1',
  address,
  items: [line, line],
  fulfillments: [],
  status: 'pending',
  payment_history: [{ transaction_type: 'payment', amount: '20.00', payment_method_id: 'card' }],
  version: '0',
  ...change,
});
const user: User = {
  user_id: 'u_1',
  name: { first_name: 'A', last_name: 'B' },
  address,
  email: 'a@example.com',
  payment_methods: [
    { source: 'credit_card', id: 'card' },
    { source: 'gift_card', id: 'gift', balance: '20.00' },
    { source: 'paypal', id: 'pal' },
  ],
  orders: ['#W1'],
  version: '0',
};
const product: Product = {
  name: 'Cup',
  product_id: 'p',
  variants: [
    { item_id: 'a', options: {}, available: true, price: '10.00' },
    { item_id: 'b', options: {}, available: true, price: '31.50' },
    { item_id: 'c', options: {}, available: false, price: '9.00' },
  ],
};
const outcome = (asked: Partial<Asked> & { tool: Asked['tool'] }, held: Order = order()) =>
  decide({ order_id: '#W1', ...asked } as Asked, { order: held, user, products: new Map([['p', product]]) });

describe('the policy of the shop', () => {
  it('pays by another method once, from a gift card that holds enough', () => {
    const decision = outcome({ tool: 'modify_pending_order_payment', payment_method_id: 'gift' });
    expect(decision).toMatchObject({ kind: 'changes', giftCards: { gift: -2000 } });
    const paid = order({ payment_history: decision.kind === 'changes' ? (decision.order.payment_history ?? []) : [] });
    expect(outcome({ tool: 'modify_pending_order_payment', payment_method_id: 'pal' }, paid)).toMatchObject({ kind: 'refused' });
    // The card was refunded already; only what the gift card paid goes back.
    expect(outcome({ tool: 'cancel_pending_order', reason: 'no longer needed' }, paid)).toMatchObject({ giftCards: { gift: 2000 } });
  });

  it.each([
    ['another reason', { tool: 'cancel_pending_order', reason: 'too dear' }, {}],
    ['an order on its way', { tool: 'cancel_pending_order', reason: 'no longer needed' }, { status: 'processed' }],
    ['the method it is paid by', { tool: 'modify_pending_order_payment', payment_method_id: 'card' }, {}],
    [
      'more items than there are',
      { tool: 'return_delivered_order_items', item_ids: ['a', 'a', 'a'], payment_method_id: 'card' },
      { status: 'delivered' },
    ],
    [
      'a refund to a method that neither paid nor is a gift card',
      { tool: 'return_delivered_order_items', item_ids: ['a'], payment_method_id: 'pal' },
      { status: 'delivered' },
    ],
    [
      'an item that is out',
      { tool: 'exchange_delivered_order_items', item_ids: ['a'], new_item_ids: ['c'], payment_method_id: 'card' },
      { status: 'delivered' },
    ],
    ['the same item', { tool: 'modify_pending_order_items', item_ids: ['a'], new_item_ids: ['a'], payment_method_id: 'card' }, {}],
    [
      'lists of different length',
      { tool: 'modify_pending_order_items', item_ids: ['a', 'a'], new_item_ids: ['b'], payment_method_id: 'card' },
      {},
    ],
    [
      'a gift card with too little on it',
      { tool: 'modify_pending_order_items', item_ids: ['a'], new_item_ids: ['b'], payment_method_id: 'gift' },
      {},
    ],
    [
      'items a second time',
      { tool: 'modify_pending_order_items', item_ids: ['a'], new_item_ids: ['b'], payment_method_id: 'card' },
      { status: 'pending (item modified)' },
    ],
    ['an address of a delivered order', { tool: 'modify_pending_order_address', ...address }, { status: 'delivered' }],
  ] as const)('refuses %s', (_what, asked, change) => {
    expect(outcome(asked as Partial<Asked> & { tool: Asked['tool'] }, order(change))).toMatchObject({ kind: 'refused' });
  });

  it('two lines of the same item take a variant each, with the price of its own', () => {
    expect(
      outcome({ tool: 'modify_pending_order_items', item_ids: ['a', 'a'], new_item_ids: ['b', 'b'], payment_method_id: 'card' }),
    ).toMatchObject({ order: { items: [{ price: '31.50' }, { price: '31.50' }], payment_history: [{}, { amount: '43.00' }] } });
  });
});

describe('the calculator', () => {
  it.each([
    ['2 + 2', '4.0'],
    ['(10.5 - 0.25) * 2', '20.5'],
    ['-3 + 1/3', '-2.67'],
  ])('%s is %s', (expression, result) => {
    expect(arithmetic(expression)).toBe(result);
  });

  it.each(['2 +', '1/0', 'process.exit()', '(1', ''])('refuses %j', (expression) => {
    expect(() => arithmetic(expression)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
