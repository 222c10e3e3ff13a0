import { businessId, changesTo, decimal, defineTool } from 'countersign';
import { z } from 'zod';

export const changeOrderItem = defineTool({
  id: 'erp.change-order-item',
  kind: 'write',
  description: 'Changes the quantity of an item of a sales order.',
  system: 'erp',
  needs: ['orders.get', 'write.A_SalesOrderItem.update'],
  input: z.object({ order: businessId(), item: businessId(), quantity: decimal() }),
  target: ({ order, item }) => ({ type: 'A_SalesOrderItem', id: `${order}/${item}` }),
  reads: ['RequestedQuantity'],
  plain: ['RequestedQuantity'],
  describe: (_ctx, before, { order, item, quantity }) => ({
    title: `Change the quantity of item ${item} of order ${order}`,
    operation: 'update',
    changes: changesTo(before, [{ field: 'RequestedQuantity', label: 'Quantity', after: quantity }]),
  }),
});
