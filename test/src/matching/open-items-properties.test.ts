import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toScaled } from '../../../src/contracts/money.ts';
import { reconcileOpenItems, type ReconcileOptions } from '../../../src/matching/index.ts';
import { judgeBooks } from '../../../bench/reconcile/judge.ts';
import { createBooks } from '../../../bench/reconcile/world.ts';
import { invoice, payment } from './books.ts';

describe('whatever comes', () => {
  const amount = fc.integer({ min: 1, max: 60_000 }).map((cents) => (cents / 100).toFixed(2));
  const text = fc.oneof(
    fc.constant(''),
    fc
      .array(fc.integer({ min: 0, max: 12 }), { maxLength: 3 })
      .map((list) => list.map((at) => `RE-2025-${String(100_000 + at)}`).join(' ')),
  );
  const books = fc.record({
    items: fc.array(
      fc.record({
        amount,
        kind: fc.constantFrom('invoice', 'invoice', 'creditNote'),
        account: fc.constantFrom('C1', 'C2'),
        currency: fc.constantFrom('EUR', 'EUR', 'USD'),
      }),
      { maxLength: 10 },
    ),
    payments: fc.array(fc.record({ amount, text, account: fc.constantFrom('C1', 'C2'), isRefund: fc.boolean() }), { maxLength: 8 }),
  });
  const made = ({
    items,
    payments,
  }: {
    items: { amount: string; kind: string; account: string; currency: string }[];
    payments: { amount: string; text: string; account: string; isRefund: boolean }[];
  }) => ({
    items: items.map((each, at) =>
      invoice(`I${at}`, each.amount, {
        kind: each.kind === 'invoice' ? 'invoice' : 'creditNote',
        account: each.account,
        open: { amount: each.amount, currency: each.currency },
        references: [`RE-2025-${String(100_000 + at)}`],
      }),
    ),
    payments: payments.map((each, at) =>
      payment(`P${at}`, each.isRefund && at % 4 === 0 ? `-${each.amount}` : each.amount, each.text, {
        account: each.account,
        date: `2025-06-0${1 + (at % 3)}`,
      }),
    ),
  });
  const options: ReconcileOptions = { tolerance: { amount: '0.50' }, rates: [{ from: 'USD', to: 'EUR', rate: '0.9214' }] };
  const cents = (value: string): bigint => toScaled(value, 2);

  it('no item gives more than it has open, and payments are kept to the cent', () => {
    fc.assert(
      fc.property(books.map(made), ({ items, payments }) => {
        const result = reconcileOpenItems(items, payments, options);
        const allocations = result.matches.flatMap((match) => match.allocations);
        for (const item of items) {
          const own = allocations.filter((each) => each.item === item.id);
          const settled = own.reduce((sum, each) => sum + cents(each.settled.amount), 0n) * (item.kind === 'creditNote' ? -1n : 1n);
          const left = cents(result.openItems.find((each) => each.item === item.id)?.left.amount ?? '0');
          expect(settled >= 0n && settled + left === cents(item.open.amount)).toBe(true);
          for (const each of own)
            if (each.paid.currency === each.settled.currency)
              expect(cents(each.paid.amount) + cents(each.discount.amount) + cents(each.writtenOff.amount)).toBe(
                cents(each.settled.amount),
              );
        }
        for (const each of payments) {
          const paid = allocations.filter(({ payment: id }) => id === each.id).reduce((sum, { paid: own }) => sum + cents(own.amount), 0n);
          expect(paid + cents(result.openPayments.find((open) => open.payment === each.id)?.left.amount ?? '0')).toBe(
            cents(each.amount.amount),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the order of input does not matter', () => {
    fc.assert(
      fc.property(books.map(made), ({ items, payments }) => {
        expect(reconcileOpenItems(items.toReversed(), payments.toReversed(), options)).toEqual(
          reconcileOpenItems(items, payments, options),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('generated books are matched without one mistake, and nearly all of what can be known', () => {
    const world = createBooks(5, 1500);
    const judged = judgeBooks(
      world,
      reconcileOpenItems(world.items, world.payments, { tolerance: { amount: '1.00', percent: '5' }, rates: world.rates }),
    );
    expect(judged.wrong).toEqual([]);
    expect(judged.right / judged.determinable).toBeGreaterThanOrEqual(0.95);
  });
});
