import { z } from 'zod';

/** What an answer of this model holds. */
export const output = z.object({
  anomaly_score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  suggested_action: z.enum(['post', 'review']),
});
