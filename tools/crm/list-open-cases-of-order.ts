import { businessId, CountersignError, defineTool } from 'countersign';
import { z } from 'zod';

/** Open cases that name an order of the ERP, without a word of their texts. */
export const listOpenCasesOfOrder = defineTool({
  id: 'crm.list-open-cases-of-order',
  kind: 'read',
  description: 'Lists the open cases that name an ERP order.',
  system: 'crm',
  needs: ['serviceCases.listOpenForOrder'],
  input: z.object({ order: businessId() }),
  output: z.array(z.object({ id: businessId(), number: businessId() })),
  async run({ ports, signal }, { order }) {
    if (!ports.serviceCases) throw new CountersignError('capability.missing', 'The connection serves no cases', { field: 'serviceCases' });
    return (await ports.serviceCases.listOpenForOrder(order, { signal })).map(({ id, number }) => ({ id, number }));
  },
});
