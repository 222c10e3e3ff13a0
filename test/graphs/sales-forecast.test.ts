import { describe, expect, it } from 'vitest';
import { calibrate, pipelineAt, type DealHistory } from '../../graphs/sales-forecast/calibrate.ts';
import { decide, explain, type Facts, type ForecastDeal } from '../../graphs/sales-forecast/decide.ts';
import type { Mapping } from '../../graphs/sales-forecast/mapping.ts';
import { chancesOf, simulate } from '../../graphs/sales-forecast/simulate.ts';
import { lagsOf, type Supply } from '../../graphs/sales-forecast/supply.ts';

const mapping: Mapping = {
  version: '1',
  months: 4,
  runs: 2000,
  stages: { Early: 0.2, Late: 0.8 },
  lookBackSteps: 12,
  shippingDays: 3,
  unknownLeadDays: 30,
  plants: {},
  dealsWithLines: 100,
  forecastCategories: ['Commit'],
  paymentDays: 30,
  lateDays: 10,
  ageing: [{ overDays: 90, percent: 50 }],
  riskOverdueDays: 30,
  riskSlip: 0.5,
  riskWin: 0.2,
};
const now = '2026-06-01';
const months = ['2026-06', '2026-07', '2026-08', '2026-09'];
const deal = (more: Partial<ForecastDeal> = {}): ForecastDeal => ({
  id: '006A',
  stage: 'Late',
  amount: '10000.00',
  closeOn: '2026-06-10',
  lagDays: 3,
  customer: '1000',
  ...more,
});
const facts = (more: Partial<Facts> = {}): Facts => ({
  currency: 'EUR',
  now,
  months,
  deals: [],
  histories: [],
  receivables: [],
  crmForecast: new Map(),
  earlier: [],
  ...more,
});
const sumOf = (values: readonly { expected: { amount: string } }[]): number =>
  values.reduce((sum, { expected }) => sum + Number(expected.amount), 0);
const past = (id: string, openedOn: string, closed: DealHistory['closed'], stage = 'Late'): DealHistory => ({
  id,
  openedOn,
  steps: [{ on: openedOn, stage, amount: 10_000, closeOn: '2026-03-10' }],
  ...(closed ? { closed } : {}),
});
const options = { steps: 4, stages: mapping.stages, lookBackSteps: 12 };

describe('a forecast without a past and without models', () => {
  it('is the stated probability of the stage, spread over the months a deal lands in', () => {
    const rows = decide(facts({ deals: Array.from({ length: 50 }, (_, at) => deal({ id: `d${at}` })) }), mapping);
    expect(sumOf(rows)).toBeGreaterThan(0.78 * 500_000);
    expect(sumOf(rows)).toBeLessThan(0.82 * 500_000);
    expect(rows[0]?.stageWeighted.amount).toBe('400000.00');
    expect(explain(rows[0] ?? never(), undefined)).toContain("the CRM's stage probabilities are the rule");
  });

  it('adds exact amounts to the cent, however many and however large', () => {
    const many = Array.from({ length: 3 }, (_, at) => deal({ id: `d${at}`, amount: '90071992547409.93' }));
    const receivables = many.map(() => ({ customer: '1', amount: '90071992547409.93', dueOn: '2026-07-10' }));
    const [june] = decide(facts({ deals: many, crmForecast: new Map([['2026-06', '270215977642229.79']]) }), mapping);
    expect(june?.stageWeighted.amount).toBe('216172782113783.83');
    expect(june?.crmForecast?.amount).toBe('270215977642229.79');
    const late = decide(facts({ deals: many.map((one) => ({ ...one, lagDays: 60 })) }), mapping);
    expect(late[0]?.atRisk.amount).toBe('216172782113783.83');
    expect(decide(facts({ receivables }), mapping)[1]?.cash.amount).toBe('270215977642229.79');
  });

  it('is the same for the same facts, and its range holds what it expects', () => {
    const given = facts({ deals: [deal(), deal({ id: 'b', stage: 'Early', amount: '70000.00' })] });
    expect(decide(given, mapping)).toEqual(decide(given, mapping));
    for (const { low, expected, high } of decide(given, mapping)) {
      expect(Number(low.amount)).toBeLessThanOrEqual(Number(expected.amount));
      expect(Number(high.amount)).toBeGreaterThanOrEqual(Number(expected.amount));
    }
  });
});

