import { z } from 'zod';

/** What an answer of this model holds. */
export const output = z.object({ win_probability: z.number().min(0).max(1), slip_probability: z.number().min(0).max(1) });
