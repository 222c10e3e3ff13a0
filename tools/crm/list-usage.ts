import { businessId, CountersignError, day, defineTool, UsageRecord } from 'countersign';
import { z } from 'zod';

export const listUsage = defineTool({
  id: 'crm.list-usage',
  kind: 'read',
  description: 'Lists what was used of contracts, by records that end between days, and how much of it was included.',
  system: 'crm',
  needs: ['usage.ofContracts'],
  input: z.object({ contracts: z.array(businessId()).min(1).max(200), from: day(), to: day() }),
  output: z.array(UsageRecord),
  async run({ ports, signal }, { contracts, ...days }) {
    if (!ports.usage) throw new CountersignError('capability.missing', 'The CRM connection serves no usage records', { field: 'usage' });
    return [...(await ports.usage.ofContracts(contracts, days, { signal }))];
  },
});
