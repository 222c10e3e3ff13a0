import { describe, expect, it } from 'vitest';
import { decide, type Customer } from '../../graphs/renewal-forecast/decide.ts';
import type { Mapping } from '../../graphs/renewal-forecast/mapping.ts';

const mapping: Mapping = {
  version: '1',
  basePercent: 10,
  fallingPercent: 20,
  overduePercent: 15,
  silentPercent: 25,
  usage: { unusedBelow: '50', unusedPercent: 20, fallingBelow: '70', fallingPercent: 15, countOveruse: true, overuseMost: 150 },
  scheduleFrom: 50,
  unbilledDays: 14,
  unbilledPercent: 10,
  blockedPercent: 15,
  fallingBelow: '80',
  overdueDays: 30,
  silentDays: 180,
  mediumFrom: 20,
  highFrom: 40,
  names: { low: 'Low', medium: 'Medium', high: 'High' },
  endingWithinDays: 180,
  accountsAtOnce: 100,
};
const today = '2026-06-01';
const ref = (type: string, id: string) => ({ connection: 'test', type, id });
const euro = (amount: string) => ({ amount, currency: 'EUR' });
type Contract = Customer['contracts'][number];
const contract = (id: string, more: Partial<Contract> = {}): Contract => ({
  ref: ref('Contract', id),
  id,
  number: id,
  status: 'Activated',
  endOn: '2026-08-01',
  annual: euro('12000.00'),
  ...more,
});
const bill = (issuedOn: string, net: string, more: Partial<Customer['bills'][number]> = {}): Customer['bills'][number] => ({
  ref: ref('A_BillingDocument', issuedOn),
  id: issuedOn,
  type: 'F2',
  issuedOn,
  payer: '1',
  soldTo: '1',
  net: euro(net),
  gross: euro(net),
  isCancelled: false,
  isCreditNote: false,
  cleared: 'complete',
  lines: [],
  ...more,
});
const overdue = (dueOn: string): Customer['open'][number] => ({
  ref: ref('A_BillingDocument', dueOn),
  id: dueOn,
  dueOn,
  net: euro('1.00'),
  tax: euro('0.00'),
  gross: euro('1.00'),
  payer: '1',
  cleared: 'not_started',
  cancelled: false,
});
const steady = [bill('2025-09-01', '6000.00'), bill('2026-03-01', '6000.00')];
const customer = (more: Partial<Customer> = {}): Customer => ({
  contracts: [contract('c1')],
  bills: steady,
  open: [],
  schedule: [],
  usage: [],
  model: new Map(),
  ...more,
});

