import { businessId, changesTo, day, defineTool } from 'countersign';
import { z } from 'zod';

export const setItemDate = defineTool({
  id: 'erp.set-item-date',
  kind: 'write',
  description: 'Changes the day an item of a sales order is wanted on.',
  system: 'erp',
  needs: ['orders.get', 'write.A_SalesOrderScheduleLine.update'],
  input: z.object({ order: businessId(), item: businessId(), scheduleLine: businessId(), on: day() }),
  target: ({ order, item, scheduleLine }) => ({ type: 'A_SalesOrderScheduleLine', id: `${order}/${item}/${scheduleLine}` }),
  reads: ['RequestedDeliveryDate'],
  plain: ['RequestedDeliveryDate'],
  describe: (_ctx, before, { order, item, on }) => ({
    title: `Change the wanted date of item ${item} of order ${order}`,
    operation: 'update',
    changes: changesTo(before, [{ field: 'RequestedDeliveryDate', label: 'Wanted on', after: on }]),
  }),
});
