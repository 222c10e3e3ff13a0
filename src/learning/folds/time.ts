import { CountersignError } from '../../contracts/errors.ts';
import type { Fold } from './stratified.ts';

/**
 * The last `testShare` of the rows by time is the test set. Rows of the same time stay together, on the test side, so the
 * model never trains on the day it is judged on. `times` are numbers in any unit; a missing one throws `input.invalid`.
 */
export function timeSplit(times: ArrayLike<number>, testShare: number): Fold {
  if (!(testShare > 0 && testShare < 1)) throw new CountersignError('input.invalid', 'The test share lies between 0 and 1');
  const order = inTime(times);
  const first = order[Math.min(order.length - 1, Math.floor(order.length * (1 - testShare)))] ?? 0;
  const origin = times[first] ?? 0;
  return split(
    times,
    (time) => time < origin,
    (time) => time >= origin,
  );
}

/**
 * Rolling origin (Tashman 2000): `origins` splits, each trained on what came before its origin (all of it, or the last
 * `trainLength` units of time) and judged on the `testLength` units that follow; the last one ends with the newest row.
 * `gap` units before the origin are left out of training, for targets that become known late.
 */
export function rollingOrigin(
  times: ArrayLike<number>,
  options: { readonly origins: number; readonly testLength: number; readonly trainLength?: number; readonly gap?: number },
): Fold[] {
  const { origins, testLength, trainLength = Number.POSITIVE_INFINITY, gap = 0 } = options;
  if (!(testLength > 0) || !(trainLength > 0) || !(gap >= 0) || !(origins >= 1)) {
    throw new CountersignError('input.invalid', 'A rolling origin needs at least one origin and lengths above zero');
  }
  const order = inTime(times);
  const newest = times[order.at(-1) ?? 0] ?? 0;
  return Array.from({ length: origins }, (_, index) => {
    // The newest row belongs to the last window, so that one is closed at its end.
    const ahead = origins - index - 1;
    const end = ahead === 0 ? Number.POSITIVE_INFINITY : newest - ahead * testLength;
    const origin = newest - (ahead + 1) * testLength;
    return split(
      times,
      (time) => time <= origin - gap && time > origin - gap - trainLength,
      (time) => time > origin && time <= end,
    );
  });
}

function split(times: ArrayLike<number>, isTrain: (time: number) => boolean, isTest: (time: number) => boolean): Fold {
  const rows = Array.from({ length: times.length }, (_, row) => row);
  return {
    train: Int32Array.from(rows.filter((row) => isTrain(times[row] ?? 0))),
    test: Int32Array.from(rows.filter((row) => isTest(times[row] ?? 0))),
  };
}

function inTime(times: ArrayLike<number>): Int32Array {
  if (times.length < 2) throw new CountersignError('input.invalid', 'A split in time needs at least two rows');
  for (let row = 0; row < times.length; row += 1) {
    if (!Number.isFinite(times[row])) throw new CountersignError('input.invalid', 'A row without a time cannot be split in time');
  }
  const order = Int32Array.from({ length: times.length }, (_, row) => row);
  return order.toSorted((left, right) => (times[left] ?? 0) - (times[right] ?? 0) || left - right);
}
