import { z } from 'zod';

const master = z.enum(['erp', 'review']);

/** The shape of mapping.yaml; a typo stops the start, not a run. */
export const Mapping = z.strictObject({
  version: z.string(),
  masters: z.strictObject({ start: master, end: master, amount: master, currency: master, paymentTerms: master }),
  reviewPercent: z.string().regex(/^\d{1,4}(\.\d{1,4})?$/),
  createContracts: z.boolean(),
  most: z.strictObject({ contracts: z.number().int().min(1).max(50_000), told: z.number().int().min(1).max(100) }),
  owner: z.string(),
});
export type Mapping = z.infer<typeof Mapping>;
