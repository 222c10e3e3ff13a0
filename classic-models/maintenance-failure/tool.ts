import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictMaintenanceFailure = predictTool({
  model: 'maintenance-failure',
  description: 'Says how probable it is that a machine fails within seven days, and what speaks for it.',
  ids: ['machine_id'],
  features,
  output,
});
