import { z } from 'zod';

const decimal = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/);

/** The shape of mapping.yaml; a typo stops the start, not a run. */
export const Mapping = z.strictObject({
  version: z.string(),
  orderType: z.string().min(1).max(4),
  priceCondition: z.string().min(1).max(4),
  leadDays: z.number().int().min(0).max(365),
  reviewFrom: z.record(z.string().regex(/^[A-Z]{3}$/), decimal),
  reviewDiscount: decimal,
  priceTolerance: decimal,
  salesOperations: z.string(),
  whenCrmRefuses: z.enum(['keep', 'cancel']),
  cancelReason: z.string().min(1).max(2),
  maxLines: z.number().int().min(1).max(200),
});
export type Mapping = z.infer<typeof Mapping>;
