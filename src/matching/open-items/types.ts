import type { Decimal, Money } from '../../contracts/money.ts';

/** What somebody owes or is owed: an invoice, or a credit note that takes from it. `open` is positive for both. */
export type OpenItem = {
  readonly id: string;
  readonly kind: 'invoice' | 'creditNote';
  readonly open: Money;
  /** The customer's id, and its name where payments bring only a name. */
  readonly account?: string | undefined;
  readonly name?: string | undefined;
  /** The document's number first, then whatever else a payer may quote: order, purchase order, delivery. */
  readonly references: readonly string[];
  /** ISO date of the document. */
  readonly date?: string | undefined;
  /** Cash discount: so much less until a day. */
  readonly discounts?: readonly { readonly until: string; readonly percent: Decimal }[];
  /** Of a credit note: the number of the invoice it belongs to. */
  readonly creditFor?: string | undefined;
};

/** Money that came in; a negative amount is one that went out and settles credit notes. */
export type Payment = {
  readonly id: string;
  readonly amount: Money;
  readonly account?: string | undefined;
  /** The payer's name as the bank tells it. */
  readonly payer?: string | undefined;
  readonly date?: string | undefined;
  /** Remittance text as it came. */
  readonly text?: string | undefined;
};

export type Rate = {
  readonly from: string;
  readonly to: string;
  readonly rate: Decimal;
  /** Valid from this ISO day on. */ readonly date?: string;
};

export type ReconcileOptions = {
  /**
   * A difference of at most so much (in the item's currency) or of this share is written off; the lower of the two where both are given,
   * as ERP systems do. Nothing unless told.
   */
  readonly tolerance?: { readonly amount?: Decimal; readonly percent?: Decimal };
  /** Without a rate only equal currencies meet. */
  readonly rates?: readonly Rate[];
  /** How far a converted sum may be off, in percent (default 1): banks have rates of their own. */
  readonly ratePercent?: Decimal;
  /** Days a payment may be older than the document it settles (default 5). */
  readonly daysBefore?: number;
  /** The chance of a coincidence from which an amount alone is no proof (default 0.001; a quarter of it for several items). */
  readonly maxChance?: number;
};

/**
 * How a match came about:
 * reference: the text names the items and the sum is what they come to · discount: after cash discount · creditNote: less credit notes the
 * text does not name · slip: a number with one wrong character, and the amount to the cent · part: one item named, less than it paid ·
 * tolerance: a small difference is written off · exchange: another currency at the given rate · order: a number that several items share,
 * of which one set comes to the sum · amount: nothing named, one item of the payer has this amount · sum: one set of the payer's items
 * has it · instalments: several payments of the payer come to one item · balance: everything the payer owes · cancelled: a credit note
 * takes away its invoice.
 */
export type Rule =
  | 'reference'
  | 'discount'
  | 'creditNote'
  | 'slip'
  | 'part'
  | 'tolerance'
  | 'exchange'
  | 'order'
  | 'amount'
  | 'sum'
  | 'instalments'
  | 'balance'
  | 'cancelled';

export type Allocation = {
  readonly item: string;
  /** Missing where a credit note and an invoice settle each other. */
  readonly payment?: string;
  /** What is taken off the item's open amount, in its currency: paid, discount and written off together. Negative gives back. */
  readonly settled: Money;
  /** What it takes of the payment, in the payment's currency; negative for a credit note. */
  readonly paid: Money;
  readonly discount: Money;
  readonly writtenOff: Money;
};

export type MatchEvidence =
  | { readonly kind: 'reference'; readonly item: string; readonly isExact: boolean }
  | { readonly kind: 'payer'; readonly by: 'account' | 'name' }
  | { readonly kind: 'chance'; readonly chance: number; readonly sets: number }
  | { readonly kind: 'rate'; readonly from: string; readonly to: string; readonly rate: Decimal };

export type OpenItemMatch = {
  readonly rule: Rule;
  readonly items: readonly string[];
  readonly payments: readonly string[];
  readonly allocations: readonly Allocation[];
  readonly evidence: readonly MatchEvidence[];
  /** What is left of the named items (positive) in their currency once this is booked. */
  readonly left: Money;
  readonly confidence: number;
};

/** Why nobody but a person should book this. */
export type ReviewReason =
  | 'several-sets'
  | 'several-payments'
  | 'part-of-several'
  | 'more-than-named'
  | 'already-settled'
  | 'other-payer'
  | 'another-amount'
  | 'another-document'
  | 'chance'
  | 'date'
  | 'payer-unknown'
  | 'nothing-fits'
  | 'no-rate';

export type OpenPayment = {
  readonly payment: string;
  readonly left: Money;
  readonly reason: ReviewReason;
  readonly says: string;
  /** Items a person may look at first, best first, at most ten. */
  readonly candidates: readonly string[];
};

export type OpenRest = {
  readonly item: string;
  readonly left: Money;
  readonly reason: 'not-paid' | 'partly-paid' | 'in-review' | 'not-used';
};

export type Reconciliation = {
  readonly matches: readonly OpenItemMatch[];
  readonly openPayments: readonly OpenPayment[];
  readonly openItems: readonly OpenRest[];
  /** Items and payments that could not be read, with a sentence. */
  readonly refused: readonly { readonly id: string; readonly says: string }[];
};
