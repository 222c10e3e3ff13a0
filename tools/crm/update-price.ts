import { businessId, changesTo, defineTool, financialDecimal, flag } from 'countersign';
import { z } from 'zod';

export const updatePrice = defineTool({
  id: 'crm.update-price',
  kind: 'write',
  description: 'Brings a price of the standard price book, or of the book of a customer, in line with the ERP.',
  system: 'crm',
  needs: ['products.get', 'write.PricebookEntry.update'],
  input: z.object({ entry: businessId(), price: financialDecimal(), isActive: flag().optional(), customer: businessId().optional() }),
  target: ({ entry }) => ({ type: 'PricebookEntry', id: entry }),
  reads: ['UnitPrice', 'IsActive'],
  plain: ['IsActive'],
  describe: (_ctx, before, { price, isActive, customer }) => ({
    title:
      customer === undefined ? 'Bring the list price in line with the ERP' : `Bring a price of customer ${customer} in line with the ERP`,
    operation: 'update',
    changes: changesTo(before, [
      { field: 'UnitPrice', label: 'Price', after: price },
      { field: 'IsActive', label: 'Active', after: isActive },
    ]),
  }),
});
