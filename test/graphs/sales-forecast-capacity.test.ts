import type { PlannedReceipt } from 'countersign';
import { describe, expect, it } from 'vitest';
import { Mapping } from '../../graphs/sales-forecast/mapping.ts';
import { lagsOf, type Demand, type Supply } from '../../graphs/sales-forecast/supply.ts';
import { mappingOf, material } from '../support/bridge-records.ts';

const mapping = { ...Mapping.parse(mappingOf('sales-forecast')), plants: { '1010': { perMonth: '100', unit: 'PC' } } };
const now = '2026-06-01';
const pump = material({ id: 'M1', unit: 'PC', plants: ['1010'], leadTimeDays: 10 });
const demand = (deal: string, closeOn: string, quantity: string): Demand => ({
  deal,
  closeOn,
  lines: [{ id: '1', material: 'M1', description: '', quantity }],
});
const receipt = (id: string, quantity: string, more: Partial<PlannedReceipt> = {}): PlannedReceipt => ({
  ref: { connection: 'erp', type: 'A_ProductionOrder_2', id },
  id,
  material: 'M1',
  plant: '1010',
  quantity,
  unit: 'PC',
  on: '2026-06-20',
  ...more,
});
const supply = (schedule: readonly PlannedReceipt[]): Supply => ({ now, materials: [pump], stocks: [], schedule });
const lag = (demands: readonly Demand[], schedule: readonly PlannedReceipt[], using: Mapping = mapping) =>
  Object.fromEntries(lagsOf(demands, supply(schedule), using));

describe('what is on the production schedule', () => {
  it('covers a shortage on its day when it is made for nobody yet', () => {
    expect(lag([demand('a', now, '40')], [receipt('1', '40', { on: '2026-06-05' })])).toEqual({ a: { days: 7 } });
  });

  it('is nobody else’s when it is made for a sales order, and promises nothing without a day', () => {
    expect(lag([demand('a', now, '40')], [receipt('1', '40', { on: '2026-06-05', order: '4711' })])).toEqual({ a: { days: 13 } });
    expect(lag([demand('a', now, '40')], [receipt('1', '40', { on: undefined })])).toEqual({ a: { days: 13 } });
  });

  it('serves the deal that closes first, and the next waits for what is left', () => {
    const given = [demand('b', '2026-06-03', '30'), demand('a', '2026-06-02', '30')];
    expect(lag(given, [receipt('1', '30', { on: '2026-06-04' })])).toEqual({ a: { days: 5 }, b: { days: 13 } });
  });

  it('is not waited for when new goods would be there earlier', () => {
    expect(lag([demand('a', now, '40')], [receipt('1', '40', { on: '2026-12-01' })])).toEqual({ a: { days: 13 } });
  });

  it('that is overdue is expected today', () => {
    expect(lag([demand('a', now, '40')], [receipt('1', '40', { on: '2026-05-01' })])).toEqual({ a: { days: 3 } });
  });
});

describe('what a plant can still make', () => {
  it('limits the month: what does not fit beside the schedule is made in the next, and the reason names the plant', () => {
    const late = lag([demand('a', now, '40')], [receipt('1', '80', { order: '4711' })]);
    expect(late).toEqual({ a: { days: 63, why: 'plant 1010 has no capacity for them before 2026-07' } });
  });

  it('is taken by the earlier deal; the later one waits for the month after', () => {
    const { a, b } = lag([demand('b', '2026-06-02', '60'), demand('a', now, '60')], []);
    expect(a).toEqual({ days: 13 });
    expect(b?.why).toBe('plant 1010 has no capacity for them before 2026-07');
  });

  it('counts only what is kept in the unit the capacity is stated in', () => {
    expect(lag([demand('a', now, '40')], [receipt('1', '80', { order: '4711', unit: 'KG' })])).toEqual({ a: { days: 13 } });
  });

  it('that is not stated holds nothing up: the lead time is the rule', () => {
    expect(lag([demand('a', now, '5000')], [receipt('1', '80', { order: '4711' })], { ...mapping, plants: {} })).toEqual({
      a: { days: 13 },
    });
  });

  it('that is nothing is said as it is', () => {
    const none = { ...mapping, plants: { '1010': { perMonth: '0', unit: 'PC' } } };
    expect(lag([demand('a', now, '1')], [], none)['a']?.why).toBe('plant 1010 has no capacity for them within 24 months');
  });
});
