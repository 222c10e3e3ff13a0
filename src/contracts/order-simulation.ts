import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { amount, businessId, day, decimal, oneOf, quantity } from './classes.ts';

/** What the ERP would say of an order: price, confirmed days, credit check. Its items stand in the order they were asked for. */
export const OrderSimulation = z.object({
  net: amount(),
  creditStatus: oneOf(['not_checked', 'approved', 'blocked', 'released', 'unknown']),
  items: z.array(
    z.object({ material: businessId(), requested: quantity(), confirmed: decimal(), confirmedOn: day().optional(), net: amount() }),
  ),
});
export type OrderSimulation = z.infer<typeof OrderSimulation>;

/** An order as it would be placed. */
export type OrderDraft = {
  readonly type: string;
  readonly soldTo: string;
  readonly requestedOn?: string;
  readonly currency: string;
  readonly customerReference?: string;
  readonly items: readonly OrderDraftItem[];
};

export type OrderDraftItem = {
  readonly material: string;
  readonly quantity: string;
  readonly unit: string;
  readonly plant?: string;
  /** Where it is not the order's own day. */
  readonly wantedOn?: string;
};

export interface OrderSimulations {
  simulate(draft: OrderDraft, options?: CallOptions): Promise<OrderSimulation>;
}
