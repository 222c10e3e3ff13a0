import { businessId, CountersignError, CrmLine, defineTool } from 'countersign';
import { z } from 'zod';

export const listDealLines = defineTool({
  id: 'crm.list-deal-lines',
  kind: 'read',
  description: 'Lists the products, quantities and prices of an opportunity.',
  system: 'crm',
  needs: ['dealLines.ofOpportunity'],
  input: z.object({ opportunity: businessId() }),
  output: z.array(CrmLine),
  async run({ ports, signal }, { opportunity }) {
    if (!ports.dealLines) throw new CountersignError('capability.missing', 'The CRM connection serves no lines', { field: 'dealLines' });
    return [...(await ports.dealLines.ofOpportunity(opportunity, { signal }))];
  },
});
