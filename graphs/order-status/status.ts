import {
  addDecimal,
  compareDecimal,
  subtractDecimal,
  type Delivery,
  type Invoice,
  type OrderStatus,
  type ProductionOrder,
  type SalesOrder,
  type SalesOrderItem,
} from 'countersign';

/** What the ERP holds about one order. */
export type OrderPicture = {
  readonly order: SalesOrder;
  readonly deliveries: readonly Delivery[];
  readonly invoices: readonly Invoice[];
  readonly production: readonly ProductionOrder[];
};

export type LineStatus = 'shipped' | 'partial' | 'open' | 'rejected';

export type Line = {
  readonly item: SalesOrderItem;
  readonly shipped: string;
  readonly open: string;
  readonly status: LineStatus;
};

export type Reading = {
  readonly status: OrderStatus;
  /** How far it has come, late or not. */
  readonly progress: OrderStatus;
  readonly lines: readonly Line[];
  readonly isDelayed: boolean;
  readonly delayDays: number;
  readonly expectedOn: string | undefined;
  /** The newest delivery that left, or the newest planned one. */
  readonly delivery: Delivery | undefined;
  readonly invoice: Invoice | undefined;
  readonly rejectionReason: string | undefined;
};

/** How far along each status is, for comparing what a sender claims with what the ERP says. */
const rank: Readonly<Record<OrderStatus, number>> = {
  open: 0,
  partially_allocated: 1,
  confirmed: 2,
  allocated: 3,
  in_production: 3,
  picked: 4,
  partially_shipped: 5,
  shipped: 6,
  delivered: 7,
  invoiced: 8,
  paid: 9,
  delayed: 0,
  rejected: 0,
};

/** True when the claim is ahead of the ERP: the change has not arrived there yet, or the claim is wrong. */
export function isAhead(claimed: OrderStatus, reading: Reading): boolean {
  if (claimed === 'delayed') return !reading.isDelayed && rank[reading.status] < rank.shipped;
  if (claimed === 'rejected') return reading.status !== 'rejected';
  if (reading.status === 'rejected') return false;
  return rank[claimed] > rank[reading.progress];
}

/** Reads one status, the lines and the dates out of the ERP's documents; pure. */
export function readOrder(picture: OrderPicture): Reading {
  const { order } = picture;
  const deliveries = picture.deliveries.toSorted((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1));
  const lines = order.items.map((item) => lineOf(item, picture.deliveries));
  const delivery = deliveries.find((each) => each.goodsMovement === 'complete') ?? deliveries[0];
  const expectedOn = latest(
    lines.some((line) => line.status === 'open' || line.status === 'partial')
      ? confirmedDates(lines)
      : delivery?.deliveryOn === undefined
        ? []
        : [delivery.deliveryOn],
  );
  const status = statusOf(picture, lines);
  const late = order.requestedOn !== undefined && expectedOn !== undefined && expectedOn > order.requestedOn;
  const isDelayed = late && rank[status] < rank.delivered && status !== 'rejected';
  return {
    status: isDelayed && rank[status] <= rank.shipped ? 'delayed' : status,
    progress: status,
    lines,
    isDelayed,
    delayDays: late ? daysBetween(order.requestedOn, expectedOn) : 0,
    expectedOn,
    delivery,
    invoice: picture.invoices.filter((each) => !each.cancelled).toSorted((a, b) => ((a.issuedOn ?? '') < (b.issuedOn ?? '') ? 1 : -1))[0],
    rejectionReason: order.items.find((item) => item.rejectionReason !== undefined && item.rejectionReason !== '')?.rejectionReason,
  };
}

function statusOf({ order, deliveries, invoices, production }: OrderPicture, lines: readonly Line[]): OrderStatus {
  const live = lines.filter((line) => line.status !== 'rejected');
  if (live.length === 0) return 'rejected';
  const billed = invoices.filter((invoice) => !invoice.cancelled);
  if (billed.length > 0 && order.billingStatus === 'complete')
    return billed.every((invoice) => invoice.cleared === 'complete') ? 'paid' : 'invoiced';
  if (live.every((line) => line.status === 'shipped'))
    return deliveries.every((each) => each.proofOfDelivery === 'complete') ? 'delivered' : 'shipped';
  if (live.some((line) => line.status !== 'open')) return 'partially_shipped';
  if (deliveries.some((each) => each.picking === 'complete')) return 'picked';
  if (production.some((each) => each.released && !each.completed)) return 'in_production';
  if (deliveries.length > 0) return 'allocated';
  if (live.every((line) => compareDecimal(line.item.confirmed, line.item.ordered.value) >= 0)) return 'confirmed';
  return live.some((line) => compareDecimal(line.item.confirmed, '0') > 0) ? 'partially_allocated' : 'open';
}

/** Shipped is what left the dock, not what is planned. */
function lineOf(item: SalesOrderItem, deliveries: readonly Delivery[]): Line {
  const left = deliveries
    .filter((delivery) => delivery.goodsMovement === 'complete')
    .flatMap((delivery) => delivery.items.filter((each) => each.orderItem === item.id))
    .reduce((total, each) => addDecimal(total, each.quantity.value), '0');
  const open = subtractDecimal(item.ordered.value, left);
  const rejected = item.rejectionReason !== undefined && item.rejectionReason !== '';
  const status: LineStatus = rejected
    ? 'rejected'
    : compareDecimal(open, '0') <= 0
      ? 'shipped'
      : compareDecimal(left, '0') > 0
        ? 'partial'
        : 'open';
  return { item, shipped: left, open: compareDecimal(open, '0') < 0 ? '0' : open, status };
}

function confirmedDates(lines: readonly Line[]): string[] {
  return lines
    .filter((line) => line.status === 'open' || line.status === 'partial')
    .flatMap((line) => (line.item.confirmedOn === undefined ? [] : [line.item.confirmedOn]));
}

const latest = (dates: readonly string[]): string | undefined => dates.toSorted().at(-1);

const dateOf = (delivery: Delivery): string => delivery.goodsIssuedOn ?? delivery.plannedGoodsIssueOn ?? delivery.deliveryOn ?? '';

function daysBetween(from: string | undefined, to: string | undefined): number {
  return from === undefined || to === undefined ? 0 : Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
