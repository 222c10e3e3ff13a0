import { describe, expect, it } from 'vitest';
import { currenciesOf, decide, keyOf, type Period } from '../../graphs/close-reconcile/decide.ts';
import type { Mapping } from '../../graphs/close-reconcile/mapping.ts';
import { monthAsked } from '../../graphs/_shared/period.ts';

const mapping: Mapping = {
  version: '1',
  percent: '5',
  absolute: { EUR: '1000.00' },
  absoluteElsewhere: '500.00',
  forecastCategories: ['Commit', 'Closed'],
  revenueAccounts: ['41000000'],
  deferredAccounts: ['21900000'],
  accruedAccounts: ['12600000'],
};
const ref = (type: string, id: string) => ({ connection: 'test', type, id });

type Deal = Period['won'][number];
const deal = (id: string, amount: string, order?: string, more: Partial<Deal> = {}, currency = 'EUR'): Deal => ({
  ref: ref('Opportunity', id),
  id,
  name: '[org 1]',
  stage: 'Closed Won',
  isClosed: true,
  isWon: true,
  amount: { amount, currency },
  closeOn: '2026-05-12',
  ...(order === undefined ? {} : { erpOrderId: order }),
  ...more,
});
type Order = Period['orders'][number];
const orderOf = (id: string, amount: string, more: Partial<Order> = {}, currency = 'EUR'): Order => ({
  ref: ref('A_SalesOrder', id),
  id,
  type: 'OR',
  soldTo: '1000',
  net: { amount, currency },
  createdOn: '2026-05-14',
  processStatus: 'not_started',
  deliveryStatus: 'not_started',
  billingStatus: 'not_started',
  rejectionStatus: 'none',
  creditStatus: 'approved',
  items: [],
  native: {},
  ...more,
});
type Bill = Period['bills'][number];
const bill = (id: string, amount: string, more: Partial<Bill> = {}): Bill => ({
  ref: ref('A_BillingDocument', id),
  id,
  type: 'F2',
  payer: '1000',
  soldTo: '1000',
  net: { amount, currency: 'EUR' },
  gross: { amount, currency: 'EUR' },
  isCancelled: false,
  isCreditNote: false,
  cleared: 'not_started',
  lines: [],
  ...more,
});
const forecast = (category: string, amount: string): Period['forecast'][number] => ({
  ref: ref('ForecastingItem', category),
  periodStart: '2026-05-01',
  periodEnd: '2026-05-31',
  category,
  amount: { amount, currency: 'EUR' },
});
const period = (more: Partial<Period>): Period => ({ month: '2026-05', won: [], forecast: [], orders: [], bills: [], ...more });
const of = (given: Period, comparison: string) => decide(given, mapping).find((one) => one.comparison === comparison);

describe('a month in CRM and ERP', () => {
  it('that agrees is quiet, and so is a difference below either threshold', () => {
    const won = [deal('a', '100000.00', '1')];
    const bills = [bill('9', '100000.00')];
    expect(decide(period({ won, orders: [orderOf('1', '100000.00')], bills }), mapping)).toEqual([]);
    // 4,000 are above the amount and below five percent; 900 of 10,000 are above the percent and below the amount.
    expect(of(period({ won, orders: [orderOf('1', '96000.00')], bills }), 'won-bookings')).toBeUndefined();
    expect(of(period({ won: [deal('a', '10000.00', '1')], orders: [orderOf('1', '9100.00')] }), 'won-bookings')).toBeUndefined();
    expect(of(period({ won, orders: [orderOf('1', '94999.99')], bills }), 'won-bookings')?.difference.amount).toBe('-5000.01');
  });

  it('is explained part by part from what was won to what was booked, and the parts add up', () => {
    const found = of(
      period({
        won: [deal('a', '50000.00'), deal('b', '20000.00', '2'), deal('c', '10000.00', '3'), deal('d', '10000.00', '3')],
        orders: [orderOf('3', '9500.00'), orderOf('4', '7000.00')],
      }),
      'won-bookings',
    );
    expect(found).toMatchObject({ crm: { amount: '90000.00' }, erp: { amount: '16500.00' }, difference: { amount: '-73500.00' } });
    const parts = [
      ...(found?.reason
        .split('; ')
        .slice(1)
        .join('; ')
        .matchAll(/\((-?[\d.]+) EUR\)/g) ?? []),
    ];
    expect(parts.reduce((all, [, part]) => all + Number(part), 0)).toBe(-73_500);
    expect(found?.reason).toContain('1 won without an order (-50000.00 EUR)');
    expect(found?.reason).toContain('1 won with an order of another month, currency or rejected (-20000.00 EUR)');
    expect(found?.reason).toContain('1 won twice for one order (-10000.00 EUR)');
    expect(found?.reason).toContain('1 ordered without a deal won in the month (7000.00 EUR)');
    expect(found?.reason).toContain('1 ordered at another amount than won (-500.00 EUR)');
  });

  it('counts credit notes against revenue and leaves cancelled bills and rejected orders out', () => {
    const given = period({
      won: [deal('a', '20000.00', '1')],
      orders: [orderOf('1', '20000.00'), orderOf('2', '30000.00', { rejectionStatus: 'complete' })],
      bills: [bill('8', '20000.00'), bill('9', '6000.00', { isCreditNote: true }), bill('7', '99000.00', { isCancelled: true })],
    });
    expect(of(given, 'won-bookings')).toBeUndefined();
    expect(of(given, 'won-revenue')).toMatchObject({ erp: { amount: '14000.00' }, share: '-30.0' });
  });

  it("holds the CRM's own forecast, by the categories that stand for bookings, against the orders", () => {
    const given = period({
      won: [deal('a', '20000.00', '1')],
      orders: [orderOf('1', '20000.00')],
      bills: [bill('9', '20000.00')],
      forecast: [forecast('Commit', '15000.00'), forecast('Closed', '20000.00'), forecast('Pipeline', '400000.00')],
    });
    expect(decide(given, mapping).map(({ comparison }) => comparison)).toEqual(['forecast-bookings']);
    expect(of(given, 'forecast-bookings')).toMatchObject({ crm: { amount: '35000.00' }, erp: { amount: '20000.00' } });
  });

  it('is held per currency: what one has too much never makes up for what another lacks', () => {
    const given = period({
      won: [deal('a', '10000.00', '1'), deal('b', '10000.00', '2', {}, 'USD')],
      orders: [orderOf('1', '0.00'), orderOf('2', '20000.00', {}, 'USD')],
    });
    expect(currenciesOf(given)).toEqual(['EUR', 'USD']);
    expect(decide(given, mapping).filter(({ comparison }) => comparison === 'won-bookings')).toMatchObject([
      { currency: 'EUR', difference: { amount: '-10000.00' } },
      { currency: 'USD', difference: { amount: '10000.00' } },
    ]);
  });

  it('where the CRM has nothing, the amount alone decides', () => {
    expect(of(period({ orders: [orderOf('1', '600.00', {}, 'JPY')] }), 'won-bookings')).toMatchObject({
      currency: 'JPY',
      share: undefined,
    });
    expect(of(period({ orders: [orderOf('1', '400.00', {}, 'JPY')] }), 'won-bookings')).toBeUndefined();
  });

  it('a deal that is lost, or without an amount, is not won', () => {
    expect(
      decide(period({ won: [deal('a', '90000.00', '1', { isWon: false }), deal('b', '1', '2', { amount: undefined })] }), mapping),
    ).toEqual([]);
  });
});

