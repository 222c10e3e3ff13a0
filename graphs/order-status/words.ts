import { factSheet, type FactSheet, type JsonObject, type Opportunity, type OrderStatusView } from 'countersign';
import type { Decision } from './decide.ts';
import type { Line } from './status.ts';
import type { OrderPicture } from './status.ts';

type Update = Extract<Decision, { kind: 'update' }>;

export type Words = { readonly sheet: FactSheet; readonly required: readonly string[] };

/** The facts a text about this order may rest on; names are tokens, amounts leave as slots. */
export function orderWords(
  picture: OrderPicture,
  decision: Pick<Update, 'reading' | 'audience' | 'contact'>,
  names: { customer: string; owner: string | undefined },
): Words {
  const { order } = picture;
  const { reading } = decision;
  const sheet = factSheet();
  const flags = {
    isDelayed: reading.isDelayed,
    isRejected: reading.status === 'rejected',
    isPartial:
      reading.lines.some((line) => line.status === 'partial' || line.status === 'open') &&
      reading.lines.some((line) => line.status === 'shipped' || line.status === 'partial'),
    isShipped: ['shipped', 'delivered', 'invoiced', 'paid'].includes(reading.status),
    isDelivered: ['delivered', 'invoiced', 'paid'].includes(reading.status),
    isInvoiced: ['invoiced', 'paid'].includes(reading.status),
    isPaid: reading.status === 'paid',
    hasTracking: reading.delivery?.tracking !== undefined,
  };
  const orderId = sheet.id('order number', order.id);
  const status = sheet.orderStatus(reading.status, flags, reading.lines);
  const left = reading.delivery?.goodsMovement === 'complete' ? reading.delivery : undefined;
  const tracking = left?.tracking === undefined ? undefined : sheet.id('tracking number', left.tracking);
  const view: OrderStatusView = {
    order: present({
      id: orderId,
      status: reading.status,
      requestedOn: order.requestedOn && sheet.date('requested delivery date', order.requestedOn),
      expectedOn: reading.expectedOn && sheet.date('expected delivery date', reading.expectedOn),
      tracking,
      deliveryId: left && sheet.id('delivery number', left.id),
      invoiceId: reading.invoice && sheet.id('invoice number', reading.invoice.id),
      total: sheet.money('order total', order.net),
      delayDays: reading.delayDays > 0 ? sheet.count('days of delay', reading.delayDays) : undefined,
      rejectionReason: reading.rejectionReason && sheet.term('rejection reason', reading.rejectionReason),
    }),
    flags,
    customer: sheet.token('customer', names.customer),
    role: decision.audience,
    lines: reading.lines.map((line) => lineView(sheet, line)),
    ...(decision.contact ? { contact: sheet.token('contact', decision.contact.name) } : {}),
    ...(names.owner === undefined ? {} : { owner: sheet.token('owner', names.owner) }),
  };
  return { sheet: sheet.build(view), required: [orderId, status, ...(tracking === undefined ? [] : [tracking])] };
}

function lineView(sheet: ReturnType<typeof factSheet>, line: Line): OrderStatusView['lines'][number] {
  const { item } = line;
  const unit = item.ordered.unit;
  return {
    id: sheet.id('order line', item.id),
    description: sheet.term('product', item.description),
    ordered: sheet.quantity('ordered', item.ordered),
    delivered: sheet.quantity('shipped', { value: line.shipped, unit }),
    confirmed: sheet.quantity('confirmed', { value: item.confirmed, unit }),
    open: sheet.quantity('open', { value: line.open, unit }),
    unit,
    status: line.status,
    ...(item.confirmedOn === undefined ? {} : { expectedOn: sheet.date('expected on', item.confirmedOn) }),
  };
}

function present(members: Readonly<Record<string, string | undefined>>): OrderStatusView['order'] {
  // Undefined members are left out; what stays is the declared shape.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== '')) as OrderStatusView['order'];
}

/** One line for the team and the timeline: business values only, no name. */
export function headline(picture: OrderPicture, decision: Update): string {
  const { reading } = decision;
  const tracking =
    reading.delivery?.goodsMovement === 'complete' && reading.delivery.tracking !== undefined
      ? `, tracking ${reading.delivery.tracking}`
      : '';
  const expected = reading.expectedOn === undefined ? '' : `, expected ${reading.expectedOn}`;
  const late = reading.delayDays > 0 && reading.isDelayed ? `, ${reading.delayDays} days late` : '';
  return `ERP order ${picture.order.id}: ${decision.erpStatus}${late}${expected}${tracking}`;
}

/** The facts that make this transition what it is. The same facts again are the same transition. */
export function identityOf(picture: OrderPicture, decision: Update, opportunity: Opportunity): JsonObject {
  const { reading } = decision;
  return {
    opportunity: opportunity.id,
    status: reading.status,
    tracking: reading.delivery?.goodsMovement === 'complete' ? (reading.delivery.tracking ?? '') : '',
    expectedOn: reading.expectedOn ?? '',
    rejection: reading.rejectionReason ?? '',
    lines: reading.lines.map((line) => ({ id: line.item.id, shipped: line.shipped, status: line.status })),
    invoice: reading.invoice?.id ?? '',
    order: picture.order.id,
  };
}