describe("the pipeline's own past", () => {
  const lost = Array.from({ length: 60 }, (_, at) => past(`l${at}`, '2026-01-01', { on: '2026-03-20', isWon: false, amount: 10_000 }));

  it('outweighs the stated probability: a stage that always loses is worth little', () => {
    const told = calibrate(lost, now, options).landing('Late', 0);
    const stated = calibrate([], now, options).landing('Late', 0);
    const total = (row: readonly number[]): number => row.reduce((sum, chance) => sum + chance, 0);
    expect(total(stated)).toBeCloseTo(0.8);
    expect(total(told)).toBeLessThan(0.2);
  });

  it('is read as it stood: what came later is not known at a moment', () => {
    const history: DealHistory = {
      id: 'a',
      openedOn: '2026-01-01',
      steps: [
        { on: '2026-01-01', stage: 'Early', amount: 1, closeOn: '2026-02-01' },
        { on: '2026-03-01', stage: 'Late', amount: 2, closeOn: '2026-04-01' },
      ],
      closed: { on: '2026-04-10', isWon: true, amount: 2 },
    };
    expect(pipelineAt([history], '2025-12-31')).toEqual([]);
    expect(pipelineAt([history], '2026-02-15')).toMatchObject([{ stage: 'Early', amount: 1 }]);
    expect(pipelineAt([history], '2026-03-15')).toMatchObject([{ stage: 'Late', amount: 2 }]);
    expect(pipelineAt([history], '2026-04-10')).toEqual([]);
  });

  it('tells of business no deal stands for yet', () => {
    const quick = Array.from({ length: 12 }, (_, month) => {
      const opened = new Date(Date.parse(now) - (month * 30 + 20) * 86_400_000).toISOString().slice(0, 10);
      const on = new Date(Date.parse(now) - (month * 30 + 12) * 86_400_000).toISOString().slice(0, 10);
      return past(`q${month}`, opened, { on, isWon: true, amount: 5_000 });
    });
    const rates = calibrate(quick, now, options);
    const [first] = simulate([], rates, { now, months, seed: 's', runs: 500, unseenLagDays: 0 });
    expect(first?.expected).toBeGreaterThan(3_000);
  });
});

describe('stock and lead time', () => {
  const line = (material: string, quantity: string) => ({ id: '1', material, description: '', quantity });
  const material = (id: string, leadTimeDays?: number) => ({
    ref: { connection: 'erp', type: 'A_Product', id },
    id,
    description: '',
    unit: 'PC',
    plants: [],
    blocked: false,
    ...(leadTimeDays === undefined ? {} : { leadTimeDays }),
  });

  const supply = (more: Partial<Supply>): Supply => ({ now, materials: [], stocks: [], schedule: [], ...more });

  it('serve the deal that closes first; what the stock does not reach takes the lead time', () => {
    const lags = lagsOf(
      [
        { deal: 'second', closeOn: '2026-07-01', lines: [line('M1', '6')] },
        { deal: 'first', closeOn: '2026-06-01', lines: [line('M1', '6')] },
        { deal: 'third', closeOn: '2026-08-01', lines: [line('M2', '1')] },
      ],
      supply({ materials: [material('M1', 45), material('M2')], stocks: [{ material: 'M1', plant: '1010', onHand: '10', unit: 'PC' }] }),
      mapping,
    );
    expect([...lags]).toEqual([
      ['first', { days: 3 }],
      ['second', { days: 48 }],
      ['third', { days: 33 }],
    ]);
  });

  it('move revenue to a later month and put it at risk', () => {
    const given = (lagDays: number) =>
      decide(facts({ deals: Array.from({ length: 20 }, (_, at) => deal({ id: `d${at}`, lagDays })) }), mapping);
    expect(Number(given(60)[0]?.expected.amount)).toBe(0);
    expect(Number(given(3)[0]?.expected.amount)).toBeGreaterThan(50_000);
    expect(given(60)[0]?.atRisk.amount).toBe('160000.00');
    expect(given(60)[0]?.risks[0]?.why).toEqual(['goods are short, delivery by 2026-08-09 at the earliest']);
    expect(given(3)[0]?.atRisk.amount).toBe('0.00');
  });
});

