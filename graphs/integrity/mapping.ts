import { orderStatuses } from 'countersign';
import { z } from 'zod';

const master = z.enum(['erp', 'review']);
const most = (top: number) => z.number().int().min(1).max(top);

/** The shape of mapping.yaml; a typo stops the start, not a run. */
export const Mapping = z.strictObject({
  version: z.string(),
  masters: z.strictObject({
    currency: master,
    paymentTerms: master,
    status: master,
    country: z.literal('review'),
    name: z.literal('review'),
    amount: z.literal('review'),
    document: z.literal('review'),
    completion: z.literal('review'),
  }),
  terms: z.record(z.string(), z.string()),
  statuses: z.record(z.enum(orderStatuses), z.string()),
  ordersCarryDeals: z.boolean(),
  amountTolerance: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/),
  lookbackDays: z.number().int().min(1).max(3650),
  most: z.strictObject({ accounts: most(50_000), deals: most(5_000), cases: most(5_000), reported: most(150), repaired: most(50) }),
  owner: z.string(),
});
export type Mapping = z.infer<typeof Mapping>;
