import { businessId, changesTo, code, defineTool, flag } from 'countersign';
import { z } from 'zod';

/** What the ERP is master of in a product. Family and description are the CRM's own and not touched. */
export const updateProduct = defineTool({
  id: 'crm.update-product',
  kind: 'write',
  description: 'Brings name, unit and activity of a product in line with the ERP.',
  system: 'crm',
  needs: ['products.get', 'write.Product2.update'],
  input: z.object({ product: businessId(), name: code().optional(), unit: code().optional(), isActive: flag().optional() }),
  target: ({ product }) => ({ type: 'Product2', id: product }),
  reads: ['Name', 'QuantityUnitOfMeasure', 'IsActive'],
  plain: ['Name', 'QuantityUnitOfMeasure'],
  describe: (_ctx, before, { name, unit, isActive }) => ({
    title: isActive === false ? 'Take the product off the catalogue' : 'Bring the product in line with the ERP',
    operation: 'update',
    changes: changesTo(before, [
      { field: 'Name', label: 'Name', after: name },
      { field: 'QuantityUnitOfMeasure', label: 'Unit', after: unit },
      { field: 'IsActive', label: 'Active', after: isActive },
    ]),
  }),
});
