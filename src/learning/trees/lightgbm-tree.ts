import { CountersignError } from '../../contracts/errors.ts';
import { emptyTree, type Tree } from './ensemble.ts';

/** The `key=value` lines of one part of the file. */
export type Block = ReadonlyMap<string, string>;

/** Bits of a node's decision type. */
const isCategory = 1;
const isDefaultLeft = 2;
/** The two bits above say what counts as missing. */
const missing = { none: 0, zero: 1, nan: 2 } as const;

/**
 * One tree of the text format. Inner nodes are numbered from 0, leaf l is child −l−1; here the inner nodes come first and the
 * leaves behind them. Features whose zeros count as missing are added to `zeroIsMissing`.
 */
export function convertLightgbmTree(block: Block, output: number, scale: number, zeroIsMissing: Set<number>): Tree {
  if (block.get('is_linear') === '1') throw new CountersignError('input.invalid', 'Not supported in a LightGBM model: linear trees');
  const leaves = numbers(block, 'num_leaves', 1)[0] ?? 0;
  const inner = leaves - 1;
  const tree = emptyTree(output);
  const position = (child: number): number => (child >= 0 ? child : inner - 1 - child);
  tree.feature = numbers(block, 'split_feature', inner);
  tree.left = numbers(block, 'left_child', inner).map(position);
  tree.right = numbers(block, 'right_child', inner).map(position);
  tree.gain = numbers(block, 'split_gain', inner);
  tree.cover = numbers(block, 'internal_count', inner);
  const thresholds = numbers(block, 'threshold', inner);
  numbers(block, 'decision_type', inner).forEach((decision, node) => {
    const threshold = thresholds[node] ?? 0;
    const kind = (decision >> 2) & 3;
    const isSet = (decision & isCategory) !== 0;
    if (kind === missing.zero && !isSet) zeroIsMissing.add(tree.feature[node] ?? 0);
    tree.threshold.push(isSet ? 0 : threshold);
    tree.set.push(isSet ? tree.sets.length : -1);
    if (isSet) tree.sets.push(categorySet(block, threshold));
    tree.missingLeft.push(missingGoesLeft(isSet, kind, (decision & isDefaultLeft) !== 0, threshold) ? 1 : 0);
    tree.value.push(0);
  });
  addLeaves(tree, numbers(block, 'leaf_value', leaves), leaves === 1 ? [1] : numbers(block, 'leaf_count', leaves), scale);
  return tree;
}

/** A missing category goes right. Where nothing was missing in training, a missing number is read as zero. */
function missingGoesLeft(isSet: boolean, kind: number, defaultLeft: boolean, threshold: number): boolean {
  if (isSet) return false;
  return kind === missing.none ? 0 <= threshold : defaultLeft;
}

function addLeaves(tree: Tree, values: readonly number[], counts: readonly number[], scale: number): void {
  values.forEach((value, leaf) => {
    tree.feature.push(-1);
    tree.threshold.push(0);
    tree.set.push(-1);
    tree.missingLeft.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(value * scale);
    tree.cover.push(counts[leaf] ?? 0);
    tree.gain.push(0);
  });
}

/** `cat_boundaries` says which words of `cat_threshold` belong to set number `index`. */
function categorySet(block: Block, index: number): number[] {
  const boundaries = numbers(block, 'cat_boundaries', 0);
  const words = numbers(block, 'cat_threshold', 0);
  return words.slice(boundaries[index] ?? 0, boundaries[index + 1] ?? 0);
}

/** Numbers parted by blanks; `atLeast` of them. A tree of one leaf has empty lists. */
function numbers(block: Block, key: string, atLeast: number): number[] {
  const text = block.get(key) ?? '';
  const list = text === '' ? [] : text.split(/\s+/).map(Number);
  if (list.length >= atLeast && !list.some(Number.isNaN)) return list;
  throw new CountersignError('input.malformed', `A tree of the LightGBM model has no readable ${key}`);
}
