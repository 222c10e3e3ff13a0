// Indexed reads in this file carry `as number`: records are as many as the plan has features.
import type { FeatureBins } from './binning.ts';
import type { Workshop } from './crew.ts';
import type { Tree } from './ensemble.ts';
import { hessianIn, leafScore, leafValue, rowsIn, type Units } from './leaf-score.ts';
import { slate, task } from './slate.ts';
import { createSlots, type Slots } from './slots.ts';
import { createTreeBuilder, hasBit, type CodeSplit, type TreeBuilder } from './tree-builder.ts';
import { recordSize, type TrainingMemory, type TrainingPlan } from './training-plan.ts';

/** Everything that stays the same from tree to tree of one run. */
export type Ground = {
  readonly plan: TrainingPlan;
  readonly workshop: Workshop;
  readonly bins: readonly FeatureBins[];
  readonly limits: { readonly maxLeaves: number; readonly maxDepth: number; readonly minGain: number };
  /** Writes 1 for the features that may split the next leaf, from `from` on. */
  readonly pick: (allowed: Uint8Array, from: number) => void;
};

/** The rows of a leaf are `rowOrder[from … from + count)`; its sums are in whole units. */
export type Leaf = {
  readonly node: number;
  readonly depth: number;
  readonly from: number;
  readonly count: number;
  readonly gradient: number;
  readonly packed: number;
  readonly lower: number;
  readonly upper: number;
};
type Candidate = Leaf & { split: (CodeSplit & { leftGradient: number; leftPacked: number }) | undefined; slot: number };

/**
 * Grows one tree leaf by leaf, always splitting the leaf that gains most (Shi 2007), on the rows in `rowOrder[0 … count)`
 * whose pairs are in memory. Leaf values are −G / (H + λ), not yet shrunk. Leaves come back with their rows.
 */
export function growTree(ground: Ground, root: { count: number; gradient: number; packed: number }, units: Units, output: number) {
  const { plan, limits } = ground;
  const builder = createTreeBuilder(ground.bins, output);
  const slots = createSlots(plan.slots);
  const leaf = newLeaf(ground, builder, units, { ...root, depth: 0, from: 0, lower: -Infinity, upper: Infinity });
  evaluateAlone(ground, slots, leaf, units);
  const leaves = [leaf];
  while (leaves.length < limits.maxLeaves) {
    const best = bestOf(leaves);
    if (best < 0) break;
    const parent = leaves[best];
    if (parent?.split === undefined) break;
    const [left, right] = splitLeaf(ground, builder, parent, parent.split, units);
    if (leaves.length + 1 < limits.maxLeaves) evaluatePair(ground, slots, parent.slot, left, right, units);
    leaves.splice(best, 1, left, right);
  }
  return { tree: builder.tree satisfies Tree, leaves: leaves satisfies Leaf[] };
}

/** The leaf with the most to gain; of equal ones the first. */
function bestOf(leaves: readonly Candidate[]): number {
  let best = -1;
  let gain = 0;
  leaves.forEach(({ split }, index) => {
    if (split === undefined || (best >= 0 && split.gain <= gain)) return;
    best = index;
    gain = split.gain;
  });
  return best;
}

function newLeaf({ plan }: Ground, builder: TreeBuilder, units: Units, leaf: Omit<Leaf, 'node'>): Candidate {
  const hessian = hessianIn(leaf.packed, units);
  const value = leafValue(leaf.gradient * units.gradient, hessian, plan.rules.lambda, leaf.lower, leaf.upper);
  const node = builder.addLeaf(rowsIn(leaf.packed, units), Number.isFinite(value) ? value : 0);
  return { ...leaf, node, split: undefined, slot: -1 };
}

function splitLeaf(ground: Ground, builder: TreeBuilder, parent: Candidate, split: NonNullable<Candidate['split']>, units: Units) {
  const { plan } = ground;
  const count = partition(ground, parent, split);
  const rest = { gradient: parent.gradient - split.leftGradient, packed: parent.packed - split.leftPacked };
  const bounds = boundsOf(plan, parent, split, rest, units);
  const depth = parent.depth + 1;
  const left = newLeaf(ground, builder, units, {
    depth,
    from: parent.from,
    count,
    gradient: split.leftGradient,
    packed: split.leftPacked,
    ...bounds.left,
  });
  const right = newLeaf(ground, builder, units, {
    depth,
    from: parent.from + count,
    count: parent.count - count,
    ...rest,
    ...bounds.right,
  });
  builder.split(parent.node, split, left.node, right.node);
  return [left, right] as const;
}

/** Below a split on a monotone feature, no leaf of one side may pass the middle between both sides' values. */
function boundsOf(
  plan: TrainingPlan,
  parent: Candidate,
  split: NonNullable<Candidate['split']>,
  rest: { gradient: number; packed: number },
  units: Units,
) {
  const { lower, upper } = parent;
  const monotone = plan.features[split.planned]?.monotone ?? 0;
  if (monotone === 0) return { left: { lower, upper }, right: { lower, upper } };
  const value = (gradient: number, packed: number): number =>
    leafValue(gradient * units.gradient, hessianIn(packed, units), plan.rules.lambda, lower, upper);
  const middle = (value(split.leftGradient, split.leftPacked) + value(rest.gradient, rest.packed)) / 2;
  const [low, high] = [
    { lower, upper: middle },
    { lower: middle, upper },
  ];
  return monotone > 0 ? { left: low, right: high } : { left: high, right: low };
}

