import { businessId, defineTool, Invoice } from 'countersign';
import { z } from 'zod';

export const listInvoices = defineTool({
  id: 'erp.list-invoices',
  kind: 'read',
  description: 'Lists the invoices of a sales order and whether they are paid.',
  system: 'erp',
  needs: ['invoices.listForOrder'],
  input: z.object({ order: businessId() }),
  output: z.array(Invoice),
  run: async ({ ports, signal }, { order }) => [...((await ports.invoices?.listForOrder(order, { signal })) ?? [])],
});
