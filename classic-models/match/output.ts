import { z } from 'zod';

/** What an answer of this model holds. */
export const output = z.object({ match_probability: z.number().min(0).max(1) });
