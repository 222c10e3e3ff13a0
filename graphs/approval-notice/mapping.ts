import { z } from 'zod';

/** The shape of mapping.yaml: who is told, by channel. What is left out is not told. */
export const Mapping = z.strictObject({
  version: z.string(),
  slack: z.strictObject({ channel: z.string() }).optional(),
  teams: z.strictObject({ channel: z.string() }).optional(),
  chatter: z.strictObject({ group: z.string() }).optional(),
});
export type Mapping = z.infer<typeof Mapping>;
