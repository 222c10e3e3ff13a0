import { z } from 'zod';

/** What an answer of this model holds. */
export const output = z.object({
  failure_probability: z.number().min(0).max(1),
  horizon_days: z.literal(7),
  top_factors: z.array(z.object({ feature: z.string(), contribution: z.number() })).max(3),
});
