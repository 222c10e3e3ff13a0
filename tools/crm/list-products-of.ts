import { businessId, CountersignError, ListedProduct, defineTool } from 'countersign';
import { z } from 'zod';

export const listProductsOf = defineTool({
  id: 'crm.list-products-of',
  kind: 'read',
  description: 'Finds the products of the CRM that stand for materials of the ERP, and the currencies of their list prices.',
  system: 'crm',
  needs: ['priceBooks.productsOf'],
  input: z.object({ materials: z.array(businessId()).max(2000) }),
  output: z.array(ListedProduct),
  async run({ ports, signal }, { materials }) {
    const port = ports.priceBooks;
    if (!port) throw new CountersignError('capability.missing', 'The CRM connection serves no price books', { field: 'priceBooks' });
    return [...(await port.productsOf(materials, { signal }))];
  },
});
