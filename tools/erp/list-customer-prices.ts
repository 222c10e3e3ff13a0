import { businessId, CountersignError, CustomerPrice, day, defineTool } from 'countersign';
import { z } from 'zod';

export const listCustomerPrices = defineTool({
  id: 'erp.list-customer-prices',
  kind: 'read',
  description: 'Reads the prices agreed with a customer and in force on a day.',
  system: 'erp',
  needs: ['customerPrices.listForCustomer'],
  input: z.object({ customer: businessId(), on: day() }),
  output: z.array(CustomerPrice),
  async run({ ports, signal }, { customer, on }) {
    const port = ports.customerPrices;
    if (!port)
      throw new CountersignError('capability.missing', 'The ERP connection serves no prices of customers', { field: 'customerPrices' });
    return [...(await port.listForCustomer(customer, on, { signal }))];
  },
});
