import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toScaled } from '../../../src/contracts/money.ts';
import { reconcileOpenItems, type OpenItem, type Payment, type ReconcileOptions } from '../../../src/matching/index.ts';
import { judgeBooks } from '../../../bench/reconcile/judge.ts';
import { createBooks } from '../../../bench/reconcile/world.ts';

const invoice = (id: string, amount: string, more: Partial<OpenItem> = {}): OpenItem => ({
  id,
  kind: 'invoice',
  open: { amount, currency: 'EUR' },
  account: 'C1',
  name: 'Alfreds Futterkiste GmbH',
  references: [`RE-2025-${id.padStart(6, '0')}`],
  date: '2025-05-01',
  ...more,
});
const credit = (id: string, amount: string, more: Partial<OpenItem> = {}): OpenItem => invoice(id, amount, { kind: 'creditNote', ...more });
const payment = (id: string, amount: string, text = '', more: Partial<Payment> = {}): Payment => ({
  id,
  amount: { amount, currency: 'EUR' },
  account: 'C1',
  date: '2025-06-01',
  text,
  ...more,
});
const booked = (items: readonly OpenItem[], payments: readonly Payment[], options: ReconcileOptions = {}) => {
  const { matches, openPayments, openItems } = reconcileOpenItems(items, payments, options);
  return {
    rules: matches.map(({ rule, items: own, payments: from }) => [rule, own.toSorted().join('+'), from.toSorted().join('+')]),
    left: matches.map(({ left }) => left.amount),
    reasons: openPayments.map(({ payment: id, reason, candidates }) => [id, reason, candidates.join('+')]),
    open: openItems.map(({ item, left, reason }) => [item, left.amount, reason]),
    matches,
  };
};

