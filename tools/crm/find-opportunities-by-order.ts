import { businessId, defineTool, Opportunity } from 'countersign';
import { z } from 'zod';

export const findOpportunitiesByOrder = defineTool({
  id: 'crm.find-opportunities-by-order',
  kind: 'read',
  description: 'Finds every opportunity that names an ERP order.',
  system: 'crm',
  needs: ['opportunities.findByErpOrder'],
  input: z.object({ order: businessId() }),
  output: z.array(Opportunity),
  run: async ({ ports, signal }, { order }) => [...((await ports.opportunities?.findByErpOrder(order, { signal })) ?? [])],
});
