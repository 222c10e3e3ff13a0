import { businessId, changesTo, code, defineTool, instant, withAsOf } from 'countersign';
import { z } from 'zod';

/** What the ERP says of the order a case is about, for whoever works on the case. */
export const mirrorOrderToCase = defineTool({
  id: 'crm.mirror-order-to-case',
  kind: 'write',
  description: "Keeps the status of a case's ERP order on the case.",
  system: 'crm',
  needs: ['serviceCases.get', 'write.Case.update'],
  input: z.object({ case: businessId(), status: code(), asOf: instant() }),
  target: ({ case: id }) => ({ type: 'Case', id }),
  reads: ['ERP_Order_Status__c', 'As_Of__c'],
  plain: ['ERP_Order_Status__c', 'As_Of__c'],
  describe: (_ctx, before, { status, asOf }) => ({
    title: 'Status of the ERP order on the case',
    operation: 'update',
    changes: withAsOf(before, changesTo(before, [{ field: 'ERP_Order_Status__c', label: 'Order status', after: status }]), asOf),
  }),
});
