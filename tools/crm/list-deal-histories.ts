import { code, count, CountersignError, defineTool, flag, instant, OpportunityHistory } from 'countersign';
import { z } from 'zod';

export const listDealHistories = defineTool({
  id: 'crm.list-deal-histories',
  kind: 'read',
  description: 'Lists opportunities with every stage, amount and close date they had, by their last change, a page at a time.',
  system: 'crm',
  needs: ['feeds.opportunities'],
  input: z.object({ since: instant(), cursor: code().optional(), limit: count().min(1).max(200).default(200) }),
  output: z.object({ items: z.array(OpportunityHistory), cursor: code(), more: flag() }),
  async run({ ports, signal }, { since, cursor, limit }) {
    const feed = ports.feeds?.opportunities;
    if (!feed)
      throw new CountersignError('capability.missing', 'The CRM connection tells no past of deals', { field: 'feeds.opportunities' });
    const page = await feed.changed(cursor === undefined ? { since } : { cursor }, limit, { signal });
    return { items: [...page.items], cursor: page.cursor, more: page.more };
  },
});
