import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileEnsemble, readEnsemble, type Tree } from '../../../../src/learning/trees/index.ts';
import { ensembleOf, numbersTable, treeOf } from './support.ts';

/** a ≤ 1 → 10; else b ≤ 5 → 20, else 30. Missing a goes right, missing b left. */
const small = treeOf([
  [0, 1, 1, 2, 10, 0],
  [10, 4],
  [1, 5, 3, 4, 6, 1],
  [20, 2],
  [30, 4],
]);
const score = (trees: Tree[], row: number[], rest: Parameters<typeof ensembleOf>[2] = {}): number[] => [
  ...compileEnsemble(ensembleOf(2, trees, rest)).scoreRow(Float64Array.from(row)),
];

describe('a compiled ensemble', () => {
  it('sends a value on the threshold left and a larger one right', () => {
    expect([score([small], [1, 0]), score([small], [1.0000001, 5]), score([small], [2, 5.1])]).toEqual([[10], [20], [30]]);
  });

  it('a missing value follows the branch it learned', () => {
    expect(score([small], [Number.NaN, 9])).toEqual([30]);
    expect(score([small], [9, Number.NaN])).toEqual([20]);
  });

  it('a category goes left where its bit is set, whatever word it is in; an unknown one as any that is not listed', () => {
    const tree: Tree = {
      ...treeOf([
        [0, 0, 1, 2, 10, 1],
        [1, 5],
        [2, 5],
      ]),
      set: [0, -1, -1],
      sets: [[0b101, 0, 0b1000]],
    };
    const features = [{ name: 'c', kind: 'category' as const, levels: Array.from({ length: 68 }, (_, index) => String(index)) }];
    const ensemble = { ...ensembleOf(1, [tree]), features };
    const scores = [0, 1, 2, 67, 66, 500, Number.NaN].map((code) => compileEnsemble(ensemble).scoreRow(Float64Array.of(code))[0]);
    expect(scores).toEqual([1, 2, 1, 1, 2, 2, 1]);
  });

  it('adds base and trees, each to its output, and applies the link', () => {
    const trees = [treeOf([[1, 1]], 0), treeOf([[3, 1]], 1), treeOf([[0.5, 1]], 0)];
    expect(score(trees, [0, 0], { base: [1, 0] })).toEqual([2.5, 3]);
    expect(score([treeOf([[Math.log(3), 1]])], [0, 0], { link: 'logistic' })[0]).toBeCloseTo(0.75, 15);
    expect(score([treeOf([[Math.log(3), 1]])], [0, 0], { link: 'exp' })[0]).toBeCloseTo(3, 14);
    expect(score(trees, [0, 0], { base: [0.5, 0], link: 'softmax' })[1]).toBeCloseTo(Math.E / (1 + Math.E), 14);
    expect(score(trees, [0, 0], { base: [-0.5, 0], link: 'share' })).toEqual([0.25, 0.75]);
    expect(score([treeOf([[1000, 1]])], [0, 0], { link: 'logistic' })).toEqual([1]);
    expect(score([treeOf([[-1000, 1]])], [0, 0], { link: 'logistic' })).toEqual([0]);
  });

  it('reads zero as missing where the model says so, without changing the row', () => {
    const row = Float64Array.of(0, 9);
    const compiled = compileEnsemble(ensembleOf(2, [small], { zeroIsMissing: [0] }));
    expect([...compiled.scoreRow(row), row[0]]).toEqual([30, 0]);
    expect([
      ...compiled.scoreTable(
        numbersTable([
          [0, 9],
          [0.5, 9],
        ]),
      ),
    ]).toEqual([30, 10]);
  });

  it('scores a table as it scores its rows, to the byte', () => {
    const number = fc.option(fc.double({ min: -3, max: 8, noNaN: true }), { nil: null });
    const rows = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(rows, (values) => {
        const compiled = compileEnsemble(ensembleOf(2, [small, treeOf([[0.1, 1]], 1), small], { base: [0.3, 1], link: 'softmax' }));
        const table = numbersTable(values);
        const single = values.flatMap((row) => [...compiled.scoreRow(Float64Array.from(row, (value) => value ?? Number.NaN))]);
        expect([...compiled.scoreTable(table)]).toEqual(single);
      }),
    );
  });

  it('refuses a row or a table of another width', () => {
    const compiled = compileEnsemble(ensembleOf(2, [small]));
    expect(() => compiled.scoreRow(new Float64Array(3))).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    expect(() => compiled.scoreTable(numbersTable([[1]]))).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});

describe('an ensemble read from JSON', () => {
  const whole = ensembleOf(2, [small]);

  it('comes back as it went', () => {
    expect(readEnsemble(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
  });

  it.each([
    ['a child before its parent', { left: [1, -1, 0, -1, -1] }],
    ['a child that is not there', { right: [2, -1, 9, -1, -1] }],
    ['two parents', { left: [2, -1, 3, -1, -1] }],
    ['an unknown feature', { feature: [7, -1, 1, -1, -1] }],
    ['arrays of different lengths', { cover: [1] }],
    ['an output that does not exist', { output: 1 }],
    ['a set for a number', { set: [0, -1, -1, -1, -1], sets: [[1]] }],
  ])('with %s is refused', (_, change) => {
    expect(() => readEnsemble({ ...whole, trees: [{ ...small, ...change }] })).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });

  it('that is something else is refused with the place', () => {
    expect(() => readEnsemble({ ...whole, link: 'cubic' })).toThrow('link');
    expect(() => readEnsemble(null)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
