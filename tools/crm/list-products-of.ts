import { businessId, CountersignError, CrmProduct, defineTool } from 'countersign';
import { z } from 'zod';

export const listProductsOf = defineTool({
  id: 'crm.list-products-of',
  kind: 'read',
  description: 'Finds the products of the CRM that stand for materials of the ERP, with their list prices.',
  system: 'crm',
  needs: ['priceBooks.productsOf'],
  input: z.object({ materials: z.array(businessId()).max(2000) }),
  output: z.array(CrmProduct),
  async run({ ports, signal }, { materials }) {
    const port = ports.priceBooks;
    if (!port) throw new CountersignError('capability.missing', 'The CRM connection serves no price books', { field: 'priceBooks' });
    return [...(await port.productsOf(materials, { signal }))];
  },
});
