import { z } from 'zod';

export const Mapping = z.strictObject({
  version: z.string(),
  priorities: z.record(z.string(), z.string().max(1)),
  types: z.array(z.string()),
  serviceType: z.string().max(4),
  serialPattern: z.string().min(3).max(200),
  materialPattern: z.string().min(3).max(200),
  wantedWithinHours: z.number().int().min(1).max(720),
});
export type Mapping = z.infer<typeof Mapping>;
