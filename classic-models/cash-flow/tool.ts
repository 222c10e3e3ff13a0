import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictCashFlow = predictTool({
  model: 'cash-flow',
  description: 'Says the position of cash at the end of each of the coming 13 weeks, how sure that is, and why it differs from a week ago.',
  ids: ['company_id'],
  features,
  output,
});
