import { businessId, changesTo, code, defineTool, financialDecimal } from 'countersign';
import { z } from 'zod';

export const setRenewal = defineTool({
  id: 'crm.set-renewal',
  kind: 'write',
  description: 'Writes the expected renewal amount and the risk of churn to an account.',
  system: 'crm',
  needs: ['accountMasters.get', 'write.Account.update'],
  input: z.object({ account: businessId(), amount: financialDecimal(), risk: code() }),
  target: ({ account }) => ({ type: 'Account', id: account }),
  reads: ['Renewal_Amount__c', 'Churn_Risk__c'],
  plain: ['Churn_Risk__c'],
  describe: (_ctx, before, { amount, risk }) => ({
    title: 'Update renewal amount and churn risk',
    operation: 'update',
    changes: changesTo(before, [
      { field: 'Renewal_Amount__c', label: 'Renewal amount', after: amount },
      { field: 'Churn_Risk__c', label: 'Churn risk', after: risk },
    ]),
  }),
});
