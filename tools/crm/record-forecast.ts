import { businessId, changesTo, code, day, defineTool, financialDecimal, freeText, instant, withAsOf, type WantedField } from 'countersign';
import { z } from 'zod';

const Input = z.object({
  record: businessId().optional(),
  key: businessId(),
  from: day(),
  to: day(),
  currency: code(),
  expected: financialDecimal(),
  low: financialDecimal(),
  high: financialDecimal(),
  stageWeighted: financialDecimal(),
  crmForecast: financialDecimal().optional(),
  cash: financialDecimal(),
  atRisk: financialDecimal(),
  explanation: freeText(),
  asOf: instant(),
});

/** A month's forecast on the dashboard object; its key is unique, so a month has one per currency. */
export const recordForecast = defineTool({
  id: 'crm.record-forecast',
  kind: 'write',
  description: "Keeps a month's forecast in the CRM: expected revenue with its range, cash, revenue at risk and why it moved.",
  system: 'crm',
  needs: ['mirrors.values', 'write.ERP_Forecast__c.create', 'write.ERP_Forecast__c.update'],
  input: Input,
  target: ({ record }) => (record === undefined ? { type: 'ERP_Forecast__c' } : { type: 'ERP_Forecast__c', id: record }),
  reads: [
    'Expected__c',
    'Low__c',
    'High__c',
    'Stage_Weighted__c',
    'CRM_Forecast__c',
    'Cash_Expected__c',
    'Revenue_At_Risk__c',
    'Explanation__c',
    'As_Of__c',
  ],
  plain: ['Forecast_Key__c', 'Period_Start__c', 'Period_End__c', 'Currency__c', 'As_Of__c'],
  describe(_ctx, before, input) {
    const changes = changesTo(before, [
      ...(before ? [] : identityOf(input)),
      { field: 'Expected__c', label: 'Expected', after: input.expected },
      { field: 'Low__c', label: 'Low', after: input.low },
      { field: 'High__c', label: 'High', after: input.high },
      { field: 'Stage_Weighted__c', label: 'Stage-weighted', after: input.stageWeighted },
      { field: 'CRM_Forecast__c', label: 'CRM forecast', after: input.crmForecast },
      { field: 'Cash_Expected__c', label: 'Cash', after: input.cash },
      { field: 'Revenue_At_Risk__c', label: 'At risk', after: input.atRisk },
    ]);
    // It follows the figures and never changes alone; what a person may have written into it is not known here.
    const words = changesTo(before, [{ field: 'Explanation__c', label: 'Explanation', after: input.explanation }]);
    return {
      title: `Forecast ${input.key}`,
      operation: before ? 'update' : 'create',
      changes: withAsOf(before, changes.length === 0 ? [] : [...changes, ...words], input.asOf),
    };
  },
});

const identityOf = (input: z.infer<typeof Input>): readonly WantedField[] => [
  { field: 'Forecast_Key__c', label: 'Key', after: input.key },
  { field: 'Period_Start__c', label: 'From', after: input.from },
  { field: 'Period_End__c', label: 'To', after: input.to },
  { field: 'Currency__c', label: 'Currency', after: input.currency },
];