/** Orders the leaf's rows left before right, each side in the order it had, and says how many are left. */
function partition({ plan, workshop }: Ground, leaf: Leaf, split: CodeSplit): number {
  const { memory, shareRows } = workshop;
  const { codes, isLeft, partLefts, slate: at } = memory;
  const group = plan.groups.find(({ first, width }) => split.planned >= first && split.planned < first + width);
  const bins = plan.features[split.planned]?.bins ?? 0;
  if (group === undefined) return leaf.count;
  for (let code = 0; code < bins; code += 1)
    isLeft[code] = (split.codes === undefined ? code <= split.code : hasBit(split.codes, code)) ? 1 : 0;
  isLeft[bins] = split.missingLeft;
  at[slate.codesAt] = codes.byteOffset + group.codesFrom + split.planned - group.first;
  at[slate.codesShift] = 31 - Math.clz32(group.width);
  shareRows(task.part, leaf.from, leaf.count);
  shareRows(task.place, leaf.from, leaf.count);
  return partLefts.subarray(0, at[slate.parts]).reduce((sum, lefts) => sum + lefts, 0);
}

function maySplit({ plan, limits }: Ground, leaf: Leaf): boolean {
  return leaf.depth < limits.maxDepth && leaf.count >= 2 * Math.max(1, plan.rules.minChildRows);
}

function evaluateAlone(ground: Ground, slots: Slots, leaf: Candidate, units: Units): void {
  if (!maySplit(ground, leaf)) return;
  const { plan } = ground;
  const { memory } = ground.workshop;
  leaf.slot = slots.take();
  ground.pick(memory.allowed, 0);
  writeLeaf(memory, slate.leafA, leaf);
  memory.slate[slate.mayA] = 1;
  memory.slate[slate.mayB] = 0;
  count(ground, leaf, leaf.slot, -1);
  leaf.split = readBest(ground, 0, leaf, units);
  leaf.slot = slots.settle(leaf.slot, leaf.split !== undefined);
  if (plan.features.length === 0) leaf.split = undefined;
}

/** Counts the smaller child; the larger one's histogram is what is left of the parent's. */
function evaluatePair(ground: Ground, slots: Slots, parentSlot: number, left: Candidate, right: Candidate, units: Units): void {
  const [small, large] = left.count <= right.count ? [left, right] : [right, left];
  if (!maySplit(ground, large)) {
    slots.free(parentSlot);
    return;
  }
  if (parentSlot < 0) {
    evaluateAlone(ground, slots, left, units);
    evaluateAlone(ground, slots, right, units);
    return;
  }
  const { plan } = ground;
  const { memory } = ground.workshop;
  small.slot = slots.take();
  large.slot = parentSlot;
  const [first, second] = left === small ? [0, plan.features.length] : [plan.features.length, 0];
  // Left before right, whichever is smaller: what is drawn must not depend on it.
  ground.pick(memory.allowed, first);
  ground.pick(memory.allowed, second);
  writeLeaf(memory, slate.leafA, small);
  writeLeaf(memory, slate.leafB, large);
  memory.slate[slate.mayA] = maySplit(ground, small) ? 1 : 0;
  memory.slate[slate.mayB] = 1;
  count(ground, small, small.slot, parentSlot);
  if (maySplit(ground, small)) small.split = readBest(ground, 0, small, units);
  large.split = readBest(ground, 1, large, units);
  small.slot = slots.settle(small.slot, small.split !== undefined);
  large.slot = slots.settle(large.slot, large.split !== undefined);
}

/** Has the shards count the leaf and weigh its splits; what the slate says of both leaves must be there. */
function count({ workshop }: Ground, leaf: Leaf, slot: number, parentSlot: number): void {
  const { memory, shareRows, step } = workshop;
  shareRows(task.gather, leaf.from, leaf.count);
  memory.slate[slate.task] = task.count;
  memory.slate[slate.slot] = slot;
  memory.slate[slate.parentSlot] = parentSlot;
  step();
}

function writeLeaf({ slate: values }: TrainingMemory, at: number, leaf: Leaf): void {
  values.set([leaf.gradient, leaf.packed, leaf.lower, leaf.upper], at);
}

/** The best record of all features, in feature order; nothing where no split gains enough to be more than rounding. */
function readBest({ plan, workshop, limits }: Ground, position: 0 | 1, leaf: Leaf, units: Units): Candidate['split'] {
  const { records } = workshop.memory;
  let best = -Infinity;
  let planned = -1;
  for (let feature = 0; feature < plan.features.length; feature += 1) {
    const gain = records[(position * plan.features.length + feature) * recordSize] as number;
    if (!(gain > best)) continue;
    best = gain;
    planned = feature;
  }
  const feature = plan.features[planned];
  if (feature === undefined) return undefined;
  const { rules } = plan;
  const own = leafScore(leaf.gradient * units.gradient, hessianIn(leaf.packed, units), rules.lambda, rules, leaf.lower, leaf.upper);
  const gain = best - own;
  if (!(gain > limits.minGain && gain > best * 1e-12)) return undefined;
  const at = (position * plan.features.length + planned) * recordSize;
  const [, code = 0, missingLeft = 0, leftGradient = 0, leftPacked = 0, ...words] = records.subarray(at, at + recordSize);
  return {
    planned,
    feature: feature.index,
    code,
    codes: feature.kind === 'category' ? words : undefined,
    missingLeft: missingLeft === 1 ? 1 : 0,
    gain,
    leftGradient,
    leftPacked,
  };
}
