import { Account, businessId, defineTool } from 'countersign';
import { z } from 'zod';

export const findAccountByVendor = defineTool({
  id: 'crm.find-account-by-vendor',
  kind: 'read',
  description: 'Finds the accounts that stand for a vendor of the ERP.',
  system: 'crm',
  needs: ['accounts.findByErpVendor'],
  input: z.object({ vendor: businessId() }),
  output: z.array(Account),
  run: async ({ ports, signal }, { vendor }) => [...((await ports.accounts?.findByErpVendor?.(vendor, { signal })) ?? [])],
});
