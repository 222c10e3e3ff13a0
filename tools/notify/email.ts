import { businessId, defineTool, freeText } from 'countersign';
import { z } from 'zod';

/** A mail to a list of people the mail connection's config names. No address stands in the proposal. */
export const email = defineTool({
  id: 'notify.email',
  kind: 'notify',
  description: 'Sends a mail to a list of people.',
  system: 'mail',
  needs: ['write.Mail.create'],
  input: z.object({ list: businessId(), subject: freeText(), text: freeText() }),
  target: () => ({ type: 'Mail' }),
  reads: [],
  plain: [],
  describe: (_ctx, _before, { list, subject, text }) => ({
    title: `Mail to ${list}`,
    operation: 'create',
    changes: [
      { field: 'List', before: null, after: list },
      { field: 'Subject', before: null, after: subject },
      { field: 'Text', before: null, after: text },
    ],
  }),
});
