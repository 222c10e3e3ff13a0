import { describe, expect, it } from 'vitest';
import { measureForecast } from '../../bench/impact/forecast.ts';
import { makeWorld, stated } from '../../bench/impact/pipeline.ts';

describe('the measurement of the forecast', () => {
  it('compares with the stage-weighted pipeline and counts how often the range held, the same each time', () => {
    const small = { worlds: 1, years: 5, runs: 200 };
    const figures = measureForecast(small);
    expect(figures.months).toBe(12);
    expect(figures.forecast_wape_ratio).toBeCloseTo(figures.forecast_wape / figures.stage_weighted_wape);
    expect(figures.forecast_coverage80).toBeGreaterThan(0.3);
    expect(figures.forecast_coverage80).toBeLessThanOrEqual(1);
    expect(measureForecast(small)).toEqual(figures);
  });

  it('is made on a world whose stages are worth something like what the CRM states', () => {
    const deals = makeWorld(1, 6);
    const late = deals.filter(({ steps }) => steps.some(({ stage }) => stage === 'Proposal/Price Quote'));
    const share = late.filter(({ isWon }) => isWon).length / late.length;
    expect(Math.abs(share - (stated['Proposal/Price Quote'] ?? 0))).toBeLessThan(0.15);
  });
});
