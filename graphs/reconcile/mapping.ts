import { z } from 'zod';

const figure = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/);

export const Mapping = z.strictObject({
  version: z.string(),
  tolerancePercent: figure,
  toleranceAmount: figure,
  missingAfterDays: z.number().int().min(0).max(365),
  missingWithinDays: z.number().int().min(1).max(1000),
  missingAtOnce: z.number().int().min(1).max(50),
  dueDays: z.number().int().min(0).max(60),
});
export type Mapping = z.infer<typeof Mapping>;
