import { businessId, code, defineTool, freeText } from 'countersign';
import { z } from 'zod';

/** Writes what the ERP says to the opportunity. A field left out is not touched. */
export const updateOpportunity = defineTool({
  id: 'crm.update-opportunity',
  kind: 'write',
  description: 'Writes ERP status, tracking, stage and description to an opportunity.',
  system: 'crm',
  needs: ['opportunities.get', 'write.Opportunity.update'],
  input: z.object({
    opportunity: businessId(),
    erpStatus: code().optional(),
    tracking: businessId().optional(),
    stage: code().optional(),
    description: freeText().optional(),
  }),
  target: ({ opportunity }) => ({ type: 'Opportunity', id: opportunity }),
  reads: ['ERP_Order_Status__c', 'Tracking_Number__c', 'StageName', 'Description'],
  plain: ['ERP_Order_Status__c', 'Tracking_Number__c', 'StageName'],
  describe(_ctx, before, input) {
    const wanted = [
      { field: 'ERP_Order_Status__c', label: 'ERP order status', after: input.erpStatus },
      { field: 'Tracking_Number__c', label: 'Tracking number', after: input.tracking },
      { field: 'StageName', label: 'Stage', after: input.stage },
      { field: 'Description', label: 'Description', after: input.description },
    ];
    const changes = wanted.flatMap(({ field, label, after }) => {
      const held = before?.fields[field] ?? null;
      return after === undefined || after === held ? [] : [{ field, label, before: held, after }];
    });
    return { title: 'Update the opportunity', operation: 'update', changes };
  },
});
