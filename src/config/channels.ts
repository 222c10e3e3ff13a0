import { z } from 'zod';

const Slack = z.strictObject({
  kind: z.literal('slack'),
  /** The channel's id, `C…`, where approvals are told of; left out, none are told there. */
  channel: z
    .string()
    .regex(/^[A-Z0-9]{8,20}$/, 'a channel id such as C0123456789')
    .optional(),
  /** Of the app; it signs every call Slack makes. Left out, no buttons are answered. */
  signingSecret: z.string().min(16).optional(),
  /** Calls of other workspaces are refused where this is set. */
  team: z.string().optional(),
  /** Somebody no `people.NAME.users` names is found by their confirmed e-mail address and `people.NAME.email`. */
  byEmail: z.boolean().default(false),
});
export type SlackChannel = z.infer<typeof Slack>;

const Teams = z.strictObject({
  kind: z.literal('teams'),
  /** The conversation, `19:…@thread.tacv2`, where approvals are told of. */
  conversation: z.string().min(1).max(80).optional(),
  /** The bot's application id: tokens of the Bot Framework are issued for it. */
  appId: z.string().min(1),
  /** Directories whose people may decide. */
  tenants: z.array(z.string()).min(1),
  /** The Bot Framework's keys as JSON (`file:keys.json`), for machines without a route to them. */
  keys: z.string().optional(),
  keysUrl: z.url().default('https://login.botframework.com/v1/.well-known/keys'),
});
export type TeamsChannel = z.infer<typeof Teams>;

const Chatter = z.strictObject({
  kind: z.literal('chatter'),
  /** The CRM's group id. */
  group: z.string().min(15).max(18),
});

const Mail = z.strictObject({
  kind: z.literal('mail'),
  /** A list of the mail connection; it gets the daily digest. */
  list: z.string().min(1).max(80).default('digest'),
});

const Customers = z.strictObject({
  kind: z.literal('customers'),
  /** `crm` sends by the CRM, `mail` by the mail connection with `customers: true`. */
  by: z.enum(['crm', 'mail']).default('crm'),
});

/** Where people are told and asked, by a name that stands in the address of its callbacks. */
export const ChannelsConfig = z
  .record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.discriminatedUnion('kind', [Slack, Teams, Chatter, Mail, Customers]))
  .default({})
  .refine(
    (channels) =>
      ['slack', 'teams', 'chatter', 'mail', 'customers'].every(
        (kind) => Object.values(channels).filter((each) => each.kind === kind).length <= 1,
      ),
    'one channel of a kind',
  );
export type ChannelsConfig = z.infer<typeof ChannelsConfig>;
