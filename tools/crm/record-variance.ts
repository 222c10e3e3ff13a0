import { businessId, changesTo, code, defineTool, financialDecimal, instant, withAsOf } from 'countersign';
import { z } from 'zod';

/** A difference between two systems as a record people work off; its key is unique, so it is there once. */
export const recordVariance = defineTool({
  id: 'crm.record-variance',
  kind: 'write',
  description: 'Records a difference between CRM and ERP, or brings the record of it up to date.',
  system: 'crm',
  needs: ['mirrors.find', 'write.ERP_Variance__c.create', 'write.ERP_Variance__c.update'],
  input: z.object({
    copy: businessId().optional(),
    key: code(),
    kind: code(),
    account: businessId().optional(),
    opportunity: businessId().optional(),
    erpRecord: businessId(),
    crmAmount: financialDecimal().optional(),
    erpAmount: financialDecimal().optional(),
    currency: code().optional(),
    explanation: code(),
    asOf: instant(),
  }),
  target: ({ copy }) => (copy === undefined ? { type: 'ERP_Variance__c' } : { type: 'ERP_Variance__c', id: copy }),
  reads: ['Kind__c', 'CRM_Amount__c', 'ERP_Amount__c', 'Currency__c', 'Explanation__c', 'Status__c', 'As_Of__c'],
  plain: [
    'Variance_Key__c',
    'Kind__c',
    'Account__c',
    'Opportunity__c',
    'ERP_Record__c',
    'Currency__c',
    'Explanation__c',
    'Status__c',
    'As_Of__c',
  ],
  describe: (_ctx, before, input) => ({
    title: `Difference: ${input.kind}`,
    operation: before ? 'update' : 'create',
    changes: withAsOf(
      before,
      changesTo(before, [
        ...(before
          ? []
          : [
              { field: 'Variance_Key__c', label: 'Key', after: input.key },
              { field: 'Account__c', label: 'Account', after: input.account },
              { field: 'Opportunity__c', label: 'Opportunity', after: input.opportunity },
              { field: 'ERP_Record__c', label: 'ERP record', after: input.erpRecord },
            ]),
        { field: 'Kind__c', label: 'Kind', after: input.kind },
        { field: 'CRM_Amount__c', label: 'In the CRM', after: input.crmAmount },
        { field: 'ERP_Amount__c', label: 'In the ERP', after: input.erpAmount },
        { field: 'Currency__c', label: 'Currency', after: input.currency },
        { field: 'Explanation__c', label: 'What differs', after: input.explanation },
        { field: 'Status__c', label: 'State', after: 'Open' },
      ]),
      input.asOf,
    ),
  }),
});
