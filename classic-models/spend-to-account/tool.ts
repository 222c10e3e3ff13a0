import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictSpendToAccount = predictTool({
  model: 'spend-to-account',
  description: 'Codes invoice lines that carry no account by their words and their supplier.',
  ids: ['line_id'],
  features,
  output,
});
