import { defineModel } from 'countersign';
import { amountHead } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';
import { priorityOf } from './priority.ts';

/** How long a task of a period-end close takes, and where it stands among what holds up the close. */
export const closeBottleneck = defineModel({
  id: 'close-bottleneck',
  version: '1.0.0',
  title: 'Bottleneck of a close',
  entity: 'task',
  ids: ['task_id'],
  features,
  heads: { hours: amountHead({ target: 'hours', level: 0.8, atLeast: 0 }) },
  // What the close calendar says today: the usual hours of the kind.
  rule: (values) => {
    const usual = values['usual_hours'];
    const expected = typeof usual === 'number' ? usual : 4;
    return { output: { expected_hours: expected, ...priorityOf(values, { expected, low: expected * 0.6, high: expected * 1.6 }) } };
  },
  answer: ({ hours }, values) => {
    const expected = typeof hours?.value === 'number' ? hours.value : Number.NaN;
    const { low, high } = hours?.interval ?? { low: expected, high: expected };
    return { output: { expected_hours: expected, ...priorityOf(values, { expected, low, high }) } };
  },
  leading: 'hours',
  judgedBy: { output: 'expected_hours', target: 'hours', kind: 'amount' },
  card: {
    purpose: 'Says how many hours a task of a period-end close takes, and puts the open tasks in the order in which they hold up its end',
    decides: 'Nothing: it says in which order the tasks of the close want attention; it moves no date and assigns nobody',
    limits: [
      'Until a version is approved the rule answers: the usual hours of the kind',
      'Without the list of the close there is no priority, only hours',
      'Tasks take their time independently of one another; two tasks of one person are known as a count alone',
    ],
    owner: 'Financial close',
  },
  output,
});
