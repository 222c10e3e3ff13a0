import { Account, businessId, CountersignError, defineTool } from 'countersign';
import { z } from 'zod';

export const getAccount = defineTool({
  id: 'crm.get-account',
  kind: 'read',
  description: 'Reads an account from the CRM.',
  system: 'crm',
  needs: ['accounts.get'],
  input: z.object({ account: businessId() }),
  output: Account,
  async run({ ports, signal }, { account }) {
    const found = await ports.accounts?.get(account, { signal });
    if (!found) throw new CountersignError('link.broken', `The CRM has no account ${account}`, { field: 'account' });
    return found;
  },
});
