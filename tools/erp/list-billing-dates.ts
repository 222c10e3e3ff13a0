import { BillingDate, businessId, CountersignError, day, defineTool } from 'countersign';
import { z } from 'zod';

export const listBillingDates = defineTool({
  id: 'erp.list-billing-dates',
  kind: 'read',
  description: 'Lists the dates on which billing plans of a customer bill, with amount, and whether that was billed or is blocked.',
  system: 'erp',
  needs: ['billingPlans.ofCustomer'],
  input: z.object({ customer: businessId(), from: day(), to: day() }),
  output: z.array(BillingDate),
  async run({ ports, signal }, { customer, from, to }) {
    if (!ports.billingPlans)
      throw new CountersignError('capability.missing', 'The ERP connection serves no billing plans', { field: 'billingPlans' });
    return [...(await ports.billingPlans.ofCustomer(customer, { from, to }, { signal }))];
  },
});
