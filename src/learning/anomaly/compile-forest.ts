import { rowOf, type Table } from '../core/table.ts';
import type { IsolationForest } from './isolation-forest.ts';
import { expectedPath } from './path-length.ts';
import { splittable } from './rarity.ts';

// Indexed reads of the typed arrays below never leave their bounds (every child, feature and row index was validated or
// made here); `as number` in the inner loop says so where `?? 0` costs a fifth of the speed.

/**
 * What made a row odd: per feature the part of its shortened path, and as shares of what shortened it, which sum to 1 (or are all
 * 0 where nothing did).
 */
export type AnomalyExplanation = {
  readonly score: number;
  /** The share of the training rows with a lower score. */
  readonly above: number;
  /** In splits: sums to the expected path less this row's path. Negative where the feature makes the row ordinary. */
  readonly contributions: Float64Array;
  readonly shares: Float64Array;
};

export type CompiledForest = {
  /** One score a row: 2 to the minus path over expected path; .5 is ordinary, towards 1 is odd. */
  score(table: Table): Float64Array;
  explain(table: Table, row: number): AnomalyExplanation;
};

const block = 512;

export function compileForest(forest: Omit<IsolationForest, 'percentiles'> & { readonly percentiles: readonly number[] }): CompiledForest {
  const width = forest.features.length;
  const flat = flatten(forest);
  const expected = expectedPath(forest.sample) || 1;
  const prepare = (table: Table): readonly Float64Array[] =>
    table.columns.map((column, index) => splittable(column, forest.rarity[index] ?? []));
  const toScore = (pathSum: number): number => Math.exp((-pathSum / forest.roots.length / expected) * Math.LN2);
  return {
    score(table) {
      const columns = prepare(table);
      const paths = new Float64Array(table.rows);
      const rows = new Float64Array(block * width);
      for (let start = 0; start < table.rows; start += block) {
        const count = Math.min(block, table.rows - start);
        const isWhole = gather(columns, start, count, rows);
        addPaths(flat, rows, width, count, isWhole, paths.subarray(start, start + count));
      }
      return paths.map(toScore);
    },
    explain(table, row) {
      const one = { rows: 1, features: table.features, columns: table.columns.map((column) => column.slice(row, row + 1)) };
      const values = rowOf({ ...one, columns: prepare(one) }, 0);
      const { path, contributions } = follow(forest, values);
      const score = toScore(path);
      const below = forest.percentiles.filter((limit) => limit < score).length;
      const helped = contributions.reduce((sum, part) => sum + Math.max(0, part), 0);
      return {
        score,
        above: forest.percentiles.length === 0 ? 0 : below / forest.percentiles.length,
        contributions,
        shares: contributions.map((part) => (helped > 0 ? Math.max(0, part) / helped : 0)),
      };
    },
  };
}

type Flat = {
  readonly roots: Int32Array;
  /** -1 at a leaf, whose `threshold` is the path length from the root. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly missingLeft: Uint8Array;
};

function flatten(forest: Pick<IsolationForest, 'roots' | 'feature' | 'threshold' | 'left' | 'missingLeft' | 'size'>): Flat {
  const threshold = Float64Array.from(forest.threshold);
  const depth = new Int32Array(forest.feature.length);
  // A child always lies after its parent, so one pass from the front knows every depth.
  for (let node = 0; node < forest.feature.length; node += 1) {
    if ((forest.feature[node] ?? -1) < 0) {
      threshold[node] = (depth[node] ?? 0) + expectedPath(forest.size[node] ?? 1);
      continue;
    }
    const child = forest.left[node] ?? 0;
    depth[child] = (depth[node] ?? 0) + 1;
    depth[child + 1] = (depth[node] ?? 0) + 1;
  }
  return {
    roots: Int32Array.from(forest.roots),
    feature: Int32Array.from(forest.feature),
    threshold,
    left: Int32Array.from(forest.left),
    missingLeft: Uint8Array.from(forest.missingLeft),
  };
}

/** Rows `start` to `start + count` side by side; answers whether none has a missing value. */
function gather(columns: readonly Float64Array[], start: number, count: number, into: Float64Array): boolean {
  const width = columns.length;
  let isWhole = true;
  for (let feature = 0; feature < width; feature += 1) {
    const column = columns[feature] ?? new Float64Array();
    for (let row = 0; row < count; row += 1) {
      const value = column[start + row] ?? Number.NaN;
      if (Number.isNaN(value)) isWhole = false;
      into[row * width + feature] = value;
    }
  }
  return isWhole;
}

/** Tree by tree over a block of rows: a tree of 256 rows and the block stay in the nearest cache. */
function addPaths(flat: Flat, rows: Float64Array, width: number, count: number, isWhole: boolean, paths: Float64Array): void {
  const { roots, feature, threshold, left, missingLeft } = flat;
  for (let tree = 0; tree < roots.length; tree += 1) {
    const root = roots[tree] as number;
    for (let row = 0; row < count; row += 1) {
      const base = row * width;
      let node = root;
      let at = feature[node] as number;
      while (at >= 0) {
        const value = rows[base + at] as number;
        const goesLeft = value < (threshold[node] as number) || (!isWhole && Number.isNaN(value) && missingLeft[node] === 1);
        node = (left[node] as number) + (goesLeft ? 0 : 1);
        at = feature[node] as number;
      }
      paths[row] = (paths[row] as number) + (threshold[node] as number);
    }
  }
}

/**
 * Along each path a split is credited with what it took off the path still expected: that of the node, less one, less that of the
 * child. The credits of a path sum to the expected path of the whole sample less the path itself.
 */
function follow(forest: Omit<IsolationForest, 'percentiles'>, values: Float64Array): { path: number; contributions: Float64Array } {
  const contributions = new Float64Array(values.length);
  let path = 0;
  for (const root of forest.roots) {
    let node = root;
    let steps = 0;
    for (let feature = forest.feature[node] ?? -1; feature >= 0; feature = forest.feature[node] ?? -1) {
      const value = values[feature] ?? Number.NaN;
      const goesLeft = value < (forest.threshold[node] ?? 0) || (Number.isNaN(value) && forest.missingLeft[node] === 1);
      const child = (forest.left[node] ?? 0) + (goesLeft ? 0 : 1);
      const taken = expectedPath(forest.size[node] ?? 1) - 1 - expectedPath(forest.size[child] ?? 1);
      contributions[feature] = (contributions[feature] ?? 0) + taken / forest.roots.length;
      steps += 1;
      node = child;
    }
    path += steps + expectedPath(forest.size[node] ?? 1);
  }
  return { path, contributions };
}
