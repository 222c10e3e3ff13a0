import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictRenewal = predictTool({
  model: 'renewal',
  description: 'Says how probable it is that a subscription ends at its next renewal, and at which amount it goes on if it does not.',
  ids: ['subscription_id'],
  features,
  output,
});
