import { businessId, changesTo, code, decimal, defineTool } from 'countersign';
import { z } from 'zod';

/** A return with a billing block: nothing is credited before somebody has looked at the goods. */
export const createReturn = defineTool({
  id: 'erp.create-return',
  kind: 'write',
  description: 'Drafts a customer return (RMA) in the ERP.',
  system: 'erp',
  needs: ['write.A_CustomerReturn.create'],
  input: z.object({
    type: code(),
    soldTo: businessId(),
    reference: businessId(),
    reason: code(),
    billingBlock: code(),
    salesOrder: businessId().optional(),
    items: z
      .array(z.object({ material: businessId(), quantity: decimal(), reason: code() }))
      .min(1)
      .max(50),
  }),
  target: () => ({ type: 'A_CustomerReturn' }),
  reads: [],
  plain: ['CustomerReturnType', 'SDDocumentReason', 'HeaderBillingBlockReason', 'to_Item'],
  describe: (_ctx, _before, input) => ({
    title: 'Draft a customer return',
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'CustomerReturnType', label: 'Type', after: input.type },
      { field: 'SoldToParty', label: 'Customer', after: input.soldTo },
      { field: 'PurchaseOrderByCustomer', label: 'Case', after: input.reference },
      { field: 'SDDocumentReason', label: 'Reason', after: input.reason },
      { field: 'HeaderBillingBlockReason', label: 'Billing block', after: input.billingBlock },
      { field: 'ReferenceSDDocument', label: 'Sales order', after: input.salesOrder },
      {
        field: 'to_Item',
        label: 'Items',
        after: input.items.map((item) => ({ Material: item.material, RequestedQuantity: item.quantity, ReturnReason: item.reason })),
      },
    ]),
  }),
});
