import { classed } from 'countersign';
import { z } from 'zod';

const amount = () => classed(z.number(), { class: 'financial', kind: 'AMOUNT' });

/** Weeks that are forecast. */
export const weeks = 13;

/** What an answer of this model holds; amounts are in the currency of the company asked about. */
export const output = z.object({
  weeks: z
    .array(
      z.object({
        week: z.number(),
        net: amount(),
        mean: amount(),
        low: amount().nullable(),
        high: amount().nullable(),
        low95: amount().nullable(),
        high95: amount().nullable(),
      }),
    )
    .length(weeks),
  gap_week: z.number().nullable(),
  /** Which source of uncertainty has which share. */
  uncertainty: z.array(z.object({ source: z.string(), share: z.number() })),
  /** Why the position differs from that of a week ago. */
  change: z
    .object({
      kinds: z.record(z.string(), amount()),
      items: z.array(z.object({ item: z.string(), kind: z.string(), week: z.number(), amount: amount() })),
    })
    .nullable(),
});
