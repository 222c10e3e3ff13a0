import { businessId, defineTool, Invoice } from 'countersign';
import { z } from 'zod';

export const listOpenInvoices = defineTool({
  id: 'erp.list-open-invoices',
  kind: 'read',
  description: 'Lists the invoices of a customer that are not paid, with their due dates.',
  system: 'erp',
  needs: ['invoices.listOpen'],
  input: z.object({ customer: businessId() }),
  output: z.array(Invoice),
  run: async ({ ports, signal }, { customer }) => [...((await ports.invoices?.listOpen(customer, { signal })) ?? [])],
});
