import { businessId, changesTo, code, defineTool, phone } from 'countersign';
import { z } from 'zod';

/** The phone of a contact person: the one its address has, or its first. */
export const setContactPhone = defineTool({
  id: 'erp.set-contact-phone',
  kind: 'write',
  description: 'Changes the phone of a contact person in the ERP, or adds it.',
  system: 'erp',
  needs: ['write.A_AddressPhoneNumber.create', 'write.A_AddressPhoneNumber.update'],
  input: z.object({ addressId: businessId(), number: code().optional(), phone: phone() }),
  target: ({ addressId, number }) => ({ type: 'A_AddressPhoneNumber', ...(number === undefined ? {} : { id: `${addressId}//${number}` }) }),
  reads: ['PhoneNumber'],
  plain: ['AddressID', 'OrdinalNumber', 'IsDefaultPhoneNumber'],
  describe: (_ctx, before, { addressId, number, phone: value }) => ({
    title: 'Telephone of a contact person in the ERP',
    operation: number === undefined ? 'create' : 'update',
    changes: changesTo(before, [
      { field: 'PhoneNumber', label: 'Telephone', after: value },
      ...(number === undefined
        ? [
            { field: 'AddressID', label: 'Address', after: addressId },
            { field: 'OrdinalNumber', label: 'Number', after: '1' },
            { field: 'IsDefaultPhoneNumber', label: 'Default', after: true },
          ]
        : []),
    ]),
  }),
});
