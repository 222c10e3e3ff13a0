import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictMatch = predictTool({
  model: 'match',
  description: 'Says how probable it is that two sides belong together in bank and intercompany reconciliation.',
  ids: ['pair_id'],
  features,
  output,
});
