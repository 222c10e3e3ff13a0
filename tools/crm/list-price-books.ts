import { businessId, count, CountersignError, defined, defineTool } from 'countersign';
import { z } from 'zod';

export const listPriceBooks = defineTool({
  id: 'crm.list-price-books',
  kind: 'read',
  description: 'Lists the price books of customers, a page at a time.',
  system: 'crm',
  needs: ['priceBooks.list'],
  input: z.object({ after: businessId().optional(), limit: count().min(1).max(200).default(200) }),
  output: z.object({ items: z.array(z.object({ id: businessId(), customer: businessId() })), next: businessId().optional() }),
  async run({ ports, signal }, query) {
    const port = ports.priceBooks;
    if (!port) throw new CountersignError('capability.missing', 'The CRM connection serves no price books', { field: 'priceBooks' });
    const { items, more } = await port.list(defined(query), { signal });
    return { items: [...items], ...defined({ next: more ? items.at(-1)?.id : undefined }) };
  },
});
