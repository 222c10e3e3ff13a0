import { createRandom } from '../core/random.ts';
import { checkFolds, foldsOf, type Fold } from './stratified.ts';
import { CountersignError } from '../../contracts/errors.ts';

/**
 * Group k-fold: all rows of a group (a customer, a machine) are on the same side, so a model is judged on groups it never
 * saw. Groups go largest first into the smallest fold so far; the seed decides the order among equals. `groups` names the
 * group of each row. Throws `input.invalid` for fewer groups than folds.
 */
export function groupFolds(groups: ReadonlyArray<string | number>, folds: number, seed: number): Fold[] {
  checkFolds(groups.length, folds);
  const rowsOfGroup = new Map<string | number, number[]>();
  groups.forEach((group, row) => {
    const rows = rowsOfGroup.get(group);
    if (rows) rows.push(row);
    else rowsOfGroup.set(group, [row]);
  });
  if (rowsOfGroup.size < folds) throw new CountersignError('input.invalid', 'There are more folds than groups');
  const members = [...rowsOfGroup.values()];
  const drawn = Array.from(createRandom(seed).permutation(members.length), (index) => members[index] ?? []);
  const sizes = new Float64Array(folds);
  const fold = new Int32Array(groups.length);
  for (const rows of drawn.toSorted((left, right) => right.length - left.length)) {
    const smallest = sizes.indexOf(Math.min(...sizes));
    sizes[smallest] = (sizes[smallest] ?? 0) + rows.length;
    for (const row of rows) fold[row] = smallest;
  }
  return foldsOf(fold, folds);
}
