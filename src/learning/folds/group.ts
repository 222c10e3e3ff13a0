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
  const drawn = drawnGroups(groups, folds, seed);
  const sizes = new Float64Array(folds);
  const fold = new Int32Array(groups.length);
  for (const rows of drawn.toSorted((left, right) => right.length - left.length)) {
    const smallest = sizes.indexOf(Math.min(...sizes));
    sizes[smallest] = (sizes[smallest] ?? 0) + rows.length;
    for (const row of rows) fold[row] = smallest;
  }
  return foldsOf(fold, folds);
}

/**
 * Group folds that keep the share of a 0/1 target as well as whole groups allow: groups with the most ones go first, each
 * into the fold with the fewest ones so far, then the fewest rows. Throws `input.invalid` for fewer groups than folds.
 */
export function stratifiedGroupFolds(
  target: ArrayLike<number>,
  groups: ReadonlyArray<string | number>,
  folds: number,
  seed: number,
): Fold[] {
  checkFolds(groups.length, folds);
  const counted = drawnGroups(groups, folds, seed).map((rows) => ({ rows, ones: rows.reduce((sum, row) => sum + (target[row] ?? 0), 0) }));
  const so = Array.from({ length: folds }, () => ({ ones: 0, rows: 0 }));
  const fold = new Int32Array(groups.length);
  for (const { rows, ones } of counted.toSorted((left, right) => right.ones - left.ones || right.rows.length - left.rows.length)) {
    let best = 0;
    so.forEach((each, index) => {
      const held = so[best] ?? each;
      // A group without ones only evens out the rows.
      const isBetter = ones > 0 && each.ones !== held.ones ? each.ones < held.ones : each.rows < held.rows;
      if (isBetter) best = index;
    });
    const chosen = so[best];
    if (chosen) Object.assign(chosen, { ones: chosen.ones + ones, rows: chosen.rows + rows.length });
    for (const row of rows) fold[row] = best;
  }
  return foldsOf(fold, folds);
}

/** The rows of each group, groups in a drawn order. */
function drawnGroups(groups: ReadonlyArray<string | number>, folds: number, seed: number): readonly (readonly number[])[] {
  const rowsOfGroup = new Map<string | number, number[]>();
  groups.forEach((group, row) => {
    const rows = rowsOfGroup.get(group);
    if (rows) rows.push(row);
    else rowsOfGroup.set(group, [row]);
  });
  if (rowsOfGroup.size < folds) throw new CountersignError('input.invalid', 'There are more folds than groups');
  const members = [...rowsOfGroup.values()];
  return Array.from(createRandom(seed).permutation(members.length), (index) => members[index] ?? []);
}
