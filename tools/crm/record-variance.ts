import {
  businessId,
  changesTo,
  code,
  decimal,
  defineTool,
  financialDecimal,
  freeText,
  instant,
  withAsOf,
  type WantedField,
} from 'countersign';
import { z } from 'zod';

const Input = z.object({
  record: businessId().optional(),
  key: businessId(),
  kind: code(),
  account: businessId().optional(),
  opportunity: businessId().optional(),
  erpRecord: businessId().optional(),
  crmAmount: financialDecimal().optional(),
  erpAmount: financialDecimal().optional(),
  share: decimal().optional(),
  currency: code().optional(),
  explanation: freeText().optional(),
  status: code(),
  asOf: instant(),
});

/** A difference between CRM and ERP; its key is unique, so the same difference is never recorded twice. */
export const recordVariance = defineTool({
  id: 'crm.record-variance',
  kind: 'write',
  description: 'Records a difference between CRM and ERP in the CRM, or what became of one.',
  system: 'crm',
  needs: ['mirrors.values', 'write.ERP_Variance__c.create', 'write.ERP_Variance__c.update'],
  input: Input,
  target: ({ record }) => (record === undefined ? { type: 'ERP_Variance__c' } : { type: 'ERP_Variance__c', id: record }),
  reads: ['CRM_Amount__c', 'ERP_Amount__c', 'Share__c', 'Explanation__c', 'Status__c', 'As_Of__c'],
  plain: ['Variance_Key__c', 'Kind__c', 'ERP_Record__c', 'Currency__c', 'Status__c', 'As_Of__c'],
  describe(_ctx, before, input) {
    const changes = changesTo(before, [
      ...(before ? [] : identityOf(input)),
      { field: 'CRM_Amount__c', label: 'CRM', after: input.crmAmount },
      { field: 'ERP_Amount__c', label: 'ERP', after: input.erpAmount },
      { field: 'Share__c', label: 'Percent', after: input.share },
      { field: 'Status__c', label: 'Status', after: input.status },
    ]);
    // People may have written into it, so what it held is not known here: it follows the figures and never changes alone.
    const words = changesTo(before, [{ field: 'Explanation__c', label: 'Explanation', after: input.explanation }]);
    return {
      title: before ? `Variance ${input.key}: ${input.status}` : `Variance ${input.key}`,
      operation: before ? 'update' : 'create',
      changes: withAsOf(before, changes.length === 0 ? [] : [...changes, ...words], input.asOf),
    };
  },
});

const identityOf = (input: z.infer<typeof Input>): readonly WantedField[] => [
  { field: 'Variance_Key__c', label: 'Key', after: input.key },
  { field: 'Kind__c', label: 'Kind', after: input.kind },
  { field: 'Account__c', label: 'Account', after: input.account },
  { field: 'Opportunity__c', label: 'Opportunity', after: input.opportunity },
  { field: 'ERP_Record__c', label: 'ERP record', after: input.erpRecord },
  { field: 'Currency__c', label: 'Currency', after: input.currency },
];
