import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, rowOf } from '../../../../src/learning/index.ts';
import {
  compileEnsemble,
  createTreeExplainer,
  meanAbsoluteShap,
  trainBoosting,
  type Ensemble,
  type Tree,
} from '../../../../src/learning/trees/index.ts';
import { drawn, ensembleOf, treeOf } from './support.ts';

/** A random tree of the given depth on `features` features, each node's cover the sum of its children's. */
function randomTree(depth: number, features: number, seed: number): Tree {
  const random = createRandom(seed);
  const nodes: number[][] = [];
  const grow = (level: number): number => {
    const at = nodes.length;
    nodes.push([]);
    if (level === 0 || random.next() < 0.15) {
      nodes[at] = [random.next() * 4 - 2, 1 + random.int(50)];
      return at;
    }
    const left = grow(level - 1);
    const right = grow(level - 1);
    const cover = coverOf(nodes[left]) + coverOf(nodes[right]);
    nodes[at] = [random.int(features), random.next() * 2 - 1, left, right, cover, random.int(2)];
    return at;
  };
  grow(depth);
  return treeOf(nodes);
}

const coverOf = (node: readonly number[] = []): number => (node.length === 2 ? node[1] : node[4]) ?? 0;

/** What the tree gives when only the features in `known` are: unknown ones average both sides by cover. */
function conditional(tree: Tree, row: Float64Array, known: number, node = 0): number {
  const feature = tree.feature[node] ?? -1;
  if (feature < 0) return tree.value[node] ?? 0;
  const [left = 0, right = 0] = [tree.left[node], tree.right[node]];
  const value = row[feature] ?? Number.NaN;
  if (((known >>> feature) & 1) === 1) {
    const goesLeft = Number.isNaN(value) ? tree.missingLeft[node] === 1 : value <= (tree.threshold[node] ?? 0);
    return conditional(tree, row, known, goesLeft ? left : right);
  }
  const [a, b] = [tree.cover[left] ?? 0, tree.cover[right] ?? 0];
  return (a * conditional(tree, row, known, left) + b * conditional(tree, row, known, right)) / (a + b);
}

/** Shapley's formula over all subsets of the features. */
function enumerated(tree: Tree, row: Float64Array): number[] {
  const features = row.length;
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  return Array.from({ length: features }, (_, feature) => {
    let sum = 0;
    for (let known = 0; known < 1 << features; known += 1) {
      if (((known >>> feature) & 1) === 1) continue;
      const size = Array.from({ length: features }, (_, other) => (known >>> other) & 1).reduce((total, bit) => total + bit, 0);
      const weight = (factorial(size) * factorial(features - size - 1)) / factorial(features);
      sum += weight * (conditional(tree, row, known | (1 << feature)) - conditional(tree, row, known));
    }
    return sum;
  });
}

const rows = (width: number): fc.Arbitrary<number[]> =>
  fc.array(fc.oneof(fc.double({ min: -1.2, max: 1.2, noNaN: true }), fc.constant(Number.NaN)), { minLength: width, maxLength: width });

describe('exact TreeSHAP', () => {
  it('of one split gives the feature what the leaf differs from the mean', () => {
    const explainer = createTreeExplainer(
      ensembleOf(2, [
        treeOf([
          [0, 1, 1, 2, 10],
          [10, 4],
          [20, 6],
        ]),
      ]),
    );
    expect(explainer.expected[0]).toBeCloseTo(16, 12);
    expect([...explainer.explainRow(Float64Array.of(0, 5))]).toEqual([-6, 0]);
    expect([...explainer.explainRow(Float64Array.of(3, 5))]).toEqual([4, 0]);
  });

  it.each([
    ['short paths, answered from a table', 4, 5],
    ['paths longer than the table holds', 9, 9],
  ])('equals Shapley’s formula over all subsets: %s', (_, depth, features) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), rows(features), (seed, values) => {
        const tree = randomTree(depth, features, seed);
        const row = Float64Array.from(values);
        const exact = enumerated(tree, row);
        const explained = createTreeExplainer(ensembleOf(features, [tree])).explainRow(row);
        explained.forEach((value, feature) => expect(value).toBeCloseTo(exact[feature] ?? Number.NaN, 10));
      }),
      { numRuns: depth > 5 ? 12 : 60 },
    );
  });

  it('with the expected value sums to the margin within 1e-9, for every output', async () => {
    const { table, signal } = drawn(600, 6, 3, 0.1);
    const target = signal.map((value) => (value < -0.3 ? 0 : value < 0.4 ? 1 : 2));
    const { ensemble } = await trainBoosting(table, target, {
      objective: 'softmax',
      classes: 3,
      trees: 30,
      maxLeaves: 20,
      minChildRows: 5,
    });
    const explainer = createTreeExplainer(ensemble);
    const margins = compileEnsemble(ensemble).marginTable(table);
    const contributions = explainer.explainTable(table);
    let worst = 0;
    margins.forEach((margin, at) => {
      const own = contributions.subarray(at * 6, (at + 1) * 6).reduce((sum, value) => sum + value, explainer.expected[at % 3] ?? 0);
      worst = Math.max(worst, Math.abs(own - margin));
    });
    expect(worst).toBeLessThan(1e-9);
  });

  it('explains a table as it explains its rows', async () => {
    const { table, signal } = drawn(200, 4, 5);
    const { ensemble } = await trainBoosting(table, signal, { objective: 'squared', trees: 10 });
    const explainer = createTreeExplainer(ensemble);
    const all = explainer.explainTable(table);
    expect([...all.subarray(7 * 4, 8 * 4)]).toEqual([...explainer.explainRow(rowOf(table, 7))]);
    expect(meanAbsoluteShap(all, 1, 4)[0]).toBeGreaterThan(meanAbsoluteShap(all, 1, 4)[3] ?? 0);
  });

  it('a tree of one leaf explains nothing and is all expectation', () => {
    const explainer = createTreeExplainer(ensembleOf(2, [treeOf([[7, 3]])], { base: [1] }));
    expect([explainer.expected[0], ...explainer.explainRow(Float64Array.of(1, 2))]).toEqual([8, 0, 0]);
  });

  it('a node no training row reached still leaves a finite sum', () => {
    const tree = treeOf([
      [0, 0, 1, 4, 5],
      [1, 0, 2, 3, 0],
      [1, 0],
      [2, 0],
      [3, 5],
    ]);
    const explainer = createTreeExplainer(ensembleOf(2, [tree]));
    const explained = explainer.explainRow(Float64Array.of(-1, -1));
    expect(explained.reduce((sum, value) => sum + value, explainer.expected[0] ?? 0)).toBeCloseTo(1, 12);
  });

  it('refuses a row of another width', () => {
    const ensemble: Ensemble = ensembleOf(2, [treeOf([[7, 3]])]);
    expect(() => createTreeExplainer(ensemble).explainRow(new Float64Array(1))).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
