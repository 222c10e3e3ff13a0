import { z } from 'zod';

/** The shape of mapping.yaml; a typo stops the start, not a run. */
export const Mapping = z.strictObject({
  version: z.string(),
  masters: z.strictObject({ price: z.enum(['erp', 'review']) }),
  reviewPercent: z.string().regex(/^\d{1,4}(\.\d{1,4})?$/),
  most: z.strictObject({
    entries: z.number().int().min(1).max(200),
    gone: z.number().int().min(1).max(200),
    customers: z.number().int().min(1).max(20_000),
  }),
  owner: z.string(),
});
export type Mapping = z.infer<typeof Mapping>;
