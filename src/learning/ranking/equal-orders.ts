import { CountersignError } from '../../contracts/errors.ts';

export type EqualOrders = {
  /** Work orders either rule raises. */
  readonly orders: number;
  readonly failures: number;
  readonly caughtByScore: number;
  readonly caughtByCalendar: number;
  /** How many times as many failures the score catches; null where the calendar catches none. */
  readonly ratio: number | null;
};

export type EqualOrdersInput = {
  /** One entry a reading: the risk score, the wear that the calendar goes by, and 1 where the machine failed. */
  readonly scores: Float64Array;
  readonly wear: Float64Array;
  readonly failed: Float64Array;
  /** The calendar replaces at this wear; with `orders` instead, at whatever wear gives so many. */
  readonly replaceAt?: number;
  readonly orders?: number;
};

/**
 * Failures caught by a risk score and by a wear calendar when both raise the same number of work orders: the calendar's readings
 * at or beyond `replaceAt` (or the `orders` most worn), and as many with the highest scores. Equal values are taken in the order
 * of the readings. Throws `input.invalid` for arrays of different length, or with neither or both of `replaceAt` and `orders`.
 */
export function compareAtEqualOrders({ scores, wear, failed, replaceAt, orders }: EqualOrdersInput): EqualOrders {
  if (scores.length !== wear.length || scores.length !== failed.length)
    throw new CountersignError('input.invalid', 'Scores, wear and failures have one entry a reading each', { field: 'scores' });
  if ((replaceAt === undefined) === (orders === undefined))
    throw new CountersignError('input.invalid', 'Name either the wear at which the calendar replaces or the number of orders', {
      field: 'orders',
    });
  const count = Math.min(scores.length, orders ?? wear.reduce((sum, value) => sum + (value >= (replaceAt ?? Infinity) ? 1 : 0), 0));
  const caughtByScore = caught(scores, failed, count);
  const caughtByCalendar = caught(wear, failed, count);
  return {
    orders: count,
    failures: failed.reduce((sum, flag) => sum + (flag === 1 ? 1 : 0), 0),
    caughtByScore,
    caughtByCalendar,
    ratio: caughtByCalendar > 0 ? caughtByScore / caughtByCalendar : null,
  };
}

function caught(by: Float64Array, failed: Float64Array, count: number): number {
  const known = (row: number): number => (Number.isNaN(by[row]) ? -Infinity : (by[row] ?? -Infinity));
  const order = [...by.keys()].toSorted((one, other) => (known(one) === known(other) ? one - other : known(other) - known(one)));
  return order.slice(0, count).filter((row) => failed[row] === 1).length;
}
