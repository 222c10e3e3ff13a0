import { z } from 'zod';
import { type Delivery, Invoice, Opportunity, RecordRef, type SalesOrder } from './business.ts';
import { amount, code, day, instant } from './classes.ts';

/** What cleared an invoice as a whole: the day the money counts from, and the day somebody entered it. */
export const Payment = z.object({ ref: RecordRef, invoice: Invoice, clearedOn: day(), enteredOn: day().optional() });
export type Payment = z.infer<typeof Payment>;

/** An opportunity with every stage, amount and close date it ever had, oldest first; the CRM keeps these by itself. */
export const OpportunityHistory = z.object({
  opportunity: Opportunity,
  openedAt: instant(),
  /** Its last change, by whomever. */
  changedAt: instant(),
  steps: z.array(z.object({ at: instant(), stage: code(), amount: amount().optional(), closeOn: day().optional() })),
});
export type OpportunityHistory = z.infer<typeof OpportunityHistory>;

/** Where a reading begins: at a moment, or behind the record a cursor stands at. Cursors are opaque and of one feed alone. */
export type FeedPosition = { readonly since: string } | { readonly cursor: string };

/** Up to `limit` records; `total` counts the records from the position on, where the system says. */
export type FeedPage<T> = { readonly items: readonly T[]; readonly cursor: string; readonly more: boolean; readonly total?: number };

export type FeedOptions = { readonly signal?: AbortSignal; readonly of?: string };

/**
 * Whole records in the order in which the system came to know of them, for reading history in bulk. What changes while it is read comes
 * again behind what was read, so a reader that stops loses nothing.
 */
export interface Feed<T> {
  changed(position: FeedPosition, limit: number, options?: FeedOptions): Promise<FeedPage<T>>;
}

/** A feed whose records can be asked for one by one as well. */
export interface RecordFeed<T> extends Feed<T> {
  get(id: string, options?: FeedOptions): Promise<T | undefined>;
}

/** Which kinds there are depends on the system. `of` names whom the records are about. */
export type Feeds = {
  /** Orders with their items, by their last change. */
  readonly orders?: Feed<SalesOrder>;
  /** Deliveries whose goods left, by the day they left; `of` a material. */
  readonly deliveries?: Feed<Delivery>;
  /** Invoices by their last change; `of` a payer. */
  readonly invoices?: RecordFeed<Invoice>;
  /** Invoices that were paid, by the day the payment was entered; `of` a payer. */
  readonly payments?: Feed<Payment>;
  /** Opportunities with their earlier stages, amounts and close dates, by their last change. */
  readonly opportunities?: RecordFeed<OpportunityHistory>;
};
export type FeedName = keyof Feeds;
