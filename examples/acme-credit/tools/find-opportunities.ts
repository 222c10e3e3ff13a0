import { businessId, defineTool, Opportunity } from 'countersign';
import { z } from 'zod';

export const findOpportunities = defineTool({
  id: 'acme.find-opportunities',
  kind: 'read',
  description: 'Finds the opportunities that name an ERP order.',
  system: 'crm',
  needs: ['opportunities.findByErpOrder'],
  input: z.object({ order: businessId() }),
  output: z.array(Opportunity),
  run: async ({ ports, signal }, { order }) => [...((await ports.opportunities?.findByErpOrder(order, { signal })) ?? [])],
});
