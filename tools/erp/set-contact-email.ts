import { businessId, changesTo, code, defineTool, email } from 'countersign';
import { z } from 'zod';

/** The email of a contact person: the one its address has, or its first. */
export const setContactEmail = defineTool({
  id: 'erp.set-contact-email',
  kind: 'write',
  description: 'Changes the email of a contact person in the ERP, or adds it.',
  system: 'erp',
  needs: ['write.A_AddressEmailAddress.create', 'write.A_AddressEmailAddress.update'],
  input: z.object({ addressId: businessId(), number: code().optional(), email: email() }),
  target: ({ addressId, number }) => ({
    type: 'A_AddressEmailAddress',
    ...(number === undefined ? {} : { id: `${addressId}//${number}` }),
  }),
  reads: ['EmailAddress'],
  plain: ['AddressID', 'OrdinalNumber', 'IsDefaultEmailAddress'],
  describe: (_ctx, before, { addressId, number, email: value }) => ({
    title: 'E-mail of a contact person in the ERP',
    operation: number === undefined ? 'create' : 'update',
    changes: changesTo(before, [
      { field: 'EmailAddress', label: 'E-mail', after: value },
      ...(number === undefined
        ? [
            { field: 'AddressID', label: 'Address', after: addressId },
            { field: 'OrdinalNumber', label: 'Number', after: '1' },
            { field: 'IsDefaultEmailAddress', label: 'Default', after: true },
          ]
        : []),
    ]),
  }),
});
