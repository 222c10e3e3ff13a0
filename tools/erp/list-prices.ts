import { businessId, CountersignError, day, defineTool, PriceRecord } from 'countersign';
import { z } from 'zod';

export const listPrices = defineTool({
  id: 'erp.list-prices',
  kind: 'read',
  description: 'Reads the list prices of materials in force on a day.',
  system: 'erp',
  needs: ['prices.listForMaterial'],
  input: z.object({ materials: z.array(businessId()).max(200), on: day() }),
  output: z.array(PriceRecord),
  async run({ ports, signal }, { materials, on }) {
    const port = ports.prices;
    if (!port) throw new CountersignError('capability.missing', 'The ERP connection serves no prices', { field: 'prices' });
    return (await Promise.all([...new Set(materials)].map((material) => port.listForMaterial(material, on, { signal })))).flat();
  },
});
