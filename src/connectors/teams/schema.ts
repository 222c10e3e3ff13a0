import { z } from 'zod';

export const TokenReply = z.looseObject({ access_token: z.string(), expires_in: z.number().default(3600) });
export const Created = z.looseObject({ id: z.string() });

/** A key document as the Bot Framework publishes it; each key says for which channels it may sign. */
export const Keys = z.looseObject({
  keys: z.array(z.looseObject({ kid: z.string(), endorsements: z.array(z.string()).optional() })).min(1),
});

/** What Teams sends when somebody presses a button of an Adaptive Card (`Action.Execute`). */
export const Invoke = z.looseObject({
  type: z.literal('invoke'),
  name: z.literal('adaptiveCard/action'),
  channelId: z.literal('msteams'),
  serviceUrl: z.string(),
  from: z.looseObject({ aadObjectId: z.string() }),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }).optional() }).optional(),
  conversation: z.looseObject({ tenantId: z.string().optional() }).optional(),
  value: z.looseObject({
    action: z.looseObject({ type: z.literal('Action.Execute'), verb: z.string(), data: z.record(z.string(), z.unknown()) }),
  }),
});
export type Invoke = z.infer<typeof Invoke>;
