import { z } from 'zod';

/** How to reach D&B Direct+. Secrets arrive resolved. */
export const DnbConfig = z.object({
  /** D&B's own unless a test says otherwise. */
  url: z.url({ protocol: /^https?$/ }).default('https://plus.dnb.com'),
  /** Consumer key and secret of the Direct+ account. */
  key: z.string().min(1),
  secret: z.string().min(1),
  /** Short, because a record waits for it that can do without. */
  deadlineMs: z.number().int().positive().default(5_000),
  concurrency: z.number().int().min(1).max(32).default(4),
  ratePerSecond: z.number().positive().default(5),
  /** How long a company's data is kept in memory by its number. */
  cacheMs: z.number().int().nonnegative().default(86_400_000),
  /** Companies kept at most. */
  cacheSize: z.number().int().min(1).max(100_000).default(1_000),
  proxy: z.string().optional(),
});
export type DnbConfig = z.infer<typeof DnbConfig>;
export type DnbConfigInput = z.input<typeof DnbConfig>;
