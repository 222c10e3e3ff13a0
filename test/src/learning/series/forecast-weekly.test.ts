import { describe, expect, it } from 'vitest';
import { forecast, mase, overallWeightedAverage, projectNaive2, smape } from '../../../../src/learning/series/index.ts';
import { hasWeekly, readWeekly } from './m4.ts';

describe.skipIf(!hasWeekly)('the weekly series of M4 (skipped where the evaluation data are not beside the project)', () => {
  it('Naive2 is as far off as the competition published: sMAPE 9.161, MASE 2.777', () => {
    let [percent, scaled] = [0, 0];
    const series = readWeekly();
    for (const { known, followed } of series) {
      const naive = projectNaive2(Float64Array.from(known), 1, 13);
      percent += smape(followed, naive);
      scaled += mase(known, followed, naive, 1);
    }
    expect(series.length).toBe(359);
    expect((percent / 359).toFixed(3)).toBe('9.161');
    expect((scaled / 359).toFixed(3)).toBe('2.777');
  });

  it('on every twelfth series the combination is well ahead of Naive2, and its intervals hold about what they say', () => {
    const errors = { ours: { smape: 0, mase: 0 }, naive: { smape: 0, mase: 0 } };
    const inside = [0, 0];
    let steps = 0;
    readWeekly()
      .filter((_, index) => index % 12 === 0)
      .forEach(({ known, followed }) => {
        const said = forecast({ values: known, period: 52 }, 13);
        const naive = projectNaive2(Float64Array.from(known), 1, 13);
        errors.ours.smape += smape(followed, said.point);
        errors.ours.mase += mase(known, followed, said.point, 1);
        errors.naive.smape += smape(followed, naive);
        errors.naive.mase += mase(known, followed, naive, 1);
        followed.forEach((value, step) => {
          steps += 1;
          said.intervals.forEach(({ lower, upper }, level) => {
            if (value >= (lower[step] ?? 0) && value <= (upper[step] ?? 0)) inside[level] = (inside[level] ?? 0) + 1;
          });
        });
      });
    expect(overallWeightedAverage(errors.ours, errors.naive)).toBeLessThan(0.85);
    expect((inside[0] ?? 0) / steps).toBeGreaterThan(0.72);
    expect((inside[0] ?? 0) / steps).toBeLessThan(0.92);
    expect((inside[1] ?? 0) / steps).toBeGreaterThan(0.9);
  });
});
