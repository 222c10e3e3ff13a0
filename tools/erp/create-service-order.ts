import { businessId, changesTo, code, decimal, defineTool, freeText, instant } from 'countersign';
import { z } from 'zod';

/** A draft: it is not released until somebody in the ERP releases it. */
export const createServiceOrder = defineTool({
  id: 'erp.create-service-order',
  kind: 'write',
  description: 'Drafts a service order in the ERP.',
  system: 'erp',
  needs: ['write.A_ServiceOrder.create'],
  input: z.object({
    type: code(),
    soldTo: businessId(),
    reference: businessId(),
    title: freeText(),
    text: freeText().optional(),
    priority: code(),
    wantedAt: instant().optional(),
    items: z.array(z.object({ material: businessId(), quantity: decimal() })).max(50),
  }),
  target: () => ({ type: 'A_ServiceOrder' }),
  reads: [],
  plain: ['ServiceOrderType', 'ServiceDocumentPriority', 'RequestedServiceStartDateTime', 'to_Item'],
  describe: (_ctx, _before, input) => ({
    title: 'Draft a service order',
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'ServiceOrderType', label: 'Type', after: input.type },
      { field: 'ServiceOrderDescription', label: 'Title', after: input.title },
      { field: 'SoldToParty', label: 'Customer', after: input.soldTo },
      { field: 'ReferenceServiceOrder', label: 'Case', after: input.reference },
      { field: 'ServiceDocumentPriority', label: 'Priority', after: input.priority },
      { field: 'RequestedServiceStartDateTime', label: 'Wanted at', after: input.wantedAt },
      { field: 'to_Item', label: 'Items', after: input.items.map((item) => ({ Product: item.material, Quantity: item.quantity })) },
    ]),
  }),
});
