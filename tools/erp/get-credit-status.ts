import { businessId, CountersignError, CreditStatus, defineTool } from 'countersign';
import { z } from 'zod';

export const getCreditStatus = defineTool({
  id: 'erp.get-credit-status',
  kind: 'read',
  description: 'Reads the credit limit, exposure and block of a customer.',
  system: 'erp',
  needs: ['credit.status'],
  input: z.object({ customer: businessId() }),
  output: CreditStatus,
  async run({ ports, signal }, { customer }) {
    const found = await ports.credit?.status(customer, { signal });
    if (!found)
      throw new CountersignError('resource.not_found', `The ERP has no credit account for customer ${customer}`, { field: 'customer' });
    return found;
  },
});
