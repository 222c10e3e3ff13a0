import { compareDecimal, type CrmLine, type SalesOrder, type SalesOrderItem } from 'countersign';
import { differsBy, discountOf, times } from '../_shared/figures.ts';
import type { Mapping } from './mapping.ts';

/** An item's own day is given where it is not the order's. */
type Entered = { readonly material: string; readonly quantity: string; readonly wantedOn?: string };

export type Change =
  | { readonly kind: 'quantity'; readonly item: string; readonly material: string; readonly from: string; readonly to: string }
  | ({ readonly kind: 'price'; readonly item: string; readonly unitPrice: string } & Entered)
  | ({ readonly kind: 'add'; readonly unitPrice: string | undefined } & Entered)
  | { readonly kind: 'remove'; readonly item: string; readonly material: string }
  | { readonly kind: 'date'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'item-date';
      readonly item: string;
      readonly material: string;
      readonly scheduleLine: string;
      readonly from: string;
      readonly to: string;
    };

/** An item that comes in parts: which of them the deal's one day is for, nobody can tell. */
export type Split = { readonly item: string; readonly parts: number; readonly to: string };

/** What the deal's lines say otherwise than the order's items that still count. */
export function compare(
  lines: readonly CrmLine[],
  { order, items, today }: { order: SalesOrder; items: readonly SalesOrderItem[]; today: string },
  mapping: Mapping,
): { readonly changes: readonly Change[]; readonly split: Split | undefined } {
  const { pairs, left } = pair(lines, items);
  const header = headerDay(
    pairs.flatMap(({ line, item }) => line.wantedOn ?? item?.requestedOn ?? []),
    order,
    today,
  );
  const orderDay = header?.kind === 'date' ? header.to : order.requestedOn;
  const changes: Change[] = [];
  const days: (Split | Extract<Change, { kind: 'item-date' }>)[] = [];
  for (const { line, item } of pairs) {
    // A day that has passed is nobody's wish any more: it moves nothing.
    const wanted = notPast(line.wantedOn, today);
    const change = item && worthOf(line, item, mapping);
    if (!item) changes.push({ kind: 'add', ...entered(line, wanted, orderDay), unitPrice: priceOf(line) });
    // Entered again, it keeps the day it had, unless that has passed.
    else if (change?.kind === 'price') changes.push({ ...change, ...entered(line, wanted ?? notPast(item.requestedOn, today), orderDay) });
    else {
      if (change) changes.push(change);
      days.push(...dayOf(item, wanted));
    }
  }
  for (const item of left) changes.push({ kind: 'remove', item: item.id, material: item.material });
  // The order's day goes first: an ERP that hands it down to the items would take theirs away again.
  const moves = days.filter((day) => 'kind' in day);
  return { changes: [...changes, ...(header ? [header] : []), ...moves], split: days.find((day) => 'parts' in day) };
}

/** Each line with its item. The same material twice: the item with the same quantity is the same line, before any other is. */
function pair(lines: readonly CrmLine[], items: readonly SalesOrderItem[]) {
  const left = [...items];
  const take = (line: CrmLine, fits: (item: SalesOrderItem) => boolean): SalesOrderItem | undefined => {
    const at = left.findIndex((item) => item.material === line.material && fits(item));
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const isSame = (line: CrmLine, item: SalesOrderItem): boolean => compareDecimal(item.ordered.value, line.quantity) === 0;
  const isSameDay = (line: CrmLine, item: SalesOrderItem): boolean => line.wantedOn !== undefined && line.wantedOn === item.requestedOn;
  const alike = lines.map((line) => take(line, (item) => isSame(line, item) && isSameDay(line, item)));
  const unchanged = lines.map((line, at) => alike[at] ?? take(line, (item) => isSame(line, item)));
  return { pairs: lines.map((line, at) => ({ line, item: unchanged[at] ?? take(line, () => true) })), left };
}

const notPast = (day: string | undefined, today: string): string | undefined => (day !== undefined && day >= today ? day : undefined);

const entered = (line: CrmLine, day: string | undefined, orderDay: string | undefined): Entered => ({
  material: line.material ?? '',
  quantity: line.quantity,
  ...(day === undefined || day === orderDay ? {} : { wantedOn: day }),
});

function worthOf(line: CrmLine, item: SalesOrderItem, mapping: Mapping): Extract<Change, { kind: 'price' | 'quantity' }> | undefined {
  const common = { item: item.id, material: item.material };
  const price = priceOf(line);
  const isPriceSame = price === undefined || !differsBy(times(price, item.ordered.value), item.net.amount, mapping.priceTolerance);
  if (!isPriceSame) return { kind: 'price', ...common, quantity: line.quantity, unitPrice: price };
  if (compareDecimal(item.ordered.value, line.quantity) === 0) return undefined;
  return { kind: 'quantity', ...common, from: item.ordered.value, to: line.quantity };
}

function dayOf(item: SalesOrderItem, wanted: string | undefined): readonly (Split | Extract<Change, { kind: 'item-date' }>)[] {
  const { requestedOn, scheduleLines = [] } = item;
  const [scheduleLine, ...more] = scheduleLines;
  if (wanted === undefined || requestedOn === undefined || requestedOn === wanted || scheduleLine === undefined) return [];
  if (more.length > 0) return [{ item: item.id, parts: scheduleLines.length, to: wanted }];
  return [{ kind: 'item-date', item: item.id, material: item.material, scheduleLine, from: requestedOn, to: wanted }];
}

const priceOf = (line: CrmLine): string | undefined =>
  line.unitPrice === undefined
    ? undefined
    : line.discountPercent === undefined
      ? line.unitPrice.amount
      : discountOf(line.unitPrice.amount, line.discountPercent);

/** The earliest day any line is wanted on is the order's; a line that names none keeps the day it has. */
function headerDay(days: readonly string[], order: SalesOrder, today: string): Extract<Change, { kind: 'date' }> | undefined {
  const [first, ...others] = days.toSorted();
  const wanted = [first, ...others].find((day) => day !== undefined && day >= today);
  if (wanted === undefined || order.requestedOn === undefined || [wanted, first].includes(order.requestedOn)) return undefined;
  return { kind: 'date', from: order.requestedOn, to: wanted };
}
