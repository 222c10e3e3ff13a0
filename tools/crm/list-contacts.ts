import { businessId, Contact, defineTool } from 'countersign';
import { z } from 'zod';

export const listContacts = defineTool({
  id: 'crm.list-contacts',
  kind: 'read',
  description: 'Lists the contacts of an opportunity, those with a role on it first.',
  system: 'crm',
  needs: ['contacts.listForOpportunity'],
  input: z.object({ opportunity: businessId(), account: businessId().optional() }),
  output: z.array(Contact),
  run: async ({ ports, signal }, { opportunity, account }) => [
    ...((await ports.contacts?.listForOpportunity(opportunity, account, { signal })) ?? []),
  ],
});
