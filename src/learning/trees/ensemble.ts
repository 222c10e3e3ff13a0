import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';

/**
 * One tree, its nodes in arrays of equal length; node 0 is the root and a child comes after its parent. At a node with a
 * number feature, `value <= threshold` goes left. At a node with a category feature, a code whose bit is set in `sets[set]`
 * goes left and every other known code right. Missing goes where `missingLeft` says.
 */
export const Tree = z.object({
  /** Which output the tree adds to. */
  output: z.int().nonnegative(),
  /** Feature position, -1 at a leaf. */
  feature: z.array(z.int().min(-1)).min(1),
  threshold: z.array(z.number()),
  /** Position in `sets`, -1 where the feature is a number. */
  set: z.array(z.int().min(-1)),
  missingLeft: z.array(z.union([z.literal(0), z.literal(1)])),
  left: z.array(z.int()),
  right: z.array(z.int()),
  /** What a leaf adds to the margin; 0 at inner nodes. */
  value: z.array(z.number()),
  /** Training rows (own trees, LightGBM) or hessian (XGBoost) that reached the node; SHAP weighs by it. */
  cover: z.array(z.number().nonnegative()),
  gain: z.array(z.number()),
  /** Bitsets of category codes, 32 codes an unsigned word, the lowest bit first. */
  sets: z.array(z.array(z.int().min(0).max(0xffffffff))),
});
export type Tree = z.infer<typeof Tree>;

/** A tree without nodes, to be filled. */
export const emptyTree = (output: number): Tree => ({
  output,
  feature: [],
  threshold: [],
  set: [],
  missingLeft: [],
  left: [],
  right: [],
  value: [],
  cover: [],
  gain: [],
  sets: [],
});

const Feature = z.discriminatedUnion('kind', [
  z.object({ name: z.string(), kind: z.literal('number') }),
  z.object({ name: z.string(), kind: z.literal('category'), levels: z.array(z.string()) }),
]);

/**
 * How margins become scores: as they are, through the logistic function, through exp, through softmax over the outputs, or
 * divided by their sum over the outputs (a forest's shares; one output alone is a share already).
 */
export const Link = z.enum(['identity', 'logistic', 'exp', 'softmax', 'share']);
export type Link = z.infer<typeof Link>;

/** Trees of our own boosting, a forest, or an imported model: plain JSON, the same for all. */
export const Ensemble = z.object({
  format: z.literal('countersign-trees'),
  version: z.literal(1),
  features: z.array(Feature),
  link: Link,
  /** One base margin an output; a tree adds its leaf's value to the margin of its output. */
  base: z.array(z.number()).min(1),
  trees: z.array(Tree),
  /** Features where zero counts as missing (LightGBM's `zero_as_missing`). */
  zeroIsMissing: z.array(z.int().nonnegative()),
});
export type Ensemble = z.infer<typeof Ensemble>;

/** Reads an ensemble from parsed JSON. Throws `input.invalid` that names what is wrong: shape, a child out of order, an unknown feature. */
export function readEnsemble(value: unknown): Ensemble {
  const read = Ensemble.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw invalid(`The tree ensemble is not readable at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'unknown shape'}`);
  }
  checkEnsemble(read.data);
  return read.data;
}

/** What the shape alone cannot say: equal lengths, children that exist and come later, features and sets that exist. */
export function checkEnsemble(ensemble: Ensemble): void {
  ensemble.trees.forEach((tree, index) => {
    const wrong = treeFault(tree, ensemble);
    if (wrong !== undefined) throw invalid(`Tree ${index} of the ensemble ${wrong}`);
  });
  if (ensemble.zeroIsMissing.some((feature) => feature >= ensemble.features.length)) {
    throw invalid('The tree ensemble names a feature in zeroIsMissing that it does not have');
  }
}

function treeFault(tree: Tree, ensemble: Ensemble): string | undefined {
  const nodes = tree.feature.length;
  const columns = [tree.threshold, tree.set, tree.missingLeft, tree.left, tree.right, tree.value, tree.cover, tree.gain];
  if (columns.some((column) => column.length !== nodes)) return 'has node arrays of different lengths';
  if (tree.output >= ensemble.base.length) return 'adds to an output that does not exist';
  const seen = new Uint8Array(nodes);
  for (const [node, feature] of tree.feature.entries()) {
    if (feature < 0) continue;
    const wrong = splitFault(tree, node, ensemble.features[feature]?.kind);
    if (wrong !== undefined) return wrong;
    for (const child of [tree.left[node] ?? -1, tree.right[node] ?? -1]) {
      if (child <= node || child >= nodes) return 'has a child that does not exist or comes before its parent';
      if (seen[child] === 1) return 'has a node with two parents';
      seen[child] = 1;
    }
  }
  return undefined;
}

function splitFault(tree: Tree, node: number, kind: 'number' | 'category' | undefined): string | undefined {
  const set = tree.set[node] ?? -1;
  if (kind === undefined) return 'splits on a feature that does not exist';
  if ((kind === 'category') !== set >= 0) return 'splits a number by a set or a category by a threshold';
  if (set >= tree.sets.length) return 'names a category set that does not exist';
  return undefined;
}

/** The leaf a row of a table ends in; for a tree looked at once. Scoring many rows is compileEnsemble's work. */
export function leafOf(tree: Tree, columns: readonly Float64Array[], row: number): number {
  let node = 0;
  for (let feature = tree.feature[0] ?? -1; feature >= 0; feature = tree.feature[node] ?? -1) {
    const value = columns[feature]?.[row] ?? Number.NaN;
    const set = tree.sets[tree.set[node] ?? -1];
    const goesLeft = Number.isNaN(value)
      ? tree.missingLeft[node] === 1
      : set === undefined
        ? value <= (tree.threshold[node] ?? 0)
        : isInSet(set, value);
    node = (goesLeft ? tree.left[node] : tree.right[node]) ?? 0;
  }
  return node;
}

/** Whether the code's bit is set. */
export function isInSet(words: ArrayLike<number>, code: number): boolean {
  return Number.isInteger(code) && code >= 0 && (((words[code >>> 5] ?? 0) >>> (code & 31)) & 1) === 1;
}

/** The bitset of the given codes, as long as the largest needs. */
export function toSet(codes: readonly number[]): number[] {
  const words = Array.from({ length: codes.length === 0 ? 0 : (Math.max(...codes) >>> 5) + 1 }, () => 0);
  for (const code of codes) words[code >>> 5] = ((words[code >>> 5] ?? 0) | (1 << (code & 31))) >>> 0;
  return words;
}

function invalid(message: string): CountersignError {
  return new CountersignError('input.invalid', message);
}
