import { z } from 'zod';

const percent = z.number().int().min(0).max(100);
const days = z.number().int().min(0).max(1000);

export const Mapping = z.strictObject({
  version: z.string(),
  basePercent: percent,
  fallingPercent: percent,
  overduePercent: percent,
  silentPercent: percent,
  usage: z.strictObject({
    unusedBelow: z.string().regex(/^\d{1,3}(\.\d)?$/),
    unusedPercent: percent,
    fallingBelow: z.string().regex(/^\d{1,3}(\.\d)?$/),
    fallingPercent: percent,
    countOveruse: z.boolean(),
    overuseMost: z.number().int().min(100).max(1000),
  }),
  scheduleFrom: percent,
  unbilledDays: days,
  unbilledPercent: percent,
  blockedPercent: percent,
  fallingBelow: z.string().regex(/^\d{1,3}(\.\d)?$/),
  overdueDays: days,
  silentDays: days,
  mediumFrom: percent,
  highFrom: percent,
  names: z.strictObject({ low: z.string().max(20), medium: z.string().max(20), high: z.string().max(20) }),
  endingWithinDays: days,
  accountsAtOnce: z.number().int().min(1).max(200),
});
export type Mapping = z.infer<typeof Mapping>;
