import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { takeRows, type Table } from '../../../../src/learning/core/table.ts';
import { readRecords, type Design } from '../../../../src/learning/encode/index.ts';
import { stratifiedSplits } from '../../../../src/learning/folds/index.ts';
import {
  compileLinear,
  fitLogistic,
  fitRidge,
  loadLinear,
  sigmoid,
  trainLogistic,
  trainRidge,
} from '../../../../src/learning/linear/index.ts';
import { rocAuc } from '../../../../src/learning/metrics/index.ts';

const designOf = (rows: readonly (readonly number[])[]): Design => ({
  rows: rows.length,
  width: rows[0]?.length ?? 0,
  values: Float64Array.from(rows.flat()),
});

/** `rows` drawn rows of three numbers and a category, the chance of 1 known. */
function drawn(rows: number, seed: number): { table: Table; target: Float64Array } {
  const random = createRandom(seed);
  const normal = (): number => random.next() + random.next() + random.next() + random.next() - 2;
  const columns = [0, 1, 2].map(() => Float64Array.from({ length: rows }, normal));
  const plan = Float64Array.from({ length: rows }, () => random.int(3));
  const target = Float64Array.from({ length: rows }, (_, row) =>
    random.next() < sigmoid(1.5 * (columns[0]?.[row] ?? 0) - (columns[1]?.[row] ?? 0) + (plan[row] === 2 ? 1 : -0.5)) ? 1 : 0,
  );
  const features: Table['features'] = [
    { name: 'a', kind: 'number' },
    { name: 'b', kind: 'number' },
    { name: 'c', kind: 'number' },
    { name: 'plan', kind: 'category', levels: ['x', 'y', 'z'] },
  ];
  return { table: { rows, features, columns: [...columns, plan] }, target };
}

describe('logistic regression', () => {
  it('an intercept alone is the log-odds of the share of ones, with its textbook standard error', () => {
    const fit = fitLogistic({ rows: 4, width: 0, values: new Float64Array() }, [1, 0, 0, 0]);
    expect(fit.intercept).toBeCloseTo(Math.log(1 / 3), 10);
    expect(fit.errors[0]).toBeCloseTo(1 / Math.sqrt(4 * 0.25 * 0.75), 6);
  });

  it('a two-by-two table without a penalty gives its log odds ratio and the error of Woolf', () => {
    const rows = [
      ...Array.from({ length: 10 }, (_, row) => [1, row < 7 ? 1 : 0]),
      ...Array.from({ length: 20 }, (_, row) => [0, row < 5 ? 1 : 0]),
    ];
    const fit = fitLogistic(
      designOf(rows.map(([x = 0]) => [x])),
      rows.map(([, y = 0]) => y),
      { penalty: 0 },
    );
    expect(fit.coefficients[0]).toBeCloseTo(Math.log((7 * 15) / (3 * 5)), 8);
    expect(fit.errors[0]).toBeCloseTo(Math.sqrt(1 / 7 + 1 / 3 + 1 / 5 + 1 / 15), 6);
  });

  it('at the optimum the penalised gradient is zero, for any table and penalty', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.double({ min: -50, max: 50, noNaN: true }),
            fc.double({ min: -2, max: 2, noNaN: true }),
            fc.integer({ min: 0, max: 1 }),
          ),
          { minLength: 4, maxLength: 30 },
        ),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (rows, penalty) => {
          const target = rows.map(([, , y]) => y);
          fc.pre(target.includes(0) && target.includes(1));
          const fit = fitLogistic(designOf(rows.map(([a, b]) => [a, b])), target, { penalty });
          expect(fit.converged).toBe(true);
          for (const column of [0, 1] as const) {
            const slope = rows.reduce(
              (sum, row) => {
                const margin = fit.intercept + row[0] * (fit.coefficients[0] ?? 0) + row[1] * (fit.coefficients[1] ?? 0);
                return sum + (sigmoid(margin) - row[2]) * row[column];
              },
              penalty * (fit.coefficients[column] ?? 0),
            );
            expect(Math.abs(slope)).toBeLessThan(1e-3);
          }
        },
      ),
    );
  });

  it('a column that separates the classes stays finite through the penalty, even scaled far out', () => {
    for (const scale of [1, 1e4]) {
      const fit = fitLogistic(designOf([[-2], [-1], [1], [2]].map(([x = 0]) => [x * scale])), [0, 0, 1, 1]);
      expect(fit.converged).toBe(true);
      expect(Number.isFinite(fit.coefficients[0])).toBe(true);
      expect(fit.coefficients[0]).toBeGreaterThan(0);
    }
  });

  it('a weight of two counts as the row twice, a weight of zero as no row', () => {
    const [rows, target] = [
      [[1], [2], [0.5], [3], [9]],
      [0, 1, 1, 0, 1],
    ];
    const weighted = fitLogistic(designOf(rows), target, { weights: [2, 1, 1, 1, 0] });
    const repeated = fitLogistic(designOf([[1], [1], [2], [0.5], [3]]), [0, 0, 1, 1, 0]);
    expect(weighted.coefficients[0]).toBeCloseTo(repeated.coefficients[0] ?? Number.NaN, 8);
    expect(weighted.intercept).toBeCloseTo(repeated.intercept, 8);
  });

  it('one class, a missing target, odd weights and repeated columns without a penalty are refused by name', () => {
    const design = designOf([[1], [2]]);
    expect(() => fitLogistic(design, [1, 1])).toThrow('both classes');
    expect(() => fitLogistic(design, [1, Number.NaN])).toThrow('0 or 1 in every row');
    expect(() => fitLogistic(design, [1])).toThrow('one target for each row');
    expect(() => fitLogistic(design, [1, 0], { weights: [1, -1] })).toThrow('Sample weights');
    expect(() =>
      fitLogistic(
        designOf([
          [1, 1],
          [2, 2],
          [0, 0],
        ]),
        [1, 0, 1],
        { penalty: 0 },
      ),
    ).toThrow('repeat each other');
  });
});

