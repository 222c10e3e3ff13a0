import { businessId, code, CountersignError, defineTool, PlannedReceipt } from 'countersign';
import { z } from 'zod';

export const listSchedule = defineTool({
  id: 'erp.list-schedule',
  kind: 'read',
  description: 'Lists what is yet to be made, by production order with its quantity, plant and day: of some materials or in some plants.',
  system: 'erp',
  needs: ['schedule.ofMaterials', 'schedule.ofPlants'],
  input: z.object({ materials: z.array(businessId()).max(2000).default([]), plants: z.array(code()).max(100).default([]) }),
  output: z.array(PlannedReceipt),
  async run({ ports, signal }, { materials, plants }) {
    const { schedule } = ports;
    if (!schedule)
      throw new CountersignError('capability.missing', 'The ERP connection serves no production schedule', { field: 'schedule' });
    const [made, load] = await Promise.all([
      materials.length === 0 ? [] : schedule.ofMaterials(materials, { signal }),
      plants.length === 0 ? [] : schedule.ofPlants(plants, { signal }),
    ]);
    const seen = new Set(made.map(({ id }) => id));
    return [...made, ...load.filter(({ id }) => !seen.has(id))];
  },
});
