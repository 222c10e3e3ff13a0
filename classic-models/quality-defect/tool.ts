import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictQualityDefect = predictTool({
  model: 'quality-defect',
  description: 'Says how probable a defect of a lot is, from the readings of the four hours before it was finished.',
  ids: ['lot_id'],
  features,
  output,
});
