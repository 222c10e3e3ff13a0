import { z } from 'zod';

export const SlackConfig = z.object({
  /** Slack's own unless a test says otherwise. */
  url: z.url({ protocol: /^https?$/ }).default('https://slack.com'),
  /** A bot token with chat:write, channels:history (or groups:history), and users:read.email where e-mails are looked up. */
  token: z.string().min(1),
  deadlineMs: z.number().int().positive().default(10_000),
  settleDelayMs: z.number().int().nonnegative().optional(),
  concurrency: z.number().int().min(1).max(32).default(4),
  /** Slack allows about one message a second and channel. */
  ratePerSecond: z.number().positive().default(1),
  proxy: z.string().optional(),
});
export type SlackConfig = z.infer<typeof SlackConfig>;
export type SlackConfigInput = z.input<typeof SlackConfig>;
