import { businessId, CountersignError, Customer, defineTool } from 'countersign';
import { z } from 'zod';

export const getCustomer = defineTool({
  id: 'erp.get-customer',
  kind: 'read',
  description: 'Reads a customer master record from the ERP.',
  system: 'erp',
  needs: ['customers.get'],
  input: z.object({ customer: businessId() }),
  output: Customer,
  async run({ ports, signal }, { customer }) {
    const found = await ports.customers?.get(customer, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The ERP has no customer ${customer}`, { field: 'customer' });
    return found;
  },
});
