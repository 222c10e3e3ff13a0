import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  groupFolds,
  rollingOrigin,
  stratifiedFolds,
  stratifiedGroupFolds,
  stratifiedSplits,
  timeSplit,
  type Fold,
} from '../../../../src/learning/folds/index.ts';

const isPartition = (fold: Fold, rows: number): boolean =>
  [...fold.train, ...fold.test].toSorted((a, b) => a - b).every((row, index) => row === index) &&
  fold.train.length + fold.test.length === rows;

describe('stratified folds', () => {
  it('every row is tested exactly once and every class is spread within one row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 80 }),
        fc.integer({ min: 2, max: 6 }),
        (target, k) => {
          const folds = stratifiedFolds(target, k, 7);
          expect(folds.flatMap((fold) => [...fold.test]).toSorted((a, b) => a - b)).toEqual(target.map((_, row) => row));
          expect(folds.every((fold) => isPartition(fold, target.length))).toBe(true);
          for (const label of new Set(target)) {
            const counts = folds.map((fold) => [...fold.test].filter((row) => target[row] === label).length);
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }
          const sizes = folds.map((fold) => fold.test.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('the same seed draws the same folds and another seed draws others', () => {
    const target = Array.from({ length: 60 }, (_, row) => row % 2);
    expect(stratifiedFolds(target, 5, 1)).toEqual(stratifiedFolds(target, 5, 1));
    expect(stratifiedFolds(target, 5, 1)).not.toEqual(stratifiedFolds(target, 5, 2));
  });

  it('too few folds, too few rows and a missing target are refused by name', () => {
    expect(() => stratifiedFolds([0, 1, 0], 1, 0)).toThrow('at least two folds');
    expect(() => stratifiedFolds([0, 1], 3, 0)).toThrow('more folds than rows');
    expect(() => stratifiedFolds([0, 1, Number.NaN], 2, 0)).toThrow('without a target');
  });

  it('a drawn split keeps the share of each class and gives a rare class to both sides', () => {
    const target = [...Array.from({ length: 80 }, () => 0), ...Array.from({ length: 20 }, () => 1), 2, 2];
    const splits = stratifiedSplits(target, { testShare: 0.2, repeats: 3, seed: 4 });
    expect(splits).toHaveLength(3);
    for (const split of splits) {
      expect(isPartition(split, target.length)).toBe(true);
      expect([0, 1, 2].map((label) => [...split.test].filter((row) => target[row] === label).length)).toEqual([16, 4, 1]);
    }
    expect(splits[0]).not.toEqual(splits[1]);
    expect(() => stratifiedSplits(target, { testShare: 1, repeats: 1, seed: 0 })).toThrow('between 0 and 1');
  });
});

describe('group folds', () => {
  it('a group is never on both sides and folds are of even size', () => {
    const groups = Array.from({ length: 90 }, (_, row) => `customer ${row % 17}`);
    const folds = groupFolds(groups, 4, 3);
    for (const fold of folds) {
      expect(isPartition(fold, 90)).toBe(true);
      const tested = new Set([...fold.test].map((row) => groups[row]));
      expect([...fold.train].some((row) => tested.has(groups[row]))).toBe(false);
      expect(fold.test.length).toBeGreaterThanOrEqual(20);
    }
    expect(folds).toEqual(groupFolds(groups, 4, 3));
  });

  it('fewer groups than folds are refused', () => {
    expect(() => groupFolds(['a', 'a', 'b'], 3, 0)).toThrow('more folds than groups');
  });
});

describe('splits in time', () => {
  it('rows of the day of the split are all tested, none is trained on', () => {
    const split = timeSplit([1, 5, 2, 4, 4, 3, 4, 5, 1, 2], 0.3);
    expect([...split.test]).toEqual([1, 3, 4, 6, 7]);
    expect([...split.train]).toEqual([0, 2, 5, 8, 9]);
  });

  it('a rolling origin trains on the past alone and ends with the newest row', () => {
    const times = [1, 2, 3, 4, 5, 6, 7, 8];
    const folds = rollingOrigin(times, { origins: 2, testLength: 2 });
    expect(folds.map((fold) => [[...fold.train], [...fold.test]])).toEqual([
      [
        [0, 1, 2, 3],
        [4, 5],
      ],
      [
        [0, 1, 2, 3, 4, 5],
        [6, 7],
      ],
    ]);
    const [narrow] = rollingOrigin(times, { origins: 1, testLength: 2, trainLength: 3, gap: 1 });
    expect([...(narrow?.train ?? [])]).toEqual([2, 3, 4]);
  });

  it('a row without a time is refused', () => {
    expect(() => timeSplit([1, Number.NaN, 3], 0.5)).toThrow('without a time');
    expect(() => rollingOrigin([1, 2, 3], { origins: 1, testLength: 0 })).toThrow('above zero');
  });
});

describe('group folds that keep the share of a target', () => {
  it('no group is on both sides, every row is tested once, and the ones are spread', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.boolean()), { minLength: 120, maxLength: 300 }), (rows) => {
        const groups = rows.map(([group]) => group);
        if (new Set(groups).size < 10) return;
        const target = rows.map(([, one]) => Number(one));
        const folds = stratifiedGroupFolds(target, groups, 5, 3);
        expect(folds.flatMap((fold) => [...fold.test]).toSorted((a, b) => a - b)).toEqual(rows.map((_, row) => row));
        for (const { train, test } of folds) {
          const trained = new Set(Array.from(train, (row) => groups[row]));
          expect(Array.from(test).some((row) => trained.has(groups[row]))).toBe(false);
        }
        const ones = folds.map(({ test }) => Array.from(test).reduce((sum, row) => sum + (target[row] ?? 0), 0));
        const largest = Math.max(...[...new Set(groups)].map((group) => rows.filter(([of, one]) => of === group && one).length));
        expect(Math.max(...ones) - Math.min(...ones)).toBeLessThanOrEqual(largest);
      }),
    );
  });

  it('the same seed draws the same folds; fewer groups than folds are refused', () => {
    const groups = Array.from({ length: 60 }, (_, row) => `e${row % 20}`);
    const target = groups.map((_, row) => (row % 3 === 0 ? 1 : 0));
    expect(stratifiedGroupFolds(target, groups, 5, 1)).toEqual(stratifiedGroupFolds(target, groups, 5, 1));
    expect(() => stratifiedGroupFolds([0, 1, 0], ['a', 'a', 'b'], 3, 1)).toThrow(/more folds than groups/);
  });
});
