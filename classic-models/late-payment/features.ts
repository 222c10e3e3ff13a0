import type { ModelFeature } from 'countersign';
import { category, number, own } from '../feature.ts';

const invoices = 'erp.invoices';
const customers = 'erp.customers';
const ofCustomer = (observation: string) => ({ of: 'customer', observation, take: 'latest' }) as const;

export const features: readonly ModelFeature[] = [
  number('amount', 'the amount of the invoice', invoices, own('amount'), { class: 'financial', required: true, range: { min: 0 } }),
  number('terms_days', 'days from the invoice to its due date', invoices, own('terms_days'), { unit: 'days', range: { min: 0, max: 365 } }),
  category('payment_method', 'how the customer pays', invoices, own('payment_method')),
  number(
    'disputed',
    'disputes opened on the invoice',
    invoices,
    { of: 'self', observation: 'dispute', take: 'count' },
    { range: { min: 0 } },
  ),
  category('segment', 'the size of the customer', customers, ofCustomer('segment')),
  number('usual_amount', 'what an invoice of the customer usually comes to', customers, ofCustomer('usual_amount'), {
    class: 'financial',
    range: { min: 0 },
  }),
  number(
    'days_late_mean',
    'days late of the customer on average over a year',
    'erp.payments',
    { of: 'customer', observation: 'days_late', take: 'mean', withinDays: 365 },
    { unit: 'days', maxAgeDays: 180, range: { min: -365, max: 1000 } },
  ),
  number(
    'late_share',
    'share of the invoices of a year that the customer paid late',
    'erp.payments',
    { of: 'customer', observation: 'was_late', take: 'share', withinDays: 365, value: 1 },
    { range: { min: 0, max: 1 } },
  ),
  number(
    'days_late_last',
    'days late of the latest payment of the customer',
    'erp.payments',
    { of: 'customer', observation: 'days_late', take: 'latest' },
    { unit: 'days', maxAgeDays: 180, range: { min: -365, max: 1000 } },
  ),
  number(
    'payment_index',
    'how slowly the industry pays, above 0 is slower than usual',
    'signal.payment-index',
    { of: 'index', observation: 'payment_index', take: 'latest' },
    { maxAgeDays: 100, range: { min: -10, max: 10 } },
  ),
];
