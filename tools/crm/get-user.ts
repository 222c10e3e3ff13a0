import { businessId, CountersignError, CrmUser, defineTool } from 'countersign';
import { z } from 'zod';

export const getUser = defineTool({
  id: 'crm.get-user',
  kind: 'read',
  description: 'Reads a user of the CRM, for example the owner of an opportunity.',
  system: 'crm',
  needs: ['users.get'],
  input: z.object({ user: businessId() }),
  output: CrmUser,
  async run({ ports, signal }, { user }) {
    const found = await ports.users?.get(user, { signal });
    if (!found) throw new CountersignError('link.broken', `The CRM has no user ${user}`, { field: 'user' });
    return found;
  },
});
