import { taxed, total } from './amounts.ts';
import { addDays } from './days.ts';
import type { SeedCustomer, SeedDelivery, SeedInvoice, SeedMaterial, SeedOrder, SeedOrderItem } from './seed.ts';
import { lineNet } from './amounts.ts';

/** Every way an order can stand, in the order the generator deals them out. */
export const orderStates = [
  'open',
  'confirmed',
  'partly-confirmed',
  'in-production',
  'picked',
  'partly-shipped',
  'shipped',
  'delivered',
  'invoiced',
  'paid',
  'delayed',
  'rejected',
  'credit-blocked',
] as const;
type OrderState = (typeof orderStates)[number];

/** Fixed rates from the price list's currency, so amounts are exact and never change. */
const rates: Readonly<Record<string, string>> = { EUR: '1', USD: '1.08', GBP: '0.86', JPY: '168.5' };

export type OrderPlan = {
  readonly id: string;
  readonly state: OrderState;
  readonly customer: SeedCustomer;
  readonly lines: readonly { readonly material: SeedMaterial; readonly quantity: string }[];
  readonly today: string;
  /** Minutes after 06:00 UTC at which the last change happened. */
  readonly minute: number;
  readonly delayDays: number;
  readonly reference: string;
};

/** How many days before today the order was placed and how many days after today its goods are wanted. */
const pace: Readonly<Record<OrderState, { placed: number; wanted: number; changed: number }>> = {
  open: { placed: 1, wanted: 21, changed: 0 },
  confirmed: { placed: 3, wanted: 14, changed: 1 },
  'partly-confirmed': { placed: 4, wanted: 12, changed: 2 },
  'in-production': { placed: 8, wanted: 10, changed: 3 },
  picked: { placed: 9, wanted: 3, changed: 0 },
  'partly-shipped': { placed: 12, wanted: 1, changed: 1 },
  shipped: { placed: 13, wanted: 2, changed: 1 },
  delivered: { placed: 20, wanted: -3, changed: 3 },
  invoiced: { placed: 30, wanted: -12, changed: 8 },
  paid: { placed: 60, wanted: -40, changed: 15 },
  delayed: { placed: 15, wanted: -1, changed: 2 },
  rejected: { placed: 10, wanted: 8, changed: 5 },
  'credit-blocked': { placed: 2, wanted: 15, changed: 1 },
};

export function makeOrder(plan: OrderPlan): SeedOrder {
  const { today, customer, state } = plan;
  const requestedOn = addDays(today, pace[state].wanted);
  const items = plan.lines.map((line, index) => makeItem(plan, line, index, requestedOn));
  const net = total(
    items.filter((item) => item.rejectionReason === undefined).map((item) => item.net),
    customer.currency,
  );
  const hour = String(6 + Math.floor(plan.minute / 60)).padStart(2, '0');
  return {
    id: plan.id,
    customer: customer.id,
    customerReference: plan.reference,
    currency: customer.currency,
    createdOn: addDays(today, -pace[state].placed),
    requestedOn,
    changedAt: `${addDays(today, -pace[state].changed)}T${hour}:${String(plan.minute % 60).padStart(2, '0')}:00Z`,
    changedBy: 'JMEIER',
    net,
    items,
    deliveries: makeDeliveries(plan, items, requestedOn),
    invoices: makeInvoices(plan, net),
    creditBlocked: state === 'credit-blocked',
    deliveryBlock: '',
  };
}

function makeItem(plan: OrderPlan, line: { material: SeedMaterial; quantity: string }, index: number, requestedOn: string): SeedOrderItem {
  const { state } = plan;
  const isFirst = index === 0;
  const isRejected = state === 'rejected' && !isFirst;
  const confirmed = confirmedShare(state, isFirst);
  const confirmedOn = addDays(requestedOn, state === 'delayed' ? plan.delayDays : 0);
  return {
    id: String((index + 1) * 10),
    material: line.material.id,
    description: line.material.description,
    unit: line.material.unit,
    quantity: line.quantity,
    confirmed: confirmed === 0 || isRejected ? '0' : share(line.quantity, confirmed),
    ...(confirmed === 0 || isRejected ? {} : { confirmedOn }),
    delivered: share(line.quantity, deliveredShare(state, isFirst)),
    net: lineNet(
      { price: line.material.price, quantity: line.quantity, rate: rates[plan.customer.currency] ?? '1' },
      plan.customer.currency,
    ),
    ...(isRejected ? { rejectionReason: '10' } : {}),
    inProduction: state === 'in-production',
  };
}

/** 0 nothing, 1 half, 2 all. */
function confirmedShare(state: OrderState, isFirst: boolean): 0 | 1 | 2 {
  if (state === 'open' || state === 'in-production' || state === 'credit-blocked') return 0;
  return state === 'partly-confirmed' && isFirst ? 1 : 2;
}

function deliveredShare(state: OrderState, isFirst: boolean): 0 | 1 | 2 {
  if (state === 'partly-shipped') return isFirst ? 2 : 1;
  return state === 'shipped' || state === 'delivered' || state === 'invoiced' || state === 'paid' ? 2 : 0;
}

function share(quantity: string, part: 0 | 1 | 2): string {
  if (part === 0) return '0';
  return part === 2 ? quantity : String(Math.floor(Number(quantity) / 2));
}

function makeDeliveries(plan: OrderPlan, items: readonly SeedOrderItem[], requestedOn: string): SeedDelivery[] {
  const { state, today } = plan;
  const shipsSomething = items.some((item) => item.delivered !== '0');
  if (state !== 'picked' && !shipsSomething) return [];
  const hasArrived = state === 'delivered' || state === 'invoiced' || state === 'paid';
  const issuedOn = hasArrived ? addDays(requestedOn, -3) : addDays(today, -1);
  return [
    {
      id: `80${plan.id.slice(-5)}`,
      tracking: shipsSomething ? `1Z${plan.id.slice(-5)}03${plan.reference.slice(-4)}00001` : '',
      plannedGoodsIssueOn: shipsSomething ? issuedOn : addDays(today, 1),
      ...(shipsSomething ? { goodsIssuedOn: issuedOn } : {}),
      deliveryOn: requestedOn,
      ...(hasArrived ? { proofOfDeliveryOn: requestedOn } : {}),
      picked: true,
      items: items
        .filter((item) => state === 'picked' || item.delivered !== '0')
        .map((item) => ({
          orderItem: item.id,
          material: item.material,
          quantity: state === 'picked' ? item.quantity : item.delivered,
          unit: item.unit,
        })),
    },
  ];
}

function makeInvoices(plan: OrderPlan, net: string): SeedInvoice[] {
  if (plan.state !== 'invoiced' && plan.state !== 'paid') return [];
  const issuedOn = addDays(plan.today, plan.state === 'paid' ? -38 : -8);
  return [
    {
      id: `90${plan.id.slice(-5)}`,
      issuedOn,
      dueOn: addDays(issuedOn, 30),
      ...taxed(net, 19, plan.customer.currency),
      cleared: plan.state === 'paid',
    },
  ];
}
