import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, fitBins, writeCodes } from '../../../../src/learning/trees/binning.ts';
import { leftBound } from '../../../../src/learning/trees/float32-threshold.ts';
import type { Feature } from '../../../../src/learning/index.ts';
import { numbersTable, tableOf } from './support.ts';

const binned = (values: (number | null)[], maxBins = 255, feature: Feature = { name: 'a', kind: 'number' }) => {
  const table = tableOf(
    [feature],
    values.map((value) => [value]),
  );
  const [bins] = fitBins(table, maxBins, 0);
  if (bins === undefined) throw new Error('one feature has one set of bins');
  const codes = new Uint8Array(values.length);
  writeCodes(feature, bins, table.columns[0] ?? new Float64Array(0), codes, 0, 1);
  return { bins, codes: [...codes] };
};

describe('bins of numbers', () => {
  it('are one a value where there are few, an edge half-way between neighbours, missing behind the last', () => {
    const { bins, codes } = binned([3, 1, null, 2, 1]);
    expect(bins.kind === 'number' ? [...bins.edges] : []).toEqual([1.5, 2.5]);
    expect(codes).toEqual([2, 0, 3, 1, 0]);
  });

  it('are about equally full where there are many values', () => {
    const { codes } = binned(
      Array.from({ length: 1000 }, (_, index) => (index * 7919) % 1000),
      10,
    );
    const counts = Array.from({ length: 10 }, (_, bin) => codes.filter((code) => code === bin).length);
    expect(Math.min(...counts)).toBeGreaterThan(90);
    expect(Math.max(...counts)).toBeLessThan(110);
  });

  it('one very frequent value does not starve the others', () => {
    const { bins } = binned([...Array.from({ length: 900 }, () => 0), ...Array.from({ length: 100 }, (_, index) => index + 1)], 50);
    expect(bins.bins).toBeGreaterThan(40);
  });

  it('keep order and number of bins, whatever the values', () => {
    const value = fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 }), fc.constant(null));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 80 }), fc.integer({ min: 2, max: 12 }), (values, maxBins) => {
        const { bins, codes } = binned(values, maxBins);
        expect(bins.bins).toBeLessThanOrEqual(maxBins);
        const wrong = values.filter((a, index) => {
          const code = codes[index] ?? 0;
          if (a === null) return code !== bins.bins;
          const isOrdered = values.every((b, other) => b === null || a > b || code <= (codes[other] ?? 0));
          // The code of a value is what the raw threshold says of it later.
          const isConsistent = bins.kind === 'number' && bins.edges.every((edge, at) => a <= edge === code <= at);
          return code >= bins.bins || !isOrdered || !isConsistent;
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('an edge lies from the lower value up to below the higher one, and JSON can hold it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        fc.pre(a < b);
        const edge = between(a, b);
        expect(Number.isFinite(edge) && !Object.is(edge, -0)).toBe(true);
        expect(edge < b && (edge >= a || a === -Infinity)).toBe(true);
      }),
    );
  });

  it('of a long table come from a sample of it, drawn by the seed', () => {
    const table = numbersTable(Array.from({ length: 40_000 }, (_, index) => [Math.sqrt(index)]));
    expect(fitBins(table, 255, 1)).toEqual(fitBins(table, 255, 1));
    expect(fitBins(table, 255, 1)).not.toEqual(fitBins(table, 255, 2));
  });
});

describe('bins of categories', () => {
  it('keep the most frequent levels; the rest counts as missing', () => {
    const { bins, codes } = binned([2, 2, 2, 0, 0, 1, null], 2, { name: 'c', kind: 'category', levels: ['x', 'y', 'z', 'never'] });
    expect(bins.kind === 'category' ? [...bins.levels] : []).toEqual([2, 0]);
    expect(codes).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });
});

describe('the bound that says in 64 bits what XGBoost’s threshold says in 32', () => {
  it('holds for every value near it', () => {
    const float = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(float, fc.double({ min: -3, max: 3, noNaN: true }), (threshold, ulps) => {
        const bound = leftBound(threshold);
        const step = Math.max(2 ** -149, Math.abs(threshold) * 2 ** -24);
        for (const value of [threshold, bound, threshold + ulps * step, bound + ulps * Number.EPSILON * Math.abs(bound), -threshold]) {
          expect(value <= bound).toBe(Math.fround(value) < threshold);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('of zero is just below the half of the smallest negative number', () => {
    expect(leftBound(0) < 0 && Math.fround(leftBound(0)) < 0).toBe(true);
    expect(Math.fround(-(2 ** -151))).toBe(-0);
  });
});
