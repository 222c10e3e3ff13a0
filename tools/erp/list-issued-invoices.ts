import { businessId, count, CountersignError, day, defined, defineTool, flag, InvoiceDetail } from 'countersign';
import { z } from 'zod';

export const listIssuedInvoices = defineTool({
  id: 'erp.list-issued-invoices',
  kind: 'read',
  description: 'Lists billing documents issued between days, of a payer where one is named, by number and without their lines.',
  system: 'erp',
  needs: ['invoiceDetails.listIssued'],
  input: z.object({
    from: day(),
    to: day(),
    payer: businessId().optional(),
    after: businessId().optional(),
    limit: count().min(1).max(500).default(500),
  }),
  output: z.object({ items: z.array(InvoiceDetail), more: flag() }),
  async run({ ports, signal }, { from, to, payer, after, limit }) {
    if (!ports.invoiceDetails)
      throw new CountersignError('capability.missing', 'The ERP connection serves no billing documents', { field: 'invoiceDetails' });
    const { items, more } = await ports.invoiceDetails.listIssued(defined({ from, to, payer }), defined({ after, limit }), { signal });
    return { items: [...items], more };
  },
});
