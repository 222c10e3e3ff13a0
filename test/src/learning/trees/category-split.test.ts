import { describe, expect, it } from 'vitest';
import { createRandom, type Feature } from '../../../../src/learning/index.ts';
import { compileEnsemble, gainImportance } from '../../../../src/learning/trees/index.ts';
import { fit, one, tableOf } from './support.ts';

describe('categories', () => {
  const levels = ['a', 'b', 'c', 'd', 'e', 'f'];
  const feature: Feature = { name: 'region', kind: 'category', levels };
  const target = (code: number): number => ([1, 3, 4].includes(code) ? 10 : 0);
  const codes = Array.from({ length: 120 }, (_, row) => row % 5);

  it('split into sets at once, which no order of codes would', async () => {
    const { ensemble, scores } = await fit(
      tableOf(
        [feature],
        codes.map((code) => [code]),
      ),
      codes.map(target),
      { objective: 'squared', ...one, maxLeaves: 2 },
    );
    expect(ensemble.trees[0]?.feature).toHaveLength(3);
    scores.forEach((score, row) => expect(score).toBeCloseTo(target(codes[row] ?? 0), 9));
  });

  it('a level not seen in training is treated as missing is', async () => {
    const { ensemble } = await fit(
      tableOf(
        [feature],
        [...codes, ...Array.from({ length: 30 }, () => null)].map((code) => [code]),
      ),
      [...codes.map(target), ...Array.from({ length: 30 }, () => 10)],
      {
        objective: 'squared',
        ...one,
        maxLeaves: 2,
      },
    );
    const scores = compileEnsemble(ensemble).scoreTable(tableOf([feature], [[null], [5], [0], [1]]));
    scores.forEach((score, row) => expect(score).toBeCloseTo([10, 10, 0, 10][row] ?? 0, 9));
  });

  it('a rare level does not get a side of its own', async () => {
    const rows = [...codes.map((code) => [code]), [5], [5]];
    const { scores } = await fit(tableOf([feature], rows), [...codes.map(() => 0), 90, 90], {
      objective: 'squared',
      ...one,
      minChildRows: 1,
    });
    // At most they are pooled with one level of 24 rows.
    expect(Math.max(...scores)).toBeLessThan((2 * 90) / 26 + 1e-9);
  });

  it('of pure chance win little over a real number', async () => {
    const random = createRandom(4);
    const names = Array.from({ length: 120 }, (_, level) => `customer ${level}`);
    const rows = Array.from({ length: 2000 }, () => [random.int(120), random.next()]);
    const { ensemble } = await fit(
      tableOf(
        [
          { name: 'customer', kind: 'category', levels: names },
          { name: 'amount', kind: 'number' },
        ],
        rows,
      ),
      rows.map(([, amount = 0]) => (amount + random.next() > 1 ? 1 : 0)),
      { objective: 'logistic', trees: 50, learningRate: 0.1 },
    );
    expect(gainImportance(ensemble)[1]).toBeGreaterThan(0.7);
  });
});
