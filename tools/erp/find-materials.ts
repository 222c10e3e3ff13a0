import { businessId, CountersignError, defineTool, Material } from 'countersign';
import { z } from 'zod';

/** Those of the numbers the ERP knows; the caller says what is missing. */
export const findMaterials = defineTool({
  id: 'erp.find-materials',
  kind: 'read',
  description: 'Reads several materials by their numbers; unknown ones are left out.',
  system: 'erp',
  needs: ['materials.get'],
  input: z.object({ materials: z.array(businessId()).max(200) }),
  output: z.array(Material),
  async run({ ports, signal }, { materials }) {
    const port = ports.materials;
    if (!port) throw new CountersignError('capability.missing', 'The ERP connection serves no materials', { field: 'materials' });
    const found = await Promise.all([...new Set(materials)].map((material) => port.get(material, { signal })));
    return found.flatMap((material) => material ?? []);
  },
});