describe('what a renewal is expected to bring', () => {
  it('is the annual amount less the stated rule where nothing stands against it', () => {
    const found = decide(customer(), mapping, today);
    expect(found).toMatchObject({ kind: 'expected', amount: euro('10800.00'), churnPercent: 10, risk: 'Low' });
    expect(found).toMatchObject({ reasons: ['contract c1 ends on 2026-08-01, in 61 days', 'stated rule: 10 % end'] });
  });

  it('is less when billing falls, credit notes taken off, and the figures are the reason', () => {
    const bills = [...steady, bill('2026-04-01', '3000.00', { isCreditNote: true })];
    const found = decide(customer({ bills }), mapping, today);
    expect(found).toMatchObject({ churnPercent: 30, risk: 'Medium', amount: euro('8400.00') });
    expect(JSON.stringify(found)).toContain('billing fell to 50.0 % of the half year before');
  });

  it('is less when the customer is silent or overdue, and factors add up', () => {
    expect(decide(customer({ bills: [bill('2025-07-01', '6000.00')] }), mapping, today)).toMatchObject({ churnPercent: 35 });
    expect(decide(customer({ bills: [], open: [overdue('2026-04-01')] }), mapping, today)).toMatchObject({
      churnPercent: 50,
      risk: 'High',
    });
    expect(decide(customer({ open: [overdue('2026-05-20')] }), mapping, today)).toMatchObject({ churnPercent: 10 });
  });

  it('comes from the model where it speaks, contract by contract, and the worst is the risk of the account', () => {
    const found = decide(
      customer({
        contracts: [contract('c1'), contract('c2', { annual: euro('1000.00') })],
        model: new Map([['c2', { churn: 0.6, ratio: 1.1 }]]),
      }),
      mapping,
      today,
    );
    // 12000 × 90 % + 1100 × 40 %
    expect(found).toMatchObject({ amount: euro('11240.00'), churnPercent: 60, risk: 'High' });
    expect(JSON.stringify(found)).toContain('the renewal model spoke for 1 of 2 contracts');
  });

  describe('with a billing plan', () => {
    type Dated = Customer['schedule'][number];
    const on = (day: string, amount: string, more: Partial<Dated> = {}): Dated => ({
      order: '4711',
      on: day,
      amount: euro(amount),
      isBilled: day <= today,
      isBlocked: false,
      ...more,
    });
    const halves = [on('2025-09-01', '5000.00'), on('2026-03-01', '5000.00'), on('2026-09-01', '5000.00')];

    it('is what a year of the schedule bills, and the reason says both figures', () => {
      const found = decide(customer({ schedule: halves }), mapping, today);
      expect(found).toMatchObject({ amount: euro('9000.00'), churnPercent: 10 });
      expect(JSON.stringify(found)).toContain('a year of the billing schedule is 10000.00 EUR, the contracts say 12000.00 EUR');
      const contracts = [contract('c1', { annual: euro('9000.00') }), contract('c2', { annual: euro('3000.00') })];
      expect(decide(customer({ contracts, schedule: halves }), mapping, today)).toMatchObject({ amount: euro('9000.00') });
    });

    it('that says what the contracts say, is in another currency or lies ahead alone changes nothing', () => {
      const same = [on('2025-09-01', '6000.00'), on('2026-03-01', '6000.00')];
      const dollars = [on('2026-03-01', '9.00', { amount: { amount: '9.00', currency: 'USD' } })];
      for (const schedule of [same, dollars, [on('2026-09-01', '5000.00')], []])
        expect(decide(customer({ schedule }), mapping, today)).toMatchObject({
          amount: euro('10800.00'),
          reasons: ['contract c1 ends on 2026-08-01, in 61 days', 'stated rule: 10 % end'],
        });
    });

    it('of a contract that began lately is the year ahead, and one that is not whole yet does not count', () => {
      const contracts = [contract('c1', { endOn: '2027-03-31' })];
      const quarters = ['2026-04-01', '2026-07-01', '2026-10-01', '2027-01-01'].map((day) => on(day, '2500.00'));
      expect(decide(customer({ contracts, schedule: quarters }), mapping, today)).toMatchObject({ amount: euro('9000.00') });
      expect(decide(customer({ contracts, schedule: quarters.slice(0, 2) }), mapping, today)).toMatchObject({ amount: euro('10800.00') });
    });

    it('that is not billed though its day is past, or is blocked, speaks against the renewal', () => {
      const behind = [on('2025-09-01', '6000.00'), on('2026-03-01', '6000.00', { isBilled: false })];
      const late = decide(customer({ schedule: behind }), mapping, today);
      expect(late).toMatchObject({ churnPercent: 20 });
      expect(JSON.stringify(late)).toContain('a billing date is past and not billed, the first of 2026-03-01 (+10 %)');
      const blocked = [...halves, on('2026-12-01', '5000.00', { isBlocked: true })];
      expect(decide(customer({ schedule: blocked }), mapping, today)).toMatchObject({ churnPercent: 25 });
      // Within the days of grace nobody is behind.
      const fresh = [on('2025-09-01', '6000.00'), on('2026-05-25', '6000.00', { isBilled: false })];
      expect(decide(customer({ schedule: fresh }), mapping, today)).toMatchObject({ churnPercent: 10 });
    });
  });

  describe('by what is used of the contract', () => {
    const used = (to: string, quantity: string, more: Partial<Customer['usage'][number]> = {}): Customer['usage'][number] => ({
      contractId: 'c1',
      from: to,
      to,
      used: quantity,
      included: '100',
      unit: 'h',
      ...more,
    });
    const reasonsOf = (usage: Customer['usage']): string => JSON.stringify(decide(customer({ usage }), mapping, today));

    it('half and more of what is included says nothing against it', () => {
      expect(decide(customer({ usage: [used('2025-10-01', '60'), used('2026-04-01', '50')] }), mapping, today)).toMatchObject({
        amount: euro('10800.00'),
        churnPercent: 10,
      });
    });

    it('less of it does, and so does a use that fell', () => {
      expect(decide(customer({ usage: [used('2026-04-01', '49')] }), mapping, today)).toMatchObject({ churnPercent: 30, risk: 'Medium' });
      expect(reasonsOf([used('2026-04-01', '49')])).toContain('49.0 % of what contract c1 includes was used in the last half year (+20 %)');
      const fell = [used('2025-10-01', '100'), used('2026-04-01', '60')];
      expect(decide(customer({ usage: fell }), mapping, today)).toMatchObject({ churnPercent: 25 });
      expect(reasonsOf(fell)).toContain('use of contract c1 fell to 60.0 % of the half year before (+15 %)');
    });

    it('more than is included is wanted again, up to the limit of the mapping', () => {
      expect(decide(customer({ usage: [used('2026-04-01', '120')] }), mapping, today)).toMatchObject({ amount: euro('12960.00') });
      expect(decide(customer({ usage: [used('2026-04-01', '900')] }), mapping, today)).toMatchObject({ amount: euro('16200.00') });
      const silent = { ...mapping, usage: { ...mapping.usage, countOveruse: false } };
      expect(decide(customer({ usage: [used('2026-04-01', '120')] }), silent, today)).toMatchObject({ amount: euro('10800.00') });
    });

    it('counts for its own contract alone', () => {
      const contracts = [contract('c1'), contract('c2')];
      expect(decide(customer({ contracts, usage: [used('2026-04-01', '10')] }), mapping, today)).toMatchObject({
        amount: euro('19200.00'),
        churnPercent: 30,
      });
    });

    it('does not count in several units, without what is included, from another year or from days to come', () => {
      const unclear = [used('2026-04-01', '10'), used('2026-05-01', '10', { unit: 'GB' })];
      expect(decide(customer({ usage: unclear }), mapping, today)).toMatchObject({ churnPercent: 10 });
      expect(reasonsOf(unclear)).toContain('use of contract c1 is on record in several units and does not count');
      for (const one of [used('2026-04-01', '10', { included: undefined }), used('2025-05-31', '10'), used('2026-06-02', '10')])
        expect(decide(customer({ usage: [one] }), mapping, today)).toMatchObject({ churnPercent: 10, amount: euro('10800.00') });
    });

    it('is left to the renewal model where it speaks', () => {
      const model = new Map([['c1', { churn: 0.05, ratio: 1 }]]);
      expect(decide(customer({ model, usage: [used('2026-04-01', '10')] }), mapping, today)).toMatchObject({ churnPercent: 5 });
    });
  });

  it('is nothing without a running contract that has an amount and an end', () => {
    for (const one of [contract('c', { status: 'Expired' }), contract('c', { endOn: '2026-05-31' }), contract('c', { annual: undefined })])
      expect(decide(customer({ contracts: [one] }), mapping, today).kind).toBe('nothing');
  });

  it('is never a sum of two currencies', () => {
    const contracts = [contract('c1'), contract('c2', { annual: { amount: '1.00', currency: 'USD' } })];
    expect(decide(customer({ contracts }), mapping, today)).toMatchObject({ kind: 'problem', problem: { field: 'CurrencyIsoCode' } });
  });

  it('is nothing anybody reckons with where a currency is unknown or an amount is below zero', () => {
    for (const [annual, field] of [
      [{ amount: '12000.00', currency: '???' }, 'CurrencyIsoCode'],
      [euro('-12000.00'), 'Annual_Amount__c'],
    ] as const)
      expect(decide(customer({ contracts: [contract('c1', { annual })] }), mapping, today)).toMatchObject({
        kind: 'problem',
        problem: { code: 'data.invalid', field, message: expect.stringContaining('Contract c1') },
      });
  });
});
