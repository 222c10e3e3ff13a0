import { businessId, CountersignError, defineTool, Material } from 'countersign';
import { z } from 'zod';

export const getMaterial = defineTool({
  id: 'erp.get-material',
  kind: 'read',
  description: 'Reads a material: what it is, its unit, the plants it can come from and its lead time.',
  system: 'erp',
  needs: ['materials.get'],
  input: z.object({ material: businessId() }),
  output: Material,
  async run({ ports, signal }, { material }) {
    const found = await ports.materials?.get(material, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The ERP has no material ${material}`, { field: 'material' });
    return found;
  },
});
