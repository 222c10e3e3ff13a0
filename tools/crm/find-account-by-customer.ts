import { Account, businessId, defineTool } from 'countersign';
import { z } from 'zod';

/** More than one account for a customer is for the caller to report, never to guess. */
export const findAccountByCustomer = defineTool({
  id: 'crm.find-account-by-customer',
  kind: 'read',
  description: 'Finds every account that carries an ERP customer number.',
  system: 'crm',
  needs: ['accounts.findByErpCustomer'],
  input: z.object({ customer: businessId() }),
  output: z.array(Account),
  run: async ({ ports, signal }, { customer }) => [...((await ports.accounts?.findByErpCustomer(customer, { signal })) ?? [])],
});
