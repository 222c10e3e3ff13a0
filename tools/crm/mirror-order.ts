import { businessId, changesTo, code, day, defineTool, financialDecimal, instant, withAsOf } from 'countersign';
import { z } from 'zod';

/** The CRM's order record as a copy of the ERP's order: found by the ERP's number, made where there is none. */
export const mirrorOrder = defineTool({
  id: 'crm.mirror-order',
  kind: 'write',
  description: 'Keeps the CRM order that is a copy of an ERP order.',
  system: 'crm',
  needs: ['mirrors.find', 'write.Order.create', 'write.Order.update'],
  input: z.object({
    copy: businessId().optional(),
    account: businessId(),
    opportunity: businessId().optional(),
    order: businessId(),
    status: code(),
    net: financialDecimal(),
    currency: code(),
    createdOn: day(),
    asOf: instant(),
  }),
  target: ({ copy }) => (copy === undefined ? { type: 'Order' } : { type: 'Order', id: copy }),
  reads: ['ERP_Status__c', 'ERP_Net__c', 'CurrencyIsoCode', 'As_Of__c'],
  plain: ['ERP_Order_Id__c', 'ERP_Status__c', 'CurrencyIsoCode', 'As_Of__c', 'EffectiveDate', 'Status'],
  describe: (_ctx, before, input) => ({
    title: `Copy of ERP order ${input.order}`,
    operation: before ? 'update' : 'create',
    changes: withAsOf(
      before,
      changesTo(before, [
        ...(before
          ? []
          : [
              { field: 'AccountId', label: 'Account', after: input.account },
              { field: 'OpportunityId', label: 'Opportunity', after: input.opportunity },
              { field: 'ERP_Order_Id__c', label: 'ERP order', after: input.order },
              { field: 'EffectiveDate', label: 'Ordered on', after: input.createdOn },
              { field: 'Status', label: 'Status', after: 'Draft' },
            ]),
        { field: 'ERP_Status__c', label: 'ERP status', after: input.status },
        { field: 'ERP_Net__c', label: 'Net', after: input.net },
        { field: 'CurrencyIsoCode', label: 'Currency', after: input.currency },
      ]),
      input.asOf,
    ),
  }),
});
