import { businessId, CountersignError, defineTool, InvoiceDetail } from 'countersign';
import { z } from 'zod';

export const getInvoiceDetail = defineTool({
  id: 'erp.get-invoice-detail',
  kind: 'read',
  description: 'Reads an invoice with its lines and the orders they bill.',
  system: 'erp',
  needs: ['invoiceDetails.get'],
  input: z.object({ invoice: businessId() }),
  output: InvoiceDetail,
  async run({ ports, signal }, { invoice }) {
    const found = await ports.invoiceDetails?.get(invoice, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The ERP has no invoice ${invoice}`, { field: 'invoice' });
    return found;
  },
});