describe('ridge regression', () => {
  it('without a penalty it is least squares with its standard error, with one it is shrunk as the formula says', () => {
    const design = designOf([[-1], [0], [1], [2]]);
    const plain = fitRidge(design, [1, 2, 4, 4], { penalty: 0 });
    // Sxx = 5, Sxy = 5.5; residuals .3 … give a squared sum of .7 over two degrees of freedom.
    expect(plain.coefficients[0]).toBeCloseTo(1.1, 12);
    expect(plain.intercept).toBeCloseTo(2.2, 12);
    expect(plain.errors[0]).toBeCloseTo(Math.sqrt(plain.residualVariance / 5), 12);
    expect(plain.residualVariance).toBeCloseTo(0.7 / 2, 12);
    expect(fitRidge(design, [1, 2, 4, 4], { penalty: 5 }).coefficients[0]).toBeCloseTo(5.5 / 10, 12);
  });

  it('a target that is not finite is refused', () => {
    expect(() => fitRidge(designOf([[1], [2]]), [1, Number.NaN])).toThrow('one finite target');
  });
});

describe('a linear model of a table', () => {
  const { table, target } = drawn(400, 1);
  const model = trainLogistic(table, target);

  it('the contributions of the features sum to margin less baseline, category columns counted as one', () => {
    const compiled = compileLinear(model);
    const margins = compiled.margins(table);
    for (let row = 0; row < 20; row += 1) {
      const cells = table.columns.map((column) => column[row] ?? Number.NaN);
      const { margin, baseline, contributions } = compiled.explain(cells);
      expect(contributions).toHaveLength(4);
      expect(Math.abs(contributions.reduce((sum, value) => sum + value, 0) - (margin - baseline))).toBeLessThan(1e-9);
      expect(margin).toBeCloseTo(margins[row] ?? Number.NaN, 12);
      expect(compiled.predict(cells)).toBeCloseTo(sigmoid(margin), 14);
    }
  });

  it('the mean margin over training is the baseline', () => {
    const compiled = compileLinear(model);
    const mean = compiled.margins(table).reduce((sum, value) => sum + value, 0) / table.rows;
    expect(compiled.explain([0, 0, 0, 0]).baseline).toBeCloseTo(mean, 9);
  });

  it('the same data gives the same bytes, and a journey through JSON changes no score', () => {
    expect(JSON.stringify(trainLogistic(table, target))).toBe(JSON.stringify(model));
    const again = compileLinear(JSON.parse(JSON.stringify(model)));
    expect(again.margins(table)).toEqual(compileLinear(model).margins(table));
  });

  it('a missing number and a missing level score as training saw them, without a crash', () => {
    const compiled = compileLinear(model);
    const empty = compiled.explain([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(Number.isFinite(empty.margin)).toBe(true);
    expect(empty.contributions[0]).toBeCloseTo(0, 12);
  });

  it('ridge predicts a line it was trained on', () => {
    const y = Float64Array.from({ length: 400 }, (_, row) => 3 + 2 * (table.columns[0]?.[row] ?? 0));
    const ridge = compileLinear(trainRidge(table, y, { penalty: 1e-6 }));
    expect(ridge.predict([1, 0, 0, 0])).toBeCloseTo(5, 4);
  });

  it('a damaged artefact is refused with a clear error', () => {
    expect(() => loadLinear({})).toThrow('damaged');
    expect(() => loadLinear({ ...model, coefficients: [1] })).toThrow('one coefficient for each column');
    expect(() => compileLinear(null)).toThrow('damaged');
  });
});

const telco = '../shared/data/ml/telco_churn.csv';
// The table is for evaluation alone and does not ship with the project.
describe.skipIf(!existsSync(telco))('churn (telco), when the table is there', () => {
  it('the area over five drawn splits is that of the reference, .845', () => {
    const records = parse<Record<string, string>>(readFileSync(telco), { columns: true });
    const target = Float64Array.from(records, (record) => (record['Churn'] === 'Yes' ? 1 : 0));
    const { table } = readRecords(records, { skip: ['customerID', 'Churn'] });
    const areas = stratifiedSplits(target, { testShare: 0.2, repeats: 5, seed: 0 }).map(({ train, test }) => {
      const model = trainLogistic(
        takeRows(table, train),
        Array.from(train, (row) => target[row] ?? 0),
      );
      return rocAuc(
        Array.from(test, (row) => target[row] ?? 0),
        compileLinear(model).margins(takeRows(table, test)),
      );
    });
    expect(areas.reduce((sum, area) => sum + area, 0) / 5).toBeGreaterThan(0.835);
  });
});
