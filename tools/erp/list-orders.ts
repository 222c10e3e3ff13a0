import { businessId, count, day, defineTool, flag, oneOf, SalesOrder } from 'countersign';
import { z } from 'zod';

export const listOrders = defineTool({
  id: 'erp.list-orders',
  kind: 'read',
  description: 'Lists sales orders by customer, material, dates, open or blocked, sorted by value, creation or requested date.',
  system: 'erp',
  needs: ['orders.list'],
  input: z.object({
    customer: businessId().exactOptional(),
    isOpen: flag().exactOptional(),
    isBlocked: flag().exactOptional(),
    material: businessId().exactOptional(),
    requestedFrom: day().exactOptional(),
    requestedTo: day().exactOptional(),
    createdFrom: day().exactOptional(),
    createdTo: day().exactOptional(),
    sort: oneOf(['net', 'created', 'requested']).default('requested'),
    descending: flag().default(false),
    limit: count().min(1).max(200).default(50),
  }),
  output: z.object({ items: z.array(SalesOrder), more: flag() }),
  async run({ ports, signal }, query) {
    const found = await ports.orders?.list(query, { signal });
    return { items: [...(found?.items ?? [])], more: found?.more ?? false };
  },
});
