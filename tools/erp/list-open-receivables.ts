import { businessId, count, CountersignError, defined, defineTool, flag, Receivable } from 'countersign';
import { z } from 'zod';

export const listOpenReceivables = defineTool({
  id: 'erp.list-open-receivables',
  kind: 'read',
  description: 'Lists what customers owe, open line by open line with its due date, a page at a time.',
  system: 'erp',
  needs: ['receivables.listOpen'],
  input: z.object({ after: businessId().optional(), limit: count().min(1).max(500).default(500) }),
  output: z.object({ items: z.array(Receivable), more: flag() }),
  async run({ ports, signal }, { after, limit }) {
    if (!ports.receivables)
      throw new CountersignError('capability.missing', 'The ERP connection serves no receivables', { field: 'receivables' });
    const { items, more } = await ports.receivables.listOpen(defined({ after, limit }), { signal });
    return { items: [...items], more };
  },
});
