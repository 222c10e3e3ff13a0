import { CountersignError } from '../../contracts/errors.ts';
import { createRandom } from '../core/random.ts';

/** Row numbers in ascending order; no row is in both. */
export type Fold = { readonly train: Int32Array; readonly test: Int32Array };

/**
 * Stratified k-fold (Kohavi 1995): every class is spread over the folds as evenly as its count allows, so each fold keeps
 * the shares of the whole. `target` holds class indexes (0/1 for a binary one). A class with fewer rows than folds is
 * absent from some test sets. Throws `input.invalid` for fewer than two folds, more folds than rows or a missing target.
 */
export function stratifiedFolds(target: ArrayLike<number>, folds: number, seed: number): Fold[] {
  checkFolds(target.length, folds);
  const fold = new Int32Array(target.length);
  let dealt = 0;
  for (const rows of drawnClasses(target, seed)) {
    // The deal goes on where the last class stopped: otherwise the first folds would get every remainder.
    for (const row of rows) fold[row] = dealt++ % folds;
  }
  return foldsOf(fold, folds);
}

/**
 * `repeats` drawn splits that keep the shares of the classes. Each class gives `round(testShare × rows)` rows to the test
 * set, and at least one to each side when it has two rows or more.
 */
export function stratifiedSplits(
  target: ArrayLike<number>,
  options: { readonly testShare: number; readonly repeats: number; readonly seed: number },
): Fold[] {
  const { testShare, repeats, seed } = options;
  if (!(testShare > 0 && testShare < 1)) throw new CountersignError('input.invalid', 'The test share lies between 0 and 1');
  return Array.from({ length: repeats }, (_, repeat) => {
    const fold = new Int32Array(target.length).fill(1);
    for (const rows of drawnClasses(target, seed + repeat)) {
      const count = rows.length < 2 ? 0 : Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * testShare)));
      for (let index = 0; index < count; index += 1) fold[rows[index] ?? 0] = 0;
    }
    return foldOf(fold, 0);
  });
}

/** A fold a number: `fold[row]` says in which test set the row is. */
export function foldsOf(fold: Int32Array, folds: number): Fold[] {
  return Array.from({ length: folds }, (_, index) => foldOf(fold, index));
}

export function checkFolds(rows: number, folds: number): void {
  if (!Number.isInteger(folds) || folds < 2) throw new CountersignError('input.invalid', 'Cross-validation needs at least two folds');
  if (rows < folds) throw new CountersignError('input.invalid', 'There are more folds than rows');
}

function foldOf(fold: Int32Array, index: number): Fold {
  const train: number[] = [];
  const test: number[] = [];
  for (let row = 0; row < fold.length; row += 1) (fold[row] === index ? test : train).push(row);
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}

/** The rows of each class in a drawn order; classes ascending, so that the draw does not depend on the order of rows. */
function drawnClasses(target: ArrayLike<number>, seed: number): number[][] {
  const classes = new Map<number, number[]>();
  for (let row = 0; row < target.length; row += 1) {
    const label = target[row] ?? Number.NaN;
    if (!Number.isFinite(label)) throw new CountersignError('input.invalid', 'A row without a target cannot be put into a fold');
    const rows = classes.get(label);
    if (rows) rows.push(row);
    else classes.set(label, [row]);
  }
  const random = createRandom(seed);
  return [...classes.entries()]
    .toSorted(([left], [right]) => left - right)
    .map(([, rows]) => Array.from(random.permutation(rows.length), (index) => rows[index] ?? 0));
}
