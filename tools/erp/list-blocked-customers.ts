import { count, Customer, defineTool, flag } from 'countersign';
import { z } from 'zod';

export const listBlockedCustomers = defineTool({
  id: 'erp.list-blocked-customers',
  kind: 'read',
  description: 'Lists the customers held by an order, delivery or credit block.',
  system: 'erp',
  needs: ['customers.listBlocked'],
  input: z.object({ limit: count().min(1).max(200).default(50) }),
  output: z.object({ items: z.array(Customer), more: flag() }),
  async run({ ports, signal }, { limit }) {
    const found = await ports.customers?.listBlocked(limit, { signal });
    return { items: [...(found?.items ?? [])], more: found?.more ?? false };
  },
});
