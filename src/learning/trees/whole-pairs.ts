import type { Units } from './leaf-score.ts';
import { blockRows, slate, task } from './slate.ts';
import type { Workshop } from './crew.ts';

/**
 * Writes the output's gradients and hessians of the first `count` rows of the row order as whole numbers, so small that no
 * sum over all rows passes 2^53. Sums of them are exact, whatever the order, which is what makes a histogram less its
 * child's exact, and one thread's result another's. The hessian shares its number with a count of one row above it: one
 * addition does for both. (LightGBM quantises gradients for speed, Shi et al. 2022; here tens of bits are kept.)
 * Gives what the units are worth and the sums, and leaves the units on the slate.
 */
export function writeWholePairs(
  { memory, shareRows }: Workshop,
  count: number,
  output: number,
): { units: Units; gradient: number; packed: number } {
  const at = memory.slate;
  at[slate.output] = output;
  shareRows(task.total, 0, count);
  let absolute = 0;
  let curvature = 0;
  for (let block = 0; block * blockRows < count; block += 1) {
    absolute += memory.blockSums[block * 2] ?? 0;
    curvature += memory.blockSums[block * 2 + 1] ?? 0;
  }
  const units = wholeUnits(count, absolute, curvature);
  at[slate.gradientUnit] = units.gradient;
  at[slate.hessianUnit] = units.hessian;
  at[slate.rowUnit] = units.row;
  memory.partSums.fill(0);
  shareRows(task.quantise, 0, count);
  let gradient = 0;
  let packed = 0;
  for (let part = 0; part < memory.partSums.length; part += 2) {
    gradient += memory.partSums[part] ?? 0;
    packed += memory.partSums[part + 1] ?? 0;
  }
  return { units, gradient, packed };
}

/** What one unit may be worth for sums of absolute gradients and of hessians over `count` rows. All are powers of two. */
export function wholeUnits(count: number, absolute: number, curvature: number): Units {
  let row = 2 ** 51;
  while (row * (count + 1) > 2 ** 53) row /= 2;
  // Rounding moves each number by half a unit at most; `count` leaves room for it.
  const hessian = powerOfTwoAtMost((row - count - 1) / curvature);
  const gradient = powerOfTwoAtMost((2 ** 51 - count) / absolute);
  return { gradient: 1 / gradient, hessian: 1 / hessian, row };
}

/** The largest power of two not above `value`, between 2^-500 and 2^500 (sums of nothing ask for infinity). */
function powerOfTwoAtMost(value: number): number {
  if (!(value < 2 ** 500)) return 2 ** 500;
  if (value < 2 ** -500) return 2 ** -500;
  // The exponent of a double alone, its fraction cleared.
  bits.setFloat64(0, value);
  bits.setUint32(0, bits.getUint32(0) & 0x7ff00000);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

const bits = new DataView(new ArrayBuffer(8));
