import { addDecimal, money } from 'countersign';
import { addTo, daysBetween, times } from '../_shared/figures.ts';
import type { Facts } from './decide.ts';
import type { Mapping } from './mapping.ts';

/** What comes in within a month: from what is billed and open already, and from revenue that is yet a forecast. */
export type Cash = {
  readonly open: string;
  readonly revenue: string;
  readonly items: number;
  /** Items whose day the late-payment model said; those of the others follow the rule. */
  readonly byModel: number;
  readonly lateDays: number;
};
export const noCash: Cash = { open: '0', revenue: '0', items: 0, byModel: 0, lateDays: 0 };

/** No currency has more than three decimals. */
export const shareOfAmount = (amount: string, share: number): string => times(amount, share.toFixed(6), 3);

/** What is open, when it is expected and by how much less the longer it is overdue, and what the forecast's revenue brings later. */
export function cashBy({ now, months, receivables }: Facts, expected: readonly string[], mapping: Mapping): readonly Cash[] {
  const cash: Cash[] = months.map(() => ({ ...noCash, lateDays: mapping.lateDays }));
  const change = (day: string, next: (cash: Cash) => Cash): void => {
    const at = months.indexOf(day.slice(0, 7));
    const present = cash[at];
    if (present) cash[at] = next(present);
  };
  const ageing = mapping.ageing.toSorted((a, b) => b.overDays - a.overDays);
  for (const { amount, dueOn, daysLate } of receivables) {
    const expectedOn = addTo(dueOn, Math.round(daysLate ?? mapping.lateDays));
    const age = daysBetween(dueOn, now);
    const share = ageing.find(({ overDays }) => age > overDays)?.percent ?? 100;
    change(expectedOn < now ? addTo(now, mapping.lateDays) : expectedOn, (present) => ({
      ...present,
      open: addDecimal(present.open, shareOfAmount(amount, share / 100)),
      items: present.items + 1,
      byModel: present.byModel + (daysLate === undefined ? 0 : 1),
    }));
  }
  for (const [at, month] of months.entries())
    change(addTo(`${month}-15`, mapping.paymentDays), (present) => ({
      ...present,
      revenue: addDecimal(present.revenue, expected[at] ?? '0'),
    }));
  return cash;
}

/** Where a month's cash comes from, and by what rule it is expected then. */
export function cashWords({ open, revenue, items, byModel, lateDays }: Cash, currency: string): string {
  const rule = `${lateDays} days after it is due`;
  const how =
    byModel === 0
      ? rule
      : byModel === items
        ? 'as the late-payment model says'
        : `${byModel} as the late-payment model says, the others ${rule}`;
  const from = items === 0 ? 'no open item' : `${items} open ${items === 1 ? 'item' : 'items'}, ${how}`;
  return `Cash ${money(open, currency).amount} of ${from}; ${money(revenue, currency).amount} of forecast revenue.`;
}
