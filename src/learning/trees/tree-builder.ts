import type { FeatureBins } from './binning.ts';
import { emptyTree, toSet } from './ensemble.ts';

/** A split the way it was found: in codes of one feature. */
export type CodeSplit = {
  /** Position in the plan. */
  readonly planned: number;
  /** Position in the table. */
  readonly feature: number;
  readonly code: number;
  /** Bits of the codes that go left, for a category. */
  readonly codes: readonly number[] | undefined;
  readonly missingLeft: 0 | 1;
  readonly gain: number;
};

/** Collects the nodes of one tree while it grows; the thresholds leave as raw values, the sets as levels. */
export function createTreeBuilder(bins: readonly FeatureBins[], output: number) {
  const tree = emptyTree(output);
  return {
    tree,
    addLeaf(cover: number, value: number): number {
      tree.feature.push(-1);
      tree.threshold.push(0);
      tree.set.push(-1);
      tree.missingLeft.push(0);
      tree.left.push(-1);
      tree.right.push(-1);
      // JSON knows one zero; a model must read back as it was written.
      tree.value.push(value + 0);
      tree.cover.push(cover);
      tree.gain.push(0);
      return tree.feature.length - 1;
    },
    split(node: number, split: CodeSplit, left: number, right: number): void {
      tree.feature[node] = split.feature;
      tree.missingLeft[node] = split.missingLeft;
      tree.left[node] = left;
      tree.right[node] = right;
      tree.value[node] = 0;
      tree.gain[node] = split.gain;
      const bin = bins[split.feature];
      if (bin?.kind === 'number') {
        // Behind the last edge there is only missing: every value goes left.
        tree.threshold[node] = bin.edges[split.code] ?? Number.MAX_VALUE;
      } else if (bin?.kind === 'category') {
        tree.set[node] = tree.sets.length;
        const left = [...bin.levels].filter((_, code) => hasBit(split.codes ?? [], code));
        // What training did not see goes the way of missing, to the left only if it is in the set.
        tree.sets.push(toSet(split.missingLeft === 1 ? [...left, ...bin.others] : left));
      }
    },
  };
}

export type TreeBuilder = ReturnType<typeof createTreeBuilder>;

export function hasBit(words: readonly number[], code: number): boolean {
  return (((words[code >>> 5] ?? 0) >>> (code & 31)) & 1) === 1;
}
