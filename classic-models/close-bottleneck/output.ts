import { z } from 'zod';

/** What an answer of this model holds. */
export const output = z.object({
  expected_hours: z.number().min(0),
  priority: z.number().int().min(1).nullable(),
  delay_hours: z.number().nullable(),
  critical: z.number().min(0).max(1).nullable(),
  order: z.array(z.string()),
});
