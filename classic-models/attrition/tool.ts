import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictAttrition = predictTool({
  model: 'attrition',
  description: 'Says how probable it is that an employee leaves within six months, so that somebody talks to them in time.',
  ids: ['employee_id'],
  features,
  output,
});
