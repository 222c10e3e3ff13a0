import { describe, expect, it } from 'vitest';
import { decide, keyOf, type Books } from '../../graphs/reconcile/decide.ts';
import type { Mapping } from '../../graphs/reconcile/mapping.ts';

const mapping: Mapping = {
  version: '1',
  tolerancePercent: '1',
  toleranceAmount: '50.00',
  missingAfterDays: 14,
  missingWithinDays: 180,
  missingAtOnce: 25,
  dueDays: 5,
};
const ref = (type: string, id: string) => ({ connection: 'test', type, id });
const euro = (amount: string) => ({ amount, currency: 'EUR' });

type Bill = Books['bills'][number];
const billOf = (id: string, net: string, more: Partial<Bill> = {}): Bill => ({
  ref: ref('A_BillingDocument', id),
  id,
  type: 'F2',
  issuedOn: '2026-05-10',
  payer: '1000',
  soldTo: '1000',
  net: euro(net),
  gross: euro(net),
  isCancelled: false,
  isCreditNote: false,
  cleared: 'not_started',
  lines: [{ id: '10', order: '4711', net: euro(net) }],
  ...more,
});
const books = (
  more: {
    amount?: string;
    named?: number;
    order?: Partial<Books['order']>;
    bills?: Bill[];
    journal?: Books['journal'];
    deal?: object;
  } = {},
): Books => ({
  deal: {
    ref: ref('Opportunity', '006A'),
    id: '006A',
    name: '[org 1]',
    stage: 'Closed Won',
    isClosed: true,
    isWon: true,
    amount: euro(more.amount ?? '10000.00'),
    closeOn: '2026-05-01',
    erpOrderId: '4711',
    ...more.deal,
  },
  order: {
    ref: ref('A_SalesOrder', '4711'),
    id: '4711',
    type: 'OR',
    soldTo: '1000',
    net: euro('10000.00'),
    processStatus: 'complete',
    deliveryStatus: 'complete',
    billingStatus: 'complete',
    rejectionStatus: 'none',
    creditStatus: 'approved',
    items: [],
    native: {},
    ...more.order,
  },
  bills: more.bills ?? [],
  journal: more.journal ?? [],
  named: more.named ?? 1,
});
const found = (given: Books, today = '2026-05-20') => decide(given, mapping, today);
const kindsOf = (given: Books, today?: string) => found(given, today).map(({ kind }) => kind);

describe('deal, order and bills', () => {
  it('agree within the lower of percent and amount, and then nothing is said', () => {
    expect(found(books({ bills: [billOf('9001', '10000.00')] }))).toEqual([]);
    expect(found(books({ bills: [billOf('9001', '9950.00')] }))).toEqual([]);
    expect(kindsOf(books({ bills: [billOf('9001', '9949.99')] }))).toEqual(['price-difference']);
  });

  it('agree when several bills come to the amount together', () => {
    expect(found(books({ bills: [billOf('9001', '4000.00'), billOf('9002', '6000.00')] }))).toEqual([]);
  });

  it('are not short while the order is still being delivered', () => {
    expect(found(books({ bills: [billOf('9001', '4000.00')], order: { billingStatus: 'partial', deliveryStatus: 'partial' } }))).toEqual(
      [],
    );
  });

  it('differ by a price the order was entered at, and the reason says that the bill follows the order', () => {
    const [difference] = found(books({ bills: [billOf('9001', '9000.00')], order: { net: euro('9000.00') } }));
    expect(difference).toMatchObject({ kind: 'price-difference', erp: euro('9000.00'), share: '-10.0' });
    expect(difference?.reason).toContain('1000.00 EUR (10.0 %) too little');
    expect(difference?.reason).toContain('the order was entered at another price');
  });

  it('differ by a bill that has another price than the order', () => {
    const [difference] = found(books({ bills: [billOf('9001', '10500.00')] }));
    expect(difference?.reason).toContain('500.00 EUR (5.0 %) too much');
    expect(difference?.reason).toContain('the bill has another price or quantity than the order');
  });

  it('count only the lines of this order on a bill of several orders', () => {
    const both = billOf('9001', '17000.00', {
      lines: [
        { id: '10', order: '4711', net: euro('10000.00') },
        { id: '20', order: '4712', net: euro('7000.00') },
      ],
    });
    expect(found(books({ bills: [both] }))).toEqual([]);
  });

  it('do not count a cancelled bill', () => {
    expect(found(books({ bills: [billOf('9001', '10000.00', { isCancelled: true }), billOf('9002', '10000.00')] }))).toEqual([]);
  });
});

