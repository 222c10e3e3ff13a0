import { compareDecimal, subtractDecimal, type OrderStatus, type SalesOrder } from 'countersign';

/** What the header and lines of an order say by themselves, without its deliveries and invoices: enough for a list. */
export type LineReading = {
  readonly status: OrderStatus;
  readonly expectedOn: string | undefined;
  readonly daysLate: number;
  readonly isOpen: boolean;
};

/** Late is an open order whose confirmed date lies after the wanted one, or whose wanted day has passed while goods are still here. */
export function readLine(order: SalesOrder, today?: string): LineReading {
  const open = order.items.filter(
    (item) => (item.rejectionReason ?? '') === '' && compareDecimal(subtractDecimal(item.ordered.value, item.delivered), '0') > 0,
  );
  const expectedOn = open
    .flatMap((item) => (item.confirmedOn === undefined ? [] : [item.confirmedOn]))
    .toSorted()
    .at(-1);
  const status = statusOf(order, open.length);
  const isOpen = open.length > 0 && order.rejectionStatus !== 'complete' && order.deliveryStatus !== 'complete';
  const wanted = order.requestedOn;
  const until = [expectedOn, today]
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1);
  const daysLate = isOpen && wanted !== undefined && until !== undefined && until > wanted ? daysBetween(wanted, until) : 0;
  return { status: daysLate > 0 && isOpen ? 'delayed' : status, expectedOn, daysLate, isOpen };
}

function statusOf(order: SalesOrder, openLines: number): OrderStatus {
  if (order.rejectionStatus === 'complete' || order.items.every((item) => (item.rejectionReason ?? '') !== '')) return 'rejected';
  if (order.billingStatus === 'complete') return 'invoiced';
  if (openLines === 0 || order.deliveryStatus === 'complete') return 'shipped';
  if (order.deliveryStatus === 'partial' || order.items.some((item) => compareDecimal(item.delivered, '0') > 0)) return 'partially_shipped';
  const live = order.items.filter((item) => (item.rejectionReason ?? '') === '');
  return live.every((item) => compareDecimal(item.confirmed, item.ordered.value) >= 0) ? 'confirmed' : 'open';
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

const at: Readonly<Record<string, number>> = { en: 0, de: 1, fr: 2, es: 3 };
const shown: Readonly<Record<OrderStatus, readonly [string, string, string, string]>> = {
  open: ['open', 'offen', 'enregistrée', 'recibido'],
  confirmed: ['confirmed', 'bestätigt', 'confirmée', 'confirmado'],
  partially_allocated: ['partially allocated', 'teilweise zugeteilt', 'partiellement allouée', 'parcialmente asignado'],
  allocated: ['allocated', 'zugeteilt', 'allouée', 'asignado'],
  in_production: ['in production', 'in Fertigung', 'en fabrication', 'en producción'],
  picked: ['picked', 'kommissioniert', 'préparée', 'preparado'],
  partially_shipped: ['partially shipped', 'teilweise versandt', 'partiellement expédiée', 'parcialmente enviado'],
  shipped: ['shipped', 'versandt', 'expédiée', 'enviado'],
  delivered: ['delivered', 'geliefert', 'livrée', 'entregado'],
  invoiced: ['invoiced', 'fakturiert', 'facturée', 'facturado'],
  paid: ['paid', 'bezahlt', 'réglée', 'pagado'],
  delayed: ['delayed', 'verzögert', 'en retard', 'retrasado'],
  rejected: ['rejected', 'abgelehnt', 'refusée', 'rechazado'],
};

/** The status as a table shows it. */
export function orderWord(status: OrderStatus, locale: string): string {
  return shown[status][at[locale.slice(0, 2)] ?? 0] ?? shown[status][0];
}
