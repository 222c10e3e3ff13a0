import type { Feature, Table } from '../core/table.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { createRandom, type Random } from '../core/random.ts';
import { compileForest } from './compile-forest.ts';
import { raritiesOf, splittable } from './rarity.ts';

export type IsolationForestOptions = { readonly trees?: number; readonly sample?: number; readonly seed?: number };

/**
 * A fitted forest as plain JSON. Nodes of all trees lie one after another; the children of node `n` are `left[n]` and the node
 * after it, a leaf has `feature` -1. Split values are drawn between the least and the largest value of a sample, so none is a
 * value of a row.
 */
export type IsolationForest = {
  readonly kind: 'isolation-forest';
  readonly version: 1;
  readonly features: readonly Feature[];
  /** For a category the logarithm of each level's share, by which it is split: what is rare lies apart. Empty for a number. */
  readonly rarity: readonly (readonly number[])[];
  readonly sample: number;
  readonly roots: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  readonly left: readonly number[];
  /** 1 where a missing value goes left. */
  readonly missingLeft: readonly number[];
  /** Rows of the sample that reached the node. */
  readonly size: readonly number[];
  /** The score below which 0, 1, 2 … 100 % of the training rows lie, for reading a score. */
  readonly percentiles: readonly number[];
};

/**
 * Isolation forest (Liu, Ting and Zhou 2008): each tree splits a subsample at random features and values until rows stand alone
 * or the depth of a balanced tree is reached; what is odd stands alone early. A missing value takes a side drawn at each split.
 * Throws `input.invalid` for a table without rows or features.
 */
export function fitIsolationForest(table: Table, options: IsolationForestOptions = {}): IsolationForest {
  const { trees = 100, seed = 1 } = options;
  if (table.rows < 2 || table.features.length === 0)
    throw new CountersignError('input.invalid', 'An isolation forest needs at least two rows and one feature', { field: 'table' });
  const sample = Math.min(options.sample ?? 256, table.rows);
  const random = createRandom(seed);
  const rarity = table.features.map((feature, index) =>
    feature.kind === 'category' ? raritiesOf(feature.levels.length, table.columns[index] ?? new Float64Array()) : [],
  );
  const columns = table.columns.map((column, index) => splittable(column, rarity[index] ?? []));
  const nodes: Nodes = { feature: [], threshold: [], left: [], missingLeft: [], size: [] };
  const roots: number[] = [];
  for (let tree = 0; tree < trees; tree += 1) {
    roots.push(nodes.feature.length);
    grow(columns, drawRows(table.rows, sample, random), random, nodes);
  }
  const forest = {
    kind: 'isolation-forest',
    version: 1,
    features: table.features,
    rarity,
    sample,
    roots,
    ...nodes,
    percentiles: [],
  } as const;
  const scores = compileForest(forest).score(table).toSorted();
  const percentiles = Array.from({ length: 101 }, (_, percent) => scores[Math.round((percent / 100) * (scores.length - 1))] ?? 0);
  return { ...forest, percentiles };
}

type Nodes = { feature: number[]; threshold: number[]; left: number[]; missingLeft: number[]; size: number[] };

/** `count` different rows, in the order drawn (Floyd's sampling keeps it independent of the number of rows). */
function drawRows(rows: number, count: number, random: Random): number[] {
  const drawn = new Set<number>();
  for (let upTo = rows - count; upTo < rows; upTo += 1) {
    const row = random.int(upTo + 1);
    drawn.add(drawn.has(row) ? upTo : row);
  }
  return [...drawn];
}

function grow(columns: readonly Float64Array[], rows: readonly number[], random: Random, nodes: Nodes): void {
  let deepest = 1;
  while (1 << deepest < rows.length) deepest += 1;
  const waiting: { node: number; rows: readonly number[]; depth: number }[] = [{ node: add(nodes, rows.length), rows, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.rows.length < 2 || next.depth >= deepest) continue;
    const split = drawSplit(columns, next.rows, random);
    if (!split) continue;
    const column = columns[split.feature] ?? new Float64Array();
    const left: number[] = [];
    const right: number[] = [];
    for (const row of next.rows) {
      const value = column[row] ?? Number.NaN;
      (value < split.threshold || (Number.isNaN(value) && split.missingLeft) ? left : right).push(row);
    }
    const first = add(nodes, left.length);
    const second = add(nodes, right.length);
    nodes.feature[next.node] = split.feature;
    nodes.threshold[next.node] = split.threshold;
    nodes.missingLeft[next.node] = split.missingLeft ? 1 : 0;
    nodes.left[next.node] = first;
    waiting.push({ node: second, rows: right, depth: next.depth + 1 }, { node: first, rows: left, depth: next.depth + 1 });
  }
}

function add(nodes: Nodes, size: number): number {
  nodes.threshold.push(0);
  nodes.left.push(0);
  nodes.missingLeft.push(0);
  nodes.size.push(size);
  return nodes.feature.push(-1) - 1;
}

/** A feature that still varies, drawn evenly, and a value between its least and its largest; undefined when all are alike. */
function drawSplit(columns: readonly Float64Array[], rows: readonly number[], random: Random) {
  for (const feature of random.permutation(columns.length)) {
    const column = columns[feature] ?? new Float64Array();
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      const value = column[row] ?? Number.NaN;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(low < high)) continue;
    const threshold = low + (high - low) * random.next();
    const missingLeft = random.next() < 0.5;
    // A draw at the very edge would leave one side empty.
    if (threshold > low) return { feature, threshold, missingLeft };
  }
  return undefined;
}