describe('credit notes', () => {
  const credit = billOf('9003', '800.00', { isCreditNote: true, type: 'G2' });

  it('that take a bill below the deal are named', () => {
    const [difference] = found(books({ bills: [billOf('9001', '10000.00'), credit] }));
    expect(difference).toMatchObject({ kind: 'credit-note', erp: euro('9200.00'), share: '-8.0' });
    expect(difference?.reason).toContain('9003');
  });

  it('that put a bill right that was too high leave nothing to say', () => {
    expect(found(books({ bills: [billOf('9001', '10800.00'), credit] }))).toEqual([]);
  });

  it('that take away all of it are told of though nothing is billed any more', () => {
    expect(kindsOf(books({ bills: [billOf('9001', '10000.00'), billOf('9003', '10000.00', { isCreditNote: true })] }))).toEqual([
      'credit-note',
    ]);
  });
});

describe('payments', () => {
  const line = (amount: string, clearedOn?: string): Books['journal'][number] => ({
    ref: ref('Cube', amount),
    document: '1',
    customer: '1000',
    invoice: '9001',
    amount: euro(amount),
    ...(clearedOn === undefined ? {} : { clearedOn }),
  });

  it('in part say what came in and what is open', () => {
    const [part] = found(
      books({
        bills: [billOf('9001', '10000.00', { cleared: 'partial', gross: euro('11900.00') })],
        journal: [line('4000.00', '2026-05-18'), line('7900.00')],
      }),
    );
    expect(part).toMatchObject({ kind: 'partial-payment', crm: euro('11900.00'), erp: euro('4000.00'), documents: ['9001'] });
    expect(part?.reason).toContain('4000.00 EUR came in, 7900.00 EUR is open');
  });

  it('in full or not at all yet are no difference', () => {
    expect(found(books({ bills: [billOf('9001', '10000.00', { cleared: 'complete' })] }))).toEqual([]);
  });
});

describe('a missing bill', () => {
  const unbilled = { billingStatus: 'not_started' as const };

  it('is one that was not written so many days after the deal was won', () => {
    expect(kindsOf(books({ order: unbilled }), '2026-05-15')).toEqual([]);
    expect(kindsOf(books({ order: unbilled }), '2026-05-16')).toEqual(['missing-invoice']);
  });

  it('is told of in the currency of the order where nobody entered an amount', () => {
    expect(found(books({ order: unbilled, deal: { amount: undefined } }), '2026-05-16')).toMatchObject([
      { kind: 'missing-invoice', crm: euro('0.00'), erp: euro('0.00'), share: undefined },
    ]);
  });

  it('of an order that several deals name is told without an amount, and once there is a bill no more', () => {
    const twice = books({ order: unbilled, named: 2 });
    expect(found(twice, '2026-05-16')).toMatchObject([{ kind: 'missing-invoice', crm: euro('0.00'), share: undefined }]);
    expect(found(twice, '2026-05-16')[0]?.reason).toContain('2 won deals name it and this one was won 15 days ago');
    expect(kindsOf(books({ bills: [billOf('90000001', '1.00')], named: 2 }), '2026-05-16')).toEqual([]);
  });

  it('is none while the order is not delivered', () => {
    expect(kindsOf(books({ order: { ...unbilled, deliveryStatus: 'partial' } }), '2026-07-01')).toEqual([]);
  });
});

describe('what cannot be compared', () => {
  it('is a bill in another currency: nothing is converted', () => {
    const dollars = { amount: '11000.00', currency: 'USD' };
    const [difference] = found(
      books({ bills: [billOf('9001', '0', { net: dollars, gross: dollars, lines: [{ id: '10', order: '4711', net: dollars }] })] }),
    );
    expect(difference).toMatchObject({ kind: 'currency', crm: euro('10000.00'), erp: dollars });
  });

  it('is a deal that is not won or has no amount', () => {
    expect(found(books({ deal: { isWon: false }, bills: [billOf('9001', '1.00')] }))).toEqual([]);
    expect(found(books({ deal: { amount: undefined }, bills: [billOf('9001', '1.00')] }))).toEqual([]);
  });
});

describe('the key of a difference', () => {
  it('is one per order and kind, and for part payments one per bill', () => {
    expect(keyOf('4711', { kind: 'price-difference', documents: ['4711', '9001'] })).toBe('4711/price-difference');
    expect(keyOf('4711', { kind: 'partial-payment', documents: ['9001'] })).toBe('4711/partial-payment/9001');
  });
});
