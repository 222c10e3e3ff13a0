import { describe, expect, it } from 'vitest';
import {
  adjustSeason,
  autocorrelations,
  fitIntermittent,
  fitSmoothing,
  isIntermittent,
  isSeasonal,
  mase,
  minimise,
  prepareSeries,
  projectAnalogue,
  projectAutoregression,
  projectNaive2,
  projectOptimisedTheta,
  projectSeasonalNaive,
  projectSeasonalTrend,
  projectSmoothing,
  projectTheta,
  smape,
  wape,
} from '../../../../src/learning/series/index.ts';

const line = (length: number, slope: number): Float64Array => Float64Array.from({ length }, (_, at) => 10 + slope * at);

describe('errors of a forecast', () => {
  it('are counted as the competition counts them', () => {
    expect(smape([100, 0], [50, 0])).toBeCloseTo((100 * (2 * 50)) / 150 / 2, 12);
    expect(mase([1, 3, 2, 4], [5], [8], 1)).toBeCloseTo(3 / (5 / 3), 12);
    expect(wape([10, -10], [13, -8])).toBeCloseTo(0.25, 12);
    expect(mase([2, 2], [5], [8], 1)).toBeNaN();
  });
});

describe('the simplex', () => {
  it('finds the bottom of a curved valley and keeps to its box', () => {
    const valley = (at: Float64Array): number => 100 * ((at[1] ?? 0) - (at[0] ?? 0) * (at[0] ?? 0)) ** 2 + (1 - (at[0] ?? 0)) ** 2;
    const free = minimise(valley, { start: [-1, 1], low: [-3, -3], high: [3, 3] }, { evaluations: 400, tolerance: 1e-12 });
    expect(free.at[0]).toBeCloseTo(1, 3);
    const held = minimise((at) => (at[0] ?? 0) * (at[0] ?? 0), { start: [3], low: [2], high: [4] });
    expect(held.at[0]).toBe(2);
  });
});

describe('smoothing', () => {
  it('Holt follows a line and damped bends below it', () => {
    const holt = projectSmoothing(fitSmoothing(line(40, 2), 'holt'), 3);
    expect([...holt]).toEqual([90, 92, 94].map((value) => expect.closeTo(value, 2)));
    const damped = projectSmoothing(fitSmoothing(line(40, 2), 'damped'), 30);
    expect(damped[29]).toBeLessThan(10 + 2 * 69);
    expect(damped[29]).toBeGreaterThan(88);
  });

  it('simple smoothing of noise around a level stays near that level, with little weight on the last value', () => {
    const noise = Float64Array.from({ length: 80 }, (_, at) => 20 + (at % 2 === 0 ? 1 : -1));
    const fitted = fitSmoothing(noise, 'ses');
    expect(fitted.alpha).toBeLessThan(0.1);
    expect(fitted.level).toBeCloseTo(20, 0);
  });
});

describe('theta', () => {
  it('both forms rise on a line, the optimised one by all of its slope', () => {
    const standard = projectTheta(line(40, 2), 2).points;
    expect((standard[1] ?? 0) - (standard[0] ?? 0)).toBeCloseTo(1, 9);
    const optimised = projectOptimisedTheta(line(40, 2), 2).points;
    expect((optimised[1] ?? 0) - (optimised[0] ?? 0)).toBeGreaterThan(1);
    expect(optimised[0]).toBeCloseTo(90, 0);
  });
});

