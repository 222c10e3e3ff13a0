import { Availability, businessId, code, CountersignError, day, decimal, defineTool } from 'countersign';
import { z } from 'zod';

export const checkAvailability = defineTool({
  id: 'erp.check-availability',
  kind: 'read',
  description: 'Asks the ERP how much of a material is available to promise at a plant on a day.',
  system: 'erp',
  needs: ['inventory.availability'],
  input: z.object({ material: businessId(), plant: code(), on: day(), quantity: decimal(), unit: code() }),
  output: Availability,
  async run({ ports, signal }, query) {
    if (!ports.inventory)
      throw new CountersignError('capability.missing', 'The ERP connection does not answer availability', { field: 'inventory' });
    return ports.inventory.availability(query, { signal });
  },
});
