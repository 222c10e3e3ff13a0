import { createRandom } from '../core/random.ts';
import { groupFolds, stratifiedGroupFolds } from '../folds/group.ts';
import { foldsOf, stratifiedFolds, type Fold } from '../folds/stratified.ts';

/** With fewer records than this for each fold, whole records could not be kept apart and still be judged on. */
const fewestForAFold = 4;

/**
 * Folds a head is judged on. Where records come again, as an employee does every month, all rows of one stay on one side: a
 * model that merely remembers a record would look good on another month of it. `target` is the 0/1 target whose share is kept.
 */
export function entityFolds(entities: readonly string[], target: Float64Array | undefined, folds: number, seed: number): Fold[] {
  const different = new Set(entities).size;
  if (different < entities.length && different >= folds * fewestForAFold)
    return target ? stratifiedGroupFolds(target, entities, folds, seed) : groupFolds(entities, folds, seed);
  if (target) return stratifiedFolds(target, folds, seed);
  return foldsOf(
    createRandom(seed)
      .permutation(entities.length)
      .map((place) => place % folds),
    folds,
  );
}
