import { businessId, Contact, defineTool } from 'countersign';
import { z } from 'zod';

export const listAccountContacts = defineTool({
  id: 'crm.list-account-contacts',
  kind: 'read',
  description: 'Lists the contacts of an account by name.',
  system: 'crm',
  needs: ['contacts.listForAccount'],
  input: z.object({ account: businessId() }),
  output: z.array(Contact),
  run: async ({ ports, signal }, { account }) => [...((await ports.contacts?.listForAccount(account, { signal })) ?? [])],
});
