import { businessId, changesTo, code, defineTool, freeText } from 'countersign';
import { z } from 'zod';

/** A long text of a service order; one of each kind and language, so that a second one is refused by the ERP itself. */
export const noteOnServiceOrder = defineTool({
  id: 'erp.note-on-service-order',
  kind: 'write',
  description: 'Writes how a case was resolved and which parts were used to its service order.',
  system: 'erp',
  needs: ['serviceOrders.get', 'write.A_ServiceOrderText.create'],
  input: z.object({ order: businessId(), language: code(), kind: code(), text: freeText() }),
  target: () => ({ type: 'A_ServiceOrderText' }),
  reads: [],
  plain: ['Language', 'LongTextID'],
  describe: (_ctx, _before, { order, language, kind, text }) => ({
    title: `Note on service order ${order}`,
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'ServiceOrder', label: 'Service order', after: order },
      { field: 'Language', label: 'Language', after: language },
      { field: 'LongTextID', label: 'Kind of text', after: kind },
      { field: 'LongText', label: 'Text', after: text },
    ]),
  }),
});