describe('a payment that names what it pays', () => {
  it.each([
    ['as printed', 'Rechnung RE-2025-000101'],
    ['without separators', 'RE2025000101'],
    ['with others', 'RE 2025/000101 vielen Dank'],
    ['the digits alone', 'INV 2025-000101'],
    ['by a bad scanner', 'RE-2O25-OOO1O1'],
    ['glued to a word', 'RG2025000101VOM MAI'],
  ])('%s is matched', (_, text) => {
    expect(booked([invoice('101', '120.50'), invoice('202', '99.00')], [payment('P', '120.50', text)]).rules).toEqual([
      ['reference', '101', 'P'],
    ]);
  });

  it('one slip in a number counts where the amount agrees to the cent, and not otherwise', () => {
    const items = [invoice('104477', '120.50'), invoice('202', '99.00')];
    expect(booked(items, [payment('P', '120.50', 'RE-2025-104417')]).rules).toEqual([['slip', '104477', 'P']]);
    expect(booked(items, [payment('P', '60.00', 'RE-2025-104417')]).rules).toEqual([]);
  });

  it('several items and a credit note are netted', () => {
    const items = [invoice('101', '100.00'), invoice('102', '50.00'), credit('103', '20.00')];
    expect(booked(items, [payment('P', '130.00', '2025-000101, 2025-000102, 2025-000103')]).rules).toEqual([
      ['reference', '101+102+103', 'P'],
    ]);
  });

  it('a credit note nobody names is found where it makes up the difference exactly', () => {
    const items = [invoice('101', '1000.00'), credit('103', '137.42'), credit('104', '12.00')];
    expect(booked(items, [payment('P', '862.58', 'RE-2025-000101')]).rules).toEqual([['creditNote', '101+103', 'P']]);
  });

  it('cash discount is taken in time, to the cent of each invoice', () => {
    const items = [invoice('101', '333.33', { discounts: [{ until: '2025-06-05', percent: '2' }] })];
    const { matches } = booked(items, [payment('P', '326.66', 'RE-2025-000101')]);
    expect(matches[0]?.allocations[0]).toMatchObject({
      settled: { amount: '333.33' },
      paid: { amount: '326.66' },
      discount: { amount: '6.67' },
    });
    expect(booked(items, [payment('P', '326.66', 'RE-2025-000101', { date: '2025-06-06' })]).rules).toEqual([['part', '101', 'P']]);
  });

  it('less than the one named item is a part, and the rest of it is matched when it comes', () => {
    const parts = [payment('P1', '40.00', 'RE-2025-000101'), payment('P2', '80.50', 'RE-2025-000101', { date: '2025-07-01' })];
    expect(booked([invoice('101', '120.50')], parts.slice(0, 1))).toMatchObject({
      rules: [['part', '101', 'P1']],
      left: ['80.50'],
      open: [['101', '80.50', 'partly-paid']],
    });
    expect(booked([invoice('101', '120.50')], parts).open).toEqual([]);
  });

  it('less than several named items is a question', () => {
    const items = [invoice('101', '100.00'), invoice('102', '50.00')];
    expect(booked(items, [payment('P', '70.00', '2025-000101 2025-000102')]).reasons).toEqual([['P', 'part-of-several', '101+102']]);
  });

  it('a number that stands there twice may have been meant to be two: a part of it waits, the whole of it does not', () => {
    const twice = 'RE-2025-000101 / RE-2025-000101';
    expect(booked([invoice('101', '100.00')], [payment('P', '70.00', twice)]).reasons).toEqual([['P', 'part-of-several', '101']]);
    expect(booked([invoice('101', '100.00')], [payment('P', '100.00', twice)]).rules).toEqual([['reference', '101', 'P']]);
  });

  it('a small difference is written off where that is allowed', () => {
    const items = [invoice('101', '120.50')];
    expect(
      booked(items, [payment('P', '119.80', 'RE-2025-000101')], { tolerance: { amount: '1.00' } }).matches[0]?.allocations[0],
    ).toMatchObject({
      settled: { amount: '120.50' },
      writtenOff: { amount: '0.70' },
    });
    expect(booked(items, [payment('P', '120.00', 'RE-2025-000101')], { tolerance: { percent: '0.5' } }).rules).toEqual([
      ['tolerance', '101', 'P'],
    ]);
    expect(booked(items, [payment('P', '119.80', 'RE-2025-000101')]).rules).toEqual([['part', '101', 'P']]);
  });

  it('another currency meets by a rate that is given, and waits without one', () => {
    const items = [invoice('101', '100.00', { open: { amount: '100.00', currency: 'USD' } })];
    const paid = [payment('P', '92.30', 'RE-2025-000101')];
    expect(booked(items, paid).reasons).toEqual([['P', 'no-rate', '101']]);
    const { matches } = booked(items, paid, { rates: [{ from: 'USD', to: 'EUR', rate: '0.9214' }] });
    expect(matches[0]).toMatchObject({
      rule: 'exchange',
      allocations: [{ settled: { amount: '100.00', currency: 'USD' }, paid: { amount: '92.30', currency: 'EUR' } }],
    });
    expect(booked(items, [payment('P', '80.00', 'RE-2025-000101')], { rates: [{ from: 'USD', to: 'EUR', rate: '0.9214' }] }).rules).toEqual(
      [],
    );
  });

  it('an order number stands for its invoices, all of them or the one set that comes to the sum', () => {
    const items = ['101', '102', '103'].map((id, at) =>
      invoice(id, ['10.00', '20.00', '40.00'][at] ?? '', { references: [`RE-${id}000`, 'SO-4711000'] }),
    );
    expect(booked(items, [payment('P', '70.00', 'order 4711000')]).rules).toEqual([['order', '101+102+103', 'P']]);
    expect(booked(items, [payment('P', '50.00', 'order 4711000')]).rules).toEqual([['order', '101+103', 'P']]);
  });

  it('paid twice: the earlier payment settles, the later one waits', () => {
    const twice = [payment('P2', '120.50', 'RE-2025-000101', { date: '2025-06-09' }), payment('P1', '120.50', 'RE-2025-000101')];
    expect(booked([invoice('101', '120.50'), invoice('102', '120.50')], twice)).toMatchObject({
      rules: [['reference', '101', 'P1']],
      reasons: [['P2', 'already-settled', '102']],
    });
    const sameDay = twice.map((each) => ({ ...each, date: '2025-06-01' }));
    expect(booked([invoice('101', '120.50')], sameDay).reasons.map(([, reason]) => reason)).toEqual([
      'several-payments',
      'several-payments',
    ]);
  });

  it('somebody else may pay exactly what is named, and nothing else', () => {
    const items = [invoice('101', '120.50')];
    expect(booked(items, [payment('P', '120.50', 'RE-2025-000101', { account: 'C9' })]).rules).toEqual([['reference', '101', 'P']]);
    expect(booked(items, [payment('P', '60.00', 'RE-2025-000101', { account: 'C9' })]).reasons).toEqual([['P', 'other-payer', '101']]);
  });

  it('a refund settles a credit note', () => {
    expect(booked([credit('103', '20.00')], [payment('P', '-20.00', 'RE-2025-000103')]).rules).toEqual([['reference', '103', 'P']]);
  });
});

