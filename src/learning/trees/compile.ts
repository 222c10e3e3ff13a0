// Indexed reads in this file carry `as number`: node indices come from an ensemble that `checkEnsemble` has walked, and a
// row has as many values as the ensemble has features (checked on entry).
import { CountersignError } from '../../contracts/errors.ts';
import type { Table } from '../core/table.ts';
import { checkEnsemble, type Ensemble, type Tree } from './ensemble.ts';
import { applyLink } from './links.ts';

/** An ensemble laid out for fast scoring. Scores and margins come row by row, `outputs` values each. */
export type CompiledEnsemble = {
  readonly ensemble: Ensemble;
  readonly outputs: number;
  /** One row of as many values as there are features (NaN is missing) → `outputs` scores through the link. */
  scoreRow(row: Float64Array, into?: Float64Array): Float64Array;
  /** The same before the link: base plus the sum over trees. */
  marginRow(row: Float64Array, into?: Float64Array): Float64Array;
  /** `rows × outputs` scores. The table's columns are in the order of the ensemble's features. */
  scoreTable(table: Table): Float64Array;
  marginTable(table: Table): Float64Array;
};

/** Rows scored together: their values fit the first-level cache beside one tree. */
const blockRows = 64;

/** Throws `input.invalid` where the ensemble is inconsistent or a row or table has another number of features. */
export function compileEnsemble(ensemble: Ensemble): CompiledEnsemble {
  checkEnsemble(ensemble);
  const flat = flatten(ensemble);
  const outputs = ensemble.base.length;
  const width = ensemble.features.length;
  const prepared = new Float64Array(width);
  const marginRow = (row: Float64Array, into: Float64Array = new Float64Array(outputs)): Float64Array => {
    if (row.length !== width) throw wrongWidth(width, row.length);
    for (let output = 0; output < outputs; output += 1) into[output] = ensemble.base[output] ?? 0;
    let values = row;
    if (ensemble.zeroIsMissing.length > 0) {
      prepared.set(row);
      values = prepared;
      zerosToMissing(values, 0, ensemble.zeroIsMissing);
    }
    addTrees(flat, values, into);
    return into;
  };
  const marginTable = (table: Table): Float64Array => {
    if (table.columns.length !== width) throw wrongWidth(width, table.columns.length);
    return marginsOf(ensemble, flat, table);
  };
  return {
    ensemble,
    outputs,
    marginRow,
    marginTable,
    scoreRow(row, into) {
      const scores = marginRow(row, into);
      applyLink(ensemble.link, scores, 0, outputs);
      return scores;
    },
    scoreTable(table) {
      const scores = marginTable(table);
      for (let from = 0; from < scores.length; from += outputs) applyLink(ensemble.link, scores, from, outputs);
      return scores;
    },
  };
}

/** All nodes of all trees; the right child stands directly behind the left one. A leaf has feature -1 and its value in `threshold`. */
type Flat = {
  readonly roots: Int32Array;
  readonly outputs: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  /** 0 where missing goes left, 1 where it goes right: what to add to `left`. */
  readonly missing: Uint8Array;
  /** First word and number of words of the node's category set; 0 words for a number. */
  readonly setFrom: Int32Array;
  readonly setWords: Int32Array;
  readonly words: Uint32Array;
  readonly hasSets: boolean;
};

function flatten(ensemble: Ensemble): Flat {
  const nodes = ensemble.trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const words: number[] = [];
  const flat = {
    roots: new Int32Array(ensemble.trees.length),
    outputs: Int32Array.from(ensemble.trees, (tree) => tree.output),
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes),
    missing: new Uint8Array(nodes),
    setFrom: new Int32Array(nodes),
    setWords: new Int32Array(nodes),
  };
  let next = 0;
  ensemble.trees.forEach((tree, index) => {
    flat.roots[index] = next;
    next = layOut(tree, next, flat, words);
  });
  return { ...flat, words: Uint32Array.from(words), hasSets: words.length > 0 || ensemble.trees.some((tree) => tree.sets.length > 0) };
}

