import { businessId, changesTo, day, defineTool } from 'countersign';
import { z } from 'zod';

export const setRequestedDate = defineTool({
  id: 'erp.set-requested-date',
  kind: 'write',
  description: 'Changes the day a sales order is wanted on.',
  system: 'erp',
  needs: ['orders.get', 'write.A_SalesOrder.update'],
  input: z.object({ order: businessId(), on: day() }),
  target: ({ order }) => ({ type: 'A_SalesOrder', id: order }),
  reads: ['RequestedDeliveryDate'],
  plain: ['RequestedDeliveryDate'],
  describe: (_ctx, before, { order, on }) => ({
    title: `Change the wanted date of order ${order}`,
    operation: 'update',
    changes: changesTo(before, [{ field: 'RequestedDeliveryDate', label: 'Wanted on', after: on }]),
  }),
});
