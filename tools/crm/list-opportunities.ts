import { businessId, code, count, day, defineTool, flag, oneOf, Opportunity, organisation } from 'countersign';
import { z } from 'zod';

export const listOpportunities = defineTool({
  id: 'crm.list-opportunities',
  kind: 'read',
  description: 'Lists opportunities by account, owner, stage, close date or a part of the name, sorted by amount, close date or change.',
  system: 'crm',
  needs: ['opportunities.list'],
  input: z.object({
    account: businessId().exactOptional(),
    owner: businessId().exactOptional(),
    isOpen: flag().exactOptional(),
    stage: code().exactOptional(),
    closeFrom: day().exactOptional(),
    closeTo: day().exactOptional(),
    name: organisation().exactOptional(),
    sort: oneOf(['amount', 'close', 'changed']).default('close'),
    descending: flag().default(false),
    limit: count().min(1).max(200).default(50),
  }),
  output: z.object({ items: z.array(Opportunity), more: flag() }),
  async run({ ports, signal }, query) {
    const found = await ports.opportunities?.list(query, { signal });
    return { items: [...(found?.items ?? [])], more: found?.more ?? false };
  },
});
