import { compareDecimal, sum, type CreditStatus, type Invoice, type Money, type SalesOrder } from 'countersign';
import { daysBetween, shareOf } from '../_shared/figures.ts';
import type { Mapping } from './mapping.ts';

export type Receivables = {
  readonly open: number;
  readonly overdue: number;
  /** Sum of what is overdue, in the currency of the limit; other currencies are counted and not added. */
  readonly overdueSum: Money;
  readonly otherCurrencies: number;
  readonly oldestOverdueDays: number;
  /** Numbers of what is overdue, the oldest first. */
  readonly overdueIds: readonly string[];
};

export type Suggestion = 'collect' | 'payment-plan' | 'raise-limit' | 'unblock-customer' | 'watch';

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | {
      readonly kind: 'hold' | 'near';
      readonly usedPercent: string | undefined;
      readonly receivables: Receivables;
      readonly suggestion: Suggestion;
    };

/** Whether an order is held, or about to be, and what would let it go; pure. */
export function decide(order: SalesOrder, credit: CreditStatus, invoices: readonly Invoice[], mapping: Mapping, today: string): Decision {
  const isHeld = order.creditStatus === 'blocked';
  const used = credit.exposure && shareOf(credit.exposure.amount, credit.limit.amount);
  const isNear = used !== undefined && compareDecimal(used, mapping.nearPercent) >= 0;
  const isDone = order.processStatus === 'complete' || order.rejectionStatus === 'complete';
  if (isDone) return { kind: 'nothing', reason: 'the order is done' };
  if (!isHeld && !isNear && !credit.blocked) return { kind: 'nothing', reason: 'credit allows the order' };
  const receivables = readReceivables(invoices, credit.limit.currency, today);
  return {
    kind: isHeld || credit.blocked ? 'hold' : 'near',
    usedPercent: used,
    receivables,
    suggestion: suggest(isHeld, credit, receivables, mapping),
  };
}

function suggest(isHeld: boolean, credit: CreditStatus, receivables: Receivables, mapping: Mapping): Suggestion {
  if (receivables.overdue > 0) return receivables.oldestOverdueDays > mapping.planAfterDays ? 'payment-plan' : 'collect';
  if (credit.blocked) return 'unblock-customer';
  return isHeld ? 'raise-limit' : 'watch';
}

/** What is open and overdue; an invoice without a due date is open and never overdue. */
export function readReceivables(invoices: readonly Invoice[], currency: string, today: string): Receivables {
  const live = invoices.filter((invoice) => !invoice.cancelled && invoice.cleared !== 'complete');
  const overdue = live
    .filter((invoice) => invoice.dueOn !== undefined && invoice.dueOn < today)
    .toSorted((a, b) => ((a.dueOn ?? '') < (b.dueOn ?? '') ? -1 : 1));
  const same = overdue.filter((invoice) => invoice.gross.currency === currency);
  const oldest = overdue[0]?.dueOn;
  return {
    open: live.length,
    overdue: overdue.length,
    overdueSum: sum(
      same.map((invoice) => invoice.gross),
      currency,
    ),
    otherCurrencies: overdue.length - same.length,
    oldestOverdueDays: oldest === undefined ? 0 : daysBetween(oldest, today),
    overdueIds: overdue.map((invoice) => invoice.id),
  };
}
