import { businessId, changesTo, defineTool } from 'countersign';
import { z } from 'zod';

export const completeServiceOrder = defineTool({
  id: 'erp.complete-service-order',
  kind: 'write',
  description: 'Completes a service order.',
  system: 'erp',
  needs: ['serviceOrders.get', 'write.A_ServiceOrder.update'],
  input: z.object({ order: businessId() }),
  target: ({ order }) => ({ type: 'A_ServiceOrder', id: order }),
  reads: ['ServiceOrderIsCompleted'],
  plain: ['ServiceOrderIsCompleted'],
  describe: (_ctx, before, { order }) => ({
    title: `Complete service order ${order}`,
    operation: 'update',
    changes: changesTo(before, [{ field: 'ServiceOrderIsCompleted', label: 'Completed', after: 'X' }]),
  }),
});
