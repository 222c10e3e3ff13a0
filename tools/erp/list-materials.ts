import { businessId, count, defineTool, flag, Material } from 'countersign';
import { z } from 'zod';

export const listMaterials = defineTool({
  id: 'erp.list-materials',
  kind: 'read',
  description: 'Lists the materials that can be sold, by id, a page at a time.',
  system: 'erp',
  needs: ['materials.list'],
  input: z.object({ after: businessId().exactOptional(), limit: count().min(1).max(200).default(50) }),
  output: z.object({ items: z.array(Material), more: flag() }),
  async run({ ports, signal }, position) {
    const found = await ports.materials?.list(position, { signal });
    return { items: [...(found?.items ?? [])], more: found?.more ?? false };
  },
});
