import { businessId, changesTo, day, defineTool } from 'countersign';
import { z } from 'zod';

export const setLastOrderDate = defineTool({
  id: 'crm.set-last-order-date',
  kind: 'write',
  description: 'Writes the day of the last invoiced order to an account.',
  system: 'crm',
  needs: ['accountMasters.get', 'write.Account.update'],
  input: z.object({ account: businessId(), on: day() }),
  target: ({ account }) => ({ type: 'Account', id: account }),
  reads: ['Last_Order_Date__c'],
  plain: ['Last_Order_Date__c'],
  describe: (_ctx, before, { on }) => ({
    title: 'Update the last order date',
    operation: 'update',
    changes: changesTo(before, [{ field: 'Last_Order_Date__c', label: 'Last order', after: on }]),
  }),
});
