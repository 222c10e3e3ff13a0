import { businessId, defineTool, Stock } from 'countersign';
import { z } from 'zod';

export const getStock = defineTool({
  id: 'erp.get-stock',
  kind: 'read',
  description: 'Reads how much of a material lies free in each plant today.',
  system: 'erp',
  needs: ['materials.stock'],
  input: z.object({ material: businessId() }),
  output: z.array(Stock),
  run: async ({ ports, signal }, { material }) => [...((await ports.materials?.stock(material, { signal })) ?? [])],
});
