import { businessId, changesTo, code, defineTool, flag, person } from 'countersign';
import { z } from 'zod';
import { namesOf } from './create-contact-person.ts';

/** What the CRM is master of in a person, and the id it knows the person by. */
export const updateContactPerson = defineTool({
  id: 'erp.update-contact-person',
  kind: 'write',
  description: "Brings a contact person's name, language or CRM id up to date in the ERP, or blocks it.",
  system: 'erp',
  needs: ['write.A_BusinessPartner.update', 'contactPersons.listForCustomer'],
  input: z.object({
    person: businessId(),
    contact: businessId().optional(),
    firstName: person().optional(),
    lastName: person().optional(),
    language: code().optional(),
    isBlocked: flag().optional(),
  }),
  target: ({ person: id }) => ({ type: 'A_BusinessPartner', id }),
  reads: ['FirstName', 'LastName', 'CorrespondenceLanguage', 'BusinessPartnerIDByExtSystem', 'BusinessPartnerIsBlocked'],
  plain: ['CorrespondenceLanguage', 'BusinessPartnerIDByExtSystem', 'BusinessPartnerIsBlocked'],
  describe: (_ctx, before, input) => ({
    title: `Contact person ${input.person} in the ERP`,
    operation: 'update',
    changes: changesTo(before, [
      { field: 'FirstName', label: 'First name', after: input.firstName },
      { field: 'LastName', label: 'Last name', after: input.lastName },
      { field: 'CorrespondenceLanguage', label: 'Language', after: input.language },
      { field: 'BusinessPartnerIDByExtSystem', label: 'CRM contact', after: input.contact },
      { field: 'BusinessPartnerIsBlocked', label: 'Blocked', after: input.isBlocked },
    ]),
  }),
  send: (ctx) => ctx.send({ ...ctx.request, fields: { ...ctx.request.fields, ...namesOf(ctx.request.fields) } }),
});
