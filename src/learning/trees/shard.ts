// Indexed reads in this file carry `as number`: positions come from the plan the memory was laid out by.
import { findCategorySplit } from './category-split.ts';
import type { LeafSums, Units } from './leaf-score.ts';
import { findNumberSplit, type FoundSplit } from './number-split.ts';
import { runRowTask } from './row-tasks.ts';
import { slate, task, whole } from './slate.ts';
import { binWidth, recordSize, type FeatureGroup, type PlannedFeature, type TrainingMemory, type TrainingPlan } from './training-plan.ts';

/** One shard's part of the step on the slate. Writes nothing of another shard's, so shards may run in any order or at once. */
export function runShard(plan: TrainingPlan, memory: TrainingMemory, shard: number): void {
  if (whole(memory.slate, slate.task) === task.count) countLeaf(plan, memory, shard);
  else runRowTask(memory, shard);
}

/**
 * Counts the rows of a leaf into the histograms of the features the shard owns, takes the sibling's as the difference, and
 * writes the best split of each feature of both leaves to the records.
 */
function countLeaf(plan: TrainingPlan, memory: TrainingMemory, shard: number): void {
  const at = memory.slate;
  const parent = whole(at, slate.parentSlot);
  const parentFrom = parent < 0 ? -1 : parent * plan.histogramSize;
  const slotFrom = whole(at, slate.slot) * plan.histogramSize;
  const leafA = leafSums(at, slate.leafA);
  const leafB = leafSums(at, slate.leafB);
  const mayA = at[slate.mayA] === 1;
  const mayB = at[slate.mayB] === 1 && parentFrom >= 0;
  for (const index of plan.shards[shard] ?? []) {
    const group = plan.groups[index];
    if (group === undefined) continue;
    countGroup(plan, memory, group, slotFrom);
    for (let feature = group.first; feature < group.first + group.width; feature += 1) {
      const planned = plan.features[feature];
      if (planned === undefined) continue;
      if (parentFrom >= 0) subtractChild(memory, planned, parentFrom, slotFrom);
      if (mayA) findSplit(plan, memory, feature, 0, slotFrom, leafA);
      if (mayB) findSplit(plan, memory, feature, 1, parentFrom, leafB);
    }
  }
}

/** A row's pair is read once for all features of the group. */
function countGroup(
  plan: TrainingPlan,
  { kernels, rowOrder, codes, gathered, histograms, slate: at }: TrainingMemory,
  group: FeatureGroup,
  slotFrom: number,
): void {
  const addresses: number[] = [];
  for (let feature = group.first; feature < group.first + group.width; feature += 1) {
    const { histogramFrom, bins } = plan.features[feature] as PlannedFeature;
    histograms.fill(0, slotFrom + histogramFrom, slotFrom + histogramFrom + (bins + 1) * binWidth);
    addresses.push(histograms.byteOffset + (slotFrom + histogramFrom) * 8);
  }
  const rows = rowOrder.byteOffset + whole(at, slate.from) * 4;
  const end = rows + whole(at, slate.count) * 4;
  kernels.count[group.width]?.(rows, end, codes.byteOffset + group.codesFrom, gathered.byteOffset, ...addresses);
}

/** The larger child is its parent less the smaller child; it takes the parent's place. */
function subtractChild(
  { kernels, histograms }: TrainingMemory,
  { histogramFrom, bins }: PlannedFeature,
  parentFrom: number,
  childFrom: number,
): void {
  const parent = histograms.byteOffset + (parentFrom + histogramFrom) * 8;
  kernels.subtract(parent, parent + (bins + 1) * binWidth * 8, histograms.byteOffset + (childFrom + histogramFrom) * 8);
}

function findSplit(plan: TrainingPlan, memory: TrainingMemory, feature: number, leaf: 0 | 1, slotFrom: number, sums: LeafSums): void {
  const planned = plan.features[feature];
  const row = leaf * plan.features.length + feature;
  const at = row * recordSize;
  const { records } = memory;
  if (planned === undefined || memory.allowed[row] !== 1) {
    records[at] = -Infinity;
    return;
  }
  const units = readUnits(memory.slate);
  const best: FoundSplit = { gain: -Infinity, code: 0, missingLeft: 0, gradient: 0, packed: 0 };
  const from = slotFrom + planned.histogramFrom;
  if (planned.kind === 'number') findNumberSplit(memory.histograms, from, planned, sums, units, plan.rules, best);
  else {
    const set = new Uint32Array(8);
    findCategorySplit(memory.histograms, from, planned, sums, units, plan.rules, best, set);
    records.set(set, at + 5);
  }
  records[at] = best.gain;
  records[at + 1] = best.code;
  records[at + 2] = best.missingLeft;
  records[at + 3] = best.gradient;
  records[at + 4] = best.packed;
}

function leafSums(values: Float64Array, from: number): LeafSums {
  const [gradient = 0, packed = 0, lower = 0, upper = 0] = values.subarray(from, from + 4);
  return { gradient, packed, lower, upper };
}

export function readUnits(values: Float64Array): Units {
  return {
    gradient: values[slate.gradientUnit] as number,
    hessian: values[slate.hessianUnit] as number,
    row: values[slate.rowUnit] as number,
  };
}
