import { businessId, CountersignError, defineTool, SalesContract } from 'countersign';
import { z } from 'zod';

export const getSalesContract = defineTool({
  id: 'erp.get-sales-contract',
  kind: 'read',
  description: 'Reads a contract of the ERP: its span, value, payment terms and whether it was rejected.',
  system: 'erp',
  needs: ['salesContracts.get'],
  input: z.object({ contract: businessId() }),
  output: SalesContract,
  async run({ ports, signal }, { contract }) {
    if (!ports.salesContracts)
      throw new CountersignError('capability.missing', 'The ERP connection serves no contracts', { field: 'salesContracts' });
    const found = await ports.salesContracts.get(contract, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The ERP has no contract ${contract}`, { field: 'contract' });
    return found;
  },
});
