import { CountersignError } from '../../contracts/errors.ts';

/** A symmetric positive definite matrix of `size` × `size`, row after row; the lower triangle is read, nothing else. */
export type Symmetric = { readonly size: number; readonly values: Float64Array };

/** The lower triangle L with L·Lᵀ = A, or undefined where A is not positive definite. */
export function factor({ size, values }: Symmetric): Symmetric | undefined {
  const lower = new Float64Array(size * size);
  const at = (row: number, column: number): number => lower[row * size + column] ?? 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = values[row * size + column] ?? 0;
      for (let k = 0; k < column; k += 1) sum -= at(row, k) * at(column, k);
      if (row === column && !(sum > 0)) return undefined;
      lower[row * size + column] = row === column ? Math.sqrt(sum) : sum / at(column, column);
    }
  }
  return { size, values: lower };
}

/** Like `factor`; a matrix that is not positive definite is an error a person can act on. */
export function factorOrThrow(matrix: Symmetric): Symmetric {
  const lower = factor(matrix);
  if (!lower) throw new CountersignError('input.invalid', 'Columns of the table repeat each other: a penalty above zero is needed');
  return lower;
}

/** x with A·x = b, from the factor of A. */
export function solve({ size, values }: Symmetric, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let sum = x[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= (values[row * size + k] ?? 0) * (x[k] ?? 0);
    x[row] = sum / (values[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = x[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) sum -= (values[k * size + row] ?? 0) * (x[k] ?? 0);
    x[row] = sum / (values[row * size + row] ?? 1);
  }
  return x;
}

/** The diagonal of A⁻¹, from the factor of A. */
export function inverseDiagonal(lower: Symmetric): Float64Array {
  return Float64Array.from({ length: lower.size }, (_, index) => {
    const unit = new Float64Array(lower.size);
    unit[index] = 1;
    return solve(lower, unit)[index] ?? 0;
  });
}
