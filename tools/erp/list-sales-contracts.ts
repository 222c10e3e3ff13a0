import { businessId, CountersignError, defineTool, SalesContract } from 'countersign';
import { z } from 'zod';

/** By number those the ERP does not have (any more) are left out: a contract that is gone is news and no mistake. */
export const listSalesContracts = defineTool({
  id: 'erp.list-sales-contracts',
  kind: 'read',
  description: 'Lists the contracts of a customer of the ERP, or those with these numbers.',
  system: 'erp',
  needs: ['salesContracts.get', 'salesContracts.listForCustomer'],
  input: z.union([z.object({ customer: businessId() }), z.object({ contracts: z.array(businessId()).max(10) })]),
  output: z.array(SalesContract),
  async run({ ports, signal }, asked) {
    const port = ports.salesContracts;
    if (!port) throw new CountersignError('capability.missing', 'The ERP connection serves no contracts', { field: 'salesContracts' });
    if ('customer' in asked) return [...(await port.listForCustomer(asked.customer, { signal }))];
    const found = await Promise.all([...new Set(asked.contracts)].map((contract) => port.get(contract, { signal })));
    return found.filter((one) => one !== undefined);
  },
});
