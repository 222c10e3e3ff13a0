import { businessId, defineTool, freeText, oneOf } from 'countersign';
import { z } from 'zod';

export const createCase = defineTool({
  id: 'crm.create-case',
  kind: 'write',
  description: 'Opens a service case on an account.',
  system: 'crm',
  needs: ['write.Case.create'],
  input: z.object({
    account: businessId().optional(),
    contact: businessId().optional(),
    order: businessId(),
    // Ours until an approver types into it; then it may hold anything.
    subject: freeText(),
    text: freeText(),
    priority: oneOf(['High', 'Medium', 'Low']),
  }),
  target: () => ({ type: 'Case' }),
  reads: [],
  plain: [],
  describe(_ctx, _before, input) {
    const fields = [
      { field: 'Subject', label: 'Subject', after: input.subject },
      { field: 'Description', label: 'Text', after: input.text },
      { field: 'AccountId', label: 'Account', after: input.account },
      { field: 'ContactId', label: 'Contact', after: input.contact },
      { field: 'ERP_Order_Id__c', label: 'ERP order', after: input.order },
      { field: 'Priority', label: 'Priority', after: input.priority },
      { field: 'Status', label: 'Status', after: 'New' },
      { field: 'Origin', label: 'Origin', after: 'ERP' },
    ];
    return {
      title: `Case: ${input.subject}`,
      operation: 'create',
      changes: fields.flatMap(({ field, label, after }) => (after === undefined ? [] : [{ field, label, before: null, after }])),
    };
  },
});
