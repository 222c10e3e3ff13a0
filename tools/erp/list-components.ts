import { BillOfMaterial, businessId, CountersignError, day, defineTool } from 'countersign';
import { z } from 'zod';

export const listComponents = defineTool({
  id: 'erp.list-components',
  kind: 'read',
  description: 'Lists what materials are made of on a day: the components of their bills of material, with quantities.',
  system: 'erp',
  needs: ['billsOfMaterial.ofMaterials'],
  input: z.object({ materials: z.array(businessId()).min(1).max(200), on: day() }),
  output: z.array(BillOfMaterial),
  async run({ ports, signal }, { materials, on }) {
    if (!ports.billsOfMaterial)
      throw new CountersignError('capability.missing', 'The ERP connection serves no bills of material', { field: 'billsOfMaterial' });
    return [...(await ports.billsOfMaterial.ofMaterials(materials, on, { signal }))];
  },
});
