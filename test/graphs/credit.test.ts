import { describe, expect, it } from 'vitest';
import { decide, readReceivables } from '../../graphs/credit-hold/decide.ts';
import { Mapping } from '../../graphs/credit-hold/mapping.ts';
import { taskSubject, taskText } from '../../graphs/credit-hold/words.ts';
import { decide as decideRelease } from '../../graphs/credit-release/decide.ts';
import { credit, eur, invoice, mappingOf } from '../support/bridge-records.ts';
import { order } from '../support/order-company.ts';

const mapping = Mapping.parse(mappingOf('credit-hold'));
const today = '2024-05-17';
const held = order({ creditStatus: 'blocked' });
const blocked = credit({ blocked: true });

describe('whether an order is held, or about to be', () => {
  it.each([
    ['credit allows it', order(), credit(), 'credit allows the order'],
    ['no exposure is known', order(), credit({ exposure: undefined }), 'credit allows the order'],
    ['the limit is used to just below what counts as near', order(), credit({ exposure: eur('89900.00') }), 'credit allows the order'],
    ['it is held, but complete', order({ creditStatus: 'blocked', processStatus: 'complete' }), credit(), 'the order is done'],
    ['it is held, but rejected', order({ creditStatus: 'blocked', rejectionStatus: 'complete' }), blocked, 'the order is done'],
  ] as const)('is nobody’s concern when %s', (_, given, status, reason) => {
    expect(decide(given, status, [], mapping, today)).toEqual({ kind: 'nothing', reason });
  });

  it.each([
    ['the check holds it', held, credit(), 'hold'],
    ['the whole customer is blocked', order(), blocked, 'hold'],
    ['the limit is used to what counts as near', order(), credit({ exposure: eur('90000.00') }), 'near'],
    ['the limit is exceeded and nothing held yet', order(), credit({ exposure: eur('140000.00') }), 'near'],
  ] as const)('when %s it is told as %s', (_, given, status, kind) => {
    expect(decide(given, status, [], mapping, today)).toMatchObject({ kind });
  });

  it.each([
    ['what is overdue for a few days is collected', held, credit(), [invoice()], 'collect'],
    ['what is overdue for longer than the limit gets a payment plan', held, credit(), [invoice({ dueOn: '2024-04-16' })], 'payment-plan'],
    ['exactly at the limit it is still collected', held, credit(), [invoice({ dueOn: '2024-04-17' })], 'collect'],
    ['with nothing overdue a higher limit is asked for', held, credit(), [invoice({ dueOn: '2024-06-01' })], 'raise-limit'],
    ['with nothing overdue a blocked customer is asked about', held, blocked, [], 'unblock-customer'],
    ['overdue comes before the block of the customer', held, blocked, [invoice()], 'collect'],
    ['nothing held and nothing overdue is watched', order(), credit({ exposure: eur('95000.00') }), [], 'watch'],
  ] as const)('%s', (_, given, status, invoices, suggestion) => {
    expect(decide(given, status, invoices, mapping, today)).toMatchObject({ suggestion });
  });

  it('says how far the limit is used, and does not divide by a limit of nothing', () => {
    expect(decide(held, credit({ exposure: eur('33333.00') }), [], mapping, today)).toMatchObject({ usedPercent: '33.3' });
    expect(decide(held, credit({ limit: eur('0.00') }), [], mapping, today)).toMatchObject({ usedPercent: undefined });
  });
});

describe('what is open of a customer', () => {
  it('counts what is not cleared, adds what is overdue in the currency of the limit, and names the oldest first', () => {
    const read = readReceivables(
      [
        invoice({ id: '1', dueOn: '2024-05-10' }),
        invoice({ id: '2', dueOn: '2024-03-01', gross: eur('10.05') }),
        invoice({ id: '3', dueOn: '2024-05-01', gross: { amount: '99.00', currency: 'USD' } }),
        invoice({ id: '4', dueOn: '2024-06-01' }),
        invoice({ id: '5', dueOn: undefined }),
        invoice({ id: '6', cleared: 'complete', dueOn: '2024-01-01' }),
        invoice({ id: '7', cancelled: true, dueOn: '2024-01-01' }),
      ],
      'EUR',
      today,
    );
    expect(read).toEqual({
      open: 5,
      overdue: 3,
      overdueSum: eur('1200.05'),
      otherCurrencies: 1,
      oldestOverdueDays: 77,
      overdueIds: ['2', '3', '1'],
    });
  });

  it('an invoice due today is not overdue', () => {
    expect(readReceivables([invoice({ dueOn: today })], 'EUR', today)).toMatchObject({ open: 1, overdue: 0, oldestOverdueDays: 0 });
  });

  it('the task says what, why, how much and what to do, in figures and numbers of documents', () => {
    const decision = decide(held, credit(), [invoice()], mapping, today);
    if (decision.kind === 'nothing') throw new Error('a held order is something');
    expect(taskSubject(held, decision)).toBe('Order SO-1 is on credit hold');
    expect(taskText(held, decision)).toMatch(
      /^Order SO-1 over 1000\.00 EUR is held by the credit check\.\nThe credit limit is used to 40\.0 %\.\nPayment history: 1 open invoices\. 1 overdue, 1190\.00 EUR in all, the oldest for 16 days: 90000001\.\nSuggestion: /,
    );
  });
});

describe('whether a held order may go', () => {
  it.each([
    ['it is not held', order(), 'the credit check does not hold it'],
    ['it was released before', order({ creditStatus: 'released' }), 'the credit check does not hold it'],
    ['it is complete', order({ creditStatus: 'blocked', processStatus: 'complete' }), 'the order is done'],
    ['it is rejected', order({ creditStatus: 'blocked', rejectionStatus: 'complete' }), 'the order is done'],
  ] as const)('nobody is asked when %s', (_, given, reason) => {
    expect(decideRelease(given, credit(), [], today)).toEqual({ kind: 'nothing', reason });
  });

  it.each([
    ['within the limit and nothing overdue it is clean', credit(), [], ['release', 'clean']],
    ['at the limit it is still clean', credit({ exposure: eur('100000.00') }), [], ['release', 'clean']],
    ['above the limit it is at risk', credit({ exposure: eur('100000.01') }), [], ['release', 'at-risk']],
    ['with an exposure nobody knows it is at risk', credit({ exposure: undefined }), [], ['release', 'at-risk']],
    ['with something overdue it is at risk', credit(), [invoice()], ['release', 'at-risk']],
    ['of a blocked customer it is at risk', blocked, [], ['release', 'at-risk']],
  ] as const)('%s, and a person decides either way', (_, status, invoices, tags) => {
    expect(decideRelease(held, status, invoices, today)).toMatchObject({ kind: 'release', tags });
  });

  it('says for and against, with the figures', () => {
    expect(decideRelease(held, credit({ blocked: true, riskClass: 'C' }), [invoice()], today)).toMatchObject({
      reasons: [
        'for: the exposure is within the limit',
        'against: 1 invoices are overdue, the oldest for 16 days',
        'against: the customer as a whole is blocked by credit management',
        'risk class C',
      ],
    });
  });
});
