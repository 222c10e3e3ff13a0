import { businessId, ContactPerson, defineTool } from 'countersign';
import { z } from 'zod';

export const listContactPersons = defineTool({
  id: 'erp.list-contact-persons',
  kind: 'read',
  description: 'Lists the contact persons of a customer of the ERP, and those that bear the id of one of these contacts.',
  system: 'erp',
  needs: ['contactPersons.listForCustomer'],
  input: z.object({ customer: businessId().optional(), contacts: z.array(businessId()).max(200) }),
  output: z.array(ContactPerson),
  run: async ({ ports, signal }, { customer, contacts }) => [
    ...((await ports.contactPersons?.listForCustomer(customer, contacts, { signal })) ?? []),
  ],
});
