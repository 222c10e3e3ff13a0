import { z } from 'zod';

/** Weeks that are forecast. */
export const horizon = 13;

/** What an answer of this model holds. */
export const output = z.object({
  forecast: z
    .array(z.object({ week: z.number(), mean: z.number().min(0), low: z.number().nullable(), high: z.number().nullable() }))
    .length(horizon),
  safety_stock: z.number().min(0),
  reorder_point: z.number().min(0),
  method: z.string(),
});
