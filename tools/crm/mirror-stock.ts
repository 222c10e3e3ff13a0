import { businessId, changesTo, code, decimal, defineTool, instant, withAsOf } from 'countersign';
import { z } from 'zod';

export const mirrorStock = defineTool({
  id: 'crm.mirror-stock',
  kind: 'write',
  description: 'Keeps the copy of a stock level of the ERP in the CRM.',
  system: 'crm',
  needs: ['mirrors.find', 'write.ERP_Stock__c.create', 'write.ERP_Stock__c.update'],
  input: z.object({
    copy: businessId().optional(),
    key: businessId(),
    material: businessId(),
    plant: code(),
    onHand: decimal(),
    unit: code(),
    asOf: instant(),
  }),
  target: ({ copy }) => (copy === undefined ? { type: 'ERP_Stock__c' } : { type: 'ERP_Stock__c', id: copy }),
  reads: ['On_Hand__c', 'Unit__c', 'As_Of__c'],
  plain: ['ERP_Stock_Id__c', 'Material__c', 'Plant__c', 'On_Hand__c', 'Unit__c', 'As_Of__c'],
  describe: (_ctx, before, input) => ({
    title: `Stock of ${input.material} in ${input.plant}`,
    operation: before ? 'update' : 'create',
    changes: withAsOf(
      before,
      changesTo(before, [
        ...(before
          ? []
          : [
              { field: 'ERP_Stock_Id__c', label: 'Key', after: input.key },
              { field: 'Material__c', label: 'Material', after: input.material },
              { field: 'Plant__c', label: 'Plant', after: input.plant },
            ]),
        { field: 'On_Hand__c', label: 'On hand', after: input.onHand },
        { field: 'Unit__c', label: 'Unit', after: input.unit },
      ]),
      input.asOf,
    ),
  }),
});
