import {
  addDecimal,
  compareDecimal,
  money,
  subtractDecimal,
  sum,
  type InvoiceDetail,
  type Money,
  type Opportunity,
  type Receivable,
  type SalesOrder,
} from 'countersign';
import { reconcileOpportunities, type OpportunityFinding } from 'countersign/matching';
import { daysBetween, shareOf } from '../_shared/figures.ts';
import type { Mapping } from './mapping.ts';

/** A won deal with its order, every bill of the order and what the journal says of their payment. */
export type Books = {
  readonly deal: Opportunity;
  readonly order: SalesOrder;
  readonly bills: readonly InvoiceDetail[];
  readonly journal: readonly Receivable[];
  /** How many won deals name the order. Bills of one that several name cannot be held against any of them. */
  readonly named: number;
};

export const kinds = ['partial-payment', 'price-difference', 'missing-invoice', 'credit-note', 'currency'] as const;
export type Kind = (typeof kinds)[number];

export type Finding = {
  readonly kind: Kind;
  /** What the CRM says, and what the ERP says to it. */
  readonly crm: Money;
  readonly erp: Money;
  /** The difference in percent of what the CRM says. */
  readonly share: string | undefined;
  readonly documents: readonly string[];
  readonly reason: string;
};

/** What does not fit between a won deal and the bills of its order; an empty list where everything does. Pure. */
export function decide(books: Books, mapping: Mapping, today: string): readonly Finding[] {
  const { deal, order } = books;
  if (!deal.isWon) return [];
  const bills = books.bills.filter((bill) => !bill.isCancelled).map((bill) => partOf(bill, order.id));
  if (books.named > 1) return bills.length === 0 ? missing(books, mapping, today) : [];
  // Without an amount bills cannot be held against the deal; that there is none at all can be told.
  if (!deal.amount) return bills.length === 0 ? missing(books, mapping, today) : [];
  const found = held(deal, order, deal.amount, bills, mapping);
  if (!found) return [];
  return [
    ...aboutCurrency(deal.amount, order, bills, found),
    ...aboutPayment(bills, books.journal),
    ...aboutBilling(books, deal.amount, { bills, found }, mapping, today),
  ];
}

/** A bill as far as it bills this order: one of several orders counts with its lines of this one alone. */
export type Part = {
  readonly id: string;
  readonly isCreditNote: boolean;
  readonly net: Money;
  readonly gross: Money;
  readonly cleared: InvoiceDetail['cleared'];
};

function partOf(bill: InvoiceDetail, order: string): Part {
  const own = bill.lines.filter((line) => line.order === order);
  const net =
    own.length === bill.lines.length
      ? bill.net
      : sum(
          own.map((line) => line.net),
          bill.net.currency,
        );
  return { id: bill.id, isCreditNote: bill.isCreditNote, net, gross: bill.gross, cleared: bill.cleared };
}

/** The matcher's word on the deal: what was billed under its order's number, credit notes taken off. */
function held(
  deal: Opportunity,
  order: SalesOrder,
  amount: Money,
  bills: readonly Part[],
  mapping: Mapping,
): OpportunityFinding | undefined {
  return reconcileOpportunities(
    [{ id: deal.id, amount, references: [order.id] }],
    bills.map((bill) => ({ id: bill.id, kind: bill.isCreditNote ? 'creditNote' : 'invoice', amount: bill.net, references: [order.id] })),
    { tolerance: { amount: mapping.toleranceAmount, percent: mapping.tolerancePercent } },
  ).findings[0];
}

function aboutCurrency(amount: Money, order: SalesOrder, bills: readonly Part[], found: OpportunityFinding): Finding[] {
  const other = bills.find((bill) => bill.net.currency !== amount.currency);
  if (found.state !== 'review' || !other) return [];
  return [
    {
      kind: 'currency',
      crm: amount,
      erp: other.net,
      share: undefined,
      documents: [order.id, other.id],
      reason: `The deal is ${words(amount)}, bill ${other.id} of its order ${words(other.net)}; nothing was compared. Correct the currency of the deal or explain the bill.`,
    },
  ];
}

function aboutPayment(bills: readonly Part[], journal: readonly Receivable[]): Finding[] {
  return bills
    .filter((bill) => bill.cleared === 'partial' && !bill.isCreditNote)
    .flatMap((bill) => {
      const lines = journal.filter((line) => line.invoice === bill.id && line.amount.currency === bill.gross.currency);
      const paid = sum(
        lines.filter((line) => line.clearedOn !== undefined).map((line) => line.amount),
        bill.gross.currency,
      );
      const open = money(subtractDecimal(bill.gross.amount, paid.amount), paid.currency);
      return [
        {
          kind: 'partial-payment' as const,
          crm: bill.gross,
          erp: paid,
          share: share(open.amount, bill.gross),
          documents: [bill.id],
          reason: `Invoice ${bill.id} over ${words(bill.gross)} gross is paid in part: ${words(paid)} came in, ${words(open)} is open.`,
        },
      ];
    });
}

