import { classed } from 'countersign';
import { z } from 'zod';

const amount = () => classed(z.number(), { class: 'financial', kind: 'AMOUNT' });

/** What an answer of this model holds. */
export const output = z.object({
  churn_probability: z.number().min(0).max(1),
  renewal_ratio: z.number().min(0),
  renewal_amount: amount().min(0),
  expected_amount: amount().min(0),
});
