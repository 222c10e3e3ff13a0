import { businessId, CountersignError, CustomerMaster, defineTool } from 'countersign';
import { z } from 'zod';

export const getCustomerMaster = defineTool({
  id: 'erp.get-customer-master',
  kind: 'read',
  description: 'Reads a customer of the ERP with address, tax number, currency, payment terms and blocks.',
  system: 'erp',
  needs: ['customerMasters.get'],
  input: z.object({ customer: businessId() }),
  output: CustomerMaster,
  async run({ ports, signal }, { customer }) {
    const found = await ports.customerMasters?.get(customer, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The ERP has no customer ${customer}`, { field: 'customer' });
    return found;
  },
});
