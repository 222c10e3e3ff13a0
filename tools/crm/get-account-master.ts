import { AccountMaster, businessId, CountersignError, defineTool } from 'countersign';
import { z } from 'zod';

export const getAccountMaster = defineTool({
  id: 'crm.get-account-master',
  kind: 'read',
  description: 'Reads an account with address, tax number, payment terms and its ERP customer.',
  system: 'crm',
  needs: ['accountMasters.get'],
  input: z.object({ account: businessId() }),
  output: AccountMaster,
  async run({ ports, signal }, { account }) {
    const found = await ports.accountMasters?.get(account, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The CRM has no account ${account}`, { field: 'account' });
    return found;
  },
});
