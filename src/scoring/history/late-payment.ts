import type { Invoice } from '../../contracts/business.ts';
import type { Payment } from '../../contracts/feeds.ts';
import type { Observation } from '../../contracts/models.ts';
import { everyOf, reading } from './reading.ts';
import { dayMs, daysBetween, endOf, later, noonOf, note, recordOf, type Said, type SystemModel } from './said.ts';

/** More than this many days after the due date is late. */
const lateAfterDays = 3;
/** Features look back a year; the latest payment may be older. */
const lookBackDays = 730;
/** Payments of one customer that are read for one answer. */
const mostPayments = 2000;

/**
 * Invoices and what cleared them. An invoice is posted and never written again, so amount and terms are known since the day it was
 * entered. The due date is the one of its terms, not one that somebody moved afterwards.
 */
export const latePayment: SystemModel = {
  readings: [
    reading({
      part: 'erp',
      feed: 'invoices',
      features: ['amount', 'terms_days'],
      overlapDays: 1,
      says: (invoice) => ({ observations: invoiceSays(invoice), moments: [] }),
    }),
    reading({
      part: 'erp',
      feed: 'payments',
      features: ['days_late_mean', 'late_share', 'days_late_last'],
      // Days, not moments, and the entry of a bank statement may take a weekend.
      overlapDays: 7,
      says: paymentSays,
    }),
  ],
  async of({ erp }, id, { asOf, signal }) {
    const feeds = erp?.ports.feeds;
    const invoice = await feeds?.invoices?.get(id, signal ? { signal } : {});
    if (!invoice) return undefined;
    const since = new Date(Date.parse(asOf) - lookBackDays * dayMs).toISOString();
    const paid = feeds?.payments
      ? await everyOf(feeds.payments, invoice.payer, { since, most: mostPayments, ...(signal ? { signal } : {}) })
      : [];
    const observations = [...invoiceSays(invoice), ...paid.flatMap((payment) => paymentSays(payment).observations)];
    return { observations, moments: [], links: { customer: customerOf(invoice) } };
  },
};

const customerOf = ({ payer }: Invoice): string => `customer:${payer}`;

/** When it stood in the books: the day it bears, or the later one on which it was entered. */
function issueOf({ issuedOn, createdOn }: Invoice): { readonly at: string; readonly known: string } | undefined {
  if (issuedOn === undefined) return undefined;
  return { at: noonOf(issuedOn), known: endOf(createdOn !== undefined && createdOn > issuedOn ? createdOn : issuedOn) };
}

function invoiceSays(invoice: Invoice): Observation[] {
  const issue = issueOf(invoice);
  if (!issue || invoice.cancelled) return [];
  const place = { ...issue, record: recordOf(invoice.ref) };
  const amount = Number(invoice.gross.amount);
  const terms =
    invoice.dueOn === undefined || invoice.issuedOn === undefined ? {} : { terms_days: daysBetween(invoice.issuedOn, invoice.dueOn) };
  return [...note(`invoice:${invoice.id}`, { amount, ...terms }, place), ...note(customerOf(invoice), { invoiced: amount }, place)];
}

/** An invoice is paid when all of it is. */
function paymentSays({ invoice, clearedOn, enteredOn }: Payment): Said {
  const issue = issueOf(invoice);
  if (!issue || invoice.dueOn === undefined || invoice.cancelled || invoice.cleared !== 'complete')
    return { observations: [], moments: [] };
  const days = daysBetween(invoice.dueOn, clearedOn);
  const known = endOf(enteredOn !== undefined && enteredOn > clearedOn ? enteredOn : clearedOn);
  const place = { at: noonOf(clearedOn), known, record: recordOf(invoice.ref) };
  const observations = note(customerOf(invoice), { days_late: days, was_late: days > lateAfterDays ? 1 : 0 }, place);
  // Who paid before the invoice stood in the books was never asked about.
  if (known <= issue.known) return { observations, moments: [] };
  const moment = {
    entity: `invoice:${invoice.id}`,
    asOf: issue.known,
    outcomeAt: later(known, issue.known),
    targets: { late: days > lateAfterDays, days },
    links: { customer: customerOf(invoice) },
  };
  return { observations, moments: [moment] };
}
