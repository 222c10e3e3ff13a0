import { businessId, changesTo, code, defineTool, email, person, phone, type WriteRequest } from 'countersign';
import { z } from 'zod';

/** A person in the ERP, made from a contact of the CRM, whose id goes along. Whose contact it is says a relationship. */
export const createContactPerson = defineTool({
  id: 'erp.create-contact-person',
  kind: 'write',
  description: 'Creates a person in the ERP with name, language, e-mail and telephone.',
  system: 'erp',
  needs: ['write.A_BusinessPartner.create', 'contactPersons.listForCustomer'],
  input: z.object({
    contact: businessId(),
    firstName: person().optional(),
    lastName: person(),
    email: email().optional(),
    phone: phone().optional(),
    language: code(),
    country: code(),
    grouping: code(),
    role: code(),
  }),
  target: () => ({ type: 'A_BusinessPartner' }),
  reads: [],
  plain: [
    'BusinessPartnerCategory',
    'BusinessPartnerGrouping',
    'BusinessPartnerIDByExtSystem',
    'CorrespondenceLanguage',
    'Country',
    'BusinessPartnerRole',
  ],
  describe: (_ctx, _before, input) => ({
    title: 'New contact person in the ERP',
    operation: 'create',
    changes: changesTo(undefined, [
      // 1 is a person.
      { field: 'BusinessPartnerCategory', label: 'Category', after: '1' },
      { field: 'BusinessPartnerGrouping', label: 'Grouping', after: input.grouping },
      { field: 'BusinessPartnerIDByExtSystem', label: 'CRM contact', after: input.contact },
      { field: 'FirstName', label: 'First name', after: input.firstName },
      { field: 'LastName', label: 'Last name', after: input.lastName },
      { field: 'CorrespondenceLanguage', label: 'Language', after: input.language },
      { field: 'Country', label: 'Country', after: input.country },
      { field: 'EmailAddress', label: 'E-mail', after: input.email },
      { field: 'PhoneNumber', label: 'Telephone', after: input.phone },
      { field: 'BusinessPartnerRole', label: 'Role', after: input.role },
    ]),
  }),
  send: (ctx) => ctx.send({ ...ctx.request, fields: nested(ctx.request.fields) }),
});

/** SAP keeps 40 letters of a first and of a last name. */
export function namesOf({ FirstName: first, LastName: last }: WriteRequest['fields']): WriteRequest['fields'] {
  const cut = (field: string, value: unknown) => (typeof value === 'string' ? { [field]: value.slice(0, 40).trim() } : {});
  return { ...cut('FirstName', first), ...cut('LastName', last) };
}

/** Approvers see a list of fields; SAP wants reach and role below the partner. */
function nested(fields: WriteRequest['fields']): WriteRequest['fields'] {
  const { Country, EmailAddress, PhoneNumber, BusinessPartnerRole, ...head } = fields;
  return {
    ...head,
    ...namesOf(fields),
    to_BusinessPartnerAddress: [
      {
        ...(Country === undefined ? {} : { Country }),
        ...(EmailAddress === undefined ? {} : { to_EmailAddress: [{ EmailAddress, IsDefaultEmailAddress: true }] }),
        ...(PhoneNumber === undefined ? {} : { to_PhoneNumber: [{ PhoneNumber, IsDefaultPhoneNumber: true }] }),
      },
    ],
    ...(BusinessPartnerRole === undefined ? {} : { to_BusinessPartnerRole: [{ BusinessPartnerRole }] }),
  };
}
