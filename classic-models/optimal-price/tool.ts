import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictOptimalPrice = predictTool({
  model: 'optimal-price',
  description: 'Recommends the price of an order line from cost, stock, competitors, segment and how customers answered to prices.',
  ids: ['item_id'],
  features,
  output,
});
