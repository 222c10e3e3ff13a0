import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/learning/index.ts';
import { readEnsemble, trainBoosting, type BoostingOptions } from '../../../../src/learning/trees/index.ts';
import { fit, numbersTable, one } from './support.ts';

describe('what cannot be learned from', () => {
  const table = numbersTable([[1], [2], [3]]);
  it.each<[string, BoostingOptions, number[], string]>([
    ['a missing target', { objective: 'squared' }, [1, Number.NaN, 2], 'target'],
    ['a third class', { objective: 'logistic' }, [0, 1, 2], 'target'],
    ['a class beyond the last', { objective: 'softmax', classes: 2 }, [0, 1, 2], 'target'],
    ['a target too short', { objective: 'squared' }, [1], 'target'],
    ['a negative weight', { objective: 'squared', weights: Float64Array.of(1, -1, 1) }, [1, 2, 3], 'weights'],
    ['an unknown monotone feature', { objective: 'squared', monotone: { z: 1 } }, [1, 2, 3], 'monotone'],
    ['one leaf', { objective: 'squared', maxLeaves: 1 }, [1, 2, 3], 'maxLeaves'],
    ['a learning rate of zero', { objective: 'squared', learningRate: 0 }, [1, 2, 3], 'learningRate'],
    ['an alpha of one', { objective: 'quantile', alpha: 1 }, [1, 2, 3], 'alpha'],
    ['no trees', { objective: 'squared', trees: 0 }, [1, 2, 3], 'trees'],
    ['300 bins', { objective: 'squared', maxBins: 300 }, [1, 2, 3], 'maxBins'],
    ['a validation of everything', { objective: 'squared', earlyStopping: { patience: 1, fraction: 1 } }, [1, 2, 3], 'earlyStopping'],
  ])('%s: refused with the field', async (_, options, target, field) => {
    await expect(trainBoosting(table, Float64Array.from(target), options)).rejects.toThrow(
      expect.objectContaining({ code: 'input.invalid', field }),
    );
  });

  it('an empty table is refused', async () => {
    await expect(trainBoosting({ rows: 0, features: [], columns: [] }, new Float64Array(0), { objective: 'squared' })).rejects.toThrow(
      'no rows',
    );
  });

  it.each([
    ['no features', { rows: 3, features: [], columns: [] }],
    ['a constant column', numbersTable([[1], [1], [1]])],
    ['a column with nothing in it', numbersTable([[null], [null], [null]])],
  ])('with %s the model is the base alone', async (_, degenerate: Table) => {
    const { scores } = await fit(degenerate, [0, 1, 1], { objective: 'logistic', trees: 3, minChildRows: 1 });
    scores.forEach((score) => expect(score).toBeCloseTo(2 / 3, 9));
  });

  it('one class alone, huge values and infinities are learned without a crash', async () => {
    const alone = await fit(numbersTable([[1], [2], [3]]), [1, 1, 1], { objective: 'logistic', trees: 5 });
    expect(alone.scores[0]).toBeGreaterThan(0.99);
    const wild = await fit(numbersTable([[-Infinity], [-1e308], [1e308], [Infinity]]), [1, 2, 3, 4e100], { objective: 'squared', ...one });
    expect(readEnsemble(JSON.parse(JSON.stringify(wild.ensemble)))).toEqual(wild.ensemble);
    expect(wild.scores.every(Number.isFinite)).toBe(true);
  });
});
