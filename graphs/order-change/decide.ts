import {
  addDecimal,
  compareDecimal,
  type CrmLine,
  type Delivery,
  type Invoice,
  type Opportunity,
  type SalesOrder,
  type SalesOrderItem,
} from 'countersign';
import { differsBy, discountOf, times } from '../_shared/figures.ts';
import type { Problem } from '../_shared/problem.ts';
import type { Mapping } from './mapping.ts';

export type Change =
  | { readonly kind: 'quantity'; readonly item: string; readonly material: string; readonly from: string; readonly to: string }
  | { readonly kind: 'price'; readonly item: string; readonly material: string; readonly quantity: string; readonly unitPrice: string }
  | { readonly kind: 'add'; readonly material: string; readonly quantity: string; readonly unitPrice: string | undefined }
  | { readonly kind: 'remove'; readonly item: string; readonly material: string }
  | { readonly kind: 'date'; readonly from: string; readonly to: string };

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'change'; readonly isCancellation: boolean; readonly changes: readonly Change[]; readonly tags: readonly string[] };

export type Situation = {
  readonly opportunity: Opportunity;
  readonly lines: readonly CrmLine[];
  readonly order: SalesOrder;
  readonly deliveries: readonly Delivery[];
  readonly invoices: readonly Invoice[];
  readonly today: string;
};

/** What the deal says now against what the order says; refused where goods or bills are on their way already. */
export function decide(situation: Situation, mapping: Mapping): Decision {
  const { opportunity, lines, order, today } = situation;
  const live = order.items.filter((item) => item.rejectionReason === undefined);
  const isCancellation = opportunity.isClosed && !opportunity.isWon;
  if (live.length === 0) return { kind: 'nothing', reason: 'the order is rejected as a whole' };
  if (!isCancellation && lines.length === 0) return { kind: 'nothing', reason: 'the deal lists no products to compare' };
  const changes: Change[] = isCancellation
    ? live.map((item) => ({ kind: 'remove' as const, item: item.id, material: item.material }))
    : [...compareLines(lines, live, mapping), ...compareDates(lines, order, today)];
  if (changes.length === 0) return { kind: 'nothing', reason: 'the deal and its order say the same' };
  const bad = invalid(lines, order.net.currency, isCancellation) ?? begun(changes, situation);
  if (bad) return { kind: 'problem', problem: bad };
  return {
    kind: 'change',
    isCancellation,
    changes,
    tags: ['change', ...new Set(changes.map((change) => change.kind)), ...(isCancellation ? ['cancellation'] : [])],
  };
}