describe('season', () => {
  const factors = [0.5, 1, 1.5, 1];
  const values = Float64Array.from({ length: 24 }, (_, at) => 100 * (factors[at % 4] ?? 1));

  it('factors that were put in come out, and what remains is flat', () => {
    const { kind, indices, adjusted } = adjustSeason(values, 4);
    expect(kind).toBe('multiplicative');
    expect([...indices]).toEqual(factors.map((factor) => expect.closeTo(factor, 9)));
    adjusted.forEach((value) => expect(value).toBeCloseTo(100, 9));
  });

  it('a series that dips below zero is taken apart by differences', () => {
    const { kind, indices } = adjustSeason(
      values.map((value) => value - 100),
      4,
    );
    expect(kind).toBe('additive');
    expect([...indices]).toEqual([-50, 0, 50, 0].map((value) => expect.closeTo(value, 9)));
  });

  it('is found where it is, and not in noise or in less than three periods', () => {
    expect(isSeasonal(values, 4)).toBe(true);
    expect(isSeasonal(values.slice(0, 11), 4)).toBe(false);
    expect(isSeasonal(Float64Array.from([1, 4, 2, 2, 3, 1, 4, 1, 3, 2, 1, 4, 4, 2]), 4)).toBe(false);
    expect(autocorrelations(Float64Array.from([1, -1, 1, -1]), 1)[1]).toBeCloseTo(-0.75, 12);
  });

  it('Naive2 repeats the last level with the season put back', () => {
    expect([...projectNaive2(values, 4, 4)]).toEqual(factors.map((factor) => expect.closeTo(100 * factor, 9)));
  });
});

describe('looking back a period', () => {
  const values = Float64Array.from([10, 20, 30, 40, 20, 40, 60, 80]);

  it('repeats it, or repeats it with what has changed since', () => {
    expect([...projectSeasonalNaive(values, 4, 5)]).toEqual([20, 40, 60, 80, 20]);
    const { points, change, isRatio } = projectSeasonalTrend(values, 4, 2);
    expect([change, isRatio]).toEqual([2, true]);
    expect([...points]).toEqual([40, 80]);
  });

  it('starts the stretch of the earlier period from the last value', () => {
    expect([...projectAnalogue(values, 4, 3)]).toEqual([40, 80, 120]);
  });
});

describe('autoregression', () => {
  it('goes on with changes that alternate, and says nothing of a short series', () => {
    const values = Float64Array.from({ length: 80 }, (_, at) => 50 + (at % 2 === 0 ? 5 : -5));
    const points = projectAutoregression(values, 1, 2) ?? new Float64Array(2);
    expect(points[0]).toBeCloseTo(55, 0);
    expect(points[1]).toBeCloseTo(45, 0);
    expect(projectAutoregression(values.slice(0, 30), 1, 2)).toBeUndefined();
  });
});

describe('intermittent demand', () => {
  const values = Float64Array.from([0, 0, 4, 0, 0, 4, 0, 0, 4]);

  it('is told from sparse returns and from nothing at all', () => {
    expect(isIntermittent(values)).toBe(true);
    expect(isIntermittent(Float64Array.from([0, 0, -1, 4]))).toBe(false);
    expect(isIntermittent(Float64Array.from([0, 0]))).toBe(false);
  });

  it('Croston divides size by interval, SBA takes off the bias', () => {
    expect(fitIntermittent(values, 'croston').rate).toBeCloseTo(4 / 3, 12);
    expect(fitIntermittent(values, 'sba').rate).toBeCloseTo((0.95 * 4) / 3, 12);
  });

  it('TSB fades when nobody asks any more, Croston does not', () => {
    const ended = Float64Array.from([...values, ...Array.from({ length: 20 }, () => 0)]);
    expect(fitIntermittent(ended, 'croston').rate).toBeCloseTo(4 / 3, 12);
    expect(fitIntermittent(ended, 'tsb').rate).toBeLessThan(0.3);
  });
});

describe('a gap in a series', () => {
  it('is filled by the rule that was named', () => {
    const series = { values: [null, 10, null, null, 40, null], period: 1 };
    expect([...prepareSeries(series, 'interpolate', 99).values]).toEqual([10, 20, 30, 40, 40]);
    expect([...prepareSeries(series, 'zero', 99).values]).toEqual([10, 0, 0, 40, 0]);
    expect([...prepareSeries(series, 'previous', 99).values]).toEqual([10, 10, 10, 40, 40]);
    expect([...prepareSeries(series, 'previous', 3).values]).toEqual([10, 40, 40]);
  });
});
