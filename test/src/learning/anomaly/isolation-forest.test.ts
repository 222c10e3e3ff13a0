import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileForest, fitIsolationForest, loadIsolationForest } from '../../../../src/learning/anomaly/index.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import type { Table } from '../../../../src/learning/core/table.ts';

const mammography = join(dirname(fileURLToPath(import.meta.url)), '../../../../../shared/data/ml/mammography.csv');

/** A cloud around the middle; the last row lies far out in its second feature, with a rare level. */
function cloud(rows = 400): Table {
  const draw = createRandom(5);
  const near = (): number => draw.next() + draw.next() + draw.next() - 1.5;
  const columns = [0, 1].map(() => Float64Array.from({ length: rows }, near));
  const levels = Float64Array.from({ length: rows }, (_, row) => (row === rows - 1 ? 2 : row % 2));
  const [, second] = columns;
  if (second) second[rows - 1] = 9;
  return {
    rows,
    features: [
      { name: 'amount', kind: 'number' },
      { name: 'hour', kind: 'number' },
      { name: 'account', kind: 'category', levels: ['a', 'b', 'c', 'd'] },
    ],
    columns: [...columns, levels],
  };
}

describe('an isolation forest', () => {
  it('scores the row that lies apart highest, and says by which features', () => {
    const table = cloud();
    const scorer = compileForest(fitIsolationForest(table, { seed: 1 }));
    const scores = scorer.score(table);
    expect(scores.indexOf(Math.max(...scores))).toBe(399);
    const { score, above, shares, contributions } = scorer.explain(table, 399);
    expect(score).toBeCloseTo(scores[399] ?? 0, 12);
    expect(above).toBeGreaterThan(0.95);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.max(...shares)).not.toBe(shares[0]);
    expect((shares[1] ?? 0) + (shares[2] ?? 0)).toBeGreaterThan(0.8);
    expect(contributions).toHaveLength(3);
  });

  it('contributions sum to the expected path less the path, from which the score follows', () => {
    const table = cloud();
    const forest = fitIsolationForest(table, { trees: 30, sample: 64, seed: 2 });
    const { score, contributions } = compileForest(forest).explain(table, 7);
    let expected = 0;
    for (let term = 1; term <= 63; term += 1) expected += 2 / term;
    expected -= (2 * 63) / 64;
    const path = expected - contributions.reduce((sum, part) => sum + part, 0);
    expect(score).toBeCloseTo(2 ** (-path / expected), 12);
  });

  it('two rows are told apart by one split: both paths are 1, both scores one half', () => {
    const table: Table = { rows: 2, features: [{ name: 'x', kind: 'number' }], columns: [Float64Array.from([0, 1])] };
    expect([...compileForest(fitIsolationForest(table, { trees: 5 })).score(table)]).toEqual([0.5, 0.5]);
  });

  it('scores a row with a missing value and a level it never saw', () => {
    const table = cloud();
    const scorer = compileForest(fitIsolationForest(table));
    const odd = { ...table, rows: 2, columns: [Float64Array.from([Number.NaN, 0]), Float64Array.from([0, 0]), Float64Array.from([0, 3])] };
    const scores = scorer.score(odd);
    scores.forEach((score) => expect(score > 0 && score < 1).toBe(true));
    expect(scorer.explain(odd, 0).score).toBe(scores[0]);
    // The level nobody booked to is rarer than either usual one.
    expect(scores[1]).toBeGreaterThan(
      scorer.score({
        ...odd,
        columns: [odd.columns[0] ?? new Float64Array(), odd.columns[1] ?? new Float64Array(), Float64Array.from([0, 0])],
      })[1] ?? 1,
    );
  });

  it('is the same to the byte for the same rows and seed, another for another seed, and reads back from JSON', () => {
    const table = cloud();
    const once = JSON.stringify(fitIsolationForest(table, { trees: 20, seed: 3 }));
    expect(JSON.stringify(fitIsolationForest(table, { trees: 20, seed: 3 }))).toBe(once);
    expect(JSON.stringify(fitIsolationForest(table, { trees: 20, seed: 4 }))).not.toBe(once);
    const forest = fitIsolationForest(table, { trees: 20, seed: 3 });
    expect(loadIsolationForest(JSON.parse(once)).score(table)).toEqual(compileForest(forest).score(table));
  });

  it('keeps no value of a row', () => {
    const table = cloud();
    const { threshold } = fitIsolationForest(table);
    const values = new Set(table.columns.slice(0, 2).flatMap((column) => [...column]));
    expect(threshold.filter((value) => value !== 0 && values.has(value))).toEqual([]);
  });

  it('rows that are all alike, or all missing, are all equally ordinary', () => {
    const features = [{ name: 'x', kind: 'number' as const }];
    for (const value of [4, Number.NaN]) {
      const table = { rows: 50, features, columns: [new Float64Array(50).fill(value)] };
      const scorer = compileForest(fitIsolationForest(table));
      scorer.score(table).forEach((score) => expect(score).toBeCloseTo(0.5, 12));
      expect([...scorer.explain(table, 0).shares]).toEqual([0]);
    }
  });

  it('refuses what it cannot learn from or read', () => {
    expect(() => fitIsolationForest({ rows: 1, features: [], columns: [] })).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    const forest = fitIsolationForest(cloud(), { trees: 2 });
    const circle = { ...forest, left: forest.left.map(() => 0) };
    for (const artefact of [null, {}, circle, { ...forest, size: [] }, { ...forest, roots: [forest.feature.length] }])
      expect(() => loadIsolationForest(artefact)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });

  it.skipIf(!existsSync(mammography))(
    'on mammography the mean AUC of five seeds is .85 or more (skipped where the evaluation data are not beside the project)',
    () => {
      const rows = readFileSync(mammography, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(','));
      const table: Table = {
        rows: rows.length,
        features: [0, 1, 2, 3, 4, 5].map((index) => ({ name: `v${index}`, kind: 'number' })),
        columns: [0, 1, 2, 3, 4, 5].map((index) => Float64Array.from(rows, (row) => Number(row[index]))),
      };
      const odd = rows.map((row) => row[6]?.includes("'1'") === true);
      const aucs = [0, 1, 2, 3, 4].map((seed) => areaUnder(compileForest(fitIsolationForest(table, { seed })).score(table), odd));
      expect(aucs.reduce((sum, auc) => sum + auc, 0) / 5).toBeGreaterThanOrEqual(0.85);
    },
  );
});

function areaUnder(scores: Float64Array, odd: readonly boolean[]): number {
  const order = [...scores.keys()].toSorted((one, other) => (scores[one] ?? 0) - (scores[other] ?? 0));
  let [ranks, positives] = [0, 0];
  order.forEach((row, place) => {
    if (!odd[row]) return;
    ranks += place + 1;
    positives += 1;
  });
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (scores.length - positives));
}
