import { businessId, changesTo, code, count, day, defineTool, financialDecimal } from 'countersign';
import { z } from 'zod';

/** A new contract is a draft: who activates it, and when, is the CRM's own matter. Its end follows from start and term. */
export const createContract = defineTool({
  id: 'crm.create-contract',
  kind: 'write',
  description: 'Creates the draft of a contract that the ERP has.',
  system: 'crm',
  needs: ['contracts.findByErpContract', 'write.Contract.create'],
  input: z.object({
    erpContract: businessId(),
    account: businessId(),
    startOn: day(),
    months: count().min(1).max(9999),
    annual: financialDecimal(),
    currency: code(),
    paymentTerms: code().optional(),
  }),
  target: () => ({ type: 'Contract' }),
  reads: [],
  plain: ['ERP_Contract_Id__c', 'AccountId', 'StartDate', 'ContractTerm', 'CurrencyIsoCode', 'Payment_Terms__c', 'Status'],
  describe: (_ctx, _before, { erpContract, account, startOn, months, annual, currency, paymentTerms }) => ({
    title: `New contract ${erpContract}`,
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'ERP_Contract_Id__c', label: 'ERP contract', after: erpContract },
      { field: 'AccountId', label: 'Account', after: account },
      { field: 'StartDate', label: 'Start', after: startOn },
      { field: 'ContractTerm', label: 'Months', after: months },
      { field: 'Annual_Amount__c', label: 'Annual amount', after: annual },
      { field: 'CurrencyIsoCode', label: 'Currency', after: currency },
      { field: 'Payment_Terms__c', label: 'Payment terms', after: paymentTerms },
      { field: 'Status', label: 'Status', after: 'Draft' },
    ]),
  }),
});
