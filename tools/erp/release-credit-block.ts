import { businessId, changesTo, defineTool } from 'countersign';
import { z } from 'zod';

/** What a credit clerk does with an order the credit check holds: D is released by a person. */
export const releaseCreditBlock = defineTool({
  id: 'erp.release-credit-block',
  kind: 'write',
  description: 'Releases a sales order that the credit check holds.',
  system: 'erp',
  needs: ['orders.get', 'write.CreditBlock.update'],
  input: z.object({ order: businessId() }),
  target: ({ order }) => ({ type: 'CreditBlock', id: order }),
  reads: ['TotalCreditCheckStatus'],
  plain: ['TotalCreditCheckStatus'],
  describe: (_ctx, before, { order }) => ({
    title: `Release order ${order} from its credit block`,
    operation: 'update',
    changes: changesTo(before, [{ field: 'TotalCreditCheckStatus', label: 'Credit check', after: 'D' }]),
  }),
});
