import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictDemand = predictTool({
  model: 'demand',
  description: 'Says what an item will sell in each of the coming 13 weeks, and the safety stock and reorder point that follow from it.',
  ids: ['item_id'],
  features,
  output,
});
