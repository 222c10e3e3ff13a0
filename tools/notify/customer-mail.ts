import { defineTool, email, oneOf } from 'countersign';
import { z } from 'zod';
import { languages, mailText, subjectLine } from '../crm/send-mail.ts';

/** A mail to one person outside by the company's own mail server. The address is a token until it is sent. */
export const customerMail = defineTool({
  id: 'notify.customer-mail',
  kind: 'notify',
  description: 'Sends a mail to a customer by the mail server.',
  system: 'mail',
  needs: ['write.CustomerMail.create'],
  input: z.object({ to: email(), language: oneOf(languages), subject: subjectLine(), text: mailText() }),
  target: () => ({ type: 'CustomerMail' }),
  reads: [],
  plain: [],
  describe: (_ctx, _before, { to, language, subject, text }) => ({
    title: `Mail to the customer (${language}), by the mail server`,
    operation: 'create',
    changes: [
      { field: 'To', label: 'To', before: null, after: to },
      { field: 'Language', label: 'Language', before: null, after: language },
      { field: 'Subject', label: 'Subject', before: null, after: subject },
      { field: 'Text', label: 'Text', before: null, after: text },
    ],
  }),
});
