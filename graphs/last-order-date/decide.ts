import type { InvoiceDetail } from 'countersign';

export type Decision = { readonly kind: 'nothing'; readonly reason: string } | { readonly kind: 'set'; readonly on: string };

/** The day of the newest invoice counts: an older one that arrives late moves nothing back. */
export function decide(invoice: InvoiceDetail, lastOrderOn: string | undefined): Decision {
  if (invoice.isCancelled) return { kind: 'nothing', reason: 'the invoice was cancelled' };
  if (invoice.isCreditNote) return { kind: 'nothing', reason: 'a credit note is no order' };
  if (invoice.issuedOn === undefined) return { kind: 'nothing', reason: 'the invoice bears no date' };
  if (lastOrderOn !== undefined && lastOrderOn >= invoice.issuedOn) return { kind: 'nothing', reason: 'a newer order is known' };
  return { kind: 'set', on: invoice.issuedOn };
}
