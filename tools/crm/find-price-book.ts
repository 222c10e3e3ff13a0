import { businessId, CountersignError, CustomerBook, defineTool } from 'countersign';
import { z } from 'zod';

/** Every book of the customer; more than one is the caller's problem to report. */
export const findPriceBook = defineTool({
  id: 'crm.find-price-book',
  kind: 'read',
  description: 'Finds the price book that holds what is agreed with a customer, and its entries.',
  system: 'crm',
  needs: ['priceBooks.ofCustomer'],
  input: z.object({ customer: businessId() }),
  output: z.array(CustomerBook),
  async run({ ports, signal }, { customer }) {
    const port = ports.priceBooks;
    if (!port) throw new CountersignError('capability.missing', 'The CRM connection serves no price books', { field: 'priceBooks' });
    return [...(await port.ofCustomer(customer, { signal }))];
  },
});
