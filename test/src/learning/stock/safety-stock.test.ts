import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../../../src/learning/metrics/index.ts';
import { empiricalSafetyStock, safetyStock } from '../../../../src/learning/stock/index.ts';

const steady = { demand: 100, errorDeviation: 20, leadTime: 4, leadTimeDeviation: 0.5, service: 0.95 };

describe('the normal quantile', () => {
  it.each([
    [1e-300, -37.0470962993612],
    [1e-12, -7.034483825301131],
    [0.001, -3.090232306167813],
    [0.074, -1.4466320671589785],
    [0.5, 0],
    [0.975, 1.959963984540054],
    [0.99999, 4.264890793923841],
  ])('of %d is %d', (share, expected) => {
    expect(normalQuantile(share)).toBeCloseTo(expected, 12);
  });

  it('is odd around one half and refuses what is no probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.5, noNaN: true }), (share) => {
        expect(normalQuantile(1 - share)).toBeCloseTo(-normalQuantile(share), 9);
      }),
      { seed: 1 },
    );
    for (const share of [0, 1, -1, Number.NaN])
      expect(() => normalQuantile(share)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});

describe('safety stock of steady demand', () => {
  it('covers forecast error over the lead time and the lead time itself, as by hand', () => {
    // 4 × 20² + 100² × .5² = 1600 + 2500
    const { safetyStock: stock, reorderPoint, parts } = safetyStock(steady);
    expect(stock).toBeCloseTo(1.6448536269514722 * Math.sqrt(4100), 9);
    expect(reorderPoint).toBeCloseTo(400 + stock, 9);
    expect(parts.demandShare).toBeCloseTo(1600 / 4100, 12);
    expect(parts.leadTimeShare).toBeCloseTo(2500 / 4100, 12);
  });

  it('grows with the service level and with the time between looks', () => {
    expect(safetyStock({ ...steady, service: 0.99 }).safetyStock).toBeGreaterThan(safetyStock(steady).safetyStock);
    expect(safetyStock({ ...steady, reviewPeriod: 2 }).leadTimeDemand).toBe(600);
  });

  it('is nothing where nothing varies or less than half the cycles are to be served', () => {
    expect(safetyStock({ ...steady, errorDeviation: 0, leadTimeDeviation: 0 })).toMatchObject({
      safetyStock: 0,
      parts: { demandShare: 0, leadTimeShare: 0 },
    });
    expect(safetyStock({ ...steady, service: 0.3 }).safetyStock).toBe(0);
  });

  it('refuses a negative or missing figure, by name', () => {
    expect(() => safetyStock({ ...steady, leadTime: -1 })).toThrow(expect.objectContaining({ field: 'leadTime' }));
    expect(() => safetyStock({ ...steady, demand: Number.NaN })).toThrow(expect.objectContaining({ field: 'demand' }));
  });
});

describe('safety stock of demand that comes now and then', () => {
  it('is the amount that covered the asked share of the past stretches', () => {
    // Stretches of two: 0 0 5 5 0 0 0 8 8 → eight of nine are covered by 5 … seven of nine.
    const level = empiricalSafetyStock([0, 0, 0, 5, 0, 0, 0, 0, 8, 0], [2], 0.75);
    expect(level.reorderPoint).toBe(5);
    expect(level.parts).toEqual({ stretches: 9, covered: expect.closeTo(7 / 9, 12) });
    expect(level.leadTimeDemand).toBeCloseTo(26 / 9, 12);
    expect(empiricalSafetyStock([0, 0, 0, 5, 0, 0, 0, 0, 8, 0], [2], 0.9).reorderPoint).toBe(8);
  });

  it('covers at least the asked share, and more service never asks for less', () => {
    const demand = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(
        demand,
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0.5, max: 0.98, noNaN: true }),
        (history, leadTimes, service) => {
          const level = empiricalSafetyStock(history, leadTimes, service);
          expect(level.parts.covered).toBeGreaterThanOrEqual(service - 1e-9);
          expect(empiricalSafetyStock(history, leadTimes, 0.99).reorderPoint).toBeGreaterThanOrEqual(level.reorderPoint);
        },
      ),
      { seed: 2 },
    );
  });

  it('refuses a history shorter than a lead time, or none', () => {
    expect(() => empiricalSafetyStock([1, 2], [3], 0.9)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    expect(() => empiricalSafetyStock([1, 2], [], 0.9)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
