import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictDeal = predictTool({
  model: 'deal',
  description: 'Says for each open opportunity how probable it is that it is won, and that it is decided later than its close date.',
  ids: ['opportunity_id'],
  features,
  output,
});
