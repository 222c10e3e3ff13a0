// Indexed reads in this file carry `as number`: every array has one value a row, pairs two.
import type { Units } from './leaf-score.ts';

/** Rows in one training at most: beyond, a hessian would have fewer than nine bits. */
export const mostRows = 4_194_304;

/**
 * Writes gradients and hessians as whole numbers, so small that no sum over all rows passes 2^53. Sums of them are exact,
 * whatever the order, which is what makes a histogram less its child's exact, and one thread's result another's. The hessian
 * shares its number with a count of one row above it: one addition does for both. (LightGBM quantises gradients for
 * speed, Shi et al. 2022; here tens of bits are kept.)
 * Only the `rows` named take part. Returns what the units are worth and the sums.
 */
export function writeWholePairs(
  gradients: Float64Array,
  hessians: Float64Array,
  rows: Int32Array,
  pairs: Float64Array,
): { units: Units; gradient: number; packed: number } {
  let absolute = 0;
  let curvature = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] as number;
    absolute += Math.abs(gradients[row] as number);
    curvature += hessians[row] as number;
  }
  const count = rows.length;
  let rowUnit = 2 ** 52;
  while (rowUnit * (count + 1) > 2 ** 53) rowUnit /= 2;
  // Rounding moves each number by half a unit at most; `count` leaves room for it.
  const hessianScale = powerOfTwoAtMost((rowUnit - count - 1) / curvature);
  const gradientScale = powerOfTwoAtMost((2 ** 52 - count) / absolute);
  let gradient = 0;
  let packed = 0;
  for (let index = 0; index < count; index += 1) {
    const row = rows[index] as number;
    const whole = Math.round((gradients[row] as number) * gradientScale);
    const below = rowUnit + Math.round((hessians[row] as number) * hessianScale);
    pairs[row * 2] = whole;
    pairs[row * 2 + 1] = below;
    gradient += whole;
    packed += below;
  }
  return { units: { gradient: 1 / gradientScale, hessian: 1 / hessianScale, row: rowUnit }, gradient, packed };
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
