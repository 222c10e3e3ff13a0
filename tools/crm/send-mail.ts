import { businessId, classed, defineTool, email, freeText, oneOf } from 'countersign';
import { z } from 'zod';

/** A subject is one line: what ends a line could begin a header. */
export const subjectLine = () =>
  classed(
    z
      .string()
      .min(1)
      .max(200)
      // eslint-disable-next-line no-control-regex -- control characters are exactly what is kept out
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'a subject is one line'),
    { class: 'confidential', kind: 'TEXT' },
  );
/** Nobody gets an empty mail, and nobody reads a longer one. */
export const mailText = () => classed(freeText().min(1).max(20_000), { class: 'confidential', kind: 'TEXT' });
export const languages = ['en', 'de', 'fr', 'es'] as const;

/**
 * A mail to a contact by the CRM itself, which puts it on the timelines of the contact and of the record it is about. Right before
 * sending, the connection reads whether the contact is there, wants mail and still has this address.
 */
export const sendMail = defineTool({
  id: 'crm.send-mail',
  kind: 'notify',
  description: 'Sends a mail to a contact through the CRM and logs it on the record it is about.',
  system: 'crm',
  needs: ['write.EmailMessage.create'],
  input: z.object({
    contact: businessId(),
    about: businessId(),
    to: email(),
    language: oneOf(languages),
    subject: subjectLine(),
    text: mailText(),
  }),
  target: () => ({ type: 'EmailMessage' }),
  reads: [],
  plain: [],
  describe: (_ctx, _before, { contact, about, to, language, subject, text }) => ({
    title: `Mail to the customer (${language}), by the CRM`,
    operation: 'create',
    changes: [
      { field: 'ToAddress', label: 'To', before: null, after: to },
      { field: 'RecipientId', label: 'Contact', before: null, after: contact },
      { field: 'RelatedToId', label: 'About', before: null, after: about },
      { field: 'Subject', label: 'Subject', before: null, after: subject },
      { field: 'TextBody', label: 'Text', before: null, after: text },
    ],
  }),
});
