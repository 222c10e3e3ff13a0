import { businessId, changesTo, code, defineTool } from 'countersign';
import { z } from 'zod';

/** Tells the deal which ERP order it became, or why it became none. */
export const linkDealToOrder = defineTool({
  id: 'crm.link-deal-to-order',
  kind: 'write',
  description: 'Writes the number of the ERP order, or why there is none, to an opportunity.',
  system: 'crm',
  needs: ['opportunities.get', 'write.Opportunity.update'],
  input: z.object({ opportunity: businessId(), order: businessId().optional(), status: code() }),
  target: ({ opportunity }) => ({ type: 'Opportunity', id: opportunity }),
  reads: ['ERP_Order_Id__c', 'ERP_Sync_Status__c'],
  plain: ['ERP_Order_Id__c', 'ERP_Sync_Status__c'],
  describe: (_ctx, before, { order, status }) => ({
    title: order === undefined ? 'Say on the opportunity how the order stands' : 'Link the opportunity to its ERP order',
    operation: 'update',
    changes: changesTo(before, [
      { field: 'ERP_Order_Id__c', label: 'ERP order', after: order },
      { field: 'ERP_Sync_Status__c', label: 'ERP state', after: status },
    ]),
  }),
});
