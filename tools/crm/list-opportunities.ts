import { businessId, code, count, CountersignError, day, defined, defineTool, flag, oneOf, Opportunity } from 'countersign';
import { z } from 'zod';

export const listOpportunities = defineTool({
  id: 'crm.list-opportunities',
  kind: 'read',
  description: 'Lists opportunities: open, of an account or owner, in a stage, closing between days.',
  system: 'crm',
  needs: ['opportunities.list'],
  input: z.object({
    account: businessId().optional(),
    owner: businessId().optional(),
    isOpen: flag().optional(),
    stage: code().optional(),
    closeFrom: day().optional(),
    closeTo: day().optional(),
    name: code().optional(),
    sort: oneOf(['amount', 'close', 'changed']).default('close'),
    descending: flag().default(false),
    limit: count().min(1).max(200).default(50),
  }),
  output: z.object({ items: z.array(Opportunity), more: flag() }),
  async run({ ports, signal }, query) {
    if (!ports.opportunities)
      throw new CountersignError('capability.missing', 'The connection serves no opportunities', { field: 'opportunities' });
    const { items, more } = await ports.opportunities.list(defined(query), { signal });
    return { items: [...items], more };
  },
});
