import { count, CountersignError, Customer, defineTool, flag } from 'countersign';
import { z } from 'zod';

export const listBlockedCustomers = defineTool({
  id: 'erp.list-blocked-customers',
  kind: 'read',
  description: 'Lists customers held by an order, delivery or credit block.',
  system: 'erp',
  needs: ['customers.listBlocked'],
  input: z.object({ limit: count().min(1).max(200).default(50) }),
  output: z.object({ items: z.array(Customer), more: flag() }),
  async run({ ports, signal }, query) {
    if (!ports.customers) throw new CountersignError('capability.missing', 'The connection serves no customers', { field: 'customers' });
    const { items, more } = await ports.customers.listBlocked(query.limit, { signal });
    return { items: [...items], more };
  },
});
