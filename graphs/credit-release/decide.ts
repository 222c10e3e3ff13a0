import { compareDecimal, type CreditStatus, type Invoice, type SalesOrder } from 'countersign';
import { readReceivables } from '../credit-hold/decide.ts';

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'release'; readonly reasons: readonly string[]; readonly tags: readonly string[] };

/** What speaks for and against letting an order go. It is proposed either way: a person releases, never a rule. */
export function decide(order: SalesOrder, credit: CreditStatus, invoices: readonly Invoice[], today: string): Decision {
  if (order.creditStatus !== 'blocked') return { kind: 'nothing', reason: 'the credit check does not hold it' };
  if (order.processStatus === 'complete' || order.rejectionStatus === 'complete') return { kind: 'nothing', reason: 'the order is done' };
  const { overdue, oldestOverdueDays } = readReceivables(invoices, credit.limit.currency, today);
  const fits = credit.exposure !== undefined && compareDecimal(credit.exposure.amount, credit.limit.amount) <= 0;
  const reasons = [
    fits ? 'for: the exposure is within the limit' : 'against: the exposure is above the limit or unknown',
    overdue === 0 ? 'for: nothing is overdue' : `against: ${overdue} invoices are overdue, the oldest for ${oldestOverdueDays} days`,
    ...(credit.blocked ? ['against: the customer as a whole is blocked by credit management'] : []),
    ...(credit.riskClass === undefined ? [] : [`risk class ${credit.riskClass}`]),
  ];
  return { kind: 'release', reasons, tags: fits && overdue === 0 && !credit.blocked ? ['release', 'clean'] : ['release', 'at-risk'] };
}
