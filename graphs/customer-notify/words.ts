import type { JsonObject, OrderStatus } from 'countersign';
import type { OrderPicture, Reading } from '../order-status/status.ts';
import type { Language, Why } from './decide.ts';

/** Business values only, so that nothing a person typed somewhere stands in a header. */
export function subjectOf(order: string, status: OrderStatus, language: Language): string {
  return `${subjects[language]} ${order}: ${statuses[language][status]}`;
}

const subjects: Readonly<Record<Language, string>> = {
  en: 'Your order',
  de: 'Ihre Bestellung',
  fr: 'Votre commande',
  es: 'Su pedido',
};

const statuses: Readonly<Record<Language, Readonly<Record<OrderStatus, string>>>> = {
  en: {
    open: 'received',
    partially_allocated: 'partly reserved',
    confirmed: 'confirmed',
    allocated: 'reserved',
    in_production: 'in production',
    picked: 'picked',
    partially_shipped: 'partly shipped',
    shipped: 'shipped',
    delivered: 'delivered',
    invoiced: 'invoiced',
    paid: 'paid',
    delayed: 'delayed',
    rejected: 'declined',
  },
  de: {
    open: 'eingegangen',
    partially_allocated: 'teilweise reserviert',
    confirmed: 'bestätigt',
    allocated: 'reserviert',
    in_production: 'in Produktion',
    picked: 'kommissioniert',
    partially_shipped: 'teilweise versandt',
    shipped: 'versandt',
    delivered: 'geliefert',
    invoiced: 'berechnet',
    paid: 'bezahlt',
    delayed: 'verspätet',
    rejected: 'abgelehnt',
  },
  fr: {
    open: 'reçue',
    partially_allocated: 'partiellement réservée',
    confirmed: 'confirmée',
    allocated: 'réservée',
    in_production: 'en production',
    picked: 'préparée',
    partially_shipped: 'partiellement expédiée',
    shipped: 'expédiée',
    delivered: 'livrée',
    invoiced: 'facturée',
    paid: 'réglée',
    delayed: 'retardée',
    rejected: 'refusée',
  },
  es: {
    open: 'recibido',
    partially_allocated: 'reservado en parte',
    confirmed: 'confirmado',
    allocated: 'reservado',
    in_production: 'en producción',
    picked: 'preparado',
    partially_shipped: 'enviado en parte',
    shipped: 'enviado',
    delivered: 'entregado',
    invoiced: 'facturado',
    paid: 'pagado',
    delayed: 'retrasado',
    rejected: 'rechazado',
  },
};

/** For the owner, in a task and as a reason. */
export const whyWords: Readonly<Record<Why, string>> = {
  'no-contact': 'the CRM names no contact for it',
  left: 'the contact belongs to another account now',
  'opted-out': 'the contact wants no e-mail, or the CRM does not say so',
  'no-address': 'the contact has no e-mail address',
  'bad-address': 'the contact’s e-mail address is none a mail can go to',
  moved: 'the contact has another e-mail address than the one approved',
  refused: 'the mail was refused',
};

/** What a refusal of the sending system means, by the code it begins with. */
export function whyRefused(reason: string): Why {
  if (reason.startsWith('RECIPIENT_OPTED_OUT')) return 'opted-out';
  if (reason.startsWith('RECIPIENT_LEFT')) return 'left';
  return reason.startsWith('RECIPIENT_MOVED') ? 'moved' : 'refused';
}

/** The facts that make this news what it is. The same again is not sent again, to whomever and in whatever words. */
export function newsOf(picture: OrderPicture, reading: Reading): JsonObject {
  const left = reading.delivery?.goodsMovement === 'complete' ? reading.delivery.tracking : undefined;
  return {
    order: picture.order.id,
    status: reading.status,
    tracking: left ?? '',
    expectedOn: reading.expectedOn ?? '',
    rejection: reading.rejectionReason ?? '',
    lines: reading.lines.map((line) => ({ id: line.item.id, shipped: line.shipped, status: line.status })),
  };
}
