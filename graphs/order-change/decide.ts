import { addDecimal, compareDecimal, type CrmLine, type Delivery, type Invoice, type Opportunity, type SalesOrder } from 'countersign';
import { differsBy } from '../_shared/figures.ts';
import type { Problem } from '../_shared/problem.ts';
import { compare, type Change, type Split } from './compare.ts';
import type { Mapping } from './mapping.ts';

export type { Change } from './compare.ts';

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
  if (!isCancellation && lines.length === 0) return withoutLines(situation, mapping);
  const { changes, split } = isCancellation
    ? { changes: live.map((item): Change => ({ kind: 'remove', item: item.id, material: item.material })), split: undefined }
    : compare(lines, { order, items: live, today }, mapping);
  if (changes.length === 0 && !split) return { kind: 'nothing', reason: 'the deal and its order say the same' };
  const bad = invalid(lines, order.net.currency, isCancellation) ?? begun(changes, situation) ?? parted(split, order);
  if (bad) return { kind: 'problem', problem: bad };
  return {
    kind: 'change',
    isCancellation,
    changes,
    tags: ['change', ...new Set(changes.map((change) => change.kind)), ...(isCancellation ? ['cancellation'] : [])],
  };
}

/** A deal without products has its amount alone, and which item that would change only a person can say. */
function withoutLines({ opportunity: { amount }, order }: Situation, mapping: Mapping): Decision {
  const isSame =
    amount === undefined ||
    (amount.currency === order.net.currency && !differsBy(amount.amount, order.net.amount, mapping.amountTolerance));
  if (isSame) return { kind: 'nothing', reason: 'the deal lists no products to compare' };
  const message = `The deal is worth ${amount.amount} ${amount.currency} and order ${order.id} ${order.net.amount} ${order.net.currency}, and the deal lists no products; add them to the deal, or set the amount of one of the two right`;
  return { kind: 'problem', problem: { code: 'data.missing', field: 'Amount', message } };
}

const parted = (split: Split | undefined, order: SalesOrder): Problem | undefined =>
  split && {
    code: 'state.refused',
    field: 'ServiceDate',
    message: `Item ${split.item} of order ${order.id} comes in ${split.parts} parts with days of their own, and the deal wants it on ${split.to}; change the parts in the ERP`,
  };

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
    (each) => changes.some(({ kind }) => kind === 'date') || each.items.some((item) => touched.has(item.orderItem)),
  );
  if (onTheWay)
    return refuse(
      `Delivery ${onTheWay.id} of order ${order.id} has begun; change it with the warehouse, or take the goods back as a return`,
    );
  const shipped = order.items.find((item) => touched.has(item.id) && compareDecimal(item.delivered, '0') > 0);
  return shipped && refuse(`Item ${shipped.id} of order ${order.id} is delivered in part; change it in the ERP`);
}

export type Wanted = { readonly material: string; readonly quantity: string; readonly unit: string; readonly wantedOn?: string };

/** Quantities by material and day as they would be afterwards, for the simulation; a day only where it is not the order's. */
export function afterwards(order: SalesOrder, changes: readonly Change[]): readonly Wanted[] {
  const kept = new Map<string, Wanted>();
  const orderDay = requestedAfter(order, changes);
  const put = (material: string, quantity: string, unit: string, day: string | undefined): void => {
    const wantedOn = day === orderDay ? undefined : day;
    const key = `${material}/${wantedOn}`;
    const held = kept.get(key);
    const sum = held ? addDecimal(held.quantity, quantity) : quantity;
    kept.set(key, { material, unit: held?.unit ?? unit, quantity: sum, ...(wantedOn === undefined ? {} : { wantedOn }) });
  };
  for (const item of order.items) {
    if (item.rejectionReason !== undefined) continue;
    const mine = changes.filter((each) => 'item' in each && each.item === item.id);
    if (mine.some(({ kind }) => kind === 'remove')) continue;
    let quantity = item.ordered.value;
    let day = item.requestedOn;
    for (const change of mine) {
      if (change.kind === 'quantity') quantity = change.to;
      else if (change.kind === 'price') [quantity, day] = [change.quantity, change.wantedOn];
      else if (change.kind === 'item-date') day = change.to;
    }
    put(item.material, quantity, item.ordered.unit, day);
  }
  for (const change of changes) if (change.kind === 'add') put(change.material, change.quantity, '', change.wantedOn);
  return [...kept.values()];
}

/** The day the order as a whole would be wanted on. */
export function requestedAfter(order: SalesOrder, changes: readonly Change[]): string | undefined {
  return changes.flatMap((change) => (change.kind === 'date' ? change.to : []))[0] ?? order.requestedOn;
}

export function wordsFor(change: Change): string {
  switch (change.kind) {
    case 'quantity':
      return `item ${change.item} (${change.material}): ${change.from} becomes ${change.to}`;
    case 'price':
      return `item ${change.item} (${change.material}): a new price, so the item is rejected and entered again${dayWords(change)}`;
    case 'add':
      return `${change.quantity} of ${change.material} are added${dayWords(change)}`;
    case 'remove':
      return `item ${change.item} (${change.material}) is rejected`;
    case 'date':
      return `wanted on ${change.to} instead of ${change.from}`;
    case 'item-date':
      return `item ${change.item} (${change.material}): wanted on ${change.to} instead of ${change.from}`;
  }
}

const dayWords = ({ wantedOn }: { wantedOn?: string }): string => (wantedOn === undefined ? '' : `, wanted on ${wantedOn}`);
