import { z } from 'zod';

const figure = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/);

const accounts = z.array(z.string().regex(/^\w{1,10}$/)).max(10);

export const Mapping = z.strictObject({
  version: z.string(),
  percent: figure,
  absolute: z.record(z.string().regex(/^[A-Z]{3}$/), figure),
  absoluteElsewhere: figure,
  forecastCategories: z.array(z.string()).min(1),
  revenueAccounts: accounts,
  deferredAccounts: accounts,
  accruedAccounts: accounts,
});
export type Mapping = z.infer<typeof Mapping>;
