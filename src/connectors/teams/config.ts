import { z } from 'zod';

const hostUrl = z.url({ protocol: /^https?$/ });

export const TeamsConfig = z.object({
  /** Where the bot speaks, as its conversations name it: `https://smba.trafficmanager.net/emea`. */
  serviceUrl: hostUrl,
  /** Tokens are issued here; Microsoft's own unless a test says otherwise. */
  loginUrl: hostUrl.default('https://login.microsoftonline.com'),
  /** The bot's application (client) id, its secret, and the directory it lives in. */
  appId: z.string().min(1),
  appSecret: z.string().min(1),
  tenant: z.string().min(1),
  deadlineMs: z.number().int().positive().default(10_000),
  settleDelayMs: z.number().int().nonnegative().optional(),
  concurrency: z.number().int().min(1).max(32).default(4),
  ratePerSecond: z.number().positive().default(4),
  proxy: z.string().optional(),
});
export type TeamsConfig = z.infer<typeof TeamsConfig>;
export type TeamsConfigInput = z.input<typeof TeamsConfig>;
