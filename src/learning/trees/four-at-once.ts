// Indexed reads in this file carry `as number`: see flat-trees.ts, whose arrays these loops run over.
import { addTo, walk, type FlatTrees, type PreparedRows } from './flat-trees.ts';

/*
 * Four walks go down together, each to the full depth. No branch depends on a value, so none is guessed wrong, and four
 * chains of loads overlap: two to three times as fast as one walk after the other. It pays for numbers none of which is
 * missing; asking for missing values and category codes at every step costs more than the wrong guesses do.
 */

/** Adds a tree's values for `rows` rows of `width` features to `sums[to]`, `sums[to + stride]` … */
export function addTree(
  flat: FlatTrees,
  tree: number,
  isPlain: boolean,
  prepared: PreparedRows,
  width: number,
  rows: number,
  sums: Float64Array,
  to: number,
  stride: number,
): void {
  const root = flat.roots[tree] as number;
  const depth = flat.depths[tree] as number;
  const together = isPlain && depth <= deepest ? rows - (rows % 4) : 0;
  for (let row = 0; row < together; row += 4) {
    const from = row * width;
    walkFour(flat, depth, prepared.values, root, root, root, root, from, from + width, from + 2 * width, from + 3 * width);
    for (let index = 0; index < 4; index += 1) addTo(sums, to + (row + index) * stride, flat.value[ends[index] as number] as number);
  }
  for (let row = together; row < rows; row += 1) addTo(sums, to + row * stride, walk(flat, root, prepared, row * width));
}

/** Adds all trees' values for one row to `sums`, an output each. */
export function addAllTrees(flat: FlatTrees, isPlain: boolean, prepared: PreparedRows, sums: Float64Array): void {
  const { roots, outputs } = flat;
  const together = isPlain && flat.deepest <= deepest ? roots.length - (roots.length % 4) : 0;
  for (let tree = 0; tree < together; tree += 4) addFourTrees(flat, tree, prepared.values, sums);
  for (let tree = together; tree < roots.length; tree += 1) {
    const output = outputs[tree] as number;
    sums[output] = (sums[output] as number) + walk(flat, roots[tree] as number, prepared, 0);
  }
}

function addFourTrees(flat: FlatTrees, tree: number, values: Float64Array, sums: Float64Array): void {
  const { roots, depths, outputs, value } = flat;
  const depth = Math.max(depths[tree] as number, depths[tree + 1] as number, depths[tree + 2] as number, depths[tree + 3] as number);
  const [a, b, c, d] = [roots[tree] as number, roots[tree + 1] as number, roots[tree + 2] as number, roots[tree + 3] as number];
  walkFour(flat, depth, values, a, b, c, d, 0, 0, 0, 0);
  for (let index = 0; index < 4; index += 1) addTo(sums, outputs[tree + index] as number, value[ends[index] as number] as number);
}

/** In a deeper tree most rows reach their leaf so long before the lowest that one by one is faster. */
const deepest = 24;

/** The four leaves the last call ended in. */
const ends = new Int32Array(4);

function walkFour(
  { feature, threshold, left }: FlatTrees,
  depth: number,
  values: Float64Array,
  rootA: number,
  rootB: number,
  rootC: number,
  rootD: number,
  fromA: number,
  fromB: number,
  fromC: number,
  fromD: number,
): void {
  let [a, b, c, d] = [rootA, rootB, rootC, rootD];
  for (let step = 0; step < depth; step += 1) {
    a = (left[a] as number) + +((values[fromA + (feature[a] as number)] as number) > (threshold[a] as number));
    b = (left[b] as number) + +((values[fromB + (feature[b] as number)] as number) > (threshold[b] as number));
    c = (left[c] as number) + +((values[fromC + (feature[c] as number)] as number) > (threshold[c] as number));
    d = (left[d] as number) + +((values[fromD + (feature[d] as number)] as number) > (threshold[d] as number));
  }
  ends[0] = a;
  ends[1] = b;
  ends[2] = c;
  ends[3] = d;
}
