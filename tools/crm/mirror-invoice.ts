import { businessId, changesTo, code, day, defineTool, financialDecimal, instant, withAsOf } from 'countersign';
import { z } from 'zod';

export const mirrorInvoice = defineTool({
  id: 'crm.mirror-invoice',
  kind: 'write',
  description: 'Keeps the copy of an ERP invoice in the CRM.',
  system: 'crm',
  needs: ['mirrors.find', 'write.ERP_Invoice__c.create', 'write.ERP_Invoice__c.update'],
  input: z.object({
    copy: businessId().optional(),
    invoice: businessId(),
    order: businessId().optional(),
    account: businessId(),
    opportunity: businessId().optional(),
    status: code(),
    issuedOn: day().optional(),
    net: financialDecimal(),
    gross: financialDecimal(),
    currency: code(),
    asOf: instant(),
  }),
  target: ({ copy }) => (copy === undefined ? { type: 'ERP_Invoice__c' } : { type: 'ERP_Invoice__c', id: copy }),
  reads: ['Status__c', 'Net__c', 'Gross__c', 'As_Of__c'],
  plain: ['ERP_Invoice_Id__c', 'ERP_Order_Id__c', 'Status__c', 'Issued_On__c', 'Currency__c', 'As_Of__c'],
  describe: (_ctx, before, input) => ({
    title: `Copy of ERP invoice ${input.invoice}`,
    operation: before ? 'update' : 'create',
    changes: withAsOf(
      before,
      changesTo(before, [
        ...(before
          ? []
          : [
              { field: 'ERP_Invoice_Id__c', label: 'ERP invoice', after: input.invoice },
              { field: 'ERP_Order_Id__c', label: 'ERP order', after: input.order },
              { field: 'Account__c', label: 'Account', after: input.account },
              { field: 'Opportunity__c', label: 'Opportunity', after: input.opportunity },
              { field: 'Issued_On__c', label: 'Issued on', after: input.issuedOn },
              { field: 'Currency__c', label: 'Currency', after: input.currency },
            ]),
        { field: 'Status__c', label: 'Status', after: input.status },
        { field: 'Net__c', label: 'Net', after: input.net },
        { field: 'Gross__c', label: 'Gross', after: input.gross },
      ]),
      input.asOf,
    ),
  }),
});
