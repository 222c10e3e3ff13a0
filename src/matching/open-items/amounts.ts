import { scaleOf, toScaled, type Decimal } from '../../contracts/money.ts';
import { dayOf, sizeOf, type Item } from './ledger.ts';
import type { Rate, ReconcileOptions } from './types.ts';

/** The best cash discount a payer may take that day on an item nothing was paid of yet, rounded half away from zero. */
export function discountOf({ given, open, original }: Item, day: number | undefined): bigint {
  if (day === undefined || open !== original || open < 0n) return 0n;
  let best = 0n;
  for (const { until, percent } of given.discounts ?? []) {
    const last = dayOf(until);
    const discount = (open * toScaled(percent, 4) * 2n + 1_000_000n) / 2_000_000n;
    if (last !== undefined && day <= last && discount > best) best = discount;
  }
  return best;
}

export type Exchange = { readonly rate: Decimal; convert(value: bigint): bigint };

/** The rate from one currency to another that holds on the day: the latest one not after it, or one without a date. */
export function exchangeTo(rates: readonly Rate[], from: string, to: string, day: number | undefined): Exchange | undefined {
  const dated = rates
    .filter((rate) => rate.from === from && rate.to === to)
    .map((rate) => ({ rate: rate.rate, since: dayOf(rate.date) ?? -Infinity }))
    .filter(({ since }) => since === -Infinity || (day !== undefined && since <= day))
    .toSorted((one, other) => other.since - one.since);
  const [found] = dated;
  if (!found) return undefined;
  const factor = toScaled(found.rate, 9);
  const [up, down] = [10n ** BigInt(scaleOf(to)), 10n ** BigInt(scaleOf(from) + 9)];
  return {
    rate: found.rate,
    convert: (value) => {
      const exact = value * factor * up * 2n;
      return (exact + (exact < 0n ? -down : down)) / (down * 2n);
    },
  };
}

/** What may be written off of a sum: the amount or the share of it, the lower of the two where both are given. */
export function toleranceOf({ tolerance }: ReconcileOptions, sum: bigint, currency: string): bigint {
  const amount = tolerance?.amount === undefined ? undefined : toScaled(tolerance.amount, scaleOf(currency));
  const share = tolerance?.percent === undefined ? undefined : (sizeOf(sum) * toScaled(tolerance.percent, 4)) / 1_000_000n;
  if (amount === undefined || share === undefined) return amount ?? share ?? 0n;
  return amount < share ? amount : share;
}
