import { businessId, defineTool, Delivery } from 'countersign';
import { z } from 'zod';

export const listDeliveries = defineTool({
  id: 'erp.list-deliveries',
  kind: 'read',
  description: 'Lists the outbound deliveries of a sales order with tracking, picking and goods issue.',
  system: 'erp',
  needs: ['deliveries.listForOrder'],
  input: z.object({ order: businessId() }),
  output: z.array(Delivery),
  run: async ({ ports, signal }, { order }) => [...((await ports.deliveries?.listForOrder(order, { signal })) ?? [])],
});
