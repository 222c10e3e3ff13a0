import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { forecast } from '../../../../src/learning/series/index.ts';

const waves = (length: number, period: number, slope: number): number[] =>
  Array.from({ length }, (_, at) => 100 + slope * at + (30 * ((at % period) - (period - 1) / 2)) / period);

describe('a forecast', () => {
  it('goes on with a season and a trend that never failed', () => {
    const values = waves(72, 12, 0.5);
    const said = forecast({ values, period: 12 }, 12);
    const followed = waves(84, 12, 0.5).slice(72);
    said.point.forEach((value, step) => expect(Math.abs(value - (followed[step] ?? 0))).toBeLessThan(3));
    expect(said.method).toBe('combination');
    expect(said.components.seasonal).toBe(true);
    expect(said.components.seasonKind).toBe('multiplicative');
    expect(said.components.season).toHaveLength(12);
  });

  it('says which methods it rests on: shares that sum to one, the best at earlier origins heaviest', () => {
    const { components } = forecast({ values: waves(72, 12, 0.5), period: 12 }, 6);
    expect(components.weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const naive = components.weights.find(({ method }) => method === 'naive');
    expect(components.weights[0]?.loss ?? 9).toBeLessThan(naive?.loss ?? 0);
    expect(components.origins).toBe(9);
  });

  it('of a constant series is that constant, without a range', () => {
    const said = forecast({ values: Array.from({ length: 60 }, () => 7), period: 12 }, 3);
    expect(said.point).toEqual([7, 7, 7].map((value) => expect.closeTo(value, 9)));
    expect(said.intervals[1]?.upper[2]).toBeCloseTo(7, 6);
  });

  it.each([[[5]], [[5, 6]], [[1, 2, 3]], [[null, null, 4, null]]])('answers from as little as %j', (values) => {
    const said = forecast({ values, period: 52 }, 4);
    expect(said.method).toBe('median');
    for (const value of [...said.point, ...said.intervals.flatMap(({ lower, upper }) => [...lower, ...upper])])
      expect(Number.isFinite(value)).toBe(true);
  });

  it('widens with the level and never crosses its point', () => {
    const draw = createRandom(4);
    const values = Array.from({ length: 90 }, () => 50 + 20 * draw.next());
    const { point, intervals } = forecast({ values, period: 7 }, 5);
    point.forEach((value, step) => {
      const [narrow, wide] = intervals;
      expect(wide?.lower[step]).toBeLessThanOrEqual(narrow?.lower[step] ?? 0);
      expect(narrow?.lower[step]).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(narrow?.upper[step] ?? 0);
      expect(narrow?.upper[step]).toBeLessThanOrEqual(wide?.upper[step] ?? 0);
    });
  });

  it('is finite, ordered and, for a series that never was negative, not negative', () => {
    const value = fc.oneof({ weight: 8, arbitrary: fc.double({ min: 0, max: 1e6, noNaN: true }) }, fc.constant(0), fc.constant(null));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.constantFrom(1, 4, 7, 12), (values, period) => {
        fc.pre(values.some((each) => each !== null));
        const { point, intervals } = forecast({ values, period }, 3);
        for (const each of [...point, ...intervals.flatMap(({ lower, upper }) => [...lower, ...upper])]) {
          expect(Number.isFinite(each)).toBe(true);
          expect(each).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  it('is the same to the byte each time and survives JSON', () => {
    const draw = createRandom(9);
    const values = Array.from({ length: 130 }, (_, at) => 40 + (at % 7) + 3 * draw.next());
    const once = JSON.stringify(forecast({ values, period: 7 }, 7));
    expect(JSON.stringify(forecast({ values, period: 7 }, 7))).toBe(once);
    expect(JSON.stringify(JSON.parse(once))).toBe(once);
  });

  it('fills a gap by the rule it is told and counts what it filled', () => {
    const values = [10, null, 20, null, null, 50, 60];
    expect(forecast({ values, period: 1 }, 1).components.filled).toBe(3);
    expect(forecast({ values, period: 1 }, 1, { missing: 'zero' }).method).not.toBe('combination');
  });

  it('dates its steps from the start of the series', () => {
    expect(forecast({ values: [1, 2, 3], period: 52, start: '2026-01-05' }, 2).dates).toEqual(['2026-01-26', '2026-02-02']);
    expect(forecast({ values: [1, 2], period: 12, start: '2025-12-31' }, 2).dates).toEqual(['2026-02-28', '2026-03-31']);
    expect(forecast({ values: [1, 2], period: 5, start: '2025-12-31' }, 1).dates).toBeUndefined();
  });

  it('demand that comes now and then gets a flat rate and a range read off the periods', () => {
    const values = Array.from({ length: 60 }, (_, at) => (at % 3 === 0 ? 6 : 0));
    const said = forecast({ values, period: 12 }, 4);
    expect(['croston', 'sba', 'tsb']).toContain(said.method);
    said.point.forEach((value) => expect(Math.abs(value - 2)).toBeLessThan(0.5));
    expect(said.intervals[1]?.lower[0]).toBe(0);
    expect(said.intervals[1]?.upper[0]).toBe(6);
  });

  it('learns from the latest values alone when a series is longer than it may be', () => {
    const values = [...Array.from({ length: 300 }, () => 1000), ...waves(120, 12, 0)];
    const { components } = forecast({ values, period: 12 }, 3, { longest: 120 });
    expect(components).toMatchObject({ used: 120, dropped: 300 });
  });

  it.each([
    [{ values: [], period: 1 }, 1],
    [{ values: [null], period: 1 }, 1],
    [{ values: [1, Infinity], period: 1 }, 1],
    [{ values: [1], period: 0 }, 1],
    [{ values: [1], period: 1 }, 0],
    [{ values: [1], period: 1, start: 'soon' }, 1],
  ])('refuses %j over %d steps with a clear error', (series, horizon) => {
    expect(() => forecast(series, horizon)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
