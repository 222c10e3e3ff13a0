import type { FeatureBins } from './binning.ts';
import { createKernels, groupWidths, type KernelMemory, type Kernels } from './kernels.ts';

/** Numbers kept per histogram bin: the gradients' sum, and the rows' number with the hessians' sum packed below it. */
export const binWidth = 2;

/** A feature that takes part in training. */
export type PlannedFeature = {
  /** Position in the table. */
  readonly index: number;
  readonly kind: 'number' | 'category';
  readonly bins: number;
  /** First number of the feature's bins inside a histogram. */
  readonly histogramFrom: number;
  /** -1, 0 or 1: the direction its effect must keep. */
  readonly monotone: number;
};

/** Features whose codes lie side by side, row by row: one cache line serves the whole group. */
export type FeatureGroup = { readonly first: number; readonly width: number; readonly codesFrom: number };

/** How a shard weighs splits. */
export type SplitRules = {
  readonly lambda: number;
  readonly minChildRows: number;
  readonly minChildHessian: number;
  readonly categorySmoothing: number;
  readonly minCategoryRows: number;
  readonly maxCategoriesInSet: number;
  readonly isMonotone: boolean;
};

/** All a shard must know besides the memory: plain data that can be sent to another thread. */
export type TrainingPlan = {
  readonly rows: number;
  readonly features: readonly PlannedFeature[];
  readonly groups: readonly FeatureGroup[];
  /** Which groups each shard owns. */
  readonly shards: readonly (readonly number[])[];
  /** Numbers in one histogram, and how many histograms there is room for. */
  readonly histogramSize: number;
  readonly slots: number;
  readonly rules: SplitRules;
};

/** Numbers of one feature's best split: gain, code, missing left, gradient and packed sum on the left, then the category set. */
export const recordSize = 13;
/** Numbers a step is told, and more for each of the two leaves. */
export const slateSize = 32;

/** The memory of one training run, seen by every shard, and this thread's kernels on it. */
export type TrainingMemory = {
  readonly kernels: Kernels;
  readonly codes: Uint8Array;
  /** Per row, the gradient and the packed hessian, as whole numbers. */
  readonly pairs: Float64Array;
  /** The pairs of the leaf in hand, in the order of its rows. */
  readonly gathered: Float64Array;
  readonly rowOrder: Int32Array;
  /** Room for a partition. */
  readonly spare: Int32Array;
  /** 1 for the codes that go left in the split in hand. */
  readonly isLeft: Uint8Array;
  readonly histograms: Float64Array;
  /** What the step in hand is about. */
  readonly slate: Float64Array;
  /** 1 for the features that may split, for each of the two leaves. */
  readonly allowed: Uint8Array;
  /** Best split per leaf and feature. */
  readonly records: Float64Array;
};

export function planTraining(
  rows: number,
  bins: readonly FeatureBins[],
  monotone: readonly number[],
  rules: SplitRules,
  shards: number,
  slots: number,
): TrainingPlan {
  let histogramSize = 0;
  const features = bins.flatMap((bin, index): PlannedFeature[] => {
    if (bin.bins === 0) return [];
    const histogramFrom = histogramSize;
    histogramSize += (bin.bins + 1) * binWidth;
    return [{ index, kind: bin.kind, bins: bin.bins, histogramFrom, monotone: monotone[index] ?? 0 }];
  });
  const groups: FeatureGroup[] = [];
  for (let first = 0; first < features.length;) {
    const width = groupWidths.find((candidate) => candidate <= features.length - first) ?? 1;
    groups.push({ first, width, codesFrom: first * rows });
    first += width;
  }
  return { rows, features, groups, shards: shareOut(groups, shards), histogramSize, slots, rules };
}

/** Gives each group to the shard with the fewest features so far. Who computes what never changes the result. */
function shareOut(groups: readonly FeatureGroup[], shards: number): number[][] {
  const owned: number[][] = Array.from({ length: shards }, () => []);
  const load = owned.map(() => 0);
  groups.forEach(({ width }, group) => {
    const lightest = load.indexOf(Math.min(...load));
    owned[lightest]?.push(group);
    load[lightest] = (load[lightest] ?? 0) + width;
  });
  return owned;
}

/** Bytes the memory of a plan takes. */
export function memoryBytes(plan: TrainingPlan): number {
  return layout(plan).bytes;
}

/** Views on a memory of `memoryBytes(plan)`. */
export function openMemory(plan: TrainingPlan, memory: KernelMemory): TrainingMemory {
  const at = layout(plan);
  const { buffer } = memory;
  return {
    kernels: createKernels(memory),
    codes: new Uint8Array(buffer, at.codes, plan.rows * plan.features.length),
    pairs: new Float64Array(buffer, at.pairs, plan.rows * 2),
    gathered: new Float64Array(buffer, at.gathered, plan.rows * 2),
    rowOrder: new Int32Array(buffer, at.rowOrder, plan.rows),
    spare: new Int32Array(buffer, at.spare, plan.rows + 1),
    isLeft: new Uint8Array(buffer, at.isLeft, 256),
    histograms: new Float64Array(buffer, at.histograms, plan.histogramSize * plan.slots),
    slate: new Float64Array(buffer, at.slate, slateSize),
    allowed: new Uint8Array(buffer, at.allowed, plan.features.length * 2),
    records: new Float64Array(buffer, at.records, plan.features.length * 2 * recordSize),
  };
}

function layout(plan: TrainingPlan) {
  let bytes = 0;
  const take = (length: number): number => {
    const from = bytes;
    // Whole cache lines, so that two threads never write to the same one.
    bytes += Math.ceil(length / 64) * 64;
    return from;
  };
  const features = plan.features.length;
  return {
    codes: take(plan.rows * features),
    pairs: take(plan.rows * 16),
    gathered: take(plan.rows * 16),
    rowOrder: take(plan.rows * 4),
    // A partition writes one place beyond its rows before it knows that the row is not right.
    spare: take(plan.rows * 4 + 4),
    isLeft: take(256),
    histograms: take(plan.histogramSize * plan.slots * 8),
    slate: take(slateSize * 8),
    allowed: take(features * 2),
    records: take(features * 2 * recordSize * 8),
    bytes,
  };
}