function layOut(tree: Tree, root: number, flat: Omit<Flat, 'words' | 'hasSets'>, words: number[]): number {
  let next = root + 1;
  const waiting: [number, number][] = [[0, root]];
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    const [node, at] = entry;
    const feature = tree.feature[node] as number;
    flat.feature[at] = feature;
    flat.threshold[at] = (feature < 0 ? tree.value[node] : tree.threshold[node]) as number;
    if (feature < 0) continue;
    flat.missing[at] = tree.missingLeft[node] === 1 ? 0 : 1;
    const set = tree.sets[tree.set[node] as number];
    if (set !== undefined) {
      flat.setFrom[at] = words.length;
      // A set may be empty and still be a set: one word of zeros stands for it.
      words.push(...(set.length === 0 ? [0] : set));
      flat.setWords[at] = Math.max(1, set.length);
    }
    flat.left[at] = next;
    waiting.push([tree.left[node] as number, next], [tree.right[node] as number, next + 1]);
    next += 2;
  }
  return next;
}

function addTrees(flat: Flat, row: Float64Array, margins: Float64Array): void {
  const { roots, outputs } = flat;
  const walk = flat.hasSets ? walkMixed : walkNumbers;
  if (margins.length === 1) {
    let sum = margins[0] as number;
    for (let tree = 0; tree < roots.length; tree += 1) sum += walk(flat, roots[tree] as number, row, 0);
    margins[0] = sum;
    return;
  }
  for (let tree = 0; tree < roots.length; tree += 1) {
    const output = outputs[tree] as number;
    margins[output] = (margins[output] as number) + walk(flat, roots[tree] as number, row, 0);
  }
}

function marginsOf(ensemble: Ensemble, flat: Flat, table: Table): Float64Array {
  const outputs = ensemble.base.length;
  const width = table.columns.length;
  const margins = new Float64Array(table.rows * outputs);
  const block = new Float64Array(blockRows * width);
  const walk = flat.hasSets ? walkMixed : walkNumbers;
  for (let from = 0; from < table.rows; from += blockRows) {
    const rows = Math.min(blockRows, table.rows - from);
    fillBlock(table, from, rows, block);
    for (let row = 0; row < rows; row += 1) {
      if (ensemble.zeroIsMissing.length > 0) zerosToMissing(block, row * width, ensemble.zeroIsMissing);
      for (let output = 0; output < outputs; output += 1) margins[(from + row) * outputs + output] = ensemble.base[output] as number;
    }
    for (let tree = 0; tree < flat.roots.length; tree += 1) {
      const root = flat.roots[tree] as number;
      let at = from * outputs + (flat.outputs[tree] as number);
      for (let offset = 0; offset < rows * width; offset += width) {
        margins[at] = (margins[at] as number) + walk(flat, root, block, offset);
        at += outputs;
      }
    }
  }
  return margins;
}

function fillBlock(table: Table, from: number, rows: number, block: Float64Array): void {
  const width = table.columns.length;
  for (let feature = 0; feature < width; feature += 1) {
    const column = table.columns[feature] as Float64Array;
    for (let row = 0; row < rows; row += 1) block[row * width + feature] = column[from + row] as number;
  }
}

function walkNumbers(flat: Flat, root: number, values: Float64Array, offset: number): number {
  const { feature, threshold, left, missing } = flat;
  let node = root;
  for (;;) {
    const at = feature[node] as number;
    const limit = threshold[node] as number;
    if (at < 0) return limit;
    const value = values[offset + at] as number;
    const first = left[node] as number;
    if (value <= limit) node = first;
    else if (value > limit) node = first + 1;
    else node = first + (missing[node] as number);
  }
}

function walkMixed(flat: Flat, root: number, values: Float64Array, offset: number): number {
  const { feature, threshold, left, missing, setFrom, setWords, words } = flat;
  let node = root;
  for (;;) {
    const at = feature[node] as number;
    const limit = threshold[node] as number;
    if (at < 0) return limit;
    const value = values[offset + at] as number;
    const first = left[node] as number;
    const size = setWords[node] as number;
    if (value !== value) node = first + (missing[node] as number);
    else if (size === 0) node = value <= limit ? first : first + 1;
    else {
      const word = value >>> 5;
      const isIn = word < size && (((words[(setFrom[node] as number) + word] as number) >>> (value & 31)) & 1) === 1;
      node = isIn ? first : first + 1;
    }
  }
}

/** LightGBM's bound: what is no further from zero than this is zero. */
const zeroThreshold = 1e-35;

export function zerosToMissing(values: Float64Array, offset: number, features: readonly number[]): void {
  for (const feature of features) {
    if (Math.abs(values[offset + feature] as number) <= zeroThreshold) values[offset + feature] = Number.NaN;
  }
}

function wrongWidth(expected: number, given: number): CountersignError {
  return new CountersignError('input.invalid', `The trees were built on ${expected} features; the row or table has ${given}`);
}
