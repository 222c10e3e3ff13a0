import { z } from 'zod';

/** What an answer of this model holds. */
export const output = z.object({
  account: z.string().nullable(),
  confidence: z.number().min(0).max(1),
  candidates: z.array(z.object({ account: z.string(), probability: z.number() })).max(3),
});
