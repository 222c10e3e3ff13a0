import { businessId, CountersignError, CrmContract, defineTool } from 'countersign';
import { z } from 'zod';

export const getContract = defineTool({
  id: 'crm.get-contract',
  kind: 'read',
  description: 'Reads a contract of the CRM.',
  system: 'crm',
  needs: ['contracts.get'],
  input: z.object({ contract: businessId() }),
  output: CrmContract,
  async run({ ports, signal }, { contract }) {
    const found = await ports.contracts?.get(contract, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The CRM has no contract ${contract}`, { field: 'contract' });
    return found;
  },
});
