import { businessId, code, CountersignError, day, decimal, defineTool, OrderSimulation } from 'countersign';
import { z } from 'zod';

export const simulateOrder = defineTool({
  id: 'erp.simulate-order',
  kind: 'read',
  description: 'Asks the ERP for price, confirmed dates and credit check of an order without placing it.',
  system: 'erp',
  needs: ['simulations.simulate'],
  input: z.object({
    type: code().default('OR'),
    soldTo: businessId(),
    requestedOn: day().exactOptional(),
    currency: code(),
    items: z
      .array(
        z.object({
          material: businessId(),
          quantity: decimal(),
          unit: code(),
          plant: code().exactOptional(),
          wantedOn: day().exactOptional(),
        }),
      )
      .min(1)
      .max(50),
  }),
  output: OrderSimulation,
  async run({ ports, signal }, draft) {
    if (!ports.simulations)
      throw new CountersignError('capability.missing', 'The ERP connection does not simulate orders', { field: 'simulations' });
    return ports.simulations.simulate(draft, { signal });
  },
});
