import { businessId, count, CountersignError, CrmProduct, defined, defineTool } from 'countersign';
import { z } from 'zod';

export const listProducts = defineTool({
  id: 'crm.list-products',
  kind: 'read',
  description: 'Lists the products of the CRM, a page at a time.',
  system: 'crm',
  needs: ['products.list'],
  input: z.object({ after: businessId().optional(), limit: count().min(1).max(200).default(200) }),
  output: z.object({ items: z.array(CrmProduct), next: businessId().optional() }),
  async run({ ports, signal }, query) {
    if (!ports.products) throw new CountersignError('capability.missing', 'The CRM connection serves no products', { field: 'products' });
    const { items, more } = await ports.products.list(defined(query), { signal });
    return { items: [...items], ...defined({ next: more ? items.at(-1)?.id : undefined }) };
  },
});
