import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictCloseBottleneck = predictTool({
  model: 'close-bottleneck',
  description:
    'Says how many hours a task of a period-end close takes, and puts the open tasks in the order in which they hold up its end.',
  ids: ['task_id'],
  features,
  output,
});
