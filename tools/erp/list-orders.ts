import { businessId, count, CountersignError, day, defined, defineTool, flag, oneOf, SalesOrder } from 'countersign';
import { z } from 'zod';

export const listOrders = defineTool({
  id: 'erp.list-orders',
  kind: 'read',
  description: 'Lists sales orders with their items: open, blocked, of a customer, with a material, wanted or created between days.',
  system: 'erp',
  needs: ['orders.list'],
  input: z.object({
    customer: businessId().optional(),
    isOpen: flag().optional(),
    isBlocked: flag().optional(),
    material: businessId().optional(),
    requestedFrom: day().optional(),
    requestedTo: day().optional(),
    createdFrom: day().optional(),
    createdTo: day().optional(),
    sort: oneOf(['net', 'created', 'requested']).default('requested'),
    descending: flag().default(false),
    limit: count().min(1).max(200).default(50),
  }),
  output: z.object({ items: z.array(SalesOrder), more: flag() }),
  async run({ ports, signal }, query) {
    if (!ports.orders) throw new CountersignError('capability.missing', 'The ERP connection lists no orders', { field: 'orders' });
    const { items, more } = await ports.orders.list(defined(query), { signal });
    return { items: [...items], more };
  },
});
