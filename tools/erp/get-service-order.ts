import { businessId, CountersignError, defineTool, ServiceOrder } from 'countersign';
import { z } from 'zod';

export const getServiceOrder = defineTool({
  id: 'erp.get-service-order',
  kind: 'read',
  description: 'Reads a service order with its items and how far it is.',
  system: 'erp',
  needs: ['serviceOrders.get'],
  input: z.object({ order: businessId() }),
  output: ServiceOrder,
  async run({ ports, signal }, { order }) {
    const found = await ports.serviceOrders?.get(order, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The ERP has no service order ${order}`, { field: 'order' });
    return found;
  },
});