describe('models where they are deployed', () => {
  it('say how probable a deal is, and how much of it comes later than its date', () => {
    const rates = calibrate([], now, options);
    const row = chancesOf({ ...deal({ win: 0.5, slip: 0.9 }), amount: 10_000 }, rates, now);
    expect(row.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(0.5);
    expect(row[0]).toBeCloseTo(0.05);
  });

  it('that doubt a deal put it at risk, with their figures as the reason', () => {
    const [row] = decide(facts({ deals: [deal({ win: 0.1, slip: 0.6 })] }), mapping);
    expect(row?.risks[0]?.why).toEqual(['60 % that it slips', '10 % that it is won']);
  });
});

describe('receivables', () => {
  it('are cash in the month they are expected, less the longer they are overdue, and never in the past', () => {
    const rows = decide(
      facts({
        receivables: [
          { customer: '1', amount: '1000', dueOn: '2026-07-10' },
          { customer: '1', amount: '400', dueOn: '2026-01-10' },
          { customer: '1', amount: '100', dueOn: '2026-06-10', daysLate: 60 },
        ],
      }),
      mapping,
    );
    expect(rows.map(({ cash }) => cash.amount)).toEqual(['200.00', '1000.00', '100.00', '0.00']);
  });

  it('are cash without any deal, month by month, and each month says by what rule', () => {
    const rows = decide(
      facts({
        receivables: [
          { customer: '1', amount: '1000', dueOn: '2026-07-10' },
          { customer: '1', amount: '100', dueOn: '2026-06-10', daysLate: 20 },
        ],
      }),
      mapping,
    );
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ expected: { amount: '0.00' }, low: { amount: '0.00' }, high: { amount: '0.00' }, risks: [] });
    expect(rows.map(({ cash }) => cash.amount)).toEqual(['100.00', '1000.00', '0.00', '0.00']);
    const words = rows.map((row) => explain(row, undefined));
    expect(words[0]).toContain('Cash 100.00 of 1 open item, as the late-payment model says; 0.00 of forecast revenue.');
    expect(words[1]).toContain('Cash 1000.00 of 1 open item, 10 days after it is due; 0.00 of forecast revenue.');
    expect(words[2]).toContain('Cash 0.00 of no open item; 0.00 of forecast revenue.');
  });

  it('that are overdue put the deals of their customer at risk', () => {
    const receivables = [{ customer: '1000', amount: '50', dueOn: '2026-04-20' }];
    const [row] = decide(facts({ deals: [deal(), deal({ id: 'b', customer: '2000' })], receivables }), mapping);
    expect(row?.risks).toMatchObject([{ deal: '006A', why: ['the customer is 42 days overdue'] }]);
  });
});

describe('why a forecast moved', () => {
  it('adds up to the last record, part by part', () => {
    const histories: DealHistory[] = [
      { id: 'kept', openedOn: '2026-04-01', steps: [{ on: '2026-04-01', stage: 'Late', amount: 10_000, closeOn: '2026-06-20' }] },
      past('won', '2026-04-01', { on: '2026-05-25', isWon: true, amount: 10_000 }),
    ];
    const deals = [deal({ id: 'kept', amount: '20000', closeOn: '2026-06-20' }), deal({ id: 'new' })];
    const [row] = decide(facts({ deals, histories, earlier: [{ month: '2026-06', expected: '9000.00', on: '2026-05-20' }] }), mapping);
    const total = row?.waterfall.reduce((sum, { amount }) => sum + amount, 0) ?? 0;
    expect(total).toBeCloseTo(Number(row?.expected.amount) - 9_000, 1);
    const part = (label: string): number => row?.waterfall.find((one) => one.label === label)?.amount ?? 0;
    expect(part('new deals')).toBeGreaterThan(0);
    expect(part('amounts')).toBeGreaterThan(0);
    expect(part('won')).toBeLessThan(0);
    expect(explain(row ?? never(), { month: '2026-06', expected: '9000.00', on: '2026-05-20' })).toContain('Since 2026-05-20: 9000.00 →');
  });
});

function never(): never {
  throw new Error('the forecast has no such month');
}
