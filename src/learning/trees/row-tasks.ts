// Indexed reads in this file carry `as number`: positions come from the slate and the row order, which hold rows of the plan.
import { blockRows, shareOf, slate, task, whole } from './slate.ts';
import type { TrainingMemory } from './training-plan.ts';

/**
 * The tasks in which shards share rows instead of features. Each writes what is its own alone, or sums of whole blocks that
 * are added up in the order of the blocks, so who does which rows changes nothing.
 */
export function runRowTask(memory: TrainingMemory, shard: number): void {
  const at = memory.slate;
  const share = shareOf(whole(at, slate.count), shard, whole(at, slate.parts));
  if (share.from >= share.to) {
    if (shard < whole(at, slate.parts)) memory.partLefts[shard] = 0;
    return;
  }
  switch (whole(at, slate.task)) {
    case task.derive:
      derive(memory, share.from, share.to);
      return;
    case task.total:
      total(memory, share.from, share.to);
      return;
    case task.quantise:
      quantise(memory, shard, share.from, share.to);
      return;
    case task.part:
      part(memory, shard, share.from, share.to);
      return;
    case task.place:
      place(memory, shard, share.from, share.to);
      return;
    case task.gather:
      gather(memory, share.from, share.to);
      return;
    case task.settle:
      settle(memory, share.from, share.to);
      return;
    default:
      throw new RangeError('There is no such task');
  }
}

/** First and second derivatives of the rows' loss at their scores. */
function derive({ objective, scores, target, weights, gradients, hessians }: TrainingMemory, from: number, to: number): void {
  const cut = (values: Float64Array): Float64Array => values.subarray(from, to);
  objective?.derive(scores.map(cut), cut(target), weights === undefined ? undefined : cut(weights), gradients.map(cut), hessians.map(cut));
}

/** How large gradients and hessians are together, block by block. */
function total({ slate: at, rowOrder, gradients, hessians, blockSums }: TrainingMemory, from: number, to: number): void {
  const output = whole(at, slate.output);
  const [gradient, hessian] = [gradients[output] as Float64Array, hessians[output] as Float64Array];
  for (let start = from; start < to; start += blockRows) {
    let absolute = 0;
    let curvature = 0;
    const end = Math.min(start + blockRows, to);
    for (let index = start; index < end; index += 1) {
      const row = rowOrder[index] as number;
      absolute += Math.abs(gradient[row] as number);
      curvature += hessian[row] as number;
    }
    blockSums[(start / blockRows) * 2] = absolute;
    blockSums[(start / blockRows) * 2 + 1] = curvature;
  }
}

/** Added and taken away, this rounds a double below 2^51 to a whole number. */
const rounder = 3 * 2 ** 51;

/** Writes the pairs and the shard's sums of them; see wholeUnits. */
function quantise(memory: TrainingMemory, shard: number, from: number, to: number): void {
  const { slate: at, rowOrder, pairs, partSums } = memory;
  const output = whole(at, slate.output);
  const [gradients, hessians] = [memory.gradients[output] as Float64Array, memory.hessians[output] as Float64Array];
  const gradientScale = 1 / (at[slate.gradientUnit] as number);
  const hessianScale = 1 / (at[slate.hessianUnit] as number);
  const rowUnit = at[slate.rowUnit] as number;
  let gradient = 0;
  let packed = 0;
  for (let index = from; index < to; index += 1) {
    const row = rowOrder[index] as number;
    const first = (gradients[row] as number) * gradientScale + rounder - rounder;
    const second = rowUnit + ((hessians[row] as number) * hessianScale + rounder - rounder);
    pairs[row * 2] = first;
    pairs[row * 2 + 1] = second;
    gradient += first;
    packed += second;
  }
  partSums[shard * 2] = gradient;
  partSums[shard * 2 + 1] = packed;
}

/** Sorts the shard's rows of a leaf into those that go left and those that go right, in spare room. */
function part(
  { kernels, slate: at, rowOrder, isLeft, spareLeft, spareRight, partLefts }: TrainingMemory,
  shard: number,
  from: number,
  to: number,
): void {
  const first = rowOrder.byteOffset + whole(at, slate.from) * 4;
  const left = spareLeft.byteOffset + from * 4;
  const end = kernels.part(
    first + from * 4,
    first + to * 4,
    whole(at, slate.codesAt),
    whole(at, slate.codesShift),
    isLeft.byteOffset,
    left,
    spareRight.byteOffset + from * 4,
  );
  partLefts[shard] = (end - left) / 4;
}

/** Puts the shard's rows back: behind the left rows of the shards before it, and behind their right rows. */
function place(
  { kernels, slate: at, rowOrder, spareLeft, spareRight, partLefts }: TrainingMemory,
  shard: number,
  from: number,
  to: number,
): void {
  const first = rowOrder.byteOffset + whole(at, slate.from) * 4;
  const parts = whole(at, slate.parts);
  let before = 0;
  let all = 0;
  for (let other = 0; other < parts; other += 1) {
    if (other < shard) before += partLefts[other] as number;
    all += partLefts[other] as number;
  }
  const lefts = partLefts[shard] as number;
  const left = spareLeft.byteOffset + from * 4;
  const right = spareRight.byteOffset + from * 4;
  kernels.copy(left, left + lefts * 4, first + before * 4);
  kernels.copy(right, right + (to - from - lefts) * 4, first + (all + from - before) * 4);
}

/** Copies the leaf's pairs into the order of its rows. */
function gather({ kernels, slate: at, rowOrder, pairs, gathered }: TrainingMemory, from: number, to: number): void {
  const first = rowOrder.byteOffset + whole(at, slate.from) * 4;
  kernels.gather(first + from * 4, first + to * 4, pairs.byteOffset, gathered.byteOffset + from * 16);
}

/** Adds each leaf's value to the scores of its rows. */
function settle({ slate: at, rowOrder, scores, leaves }: TrainingMemory, from: number, to: number): void {
  const score = scores[whole(at, slate.output)] as Float64Array;
  const count = whole(at, slate.leaves);
  for (let leaf = 0; leaf < count; leaf += 1) {
    const start = Math.max(from, whole(leaves, leaf * 3));
    const end = Math.min(to, whole(leaves, leaf * 3) + whole(leaves, leaf * 3 + 1));
    const value = leaves[leaf * 3 + 2] as number;
    for (let index = start; index < end; index += 1) {
      const row = rowOrder[index] as number;
      score[row] = (score[row] as number) + value;
    }
  }
}
