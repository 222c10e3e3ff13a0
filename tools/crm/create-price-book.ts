import { businessId, changesTo, defineTool } from 'countersign';
import { z } from 'zod';

/** The customer's number is a unique external id, so a second book for it is refused. The name says that number and no more. */
export const createPriceBook = defineTool({
  id: 'crm.create-price-book',
  kind: 'write',
  description: 'Creates the price book that holds what is agreed with a customer of the ERP.',
  system: 'crm',
  needs: ['priceBooks.ofCustomer', 'write.Pricebook2.create'],
  input: z.object({ customer: businessId() }),
  target: () => ({ type: 'Pricebook2' }),
  reads: [],
  plain: ['Name', 'ERP_Customer_Id__c'],
  describe: (_ctx, _before, { customer }) => ({
    title: `New price book of customer ${customer}`,
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'Name', label: 'Name', after: `Customer ${customer}` },
      { field: 'ERP_Customer_Id__c', label: 'Customer', after: customer },
      { field: 'IsActive', label: 'Active', after: true },
    ]),
  }),
});
