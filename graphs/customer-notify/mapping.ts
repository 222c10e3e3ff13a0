import { contactRoles, orderStatuses } from 'countersign';
import { z } from 'zod';
import { languages } from '../../tools/crm/send-mail.ts';

/** The shape of mapping.yaml; a typo stops the start, not a run. */
export const Mapping = z.strictObject({
  version: z.string(),
  channel: z.enum(['crm', 'mail']),
  tell: z.array(z.enum(orderStatuses)),
  automatic: z.array(z.enum(orderStatuses)),
  language: z.enum(languages),
  audiences: z.array(z.strictObject({ when: z.string().max(200), audience: z.enum(contactRoles) })),
});
export type Mapping = z.infer<typeof Mapping>;
