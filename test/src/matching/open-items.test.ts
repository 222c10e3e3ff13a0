import { describe, expect, it } from 'vitest';
import { credit, invoice, payment } from './books.ts';
import { reconcileOpenItems, type OpenItem, type Payment, type ReconcileOptions } from '../../../src/matching/index.ts';

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
