import { businessId, CountersignError, defineTool, Opportunity } from 'countersign';
import { z } from 'zod';

export const getOpportunity = defineTool({
  id: 'crm.get-opportunity',
  kind: 'read',
  description: 'Reads an opportunity from the CRM.',
  system: 'crm',
  needs: ['opportunities.get'],
  input: z.object({ opportunity: businessId() }),
  output: Opportunity,
  async run({ ports, signal }, { opportunity }) {
    const found = await ports.opportunities?.get(opportunity, { signal });
    if (!found) throw new CountersignError('link.broken', `The CRM has no opportunity ${opportunity}`, { field: 'opportunity' });
    return found;
  },
});
