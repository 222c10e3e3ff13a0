import { defineModel } from 'countersign';
import { amountHead, binaryHead } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

/** Whether an open invoice will be paid more than three days late, and how many days. */
export const latePayment = defineModel({
  id: 'late-payment',
  version: '1.0.0',
  title: 'Late payment',
  entity: 'invoice',
  ids: ['invoice_id'],
  features,
  heads: { late: binaryHead({ target: 'late' }), days: amountHead({ target: 'days', level: 0.8, atLeast: -365, atMost: 1000 }) },
  // What credit controllers do today: a customer who was late will be late, by as much as last time.
  rule: ({ days_late_last: last }) => {
    const days = typeof last === 'number' ? Math.max(0, last) : 0;
    return { output: { late_probability: days > 3 ? 0.6 : 0.3, days_late: days, days_late_low: null, days_late_high: null } };
  },
  answer: ({ late, days }) => ({
    output: {
      late_probability: late?.value ?? null,
      days_late: days?.value ?? null,
      days_late_low: days?.interval?.low ?? null,
      days_late_high: days?.interval?.high ?? null,
    },
  }),
  leading: 'late',
  judgedBy: { output: 'late_probability', target: 'late', kind: 'binary' },
  card: {
    purpose: 'Says for each open invoice how probable it is that it is paid more than three days late, and by how many days',
    decides: 'Nothing: it says which invoices to look after first; it sends no reminder and changes no terms',
    limits: [
      'Until a version is approved the rule answers: late if the latest payment was, by as many days',
      'A customer without a payment in the last year is judged by the invoice alone',
      'A dispute that begins after the prediction is not known to it; predict again',
    ],
    owner: 'Credit and receivables',
  },
  output,
});
