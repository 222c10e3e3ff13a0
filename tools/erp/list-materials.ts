import { businessId, count, CountersignError, defined, defineTool, flag, Material } from 'countersign';
import { z } from 'zod';

export const listMaterials = defineTool({
  id: 'erp.list-materials',
  kind: 'read',
  description: 'Lists the materials that can be sold, by number.',
  system: 'erp',
  needs: ['materials.list'],
  input: z.object({ after: businessId().optional(), limit: count().min(1).max(200).default(50) }),
  output: z.object({ items: z.array(Material), more: flag() }),
  async run({ ports, signal }, query) {
    if (!ports.materials) throw new CountersignError('capability.missing', 'The connection serves no materials', { field: 'materials' });
    const { items, more } = await ports.materials.list(defined(query), { signal });
    return { items: [...items], more };
  },
});
