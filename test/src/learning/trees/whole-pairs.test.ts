import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openWorkshop } from '../../../../src/learning/trees/crew.ts';
import { shareOf } from '../../../../src/learning/trees/slate.ts';
import { planTraining } from '../../../../src/learning/trees/training-plan.ts';
import { wholeUnits, writeWholePairs } from '../../../../src/learning/trees/whole-pairs.ts';

const rules = {
  lambda: 1,
  minChildRows: 1,
  minChildHessian: 1e-3,
  categorySmoothing: 0,
  minCategoryRows: 1,
  maxCategoriesInSet: 1,
  isMonotone: false,
};
const workshopFor = (rows: number) =>
  openWorkshop(
    planTraining({
      rows,
      bins: [],
      monotone: [],
      rules,
      size: 1,
      slots: 2,
      maxLeaves: 2,
      objective: undefined,
      outputs: 1,
      hasWeights: false,
    }),
    undefined,
  );

describe('gradients as whole numbers', () => {
  it('are within half a unit, and no sum passes 2^53', async () => {
    const gradient = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(gradient, fc.double({ min: 0, max: 50, noNaN: true })), { minLength: 1, maxLength: 60 }),
        async (values) => {
          const workshop = await workshopFor(values.length);
          const { gradients, hessians, pairs, rowOrder } = workshop.memory;
          values.forEach(([g, h], row) => {
            gradients[0]?.fill(g, row, row + 1);
            hessians[0]?.fill(h, row, row + 1);
            rowOrder[row] = row;
          });
          const { units, gradient: sum, packed } = writeWholePairs(workshop, values.length, 0);
          expect(Number.isSafeInteger(sum) && packed <= 2 ** 53).toBe(true);
          expect(Math.floor(packed / units.row)).toBe(values.length);
          values.forEach(([g, h], row) => {
            expect(Math.abs((pairs[row * 2] ?? 0) * units.gradient - g)).toBeLessThanOrEqual(units.gradient / 2);
            expect(Math.abs(((pairs[row * 2 + 1] ?? 0) - units.row) * units.hessian - h)).toBeLessThanOrEqual(units.hessian / 2);
          });
        },
      ),
    );
  });

  it('keep nine bits of the largest hessian at four million rows, and many more at fewer', () => {
    expect(0.25 / wholeUnits(4_194_304, 1e6, 4_194_304 / 4).hessian).toBeGreaterThanOrEqual(2 ** 7);
    expect(0.25 / wholeUnits(100_000, 1e4, 25_000).hessian).toBeGreaterThan(2 ** 15);
  });

  it('are shared out in whole blocks, every row once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 5 }), (count, parts) => {
        const shares = Array.from({ length: parts }, (_, shard) => shareOf(count, shard, parts));
        shares.forEach(({ from }, shard) => expect(from).toBe(shard === 0 ? 0 : Math.max(shares[shard - 1]?.to ?? 0, from)));
        expect(shares.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0)).toBe(count);
        expect(shareOf(count, parts, parts)).toEqual({ from: 0, to: 0 });
      }),
    );
  });
});
