import { z } from 'zod';

/** What an answer of this model holds. */
export const output = z.object({
  causes: z.array(z.object({ feature: z.string(), value: z.number(), share: z.number().min(0).max(1) })),
});
