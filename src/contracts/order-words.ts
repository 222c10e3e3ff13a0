import type { JsonObject } from './json.ts';

export const orderStatuses = [
  'open',
  'confirmed',
  'partially_allocated',
  'allocated',
  'in_production',
  'picked',
  'partially_shipped',
  'shipped',
  'delivered',
  'invoiced',
  'paid',
  'delayed',
  'rejected',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const contactRoles = ['procurement', 'executive', 'technical', 'finance', 'other'] as const;
export type ContactRole = (typeof contactRoles)[number];

export type OrderFlags = {
  readonly isDelayed?: boolean;
  readonly isRejected?: boolean;
  readonly isPartial?: boolean;
  readonly isShipped?: boolean;
  readonly isDelivered?: boolean;
  readonly isInvoiced?: boolean;
  readonly isPaid?: boolean;
  readonly hasTracking?: boolean;
  readonly [flag: string]: boolean | undefined;
};

/**
 * What the prompts under prompts/order-status read. A string leaf is a fact id of the sheet (`f3`), except `status` and
 * `role`, which are words. What is unknown is left out.
 */
export type OrderStatusView = JsonObject & {
  readonly order: JsonObject & {
    readonly id: string;
    readonly status: OrderStatus;
    readonly requestedOn?: string;
    readonly expectedOn?: string;
    readonly tracking?: string;
    readonly carrier?: string;
    readonly deliveryId?: string;
    readonly invoiceId?: string;
    readonly total: string;
    /** A count fact. */
    readonly delayDays?: string;
    /** A term or, when a person wrote it, a token. */
    readonly rejectionReason?: string;
  };
  readonly flags: JsonObject;
  readonly customer: string;
  readonly contact?: string;
  readonly owner?: string;
  readonly role: ContactRole;
  readonly lines: readonly OrderLineView[];
};

export type OrderLineView = JsonObject & {
  readonly id: string;
  readonly description: string;
  /** Quantity facts; they bring their unit. */
  readonly ordered: string;
  readonly delivered: string;
  readonly confirmed: string;
  readonly open: string;
  readonly unit: string;
  readonly status: 'shipped' | 'partial' | 'open' | 'rejected';
  readonly expectedOn?: string;
};

/** How each status is said in en, de, fr and es. Stems: up to two letters may follow (`livré`, `livrées`). */
const words: Readonly<Record<OrderStatus, readonly string[]>> = {
  open: [
    'open',
    'received',
    'being processed',
    'offen',
    'eingegangen',
    'in bearbeitung',
    'enregistré',
    'en cours de traitement',
    'recibid',
    'en curso',
  ],
  confirmed: ['confirmed', 'bestätigt', 'confirmé', 'confirmad'],
  partially_allocated: ['partially allocated', 'teilweise zugeteilt', 'partiellement alloué', 'parcialmente asignad'],
  allocated: ['allocated', 'reserved', 'zugeteilt', 'reserviert', 'alloué', 'réservé', 'asignad', 'reservad'],
  in_production: [
    'in production',
    'being manufactured',
    'in produktion',
    'in fertigung',
    'en production',
    'en fabrication',
    'en producción',
    'en fabricación',
  ],
  picked: ['picked', 'kommissioniert', 'préparé', 'preparad'],
  partially_shipped: ['partially shipped', 'teilweise versandt', 'teilversandt', 'partiellement expédié', 'parcialmente enviad'],
  shipped: [
    'shipped',
    'dispatched',
    'on its way',
    'versandt',
    'versendet',
    'unterwegs',
    'expédié',
    'en route',
    'enviad',
    'en camino',
    'expedid',
  ],
  delivered: ['delivered', 'geliefert', 'ausgeliefert', 'zugestellt', 'livré', 'entregad'],
  invoiced: ['invoiced', 'billed', 'fakturiert', 'berechnet', 'in rechnung gestellt', 'facturé', 'facturad'],
  paid: ['paid', 'settled', 'bezahlt', 'beglichen', 'payé', 'réglé', 'pagad', 'abonad'],
  delayed: ['delay', 'running late', 'verzögert', 'verzögerung', 'verspätet', 'verspätung', 'retard', 'retras'],
  rejected: [
    'rejected',
    'cancelled',
    'canceled',
    'declined',
    'abgelehnt',
    'storniert',
    'refusé',
    'rejeté',
    'annulé',
    'rechazad',
    'cancelad',
    'anulad',
  ],
};

/** What is true as well once a status is reached. */
const implied: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  open: [],
  confirmed: [],
  partially_allocated: ['confirmed', 'allocated'],
  allocated: ['confirmed'],
  in_production: ['confirmed'],
  picked: ['confirmed', 'allocated'],
  partially_shipped: ['confirmed', 'allocated', 'picked', 'shipped'],
  shipped: ['confirmed', 'allocated', 'picked'],
  delivered: ['confirmed', 'allocated', 'picked', 'shipped'],
  invoiced: ['confirmed'],
  paid: ['confirmed', 'invoiced'],
  delayed: ['confirmed'],
  rejected: [],
};

/** Statuses that flags and lines make true beside the order's own. */
export function statusesToldBy(flags: OrderFlags, lines: readonly { readonly status: string }[]): OrderStatus[] {
  const told: OrderStatus[] = [];
  if (flags.isDelayed) told.push('delayed');
  if (flags.isRejected || lines.some((line) => line.status === 'rejected')) told.push('rejected');
  if (flags.isPartial || lines.some((line) => line.status === 'partial')) told.push('partially_shipped');
  if (flags.isShipped || lines.some((line) => line.status === 'shipped')) told.push('shipped');
  if (flags.isDelivered) told.push('delivered');
  if (flags.isInvoiced) told.push('invoiced');
  if (flags.isPaid) told.push('paid');
  return told;
}

/** Words that may tell a status, given what else is true, and words that would tell another. `open` is too common a word to refuse. */
export function wordsOfOrderStatus(
  status: OrderStatus,
  also: readonly OrderStatus[] = [],
): { words: readonly string[]; others: readonly string[] } {
  const direct: readonly OrderStatus[] = [status, ...also];
  const isTrue = new Set([...direct, ...direct.flatMap((each) => implied[each])]);
  const others = orderStatuses.filter((each) => each !== 'open' && !isTrue.has(each)).flatMap((each) => words[each]);
  return { words: [...isTrue].flatMap((each) => words[each]), others };
}
