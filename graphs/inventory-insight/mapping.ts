import { z } from 'zod';

export const Mapping = z.strictObject({
  version: z.string(),
  statuses: z.array(z.string()),
  available: z.string().max(40),
  partial: z.string().max(40),
  short: z.string().max(40),
  leadDays: z.number().int().min(0).max(365),
  alternatives: z.number().int().min(0).max(10),
});
export type Mapping = z.infer<typeof Mapping>;
