import { z } from 'zod';

/** What an answer of this model holds. */
export const output = z.object({
  late_probability: z.number().min(0).max(1),
  days_late: z.number(),
  days_late_low: z.number().nullable(),
  days_late_high: z.number().nullable(),
});
