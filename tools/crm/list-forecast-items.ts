import { CountersignError, day, defineTool, ForecastItem } from 'countersign';
import { z } from 'zod';

export const listForecastItems = defineTool({
  id: 'crm.list-forecast-items',
  kind: 'read',
  description: "Lists the CRM's own forecast by owner, period and category for periods that touch these days.",
  system: 'crm',
  needs: ['forecastItems.list'],
  input: z.object({ from: day(), to: day() }),
  output: z.array(ForecastItem),
  async run({ ports, signal }, period) {
    if (!ports.forecastItems)
      throw new CountersignError('capability.missing', 'The CRM connection serves no forecast', { field: 'forecastItems' });
    return [...(await ports.forecastItems.list(period, { signal }))];
  },
});
