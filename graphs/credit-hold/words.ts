import type { SalesOrder } from 'countersign';
import type { Decision, Suggestion } from './decide.ts';

type Held = Exclude<Decision, { kind: 'nothing' }>;

const advice: Readonly<Record<Suggestion, string>> = {
  collect: 'Ask the customer to pay what is overdue; the order can be released once the payment is in.',
  'payment-plan': 'Agree a payment plan for what is long overdue before anything else is delivered.',
  'raise-limit': 'Nothing is overdue: ask credit management for a higher limit, or the customer for a part payment in advance.',
  'unblock-customer': 'The customer is blocked by credit management and nothing is overdue: ask why, and for the release.',
  watch: 'Nothing is held yet: tell the customer before the next order that payments on the way will be needed.',
};

const plan: Readonly<Record<Suggestion, readonly string[]>> = {
  collect: ['today: call accounts payable with the invoice numbers above', 'in 2 days: written reminder', 'in 5 days: head of purchasing'],
  'payment-plan': ['today: call the head of finance', 'tomorrow: send the proposed instalments', 'in 3 days: confirm the plan in writing'],
  'raise-limit': ['today: internal request to credit management', 'tomorrow: tell the customer when to expect an answer'],
  'unblock-customer': ['today: internal request to credit management', 'once released: tell the customer the new delivery date'],
  watch: ['this week: mention the open balance in the next call'],
};

/** The task's text: history, suggestion and a plan whom to tell when. Business figures and numbers of documents alone. */
export function taskText(order: SalesOrder, decision: Held): string {
  const { receivables: open, usedPercent } = decision;
  const overdue =
    open.overdue === 0
      ? 'Nothing is overdue.'
      : `${open.overdue} overdue, ${open.overdueSum.amount} ${open.overdueSum.currency} in all${open.otherCurrencies > 0 ? ` and ${open.otherCurrencies} in other currencies` : ''}, the oldest for ${open.oldestOverdueDays} days: ${open.overdueIds.slice(0, 10).join(', ')}.`;
  return [
    `Order ${order.id} over ${order.net.amount} ${order.net.currency} ${decision.kind === 'hold' ? 'is held by the credit check' : 'is close to a credit hold'}.`,
    usedPercent === undefined ? '' : `The credit limit is used to ${usedPercent} %.`,
    `Payment history: ${open.open} open invoices. ${overdue}`,
    `Suggestion: ${advice[decision.suggestion]}`,
    'Whom to tell (draft):',
    ...plan[decision.suggestion].map((step) => `- ${step}`),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

export function taskSubject(order: SalesOrder, decision: Held): string {
  return decision.kind === 'hold' ? `Order ${order.id} is on credit hold` : `Order ${order.id} is close to a credit hold`;
}
