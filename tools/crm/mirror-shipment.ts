import { businessId, changesTo, code, day, defineTool, instant, withAsOf } from 'countersign';
import { z } from 'zod';

export const mirrorShipment = defineTool({
  id: 'crm.mirror-shipment',
  kind: 'write',
  description: 'Keeps the copy of an ERP delivery in the CRM.',
  system: 'crm',
  needs: ['mirrors.find', 'write.ERP_Shipment__c.create', 'write.ERP_Shipment__c.update'],
  input: z.object({
    copy: businessId().optional(),
    delivery: businessId(),
    order: businessId(),
    account: businessId(),
    opportunity: businessId().optional(),
    status: code(),
    tracking: businessId().optional(),
    shippedOn: day().optional(),
    expectedOn: day().optional(),
    asOf: instant(),
  }),
  target: ({ copy }) => (copy === undefined ? { type: 'ERP_Shipment__c' } : { type: 'ERP_Shipment__c', id: copy }),
  reads: ['Status__c', 'Tracking_Number__c', 'Shipped_On__c', 'Expected_On__c', 'As_Of__c'],
  plain: ['ERP_Delivery_Id__c', 'ERP_Order_Id__c', 'Status__c', 'Tracking_Number__c', 'Shipped_On__c', 'Expected_On__c', 'As_Of__c'],
  describe: (_ctx, before, input) => ({
    title: `Copy of ERP delivery ${input.delivery}`,
    operation: before ? 'update' : 'create',
    changes: withAsOf(
      before,
      changesTo(before, [
        ...(before
          ? []
          : [
              { field: 'ERP_Delivery_Id__c', label: 'ERP delivery', after: input.delivery },
              { field: 'ERP_Order_Id__c', label: 'ERP order', after: input.order },
              { field: 'Account__c', label: 'Account', after: input.account },
              { field: 'Opportunity__c', label: 'Opportunity', after: input.opportunity },
            ]),
        { field: 'Status__c', label: 'Status', after: input.status },
        { field: 'Tracking_Number__c', label: 'Tracking number', after: input.tracking },
        { field: 'Shipped_On__c', label: 'Shipped on', after: input.shippedOn },
        { field: 'Expected_On__c', label: 'Expected on', after: input.expectedOn },
      ]),
      input.asOf,
    ),
  }),
});
