import { factSheet, type Contact, type Customer, type SalesOrder } from 'countersign';
import { listDeliveries } from '../../../tools/erp/list-deliveries.ts';
import { listInvoices } from '../../../tools/erp/list-invoices.ts';
import { listProduction } from '../../../tools/erp/list-production.ts';
import { readOrder } from '../../order-status/status.ts';
import { orderWords } from '../../order-status/words.ts';
import type { Given } from './given.ts';

type About = { readonly order: SalesOrder; readonly customer: Customer; readonly contact: Contact | undefined };

const written = ['en', 'de', 'fr', 'es'];

/** What the owner may send, in the contact's own language. */
export async function customerMessage(given: Given, kind: 'thank' | 'inform', about: About): Promise<string> {
  const spoken = (about.contact?.language ?? about.customer.language ?? 'en').slice(0, 2).toLowerCase();
  const locale = written.includes(spoken) ? spoken : 'en';
  return kind === 'thank' ? thanks(given, about, locale) : update(given, about, locale);
}

async function thanks({ talk, desk }: Given, { order, customer, contact }: About, locale: string): Promise<string> {
  const sheet = factSheet();
  const id = sheet.id('order number', order.id);
  const view = {
    order: id,
    customer: sheet.token('customer', customer.name),
    ...(contact === undefined ? {} : { contact: sheet.token('contact', contact.name) }),
  };
  const { text } = await talk.narrate({
    agent: desk,
    prompt: 'assistant.thank-customer',
    locale,
    sheet: sheet.build(view),
    required: [id],
  });
  return text;
}

async function update({ talk, desk }: Given, { order, customer, contact }: About, locale: string): Promise<string> {
  const [deliveries, invoices, production] = await Promise.all([
    talk.read(desk, listDeliveries, { order: order.id }),
    talk.read(desk, listInvoices, { order: order.id }),
    talk.read(desk, listProduction, { order: order.id }),
  ]);
  const picture = { order, deliveries, invoices, production };
  const reading = readOrder(picture);
  const decision = {
    kind: 'update' as const,
    reading,
    erpStatus: '',
    stage: undefined,
    contact,
    audience: 'other' as const,
    locale,
    opensFollowUp: false,
    tags: [],
  };
  const { sheet, required } = orderWords(picture, decision, { customer: customer.name, owner: undefined });
  const { text } = await talk.narrate({ agent: desk, prompt: 'order-status.customer-update', locale, sheet, required });
  return text;
}
