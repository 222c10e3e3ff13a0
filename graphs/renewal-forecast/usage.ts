import { addDecimal, compareDecimal, type UsageRecord } from 'countersign';
import { addTo, shareOf } from '../_shared/figures.ts';
import type { Mapping } from './mapping.ts';

/** What the use of one contract says: what speaks against its renewal, and how much of it will be wanted. */
export type Used = {
  readonly percent: number;
  /** Of what it brings, where more is used than is included; `100` where that says nothing. */
  readonly amountPercent: string;
  readonly reasons: readonly string[];
};

const silent: Used = { percent: 0, amountPercent: '100', reasons: [] };

/** Figures of the last half year beside the one before it. A contract without records says nothing, whatever that means. */
export function usedOf(records: readonly UsageRecord[], { usage }: Mapping, today: string, number: string): Used {
  const [start, half] = [addTo(today, -365), addTo(today, -182)];
  const year = records.filter(({ to }) => to > start && to <= today);
  if (year.length === 0) return silent;
  if (new Set(year.map(({ unit }) => unit ?? '')).size > 1)
    return { ...silent, reasons: [`use of contract ${number} is on record in several units and does not count`] };
  const lately = year.filter(({ to }) => to > half);
  const before = year.filter(({ to }) => to <= half);
  const total = (some: readonly UsageRecord[], what: 'used' | 'included'): string =>
    some.reduce((all, one) => addDecimal(all, one[what] ?? '0'), '0');
  const counted = lately.filter(({ included }) => included !== undefined);
  const ofIncluded = shareOf(total(counted, 'used'), total(counted, 'included'));
  const beside = compareDecimal(total(before, 'used'), '0') > 0 ? shareOf(total(lately, 'used'), total(before, 'used')) : undefined;
  const isUnder = ofIncluded !== undefined && compareDecimal(ofIncluded, usage.unusedBelow) < 0;
  const isFalling = beside !== undefined && compareDecimal(beside, usage.fallingBelow) < 0;
  const isOver = ofIncluded !== undefined && usage.countOveruse && compareDecimal(ofIncluded, '100') > 0;
  const amountPercent = isOver ? least(ofIncluded, String(usage.overuseMost)) : '100';
  return {
    percent: (isUnder ? usage.unusedPercent : 0) + (isFalling ? usage.fallingPercent : 0),
    amountPercent,
    reasons: [
      ...(isUnder
        ? [`${ofIncluded} % of what contract ${number} includes was used in the last half year (+${usage.unusedPercent} %)`]
        : []),
      ...(isFalling ? [`use of contract ${number} fell to ${beside} % of the half year before (+${usage.fallingPercent} %)`] : []),
      ...(isOver ? [`${ofIncluded} % of what contract ${number} includes was used: it counts with ${amountPercent} %`] : []),
    ],
  };
}

const least = (one: string, other: string): string => (compareDecimal(one, other) < 0 ? one : other);
