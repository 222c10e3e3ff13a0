import { businessId, changesTo, defineTool } from 'countersign';
import { z } from 'zod';

/** Writes the CRM's id of its deal on an order, so that the ERP knows it too. */
export const carryDeal = defineTool({
  id: 'erp.carry-deal',
  kind: 'write',
  description: 'Writes on a sales order of which deal of the CRM it is.',
  system: 'erp',
  needs: ['orders.get', 'orders.carryDeal', 'write.A_SalesOrder.update'],
  input: z.object({ order: businessId(), opportunity: businessId() }),
  target: ({ order }) => ({ type: 'A_SalesOrder', id: order }),
  reads: ['CrmDeal'],
  plain: ['CrmDeal'],
  describe: (_ctx, before, { order, opportunity }) => ({
    title: `Write on order ${order} of which deal it is`,
    operation: 'update',
    changes: changesTo(before, [{ field: 'CrmDeal', label: 'Deal', after: opportunity }]),
  }),
});
