import { z } from 'zod';

/** What an answer of this model holds. */
export const output = z.object({ risk_score: z.number().min(0).max(1), risk_level: z.enum(['low', 'medium', 'high']) });
