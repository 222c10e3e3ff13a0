import { businessId, CountersignError, defineTool, InvoiceDetail } from 'countersign';
import { z } from 'zod';

export const listOrderBills = defineTool({
  id: 'erp.list-order-bills',
  kind: 'read',
  description: 'Lists every billing document of an order with its lines: invoices, credit notes and cancelled ones.',
  system: 'erp',
  needs: ['invoiceDetails.listForOrder'],
  input: z.object({ order: businessId() }),
  output: z.array(InvoiceDetail),
  async run({ ports, signal }, { order }) {
    if (!ports.invoiceDetails)
      throw new CountersignError('capability.missing', 'The ERP connection serves no billing documents', { field: 'invoiceDetails' });
    return [...(await ports.invoiceDetails.listForOrder(order, { signal }))];
  },
});
