import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictJournalAccount = predictTool({
  model: 'journal-account',
  description: 'Suggests the ledger account of a payables invoice from vendor, amount band, tax code and the words of the header.',
  ids: ['invoice_id'],
  features,
  output,
});
