// Indexed reads in this file carry `as number`: node positions come from an ensemble that `checkEnsemble` has walked, and
// rows are prepared with as many values and codes as it has features.
import { isInSet, type Ensemble, type Tree } from './ensemble.ts';

/**
 * All nodes of all trees; the right child stands directly behind the left one. A leaf is its own left child and nothing
 * sends a row right there, so that a walk may go on for longer than the tree is deep and stays where it is.
 */
export type FlatTrees = {
  readonly roots: Int32Array;
  readonly outputs: Int32Array;
  /** Steps from the root to the lowest leaf. */
  readonly depths: Int32Array;
  /** The largest of the depths. */
  readonly deepest: number;
  readonly feature: Int32Array;
  /** Infinity at leaves and where the feature is a category. */
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly value: Float64Array;
  /** 1 where a missing number goes right. */
  readonly missingRight: Uint8Array;
  /** Where the node's answers begin in `goesRight`; 0 for a number, whose code is always 0. */
  readonly answersFrom: Int32Array;
  /** 0 first; then for every node on a category, 1 for each code that goes right. */
  readonly goesRight: Uint8Array;
  /** Codes there are answers for, a feature; 0 for numbers. Missing is the next code, any other value the one after it. */
  readonly knownCodes: Int32Array;
  readonly hasSets: boolean;
};

export function flattenTrees(ensemble: Ensemble): FlatTrees {
  const nodes = ensemble.trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const flat = {
    roots: new Int32Array(ensemble.trees.length),
    outputs: Int32Array.from(ensemble.trees, (tree) => tree.output),
    depths: new Int32Array(ensemble.trees.length),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes).fill(Infinity),
    left: new Int32Array(nodes),
    value: new Float64Array(nodes),
    missingRight: new Uint8Array(nodes),
    answersFrom: new Int32Array(nodes),
    knownCodes: knownCodesOf(ensemble),
  };
  const answers = [0];
  let next = 0;
  ensemble.trees.forEach((tree, index) => {
    flat.roots[index] = next;
    const laid = layOut(tree, next, flat, answers);
    flat.depths[index] = laid.depth;
    next = laid.next;
  });
  return {
    ...flat,
    goesRight: Uint8Array.from(answers),
    hasSets: answers.length > 1,
    deepest: flat.depths.reduce((a, b) => Math.max(a, b), 0),
  };
}

function knownCodesOf(ensemble: Ensemble): Int32Array {
  const known = Int32Array.from(ensemble.features, (feature) => (feature.kind === 'category' ? feature.levels.length : 0));
  for (const tree of ensemble.trees) {
    tree.feature.forEach((feature, node) => {
      const set = tree.sets[tree.set[node] ?? -1];
      if (set !== undefined) known[feature] = Math.max(known[feature] as number, set.length * 32);
    });
  }
  return known;
}

type Unfinished = Omit<FlatTrees, 'goesRight' | 'hasSets' | 'deepest'>;

function layOut(tree: Tree, root: number, flat: Unfinished, answers: number[]): { next: number; depth: number } {
  const waiting = [{ node: 0, at: root, level: 0 }];
  let next = root + 1;
  let depth = 0;
  for (const { node, at, level } of waiting) {
    depth = level;
    flat.left[at] = at;
    flat.value[at] = tree.value[node] as number;
    const feature = tree.feature[node] as number;
    if (feature < 0) continue;
    const set = tree.sets[tree.set[node] as number];
    const missingRight = tree.missingLeft[node] === 1 ? 0 : 1;
    flat.feature[at] = feature;
    if (set === undefined) {
      flat.threshold[at] = tree.threshold[node] as number;
      flat.missingRight[at] = missingRight;
    } else {
      flat.answersFrom[at] = answers.length;
      for (let code = 0; code < (flat.knownCodes[feature] as number); code += 1) answers.push(isInSet(set, code) ? 0 : 1);
      answers.push(missingRight, 1);
    }
    flat.left[at] = next;
    waiting.push({ node: tree.left[node] as number, at: next, level: level + 1 });
    waiting.push({ node: tree.right[node] as number, at: next + 1, level: level + 1 });
    next += 2;
  }
  return { next, depth };
}

/** Rows ready for a walk: a number is in `values`, a category in `codes`, and both are 0 where the other one counts. */
export type PreparedRows = { readonly values: Float64Array; readonly codes: Int32Array };

/** Puts one value in its place. */
export function prepare(flat: FlatTrees, feature: number, value: number, into: PreparedRows, at: number): void {
  const known = flat.knownCodes[feature] as number;
  if (known === 0) {
    into.values[at] = value;
    return;
  }
  const code = value | 0;
  if (value !== value) into.codes[at] = known;
  else into.codes[at] = code === value && code >= 0 && code < known ? code : known + 1;
}

/** The leaf value of one row, which begins at `offset`. */
export function walk(flat: FlatTrees, root: number, { values, codes }: PreparedRows, offset: number): number {
  const { feature, threshold, left, missingRight, answersFrom, goesRight } = flat;
  let node = root;
  for (;;) {
    const first = left[node] as number;
    if (first === node) return flat.value[node] as number;
    const at = offset + (feature[node] as number);
    const answers = answersFrom[node] as number;
    if (answers === 0) {
      const value = values[at] as number;
      const limit = threshold[node] as number;
      if (value <= limit) node = first;
      else node = value > limit ? first + 1 : first + (missingRight[node] as number);
    } else node = first + (goesRight[answers + (codes[at] as number)] as number);
  }
}

export function addTo(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}
