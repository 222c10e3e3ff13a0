import { businessId, changesTo, code, defineTool } from 'countersign';
import { z } from 'zod';

/** An item is not deleted: a reason keeps it in the books as rejected. */
export const rejectOrderItem = defineTool({
  id: 'erp.reject-order-item',
  kind: 'write',
  description: 'Rejects an item of a sales order with a reason.',
  system: 'erp',
  needs: ['orders.get', 'write.A_SalesOrderItem.update'],
  input: z.object({ order: businessId(), item: businessId(), reason: code() }),
  target: ({ order, item }) => ({ type: 'A_SalesOrderItem', id: `${order}/${item}` }),
  reads: ['SalesDocumentRjcnReason'],
  plain: ['SalesDocumentRjcnReason'],
  describe: (_ctx, before, { order, item, reason }) => ({
    title: `Reject item ${item} of order ${order}`,
    operation: 'update',
    changes: changesTo(before, [{ field: 'SalesDocumentRjcnReason', label: 'Rejection reason', after: reason }]),
  }),
});
