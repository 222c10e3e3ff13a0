import { businessId, Contact, CountersignError, defineTool } from 'countersign';
import { z } from 'zod';

export const getContact = defineTool({
  id: 'crm.get-contact',
  kind: 'read',
  description: 'Reads a contact of an account.',
  system: 'crm',
  needs: ['contactMasters.get'],
  input: z.object({ contact: businessId() }),
  output: Contact,
  async run({ ports, signal }, { contact }) {
    const found = await ports.contactMasters?.get(contact, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The CRM has no contact ${contact}`, { field: 'contact' });
    return found;
  },
});
