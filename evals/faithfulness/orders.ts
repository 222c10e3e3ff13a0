import {
  contactRoles,
  factSheet,
  orderStatuses,
  type ContactRole,
  type FactSheet,
  type FactSheetBuilder,
  type JsonObject,
  type OrderStatus,
} from 'countersign';
import { seededRandom } from '../../src/sandbox/core/ids.ts';

export type Drawn = { readonly sheet: FactSheet; readonly status: OrderStatus; readonly role: ContactRole };

const descriptions = [
  'Centrifugal pump CP 40',
  'Gasket set 3/4"',
  'Valve DN50 (brass)',
  'Hydraulic hose 12 m',
  'Steuergerät X1',
  'Filtre à huile',
  'Motor de 5 kW',
  'Discount bracket',
  'Bolt M8',
];
const unitCodes = ['PCE', 'EA', 'KG', 'M', 'BOX', 'ROL'];
const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'JPY'];

/** An order as the order desk describes it: any status, role and set of lines, with everything optional left out at times. */
export function drawOrder(seed: number): Drawn {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] ?? list[0] ?? fail();
  const day = (): string => new Date(Date.UTC(2026, below(12), 1 + below(28))).toISOString().slice(0, 10);
  const status = pick(orderStatuses);
  const role = pick(contactRoles);
  const rank = orderStatuses.indexOf(status);
  const isShipped = ['shipped', 'delivered', 'invoiced', 'paid'].includes(status);
  const flags = {
    isDelayed: status === 'delayed' || (random() < 0.2 && rank < 6),
    isRejected: status === 'rejected',
    isPartial: status === 'partially_shipped',
    isShipped,
    isDelivered: isShipped && status !== 'shipped',
    isInvoiced: status === 'invoiced' || status === 'paid',
    isPaid: status === 'paid',
    hasTracking: isShipped,
  };
  const sheet = factSheet();
  const lines = drawLines(sheet, { random, below, pick, day }, flags);
  sheet.orderStatus(status, flags, lines);
  const order: JsonObject = {
    id: sheet.id('order number', `45${String(below(1e8)).padStart(8, '0')}`),
    status,
    total: sheet.money('order total', { amount: `${below(500_000)}.${String(below(100)).padStart(2, '0')}`, currency: pick(currencies) }),
    ...(random() < 0.7 ? { requestedOn: sheet.date('requested on', day()) } : {}),
    ...(random() < 0.7 ? { expectedOn: sheet.date('expected on', day()) } : {}),
    ...(isShipped
      ? {
          tracking: sheet.id('tracking number', `1Z${below(1e9)}W${below(1e6)}`),
          carrier: sheet.term('carrier', pick(['DHL', 'UPS', 'Schenker'])),
        }
      : {}),
    ...(isShipped ? { deliveryId: sheet.id('delivery number', `80${String(below(1e8)).padStart(8, '0')}`) } : {}),
    ...(flags.isInvoiced ? { invoiceId: sheet.id('invoice number', `90${String(below(1e8)).padStart(8, '0')}`) } : {}),
    ...(flags.isDelayed && random() < 0.8 ? { delayDays: sheet.count('delay in days', 1 + below(40)) } : {}),
    ...(flags.isRejected ? { rejectionReason: sheet.term('rejection reason', 'Assigned by the system (internal)') } : {}),
  };
  const view: JsonObject = {
    order,
    flags,
    customer: sheet.token('customer', '<ORG_1>'),
    ...(random() < 0.8 ? { contact: sheet.token('contact', '<PERSON_1>') } : {}),
    ...(random() < 0.8 ? { owner: sheet.token('owner', '<PERSON_2>') } : {}),
    role,
    lines,
  };
  return { sheet: sheet.build(view), status, role };
}

type Draw = {
  readonly random: () => number;
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly day: () => string;
};

function drawLines(
  sheet: FactSheetBuilder,
  { random, below, pick, day }: Draw,
  flags: { readonly isPartial: boolean; readonly isShipped: boolean; readonly isRejected: boolean },
) {
  return Array.from({ length: below(4) }, (_, at) => {
    const ordered = 5 + below(900);
    const delivered = flags.isPartial ? 1 + below(ordered - 2) : flags.isShipped ? ordered : 0;
    const unit = pick(unitCodes);
    const quantity = (label: string, value: number) =>
      sheet.quantity(label, { value: unit === 'KG' ? `${value}.${below(9)}5` : String(value), unit });
    return {
      id: sheet.id('line', String((at + 1) * 10)),
      description: sheet.term('description', pick(descriptions)),
      ordered: quantity('ordered', ordered),
      delivered: quantity('delivered', delivered),
      confirmed: quantity('confirmed', ordered),
      open: quantity('open', ordered - delivered),
      unit: sheet.term('unit', unit),
      status: flags.isRejected ? 'rejected' : delivered === 0 ? 'open' : delivered < ordered ? 'partial' : 'shipped',
      ...(random() < 0.5 ? { expectedOn: sheet.date('line expected on', day()) } : {}),
    };
  });
}

function fail(): never {
  throw new Error('an empty list has nothing to pick from');
}
