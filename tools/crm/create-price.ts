import { businessId, changesTo, code, defineTool, financialDecimal } from 'countersign';
import { z } from 'zod';

export const createPrice = defineTool({
  id: 'crm.create-price',
  kind: 'write',
  description: 'Puts a product into the standard price book, or into the book of a customer.',
  system: 'crm',
  needs: ['products.standardBook', 'write.PricebookEntry.create'],
  input: z.object({
    book: businessId(),
    product: businessId(),
    price: financialDecimal(),
    currency: code(),
    customer: businessId().optional(),
  }),
  target: () => ({ type: 'PricebookEntry' }),
  reads: [],
  plain: ['Pricebook2Id', 'Product2Id', 'CurrencyIsoCode'],
  describe: (_ctx, _before, { book, product, price, currency, customer }) => ({
    title: customer === undefined ? 'New list price' : `New price of customer ${customer}`,
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'Pricebook2Id', label: 'Price book', after: book },
      { field: 'Product2Id', label: 'Product', after: product },
      { field: 'UnitPrice', label: 'Price', after: price },
      { field: 'CurrencyIsoCode', label: 'Currency', after: currency },
      { field: 'IsActive', label: 'Active', after: true },
    ]),
  }),
});
