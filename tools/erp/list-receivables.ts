import { businessId, CountersignError, defineTool, Receivable } from 'countersign';
import { z } from 'zod';

export const listReceivables = defineTool({
  id: 'erp.list-receivables',
  kind: 'read',
  description: 'Lists what the journal says of the payment of an invoice: what was cleared and what is open.',
  system: 'erp',
  needs: ['receivables.ofInvoice'],
  input: z.object({ invoice: businessId() }),
  output: z.array(Receivable),
  async run({ ports, signal }, { invoice }) {
    if (!ports.receivables)
      throw new CountersignError('capability.missing', 'The ERP connection serves no receivables', { field: 'receivables' });
    return [...(await ports.receivables.ofInvoice(invoice, { signal }))];
  },
});
