import type { FeatureBins } from './binning.ts';
import { objectiveOf, type ObjectiveName } from './boosting-options.ts';
import { createKernels, groupWidths, type KernelMemory, type Kernels } from './kernels.ts';
import type { Objective } from './objectives.ts';
import { blockRows, slate } from './slate.ts';

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
  readonly maxLeaves: number;
  /** What boosting makes small; a forest writes its gradients itself. */
  readonly objective: ObjectiveName | undefined;
  /** Gradients a row: one, or one a class. */
  readonly outputs: number;
  readonly hasWeights: boolean;
};

/** Numbers of one feature's best split: gain, code, missing left, gradient and packed sum on the left, then the category set. */
export const recordSize = 13;

/** The memory of one training run, seen by every shard, and this thread's kernels on it. */
export type TrainingMemory = {
  readonly kernels: Kernels;
  readonly objective: Objective | undefined;
  readonly target: Float64Array;
  readonly weights: Float64Array | undefined;
  /** Per output, one value a row. */
  readonly scores: readonly Float64Array[];
  readonly gradients: readonly Float64Array[];
  readonly hessians: readonly Float64Array[];
  /** Sums of absolute gradients and of hessians, two a block of rows. */
  readonly blockSums: Float64Array;
  /** Sums of whole gradients and of packed hessians, two a shard. */
  readonly partSums: Float64Array;
  readonly codes: Uint8Array;
  /** Per row, the gradient and the packed hessian, as whole numbers. */
  readonly pairs: Float64Array;
  /** The pairs of the leaf in hand, in the order of its rows. */
  readonly gathered: Float64Array;
  readonly rowOrder: Int32Array;
  /** Room for the two sides of a partition, and how many rows each shard found to go left. */
  readonly spareLeft: Int32Array;
  readonly spareRight: Int32Array;
  readonly partLefts: Int32Array;
  /** 1 for the codes that go left in the split in hand. */
  readonly isLeft: Uint8Array;
  readonly histograms: Float64Array;
  /** What the step in hand is about. */
  readonly slate: Float64Array;
  /** 1 for the features that may split, for each of the two leaves. */
  readonly allowed: Uint8Array;
  /** Best split per leaf and feature. */
  readonly records: Float64Array;
  /** First position, rows and value of each leaf of a finished tree. */
  readonly leaves: Float64Array;
};

export type PlanParts = Omit<TrainingPlan, 'features' | 'groups' | 'shards' | 'histogramSize'> & {
  readonly bins: readonly FeatureBins[];
  readonly monotone: readonly number[];
  /** How many share the work. */
  readonly size: number;
};

export function planTraining({ bins, monotone, size, ...rest }: PlanParts): TrainingPlan {
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
    groups.push({ first, width, codesFrom: first * rest.rows });
    first += width;
  }
  return { ...rest, features, groups, shards: shareOut(groups, size), histogramSize };
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
  const features = plan.features.length;
  const perOutput = (from: number, outputs: number): Float64Array[] =>
    Array.from({ length: outputs }, (_, output) => new Float64Array(buffer, from + output * lines(plan.rows * 8), plan.rows));
  return {
    kernels: createKernels(memory),
    objective: plan.objective === undefined ? undefined : objectiveOf(plan.objective),
    target: new Float64Array(buffer, at.target, plan.rows),
    weights: plan.hasWeights ? new Float64Array(buffer, at.weights, plan.rows) : undefined,
    scores: perOutput(at.scores, plan.outputs),
    gradients: perOutput(at.gradients, plan.outputs),
    hessians: perOutput(at.hessians, plan.outputs),
    blockSums: new Float64Array(buffer, at.blockSums, blocks(plan) * 2),
    partSums: new Float64Array(buffer, at.partSums, plan.shards.length * 2),
    codes: new Uint8Array(buffer, at.codes, plan.rows * features),
    pairs: new Float64Array(buffer, at.pairs, plan.rows * 2),
    gathered: new Float64Array(buffer, at.gathered, plan.rows * 2),
    rowOrder: new Int32Array(buffer, at.rowOrder, plan.rows),
    spareLeft: new Int32Array(buffer, at.spareLeft, plan.rows + 1),
    spareRight: new Int32Array(buffer, at.spareRight, plan.rows + 1),
    partLefts: new Int32Array(buffer, at.partLefts, plan.shards.length),
    isLeft: new Uint8Array(buffer, at.isLeft, 256),
    histograms: new Float64Array(buffer, at.histograms, plan.histogramSize * plan.slots),
    slate: new Float64Array(buffer, at.slate, slate.size),
    allowed: new Uint8Array(buffer, at.allowed, features * 2),
    records: new Float64Array(buffer, at.records, features * 2 * recordSize),
    leaves: new Float64Array(buffer, at.leaves, plan.maxLeaves * 3),
  };
}

function layout(plan: TrainingPlan) {
  let bytes = 0;
  const take = (length: number): number => {
    const from = bytes;
    bytes += lines(length);
    return from;
  };
  const { rows, outputs } = plan;
  const features = plan.features.length;
  return {
    target: take(rows * 8),
    weights: take(plan.hasWeights ? rows * 8 : 0),
    scores: take(outputs * lines(rows * 8)),
    gradients: take(outputs * lines(rows * 8)),
    hessians: take(outputs * lines(rows * 8)),
    blockSums: take(blocks(plan) * 16),
    partSums: take(plan.shards.length * 16),
    codes: take(rows * features),
    pairs: take(rows * 16),
    gathered: take(rows * 16),
    rowOrder: take(rows * 4),
    // A partition writes one place beyond its rows before it knows which side the row is on.
    spareLeft: take(rows * 4 + 4),
    spareRight: take(rows * 4 + 4),
    partLefts: take(plan.shards.length * 4),
    isLeft: take(256),
    histograms: take(plan.histogramSize * plan.slots * 8),
    slate: take(slate.size * 8),
    allowed: take(features * 2),
    records: take(features * 2 * recordSize * 8),
    leaves: take(plan.maxLeaves * 24),
    bytes,
  };
}

function blocks({ rows }: TrainingPlan): number {
  return Math.ceil(rows / blockRows);
}

/** Whole cache lines, so that two threads seldom write to the same one. */
function lines(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
