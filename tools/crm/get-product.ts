import { businessId, CountersignError, CrmProduct, defineTool } from 'countersign';
import { z } from 'zod';

export const getProduct = defineTool({
  id: 'crm.get-product',
  kind: 'read',
  description: 'Reads a product of the CRM with its price in the standard price book.',
  system: 'crm',
  needs: ['products.get'],
  input: z.object({ product: businessId() }),
  output: CrmProduct,
  async run({ ports, signal }, { product }) {
    const found = await ports.products?.get(product, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The CRM has no product ${product}`, { field: 'product' });
    return found;
  },
});