describe('revenue by the general ledger', () => {
  const posted = (account: string, amount: string, currency = 'EUR') => ({ account, amount: { amount, currency }, lines: 1 });
  const sold = { won: [deal('a', '20000.00', '1')], orders: [orderOf('1', '20000.00')], bills: [bill('8', '20000.00')] };

  it('is what stands on the revenue accounts in credit: what was deferred is not earned yet', () => {
    const ledger = [posted('41000000', '-8000.00'), posted('21900000', '-12000.00')];
    const found = of(period({ ...sold, ledger }), 'won-revenue');
    expect(found).toMatchObject({ erp: { amount: '8000.00' }, difference: { amount: '-12000.00' }, share: '-60.0' });
    expect(found?.reason).toBe(
      '20000.00 EUR won in the CRM, 8000.00 EUR recognised in the ERP: -12000.00 EUR (-60.0 %); 20000.00 EUR billed less credit notes, -12000.00 EUR deferred to later periods',
    );
  });

  it('counts what was accrued before it was billed, what came back from an earlier deferral, and what neither explains', () => {
    const ledger = [posted('41000000', '-33000.00'), posted('21900000', '4000.00'), posted('12600000', '7000.00')];
    const reason = of(period({ ...sold, ledger }), 'won-revenue')?.reason ?? '';
    expect(reason).toContain('4000.00 EUR recognised from earlier deferrals');
    expect(reason).toContain('7000.00 EUR accrued before billing');
    expect(reason).toContain('2000.00 EUR posted otherwise on the revenue accounts');
    const parts = [...(reason.split('; ')[1]?.matchAll(/(-?[\d.]+) EUR/g) ?? [])];
    expect(parts.reduce((all, [, part]) => all + Number(part), 0)).toBe(33_000);
  });

  it('that agrees with what was won is quiet, and another currency is its own', () => {
    expect(of(period({ ...sold, ledger: [posted('41000000', '-20000.00')] }), 'won-revenue')).toBeUndefined();
    const given = period({ ...sold, ledger: [posted('41000000', '-20000.00'), posted('41000000', '-900.00', 'USD')] });
    expect(decide(given, mapping)).toMatchObject([{ comparison: 'won-revenue', currency: 'USD', erp: { amount: '900.00' } }]);
  });

  it('without it is what was billed', () => {
    expect(of(period({ ...sold, bills: [] }), 'won-revenue')?.reason).toContain('0.00 EUR billed in the ERP');
  });
});

describe('the month a run is about', () => {
  it('is the one named, or the one before the moment of the calendar', () => {
    expect(monthAsked('2026-05')).toBe('2026-05');
    expect(monthAsked('2026-05-20')).toBe('2026-05');
    expect(monthAsked('2026-01-01T04:00')).toBe('2025-12');
    expect(monthAsked('May')).toBeUndefined();
    expect(monthAsked('2026-13')).toBeUndefined();
  });

  it('is in the key of its variance, which is unique', () => {
    expect(keyOf('2026-05', 'EUR', 'won-bookings')).toBe('close/2026-05/EUR/won-bookings');
  });
});
