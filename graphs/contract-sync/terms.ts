import { money, type Money } from 'countersign';
import { addTo, each, times } from '../_shared/figures.ts';

/**
 * How many months a contract runs, its last day included; undefined where they are not whole. The day after the last has to be the
 * day of the month it began on: what happens at the end of a short month no two systems count alike.
 */
export function wholeMonths(start: string | undefined, end: string | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const after = addTo(end, 1);
  if (after.slice(8) !== start.slice(8)) return undefined;
  const months = monthOf(after) - monthOf(start);
  return months > 0 ? months : undefined;
}

const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/**
 * What a year of it is worth, where the whole of so many months is worth the net: as finely as the currency goes, and never finer than
 * the two decimals of the CRM's field, which would round it and look changed for ever.
 */
export function annualOf({ amount, currency }: Money, months: number): Money {
  const whole = times(amount, '12', 9);
  const fine = money(each(whole, String(months), 9), currency);
  return /\.\d{3}/.test(fine.amount) ? { amount: each(whole, String(months)), currency } : fine;
}
