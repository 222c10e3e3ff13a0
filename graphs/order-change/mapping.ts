import { z } from 'zod';

export const Mapping = z.strictObject({
  version: z.string(),
  priceCondition: z.string().max(4),
  priceTolerance: z.string().regex(/^\d{1,2}(\.\d{1,2})?$/),
  cancelReason: z.string().min(1).max(2),
});
export type Mapping = z.infer<typeof Mapping>;