function aboutBilling(
  books: Books,
  amount: Money,
  { bills, found }: { bills: readonly Part[]; found: OpportunityFinding },
  mapping: Mapping,
  today: string,
): Finding[] {
  const { order } = books;
  switch (found.state) {
    case 'review':
    case 'invoiced':
      return [];
    case 'notInvoiced':
      return bills.length === 0 ? missing(books, mapping, today) : billed(order, amount, bills, found);
    case 'partlyInvoiced':
      // What is still to be delivered is still to be billed: only an order that is billed to the end can be short.
      return order.billingStatus === 'complete' || bills.some((bill) => bill.isCreditNote) ? billed(order, amount, bills, found) : [];
    case 'overInvoiced':
      return billed(order, amount, bills, found);
  }
}

function missing({ deal, order, named }: Books, mapping: Mapping, today: string): Finding[] {
  const amount = named > 1 ? undefined : deal.amount;
  const days = deal.closeOn === undefined ? 0 : daysBetween(deal.closeOn, today);
  if (order.deliveryStatus !== 'complete' || days <= mapping.missingAfterDays) return [];
  const won =
    named > 1
      ? `${named} won deals name it and this one was won ${days} days ago`
      : `its deal ${amount ? `over ${words(amount)}` : 'without an amount'} was won ${days} days ago`;
  const doing =
    named > 1 ? 'Ask billing to bill it, and leave its number on the deal it belongs to.' : 'Ask billing to bill it, or say why not.';
  return [
    {
      kind: 'missing-invoice',
      crm: amount ?? { amount: '0.00', currency: order.net.currency },
      erp: { amount: '0.00', currency: amount?.currency ?? order.net.currency },
      share: amount && '100.0',
      documents: [order.id],
      reason: `Order ${order.id} over ${words(order.net)} is delivered, ${won}, and no invoice was issued. ${doing}`,
    },
  ];
}

/** Billed and not as agreed: by credit notes, or by a price or quantity of the order or of the bill. */
function billed(order: SalesOrder, amount: Money, bills: readonly Part[], found: OpportunityFinding): Finding[] {
  const credits = bills.filter((bill) => bill.isCreditNote);
  const before = addDecimal(
    found.billed.amount,
    sum(
      credits.map((bill) => bill.net),
      amount.currency,
    ).amount,
  );
  const isByCredit =
    credits.length > 0 && compareDecimal(magnitude(subtractDecimal(before, amount.amount)), magnitude(found.difference.amount)) < 0;
  const documents = [order.id, ...bills.map((bill) => bill.id)];
  const shared = share(found.difference.amount, amount);
  const difference = `${words({ ...found.difference, amount: magnitude(found.difference.amount) })}${shared === undefined ? '' : ` (${magnitude(shared)} %)`}`;
  if (isByCredit)
    return [
      {
        kind: 'credit-note',
        crm: amount,
        erp: found.billed,
        share: shared,
        documents,
        reason: `Credit notes ${credits.map((bill) => bill.id).join(', ')} take the bills of order ${order.id} to ${words(found.billed)}, ${difference} below the deal's ${words(amount)}. Agree what the customer keeps and correct the deal.`,
      },
    ];
  const isMore = compareDecimal(found.difference.amount, '0') > 0;
  return [
    {
      kind: 'price-difference',
      crm: amount,
      erp: found.billed,
      share: shared,
      documents,
      reason: `The deal is ${words(amount)}, its order ${order.id} ${words(order.net)}, and ${words(found.billed)} net is billed: ${difference} ${isMore ? 'too much' : 'too little'}. ${whose(order, amount, found)}`,
    },
  ];
}

/** Where the figures part: between deal and order, or between order and bill. */
function whose(order: SalesOrder, amount: Money, found: OpportunityFinding): string {
  if (order.net.currency !== amount.currency) return 'The order is in another currency than the deal.';
  if (compareDecimal(order.net.amount, found.billed.amount) === 0)
    return 'The bill follows the order, so the order was entered at another price or quantity than the deal.';
  if (compareDecimal(order.net.amount, amount.amount) === 0)
    return 'The order says what the deal says, so the bill has another price or quantity than the order.';
  return 'Deal, order and bill all differ: check prices, discounts and quantities line by line.';
}

export const magnitude = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : amount);
export const words = ({ amount, currency }: Money): string => `${amount} ${currency}`;
const share = (part: string, whole: Money): string | undefined => shareOf(part, whole.amount);

/** One variance per order and kind; an invoice paid in part has one of its own. */
export const keyOf = (order: string, { kind, documents }: Pick<Finding, 'kind' | 'documents'>): string =>
  kind === 'partial-payment' ? `${order}/${kind}/${documents[0] ?? ''}` : `${order}/${kind}`;
