import { CountersignError } from '../../contracts/errors.ts';

/**
 * One expected item of a weekly position: an invoice, an order, a pay run. `amount` in minor units of one currency, signed;
 * `week` its ISO date or number.
 */
export type Line = {
  readonly item: string;
  readonly week: string;
  readonly amount: bigint;
  /** What stands behind the expectation (a model version); a difference in it is named as the reason. */
  readonly source?: string;
};

export type ChangeKind = 'new' | 'dropped' | 'earlier' | 'later' | 'model' | 'amount';

/** What moved one week's position: the kinds sum to `after` less `before`, to the last minor unit. */
export type WeekChange = {
  readonly week: string;
  readonly before: bigint;
  readonly after: bigint;
  readonly kinds: Readonly<Record<ChangeKind, bigint>>;
};

export type Change = {
  readonly weeks: readonly WeekChange[];
  readonly total: Readonly<Record<ChangeKind, bigint>>;
  /** The items that moved most, by the size of what they moved in any week; largest first. */
  readonly items: readonly { readonly item: string; readonly kind: ChangeKind; readonly week: string; readonly amount: bigint }[];
};

/**
 * Splits the change between two forecasts of weekly positions into its causes, item by item: new items; dropped ones; money that
 * moved to an earlier or a later week (a minus in the week it left, a plus in the week it reached); and amounts that changed
 * where they stood, by the model where the source differs, by the item itself otherwise. An item may have several lines; weeks
 * compare as text, so ISO dates sort. Money that moves is matched first in, first out. The parts are exact integers and sum to
 * the difference in every week. Throws `input.invalid` for a line without an item or a week.
 */
export function explainChange(before: readonly Line[], after: readonly Line[]): Change {
  const parts: Part[] = [];
  const [olds, news] = [byItem(before), byItem(after)];
  for (const item of [...new Set([...olds.keys(), ...news.keys()])].toSorted(textOrder)) {
    const [old, fresh] = [olds.get(item), news.get(item)];
    if (!old) for (const { week, amount } of fresh?.lines ?? []) parts.push({ item, kind: 'new', week, amount });
    else if (!fresh) for (const { week, amount } of old.lines) parts.push({ item, kind: 'dropped', week, amount: -amount });
    else parts.push(...moved(item, old, fresh));
  }
  const weeks = [...new Set([...before, ...after].map(({ week }) => week))].toSorted(textOrder);
  return {
    weeks: weeks.map((week) => ({
      week,
      before: sum(before.filter((line) => line.week === week)),
      after: sum(after.filter((line) => line.week === week)),
      kinds: byKind(parts.filter((part) => part.week === week)),
    })),
    total: byKind(parts),
    items: parts.filter(({ amount }) => amount !== 0n).toSorted((one, other) => bySize(one, other)),
  };
}

type Part = { readonly item: string; readonly kind: ChangeKind; readonly week: string; readonly amount: bigint };
type Item = { readonly source: string; readonly lines: readonly { readonly week: string; readonly amount: bigint }[] };

function byItem(lines: readonly Line[]): ReadonlyMap<string, Item> {
  const weeks = new Map<string, Map<string, bigint>>();
  const sources = new Map<string, Set<string>>();
  for (const { item, week, amount, source } of lines) {
    if (item === '' || week === '') throw new CountersignError('input.invalid', 'A line names its item and its week', { field: 'lines' });
    const held = weeks.get(item) ?? new Map<string, bigint>();
    held.set(week, (held.get(week) ?? 0n) + amount);
    weeks.set(item, held);
    sources.set(item, (sources.get(item) ?? new Set()).add(source ?? ''));
  }
  return new Map(
    [...weeks].map(([item, held]) => [
      item,
      {
        source: [...(sources.get(item) ?? [])].toSorted(textOrder).join('\n'),
        lines: [...held].map(([week, amount]) => ({ week, amount })).toSorted((one, other) => textOrder(one.week, other.week)),
      },
    ]),
  );
}

/** What left a week is matched with what reached another, in the order of the weeks; what finds no match is a changed amount. */
function moved(item: string, old: Item, fresh: Item): Part[] {
  const kind = old.source === fresh.source ? 'amount' : 'model';
  const changes = new Map<string, bigint>();
  for (const { week, amount } of fresh.lines) changes.set(week, amount);
  for (const { week, amount } of old.lines) changes.set(week, (changes.get(week) ?? 0n) - amount);
  const steps = [...changes].map(([week, amount]) => ({ week, left: amount })).toSorted((one, other) => textOrder(one.week, other.week));
  // The sign of the item tells leaving from arriving: of a receipt what leaves is negative, of a payment positive.
  const isReceipt = old.lines.reduce((total, { amount }) => total + amount, 0n) >= 0n;
  const parts: Part[] = [];
  const leaving = steps.filter(({ left }) => (isReceipt ? left < 0n : left > 0n));
  const arriving = steps.filter(({ left }) => (isReceipt ? left > 0n : left < 0n));
  for (const from of leaving)
    for (const to of arriving) {
      const size = least(magnitude(from.left), magnitude(to.left));
      if (size === 0n) continue;
      const amount = isReceipt ? size : -size;
      const direction = textOrder(to.week, from.week) < 0 ? 'earlier' : 'later';
      parts.push({ item, kind: direction, week: from.week, amount: -amount }, { item, kind: direction, week: to.week, amount });
      from.left += amount;
      to.left -= amount;
    }
  for (const { week, left } of steps) if (left !== 0n) parts.push({ item, kind, week, amount: left });
  return parts;
}

function byKind(parts: readonly Part[]): Record<ChangeKind, bigint> {
  const kinds: Record<ChangeKind, bigint> = { new: 0n, dropped: 0n, earlier: 0n, later: 0n, model: 0n, amount: 0n };
  for (const { kind, amount } of parts) kinds[kind] += amount;
  return kinds;
}

function bySize(one: Part, other: Part): number {
  const [left, right] = [magnitude(one.amount), magnitude(other.amount)];
  if (left !== right) return left > right ? -1 : 1;
  return textOrder(one.item, other.item) || textOrder(one.week, other.week);
}

function sum(lines: readonly { readonly amount: bigint }[]): bigint {
  return lines.reduce((total, { amount }) => total + amount, 0n);
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

/** By code unit: the same on every machine. */
function textOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
