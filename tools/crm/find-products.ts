import { businessId, CountersignError, CrmProduct, defineTool } from 'countersign';
import { z } from 'zod';

/** Every product with this code, and the price book a new one's price goes into; more than one is the caller's problem to report. */
export const findProducts = defineTool({
  id: 'crm.find-products',
  kind: 'read',
  description: 'Finds the products of the CRM that stand for a material of the ERP, and the standard price book.',
  system: 'crm',
  needs: ['products.findByMaterial', 'products.standardBook'],
  input: z.object({ material: businessId() }),
  output: z.object({ products: z.array(CrmProduct), standardBook: businessId().optional() }),
  async run({ ports, signal }, { material }) {
    const port = ports.products;
    if (!port) throw new CountersignError('capability.missing', 'The CRM connection serves no products', { field: 'products' });
    const [products, standardBook] = await Promise.all([port.findByMaterial(material, { signal }), port.standardBook({ signal })]);
    return { products: [...products], ...(standardBook === undefined ? {} : { standardBook }) };
  },
});
