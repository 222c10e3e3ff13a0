import { businessId, CountersignError, defineTool, ServiceCase } from 'countersign';
import { z } from 'zod';

export const getServiceCase = defineTool({
  id: 'crm.get-service-case',
  kind: 'read',
  description: 'Reads a case with its text, the installed product, the resolution and the ERP document made of it.',
  system: 'crm',
  needs: ['serviceCases.get'],
  input: z.object({ case: businessId() }),
  output: ServiceCase,
  async run({ ports, signal }, { case: id }) {
    const found = await ports.serviceCases?.get(id, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The CRM has no case ${id}`, { field: 'case' });
    return found;
  },
});
