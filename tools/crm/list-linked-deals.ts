import { amount, businessId, code, count, CountersignError, defined, defineTool, flag, instant } from 'countersign';
import { z } from 'zod';

/** Opportunities that name an ERP order, oldest change first. */
export const listLinkedDeals = defineTool({
  id: 'crm.list-linked-deals',
  kind: 'read',
  description: 'Lists opportunities that name an ERP order and changed since a moment, with amount and state.',
  system: 'crm',
  needs: ['dealChanges.changedSince', 'opportunities.get'],
  input: z.object({ since: instant(), cursor: code().optional(), limit: count().min(1).max(200).default(100) }),
  output: z.object({
    items: z.array(
      z.object({
        id: businessId(),
        order: businessId(),
        isWon: flag(),
        isClosed: flag(),
        amount: amount().optional(),
        erpStatus: code().optional(),
        accountId: businessId().optional(),
        ownerId: businessId().optional(),
        changedAt: instant().optional(),
        changedBy: businessId().optional(),
      }),
    ),
    next: code().optional(),
  }),
  async run({ ports, signal }, { since, cursor, limit }) {
    const { dealChanges, opportunities } = ports;
    if (!dealChanges || !opportunities)
      throw new CountersignError('capability.missing', 'The connection tells no changes of opportunities', { field: 'dealChanges' });
    const page = await dealChanges.changedSince(cursor === undefined ? { since } : { cursor }, limit, { signal });
    const found = await Promise.all(page.changes.map(({ id }) => opportunities.get(id, { signal })));
    return {
      items: found.flatMap((deal) => {
        if (deal?.erpOrderId === undefined) return [];
        const { id, erpOrderId, isWon, isClosed, erpStatus, accountId, ownerId, ref } = deal;
        const { changedAt, changedBy } = ref;
        return [
          defined({ id, order: erpOrderId, isWon, isClosed, amount: deal.amount, erpStatus, accountId, ownerId, changedAt, changedBy }),
        ];
      }),
      ...defined({ next: page.more ? page.cursor : undefined }),
    };
  },
});
