import { Account, businessId, defineTool } from 'countersign';
import { z } from 'zod';

export const findAccountByCustomer = defineTool({
  id: 'crm.find-account-by-customer',
  kind: 'read',
  description: 'Finds the accounts that stand for a customer of the ERP.',
  system: 'crm',
  needs: ['accounts.findByErpCustomer'],
  input: z.object({ customer: businessId() }),
  output: z.array(Account),
  run: async ({ ports, signal }, { customer }) => [...((await ports.accounts?.findByErpCustomer(customer, { signal })) ?? [])],
});