function compareLines(lines: readonly CrmLine[], items: readonly SalesOrderItem[], mapping: Mapping): Change[] {
  const left = [...items];
  const changes: Change[] = [];
  const take = (line: CrmLine, fits: (item: SalesOrderItem) => boolean): SalesOrderItem | undefined => {
    const at = left.findIndex((item) => item.material === line.material && fits(item));
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  // The same material twice: the item with the same quantity is the same line, so those find each other before any other does.
  const unchanged = lines.map((line) => take(line, (item) => compareDecimal(item.ordered.value, line.quantity) === 0));
  for (const [at, line] of lines.entries()) {
    const material = line.material ?? '';
    const item = unchanged[at] ?? take(line, () => true);
    if (!item) {
      changes.push({ kind: 'add', material, quantity: line.quantity, unitPrice: priceOf(line) });
      continue;
    }
    const price = priceOf(line);
    const isPriceSame = price === undefined || !differsBy(times(price, item.ordered.value), item.net.amount, mapping.priceTolerance);
    if (!isPriceSame) changes.push({ kind: 'price', item: item.id, material, quantity: line.quantity, unitPrice: price });
    else if (compareDecimal(item.ordered.value, line.quantity) !== 0)
      changes.push({ kind: 'quantity', item: item.id, material, from: item.ordered.value, to: line.quantity });
  }
  return [...changes, ...left.map((item) => ({ kind: 'remove' as const, item: item.id, material: item.material }))];
}

const priceOf = (line: CrmLine): string | undefined =>
  line.unitPrice === undefined
    ? undefined
    : line.discountPercent === undefined
      ? line.unitPrice.amount
      : discountOf(line.unitPrice.amount, line.discountPercent);

/** The earliest day any line is wanted on is the order's. One that has passed is nobody's wish any more: it moves no order. */
function compareDates(lines: readonly CrmLine[], order: SalesOrder, today: string): Change[] {
  const days = lines.flatMap((line) => line.wantedOn ?? []).toSorted();
  const wanted = days.find((day) => day >= today);
  if (wanted === undefined || order.requestedOn === undefined || [wanted, days[0]].includes(order.requestedOn)) return [];
  return [{ kind: 'date', from: order.requestedOn, to: wanted }];
}

function invalid(lines: readonly CrmLine[], currency: string, isCancellation: boolean): Problem | undefined {
  if (isCancellation) return undefined;
  for (const [at, line] of lines.entries()) {
    const say = (field: string, message: string): Problem => ({ code: 'data.invalid', field, message });
    if (line.material === undefined)
      return say('ProductCode', `The product of line ${at + 1} has no code, so the ERP material is not known`);
    if (compareDecimal(line.quantity, '0') <= 0)
      return say('Quantity', `The quantity of line ${at + 1} is ${line.quantity}; remove the line instead`);
    if (line.unitPrice && line.unitPrice.currency !== currency)
      return say('CurrencyIsoCode', `The price of line ${at + 1} is in ${line.unitPrice.currency}, the order in ${currency}`);
  }
  return undefined;
}

/** Once goods left or a bill was made, an order is corrected in the ERP and not from the deal. */
function begun(changes: readonly Change[], { order, deliveries, invoices }: Situation): Problem | undefined {
  const refuse = (message: string): Problem => ({ code: 'state.refused', field: 'order', message });
  const bill = invoices.find((invoice) => !invoice.cancelled);
  if (bill) return refuse(`Order ${order.id} is billed (invoice ${bill.id}); correct it with a credit note or a return in the ERP`);
  const touched = new Set(changes.flatMap((change) => ('item' in change ? [change.item] : [])));
  const moved = deliveries.filter((each) => each.picking !== 'not_started' || each.goodsMovement !== 'not_started');
  const onTheWay = moved.find(
    (each) => changes.some((change) => change.kind === 'date') || each.items.some((item) => touched.has(item.orderItem)),
  );
  if (onTheWay)
    return refuse(
      `Delivery ${onTheWay.id} of order ${order.id} has begun; change it with the warehouse, or take the goods back as a return`,
    );
  const shipped = order.items.find((item) => touched.has(item.id) && compareDecimal(item.delivered, '0') > 0);
  return shipped && refuse(`Item ${shipped.id} of order ${order.id} is delivered in part; change it in the ERP`);
}

/** Quantities by material as they would be afterwards, for the simulation. */
export function afterwards(order: SalesOrder, changes: readonly Change[]): readonly { material: string; quantity: string; unit: string }[] {
  const kept = new Map<string, { material: string; quantity: string; unit: string }>();
  const put = (material: string, quantity: string, unit: string): void => {
    const held = kept.get(material);
    kept.set(material, { material, unit, quantity: held ? addDecimal(held.quantity, quantity) : quantity });
  };
  for (const item of order.items) {
    if (item.rejectionReason !== undefined) continue;
    const change = changes.find((each) => 'item' in each && each.item === item.id);
    if (change?.kind === 'remove') continue;
    put(
      item.material,
      change?.kind === 'quantity' ? change.to : change?.kind === 'price' ? change.quantity : item.ordered.value,
      item.ordered.unit,
    );
  }
  for (const change of changes) if (change.kind === 'add') put(change.material, change.quantity, '');
  return [...kept.values()];
}

export function wordsFor(change: Change): string {
  switch (change.kind) {
    case 'quantity':
      return `item ${change.item} (${change.material}): ${change.from} becomes ${change.to}`;
    case 'price':
      return `item ${change.item} (${change.material}): a new price, so the item is rejected and entered again`;
    case 'add':
      return `${change.quantity} of ${change.material} are added`;
    case 'remove':
      return `item ${change.item} (${change.material}) is rejected`;
    case 'date':
      return `wanted on ${change.to} instead of ${change.from}`;
  }
}
