import { businessId, changesTo, code, defineTool } from 'countersign';
import { z } from 'zod';

/** The material's number is a unique external id, so a second product for it is refused. */
export const createProduct = defineTool({
  id: 'crm.create-product',
  kind: 'write',
  description: 'Creates the product of a material of the ERP.',
  system: 'crm',
  needs: ['products.findByMaterial', 'write.Product2.create'],
  input: z.object({ material: businessId(), name: code(), unit: code() }),
  target: () => ({ type: 'Product2' }),
  reads: [],
  plain: ['Name', 'ProductCode', 'ERP_Material_Id__c', 'QuantityUnitOfMeasure'],
  describe: (_ctx, _before, { material, name, unit }) => ({
    title: `New product ${material}`,
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'Name', label: 'Name', after: name },
      { field: 'ProductCode', label: 'Code', after: material },
      { field: 'ERP_Material_Id__c', label: 'Material', after: material },
      { field: 'QuantityUnitOfMeasure', label: 'Unit', after: unit },
      { field: 'IsActive', label: 'Active', after: true },
    ]),
  }),
});
