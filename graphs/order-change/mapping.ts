import { z } from 'zod';

const percent = z.string().regex(/^\d{1,2}(\.\d{1,2})?$/);

export const Mapping = z.strictObject({
  version: z.string(),
  priceCondition: z.string().max(4),
  priceTolerance: percent,
  amountTolerance: percent,
  cancelReason: z.string().min(1).max(2),
});
export type Mapping = z.infer<typeof Mapping>;
