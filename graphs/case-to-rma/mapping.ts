import { z } from 'zod';

export const Mapping = z.strictObject({
  version: z.string(),
  types: z.record(z.string(), z.enum(['return', 'repair'])),
  serialPattern: z.string().min(3).max(200),
  materialPattern: z.string().min(3).max(200),
  problems: z.record(z.string(), z.array(z.string().min(3).max(60))),
  returnType: z.string().max(4),
  returnReasons: z.looseObject({ other: z.string().max(3) }).catchall(z.string().max(3)),
  billingBlock: z.string().max(2),
  repairType: z.string().max(4),
  priorities: z.record(z.string(), z.string().max(1)),
});
export type Mapping = z.infer<typeof Mapping>;
