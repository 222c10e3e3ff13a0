import { CountersignError } from '../../contracts/errors.ts';

/** Same length, at least one row, every value a finite number: metrics never answer NaN for a fault of their input. */
export function checkPaired(first: ArrayLike<number>, ...others: readonly ArrayLike<number>[]): void {
  if (first.length === 0) throw new CountersignError('input.invalid', 'A metric needs at least one row');
  for (const values of [first, ...others]) {
    if (values.length !== first.length) throw new CountersignError('input.invalid', 'Targets and predictions differ in length');
    for (let row = 0; row < values.length; row += 1) {
      if (!Number.isFinite(values[row]))
        throw new CountersignError('input.invalid', 'A target or prediction is missing or not a finite number');
    }
  }
}

export function checkBinary(target: ArrayLike<number>): void {
  for (let row = 0; row < target.length; row += 1) {
    if (target[row] !== 0 && target[row] !== 1) throw new CountersignError('input.invalid', 'A binary target is 0 or 1 in every row');
  }
}

export function checkBothClasses(target: ArrayLike<number>): { readonly positives: number; readonly negatives: number } {
  checkBinary(target);
  let positives = 0;
  for (let row = 0; row < target.length; row += 1) positives += target[row] ?? 0;
  const negatives = target.length - positives;
  if (positives === 0 || negatives === 0) throw new CountersignError('input.invalid', 'This metric needs rows of both classes');
  return { positives, negatives };
}

/** Row numbers by falling score; equal scores keep the order of rows. */
export function byFallingScore(score: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: score.length }, (_, row) => row);
  return order.toSorted((left, right) => (score[right] ?? 0) - (score[left] ?? 0) || left - right);
}
