import { z } from 'zod';

const share = z.number().min(0).max(1);
const days = z.number().int().min(0).max(365);

export const Mapping = z.strictObject({
  version: z.string(),
  months: z.number().int().min(1).max(12),
  runs: z.number().int().min(100).max(20_000),
  stages: z.record(z.string(), share),
  lookBackSteps: z.number().int().min(0).max(60),
  shippingDays: days,
  unknownLeadDays: days,
  plants: z.record(z.string(), z.strictObject({ perMonth: z.string().regex(/^\d{1,12}(\.\d{1,3})?$/), unit: z.string().min(1) })),
  dealsWithLines: z.number().int().min(0).max(1000),
  forecastCategories: z.array(z.string()),
  paymentDays: days,
  lateDays: days,
  ageing: z.array(z.object({ overDays: days, percent: z.number().min(0).max(100) })),
  riskOverdueDays: days,
  riskSlip: share,
  riskWin: share,
});
export type Mapping = z.infer<typeof Mapping>;
