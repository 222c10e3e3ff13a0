import { businessId, code, defineTool } from 'countersign';
import { z } from 'zod';

/** An empty reason releases the order. */
export const setDeliveryBlock = defineTool({
  id: 'erp.set-delivery-block',
  kind: 'write',
  description: 'Sets or releases the delivery block of a sales order.',
  system: 'erp',
  needs: ['orders.get', 'write.A_SalesOrder.update'],
  input: z.object({ order: businessId(), reason: code() }),
  target: ({ order }) => ({ type: 'A_SalesOrder', id: order }),
  reads: ['DeliveryBlockReason'],
  plain: ['DeliveryBlockReason'],
  describe(_ctx, before, { order, reason }) {
    const held = before?.fields['DeliveryBlockReason'] ?? '';
    return {
      title: reason === '' ? `Release the delivery of order ${order}` : `Hold the delivery of order ${order}`,
      operation: 'update',
      changes: held === reason ? [] : [{ field: 'DeliveryBlockReason', label: 'Delivery block', before: held, after: reason }],
    };
  },
});
