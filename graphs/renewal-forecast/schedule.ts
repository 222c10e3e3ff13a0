import { compareDecimal, sum, type BillingDate } from 'countersign';
import { addTo, percentOf } from '../_shared/figures.ts';
import type { Mapping } from './mapping.ts';

/** What the billing plans of a customer say of its renewals. */
export type Scheduled = {
  /** What a year of them bills, in the currency of the contracts; absent where there is none to go by. */
  readonly year?: string;
  readonly factors: readonly (readonly [applies: boolean, percent: number, reason: string])[];
  readonly reasons: readonly string[];
};

/**
 * A year of the schedule is the one before the contract ends, or the next one where that is further off, billed or not: a contract that
 * began lately has no year behind it. A schedule that reaches over less than `scheduleFrom` percent of what is agreed is not whole yet.
 * What is past and not billed, and what is blocked, speaks against the renewal; pure.
 */
export function scheduled(
  dates: readonly BillingDate[],
  { annual, currency, endOn }: { readonly annual: string; readonly currency: string; readonly endOn: string },
  mapping: Mapping,
  today: string,
): Scheduled {
  const own = dates.filter(({ amount }) => amount.currency === currency);
  const ahead = addTo(today, 365);
  const until = endOn < ahead ? endOn : ahead;
  const year = own.filter(({ on }) => on > addTo(until, -365) && on <= until);
  const total = sum(
    year.map(({ amount }) => amount),
    currency,
  ).amount;
  const behind = own.filter(({ on, isBilled, isBlocked }) => !isBilled && !isBlocked && on < addTo(today, -mapping.unbilledDays));
  const blocked = own.filter(({ isBilled, isBlocked }) => isBlocked && !isBilled);
  const isKnown =
    compareDecimal(total, '0') > 0 &&
    compareDecimal(total, percentOf(annual, String(mapping.scheduleFrom))) >= 0 &&
    compareDecimal(annual, '0') > 0;
  return {
    ...(isKnown ? { year: total } : {}),
    factors: [
      [behind.length > 0, mapping.unbilledPercent, `${datesAre(behind.length)} past and not billed, the first of ${behind[0]?.on ?? ''}`],
      [blocked.length > 0, mapping.blockedPercent, `${datesAre(blocked.length)} blocked`],
    ],
    reasons:
      isKnown && compareDecimal(total, annual) !== 0
        ? [`a year of the billing schedule is ${total} ${currency}, the contracts say ${annual} ${currency}: the schedule counts`]
        : [],
  };
}

const datesAre = (count: number): string => (count === 1 ? 'a billing date is' : `${count} billing dates are`);
