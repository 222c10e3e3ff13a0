import { businessId, changesTo, code, count, day, defineTool, financialDecimal } from 'countersign';
import { z } from 'zod';

/** The terms of a contract. Its status is the CRM's own and not touched; its end follows from start and term. */
export const updateContract = defineTool({
  id: 'crm.update-contract',
  kind: 'write',
  description: 'Brings the terms of a contract in line with the ERP.',
  system: 'crm',
  needs: ['contracts.get', 'write.Contract.update'],
  input: z.object({
    contract: businessId(),
    startOn: day().optional(),
    months: count().min(1).max(9999).optional(),
    annual: financialDecimal().optional(),
    currency: code().optional(),
    paymentTerms: code().optional(),
  }),
  target: ({ contract }) => ({ type: 'Contract', id: contract }),
  reads: ['StartDate', 'ContractTerm', 'Annual_Amount__c', 'CurrencyIsoCode', 'Payment_Terms__c'],
  plain: ['StartDate', 'ContractTerm', 'CurrencyIsoCode', 'Payment_Terms__c'],
  describe: (_ctx, before, { startOn, months, annual, currency, paymentTerms }) => ({
    title: 'Bring the contract in line with the ERP',
    operation: 'update',
    changes: changesTo(before, [
      { field: 'StartDate', label: 'Start', after: startOn },
      { field: 'ContractTerm', label: 'Months', after: months },
      { field: 'Annual_Amount__c', label: 'Annual amount', after: annual },
      { field: 'CurrencyIsoCode', label: 'Currency', after: currency },
      { field: 'Payment_Terms__c', label: 'Payment terms', after: paymentTerms },
    ]),
  }),
});
