import { CountersignError } from '../../contracts/errors.ts';
import type { Design } from '../encode/encoding.ts';

/**
 * Adds Σ weight·x·xᵀ over the rows to the lower triangle of `into` (size width + 1; the last row and column belong to the
 * intercept). Zeros are skipped, which for one-hot columns is most of the work.
 */
export function addOuterProducts({ rows, width, values }: Design, weights: Float64Array, into: Float64Array): void {
  const size = width + 1;
  const used = new Int32Array(width);
  const kept = new Float64Array(width);
  for (let row = 0; row < rows; row += 1) {
    const weight = weights[row] ?? 0;
    if (weight === 0) continue;
    let count = 0;
    const start = row * width;
    for (let column = 0; column < width; column += 1) {
      const value = values[start + column] ?? 0;
      if (value === 0) continue;
      used[count] = column;
      kept[count] = value;
      count += 1;
    }
    for (let left = 0; left < count; left += 1) {
      const column = used[left] ?? 0;
      const scaled = weight * (kept[left] ?? 0);
      const base = column * size;
      for (let right = 0; right <= left; right += 1) {
        const cell = base + (used[right] ?? 0);
        into[cell] = (into[cell] ?? 0) + scaled * (kept[right] ?? 0);
      }
      const last = width * size + column;
      into[last] = (into[last] ?? 0) + scaled;
    }
    const corner = size * size - 1;
    into[corner] = (into[corner] ?? 0) + weight;
  }
}

/** Xᵀ·v with the sum of v last. */
export function transposeTimes({ rows, width, values }: Design, vector: Float64Array): Float64Array {
  const product = new Float64Array(width + 1);
  for (let row = 0; row < rows; row += 1) {
    const factor = vector[row] ?? 0;
    const start = row * width;
    for (let column = 0; column < width; column += 1) product[column] = (product[column] ?? 0) + factor * (values[start + column] ?? 0);
    product[width] = (product[width] ?? 0) + factor;
  }
  return product;
}

/** X·b, the last coefficient being the intercept. */
export function margins({ rows, width, values }: Design, coefficients: Float64Array): Float64Array {
  const result = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let sum = coefficients[width] ?? 0;
    const start = row * width;
    for (let column = 0; column < width; column += 1) sum += (coefficients[column] ?? 0) * (values[start + column] ?? 0);
    result[row] = sum;
  }
  return result;
}

/** Ones, or the given weights after a check: finite, not below zero, not all zero. */
export function checkedWeights(weights: ArrayLike<number> | undefined, rows: number): Float64Array {
  if (!weights) return new Float64Array(rows).fill(1);
  const checked = Float64Array.from(weights);
  if (
    checked.length !== rows ||
    checked.some((weight) => !Number.isFinite(weight) || weight < 0) ||
    checked.every((weight) => weight === 0)
  ) {
    throw new CountersignError('input.invalid', 'Sample weights are one finite number a row, not below zero and not all zero');
  }
  return checked;
}
