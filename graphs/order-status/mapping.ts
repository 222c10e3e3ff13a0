import { contactRoles, orderStatuses } from 'countersign';
import { z } from 'zod';

/** The shape of mapping.yaml; a missing status or a typo stops the start, not a run. */
export const Mapping = z.strictObject({
  version: z.string(),
  statuses: z.record(z.enum(orderStatuses), z.strictObject({ text: z.string(), stage: z.string().optional() })),
  stageOrder: z.array(z.string()),
  hints: z.record(z.string(), z.enum(orderStatuses)),
  audiences: z.array(z.strictObject({ when: z.string().max(200), audience: z.enum(contactRoles) })),
  teamChannel: z.string(),
});
export type Mapping = z.infer<typeof Mapping>;
