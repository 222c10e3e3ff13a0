import { businessId, changesTo, code, defineTool, email, flag, person, phone } from 'countersign';
import { z } from 'zod';

/** Fields of a contact by what this tool calls them; every one but the name may be emptied, so that a merge can be taken back. */
export const contactFields = {
  into: 'Merged_Into__c',
  account: 'AccountId',
  firstName: 'FirstName',
  lastName: 'LastName',
  title: 'Title',
  email: 'Email',
  phone: 'Phone',
  language: 'Language__c',
  optedOut: 'HasOptedOutOfEmail',
} as const;

/** One side of two contacts that become one, or that become two again. */
export const mergeContact = defineTool({
  id: 'crm.merge-contact',
  kind: 'write',
  description: 'Writes what a contact takes from another one it is merged with, or that it stands for the other no more.',
  system: 'crm',
  needs: ['contactMasters.get', 'write.Contact.update'],
  input: z.object({
    contact: businessId(),
    into: businessId().nullish(),
    account: businessId().nullish(),
    firstName: person().nullish(),
    lastName: person().optional(),
    title: code().nullish(),
    email: email().nullish(),
    phone: phone().nullish(),
    language: code().nullish(),
    optedOut: flag().optional(),
  }),
  target: ({ contact }) => ({ type: 'Contact', id: contact }),
  reads: Object.values(contactFields),
  fields: contactFields,
  plain: [contactFields.into, contactFields.account, contactFields.title, contactFields.language],
  describe: (_ctx, before, input) => ({
    title: typeof input.into === 'string' ? 'Merge the contact into another' : 'Take over from the merged contact',
    operation: 'update',
    changes: changesTo(before, [
      { field: contactFields.into, label: 'Merged into', after: input.into },
      { field: contactFields.account, label: 'Account', after: input.account },
      { field: contactFields.firstName, label: 'First name', after: input.firstName },
      { field: contactFields.lastName, label: 'Last name', after: input.lastName },
      { field: contactFields.title, label: 'Title', after: input.title },
      { field: contactFields.email, label: 'E-mail', after: input.email },
      { field: contactFields.phone, label: 'Telephone', after: input.phone },
      { field: contactFields.language, label: 'Language', after: input.language },
      { field: contactFields.optedOut, label: 'Opted out of e-mail', after: input.optedOut },
    ]),
  }),
});
