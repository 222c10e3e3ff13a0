import { createRandom, type Feature, type Table } from '../../../../src/learning/index.ts';
import { compileEnsemble, trainBoosting, type BoostingOptions, type Ensemble, type Tree } from '../../../../src/learning/trees/index.ts';

/** A table of number features a, b, c … from rows; null is missing. */
export function numbersTable(rows: readonly (readonly (number | null)[])[]): Table {
  const width = rows[0]?.length ?? 0;
  return tableOf(
    Array.from({ length: width }, (_, index) => ({ name: String.fromCodePoint(97 + index), kind: 'number' })),
    rows,
  );
}

export function tableOf(features: readonly Feature[], rows: readonly (readonly (number | null)[])[]): Table {
  const columns = features.map((_, index) => Float64Array.from(rows, (row) => row[index] ?? Number.NaN));
  return { rows: rows.length, features, columns };
}

/** Rows of seeded numbers in [-1, 1), a share of them missing, and a target that depends on the first three. */
export function drawn(rows: number, width: number, seed: number, missing = 0): { table: Table; signal: Float64Array } {
  const random = createRandom(seed);
  const values = Array.from({ length: rows }, () =>
    Array.from({ length: width }, () => (random.next() < missing ? null : random.next() * 2 - 1)),
  );
  const signal = Float64Array.from(values, ([a, b, c]) => (a ?? 0.5) + (b ?? -0.3) * (c ?? 0.7) * 2 + (random.next() - 0.5) * 0.4);
  return { table: numbersTable(values), signal };
}

export const leaf = -1;

/** A tree from nodes: `[value, cover]` for a leaf, `[feature, threshold, left, right, cover, missingLeft]` for a split. */
export function treeOf(nodes: readonly (readonly number[])[], output = 0): Tree {
  const isLeaf = (node: readonly number[]): boolean => node.length === 2;
  return {
    output,
    feature: nodes.map((node) => (isLeaf(node) ? leaf : (node[0] ?? 0))),
    threshold: nodes.map((node) => (isLeaf(node) ? 0 : (node[1] ?? 0))),
    set: nodes.map(() => -1),
    missingLeft: nodes.map((node) => (node[5] === 1 ? 1 : 0)),
    left: nodes.map((node) => (isLeaf(node) ? -1 : (node[2] ?? 0))),
    right: nodes.map((node) => (isLeaf(node) ? -1 : (node[3] ?? 0))),
    value: nodes.map((node) => (isLeaf(node) ? (node[0] ?? 0) : 0)),
    cover: nodes.map((node) => (isLeaf(node) ? (node[1] ?? 0) : (node[4] ?? 0))),
    gain: nodes.map(() => 0),
    sets: [],
  };
}

export function ensembleOf(width: number, trees: readonly Tree[], rest: Partial<Ensemble> = {}): Ensemble {
  return {
    format: 'countersign-trees',
    version: 1,
    features: Array.from({ length: width }, (_, index) => ({ name: String.fromCodePoint(97 + index), kind: 'number' })),
    link: 'identity',
    base: [0],
    trees: [...trees],
    zeroIsMissing: [],
    ...rest,
  };
}

/** Area under the ROC curve: the share of pairs of a positive and a negative row in the right order. */
export function areaUnderCurve(scores: Float64Array, target: Float64Array): number {
  const order = [...scores.keys()].toSorted((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let rankSum = 0;
  let positives = 0;
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to += 1;
    for (const row of order.slice(from, to)) {
      if (target[row] !== 1) continue;
      rankSum += (from + to + 1) / 2;
      positives += 1;
    }
    from = to;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / positives / (order.length - positives);
}

/** One unshrunk tree. */
export const one = { trees: 1, learningRate: 1, lambda: 0, minChildRows: 1 } as const;

/** Trains and scores the training rows themselves. */
export const fit = async (table: Table, target: readonly number[] | Float64Array, options: BoostingOptions) => {
  const { ensemble } = await trainBoosting(table, Float64Array.from(target), options);
  return { ensemble, scores: [...compileEnsemble(ensemble).scoreTable(table)] };
};
