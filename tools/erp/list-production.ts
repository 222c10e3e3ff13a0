import { businessId, defineTool, ProductionOrder } from 'countersign';
import { z } from 'zod';

export const listProduction = defineTool({
  id: 'erp.list-production',
  kind: 'read',
  description: 'Lists the production orders made for a sales order.',
  system: 'erp',
  needs: ['production.listForOrder'],
  input: z.object({ order: businessId() }),
  output: z.array(ProductionOrder),
  run: async ({ ports, signal }, { order }) => [...((await ports.production?.listForOrder(order, { signal })) ?? [])],
});
