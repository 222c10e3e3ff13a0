import { classed } from 'countersign';
import { z } from 'zod';

const amount = () => classed(z.number(), { class: 'financial', kind: 'AMOUNT' });

/** What an answer of this model holds. */
export const output = z.object({
  recommended_price: amount().positive(),
  current_price: amount().positive(),
  change: z.number(),
  margin: z.number().max(1),
  bound_applied: z.enum(['min-margin', 'max-step', 'min', 'max']).nullable(),
  needs_review: z.boolean(),
  expected_margin_change: amount().nullable(),
  elasticity: z.number().nullable(),
});
