import { businessId, CountersignError, CustomerReturn, defineTool } from 'countersign';
import { z } from 'zod';

export const getReturn = defineTool({
  id: 'erp.get-return',
  kind: 'read',
  description: 'Reads a customer return with its items.',
  system: 'erp',
  needs: ['returns.get'],
  input: z.object({ return: businessId() }),
  output: CustomerReturn,
  async run({ ports, signal }, { return: id }) {
    const found = await ports.returns?.get(id, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The ERP has no return ${id}`, { field: 'return' });
    return found;
  },
});
