import { businessId, ChildRecord, count, CountersignError, defineTool, flag } from 'countersign';
import { z } from 'zod';

export const listContactCases = defineTool({
  id: 'crm.list-contact-cases',
  kind: 'read',
  description: 'Lists the cases of a contact.',
  system: 'crm',
  needs: ['contactMasters.casesOf'],
  input: z.object({ contact: businessId(), limit: count().min(1).max(200) }),
  output: z.object({ items: z.array(ChildRecord), more: flag() }),
  async run({ ports, signal }, { contact, limit }) {
    if (!ports.contactMasters)
      throw new CountersignError('capability.missing', 'The CRM connection lists no cases of a contact', { field: 'contactMasters' });
    const { items, more } = await ports.contactMasters.casesOf(contact, limit, { signal });
    return { items: [...items], more };
  },
});
