import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictRootCause = predictTool({
  model: 'root-cause',
  description: 'Ranks the probable causes of a quality incident by how much more frequent incidents are where its readings lie.',
  ids: ['incident_id'],
  features,
  output,
});
