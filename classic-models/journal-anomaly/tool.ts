import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictJournalAnomaly = predictTool({
  model: 'journal-anomaly',
  description: 'Scores journal entries for what is odd before they are posted, with the reasons.',
  ids: ['entry_id'],
  features,
  output,
});
