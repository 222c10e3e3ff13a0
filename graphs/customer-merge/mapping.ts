import { z } from 'zod';

const winner = z.enum(['kept', 'newest', 'review']);

/** The shape of mapping.yaml; a typo stops the start, not a run. */
export const Mapping = z.strictObject({
  version: z.string(),
  fields: z.strictObject({
    name: winner,
    address: winner,
    phone: winner,
    email: winner,
    taxId: winner,
    language: winner,
    currency: winner,
    paymentTerms: winner,
  }),
  contacts: z.strictObject({ name: winner, title: winner, email: winner, phone: winner, language: winner }),
  mergedState: z.string().min(1).max(40),
  blockCustomer: z.boolean(),
  most: z.strictObject({ children: z.number().int().min(1).max(200) }),
});
export type Mapping = z.infer<typeof Mapping>;
