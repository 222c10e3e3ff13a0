import { z } from 'zod';

/** Every answer of the Web API says by itself whether it is one: a 200 with `ok: false` is a failure. */
export const ApiReply = z.looseObject({ ok: z.boolean(), error: z.string().optional() });
export type ApiReply = z.infer<typeof ApiReply>;

export const Posted = z.looseObject({ channel: z.string(), ts: z.string() });

export const Message = z.looseObject({
  ts: z.string(),
  metadata: z.looseObject({ event_type: z.string().optional(), event_payload: z.record(z.string(), z.unknown()).optional() }).optional(),
});
export const History = z.looseObject({
  messages: z.array(Message).default([]),
  has_more: z.boolean().default(false),
  response_metadata: z.looseObject({ next_cursor: z.string().default('') }).optional(),
});
export type History = z.infer<typeof History>;

export const UserInfo = z.looseObject({
  user: z.looseObject({
    id: z.string(),
    team_id: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    is_email_confirmed: z.boolean().default(false),
    profile: z.looseObject({ email: z.string().optional() }).default({}),
  }),
});

const who = {
  user: z.looseObject({ id: z.string() }),
  team: z.looseObject({ id: z.string() }).nullish(),
  api_app_id: z.string().optional(),
};

/** What Slack sends when somebody presses a button or sends a modal off; other kinds are of no concern to us. */
export const Interaction = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('block_actions'),
    ...who,
    trigger_id: z.string(),
    actions: z.array(z.looseObject({ action_id: z.string(), value: z.string().optional() })).min(1),
  }),
  z.looseObject({
    type: z.literal('view_submission'),
    ...who,
    view: z.looseObject({
      callback_id: z.string(),
      private_metadata: z.string().default(''),
      state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({ value: z.string().nullish() }))) }),
    }),
  }),
]);
export type Interaction = z.infer<typeof Interaction>;
