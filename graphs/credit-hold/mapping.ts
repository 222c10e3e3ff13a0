import { z } from 'zod';

export const Mapping = z.strictObject({
  version: z.string(),
  nearPercent: z.string().regex(/^\d{1,3}(\.\d)?$/),
  holdDueDays: z.number().int().min(0).max(60),
  nearDueDays: z.number().int().min(0).max(60),
  planAfterDays: z.number().int().min(1).max(365),
});
export type Mapping = z.infer<typeof Mapping>;