describe('a payment that names nothing', () => {
  const items = [invoice('101', '1234.56'), invoice('102', '871.03'), invoice('103', '455.10')];

  it('is matched by the one set of items of its payer that has its amount', () => {
    expect(booked(items, [payment('P', '871.03')]).rules).toEqual([['amount', '102', 'P']]);
    expect(booked(items, [payment('P', '1689.66')]).rules).toEqual([['sum', '101+103', 'P']]);
    expect(booked(items, [payment('P', '871.03', '', { account: undefined, payer: 'ALFREDS FUTTERKISTE' })]).rules).toEqual([
      ['amount', '102', 'P'],
    ]);
  });

  it('waits where two sets have it, where the payer is not known, and where it may be an accident', () => {
    expect(booked([...items, invoice('104', '871.03')], [payment('P', '871.03')]).reasons).toEqual([['P', 'several-sets', '102+104']]);
    expect(booked(items, [payment('P', '871.03', '', { account: undefined })]).reasons[0]?.slice(0, 2)).toEqual(['P', 'payer-unknown']);
    expect(booked([invoice('101', '500.00'), invoice('102', '900.00')], [payment('P', '500.00')]).reasons[0]?.slice(0, 2)).toEqual([
      'P',
      'chance',
    ]);
  });

  it('waits where two payments want one item', () => {
    expect(booked(items, [payment('P1', '871.03'), payment('P2', '871.03')]).reasons.map(([, reason]) => reason)).toEqual([
      'several-payments',
      'several-payments',
    ]);
  });

  it('instalments that come to one item are put together', () => {
    expect(booked(items, [payment('P1', '700.17'), payment('P2', '534.39')]).rules).toEqual([['instalments', '101', 'P1+P2']]);
  });

  it('is no proof where the text names a document that is not open', () => {
    expect(booked(items, [payment('P', '871.03', 'RE-2024-777777')]).reasons).toEqual([['P', 'another-document', '102+101+103']]);
  });
});

describe('what is left', () => {
  it('a credit note takes away its invoice where nobody paid either', () => {
    const items = [invoice('101', '120.50'), credit('103', '120.50', { creditFor: 'RE 2025 101' })];
    expect(booked(items, []).rules).toEqual([]);
    expect(booked([items[0] ?? invoice('101', '1.00'), credit('103', '120.50', { creditFor: 'RE-2025-000101' })], []).rules).toEqual([
      ['cancelled', '101+103', ''],
    ]);
  });

  it('what cannot be read is refused with a sentence, and double ids are an error', () => {
    const result = reconcileOpenItems([invoice('101', '-5.00')], [payment('P', '0.00')]);
    expect(result.refused.map(({ id }) => id)).toEqual(['101', 'P']);
    expect(() => reconcileOpenItems([invoice('101', '5.00'), invoice('101', '5.00')], [])).toThrow('same id');
  });
});

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
