import { businessId, CountersignError, defineTool, SalesOrder } from 'countersign';
import { z } from 'zod';

export const getSalesOrder = defineTool({
  id: 'erp.get-sales-order',
  kind: 'read',
  description: 'Reads a sales order with its items, confirmed dates and status from the ERP.',
  system: 'erp',
  needs: ['orders.get'],
  input: z.object({ order: businessId() }),
  output: SalesOrder,
  async run({ ports, signal }, { order }) {
    const found = await ports.orders?.get(order, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The ERP has no sales order ${order}`, { field: 'order' });
    return found;
  },
});
