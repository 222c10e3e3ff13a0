import { describe, expect, it } from 'vitest';
import { compileEnsemble, gainImportance, meanAbsoluteShap, readEnsemble, trainForest } from '../../../../src/learning/trees/index.ts';
import { areaUnderCurve, drawn, ensembleOf, numbersTable, treeOf } from './support.ts';

describe('a random forest', () => {
  it('gives probabilities that rank unseen rows, and its out-of-bag score is close to the one on new rows', async () => {
    const { table, signal } = drawn(1200, 5, 31);
    const label = (values: Float64Array): Float64Array => values.map((value) => (value > 0.3 ? 1 : 0));
    const { ensemble, outOfBag } = await trainForest(table, label(signal), { task: 'classification', classes: 2, trees: 60 });
    const fresh = drawn(1000, 5, 32);
    const scores = compileEnsemble(ensemble).scoreTable(fresh.table);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(areaUnderCurve(scores, label(fresh.signal))).toBeGreaterThan(0.93);
    const right = scores.filter((score, row) => (score > 0.5 ? 1 : 0) === label(fresh.signal)[row]).length / 1000;
    expect(Math.abs(outOfBag.score - right)).toBeLessThan(0.04);
    expect(outOfBag.scores).toHaveLength(1200);
  });

  it('of numbers gives means: nothing beyond what was seen, and an out-of-bag R²', async () => {
    const { table, signal } = drawn(1000, 4, 33);
    const { ensemble, outOfBag } = await trainForest(table, signal, { task: 'regression', trees: 60, featureFraction: 1 });
    const scores = compileEnsemble(ensemble).scoreTable(table);
    expect(Math.max(...scores)).toBeLessThanOrEqual(Math.max(...signal));
    expect(outOfBag.score).toBeGreaterThan(0.85);
    expect(outOfBag.score).toBeLessThan(1);
  });

  it('of three classes gives shares that sum to one', async () => {
    const { table, signal } = drawn(900, 4, 34);
    const target = signal.map((value) => (value < -0.3 ? 0 : value < 0.4 ? 1 : 2));
    const { ensemble, outOfBag } = await trainForest(table, target, { task: 'classification', classes: 3, trees: 40 });
    const scores = compileEnsemble(ensemble).scoreTable(table);
    for (let row = 0; row < 900; row += 1) {
      expect(scores.subarray(row * 3, row * 3 + 3).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    }
    expect(outOfBag.score).toBeGreaterThan(0.8);
  });

  it('is the same to the byte for the same seed, another for another, and survives JSON', async () => {
    const { table, signal } = drawn(300, 4, 35, 0.1);
    const text = async (seed: number): Promise<string> =>
      JSON.stringify((await trainForest(table, signal, { task: 'regression', trees: 8, seed })).ensemble);
    const first = await text(1);
    expect(await text(1)).toBe(first);
    expect(await text(2)).not.toBe(first);
    expect(JSON.stringify(readEnsemble(JSON.parse(first)))).toBe(first);
  });

  it('refuses what boosting refuses', async () => {
    const table = numbersTable([[1], [2]]);
    await expect(trainForest(table, Float64Array.of(0, 2), { task: 'classification', classes: 2 })).rejects.toThrow(
      expect.objectContaining({ field: 'target' }),
    );
    await expect(trainForest(table, Float64Array.of(0, 1), { task: 'classification', classes: 1 })).rejects.toThrow(
      expect.objectContaining({ field: 'classes' }),
    );
    await expect(trainForest(table, Float64Array.of(0, Number.NaN), { task: 'regression' })).rejects.toThrow(
      expect.objectContaining({ field: 'target' }),
    );
  });

  it('of one row has every tree see it: no out-of-bag score', async () => {
    const { outOfBag } = await trainForest(numbersTable([[1]]), Float64Array.of(5), { task: 'regression', trees: 3 });
    expect([outOfBag.scores[0], outOfBag.score]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('importance', () => {
  it('by gain is each feature’s share of the loss taken away', () => {
    const tree = {
      ...treeOf([
        [1, 0, 1, 2, 4],
        [1, 2],
        [0, 1, 3, 4, 2],
        [2, 1],
        [3, 1],
      ]),
      gain: [3, 0, 1, 0, 0],
    };
    expect([...gainImportance(ensembleOf(3, [tree]))]).toEqual([0.25, 0.75, 0]);
    expect([...gainImportance(ensembleOf(2, [treeOf([[1, 1]])]))]).toEqual([0, 0]);
  });

  it('by SHAP is the mean of absolute contributions, outputs added up', () => {
    expect([...meanAbsoluteShap(Float64Array.of(1, -2, 3, 0), 1, 2)]).toEqual([2, 1]);
    expect([...meanAbsoluteShap(Float64Array.of(1, -2, 3, 0), 2, 2)]).toEqual([4, 2]);
    expect(() => meanAbsoluteShap(new Float64Array(3), 1, 2)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
