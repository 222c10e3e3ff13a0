import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictLatePayment = predictTool({
  model: 'late-payment',
  description: 'Says for each open invoice how probable it is that it is paid more than three days late, and by how many days.',
  ids: ['invoice_id'],
  features,
  output,
});
