import type { ModelFeature } from 'countersign';
import { category, items, number, own } from '../feature.ts';

const tasks = 'erp.close-tasks';

export const features: readonly ModelFeature[] = [
  category('task_kind', 'the kind of the task', tasks, own('task_kind'), { required: true }),
  category('task_key', 'the task in the list of the close', tasks, own('task_key')),
  number('documents', 'documents the task goes through', tasks, own('documents'), { range: { min: 0 } }),
  number('open_exceptions', 'open exceptions of the task', tasks, own('open_exceptions'), { range: { min: 0, max: 100_000 } }),
  number('preparer_tasks', 'other tasks of the preparer', tasks, own('preparer_tasks'), {
    class: 'personal',
    range: { min: 0, max: 1000 },
  }),
  number('interface_failed', 'whether an interface failed', 'erp.interfaces', own('interface_failed'), { range: { min: 0, max: 1 } }),
  category('quarter_end', 'whether a quarter ends', tasks, { of: 'close', observation: 'quarter_end', take: 'latest' }),
  number(
    'usual_hours',
    'mean hours of tasks of the kind in a year',
    tasks,
    { of: 'kind', observation: 'hours', take: 'mean', withinDays: 365 },
    { unit: 'hours', range: { min: 0, max: 10_000 } },
  ),
  items('close_tasks', 'all tasks of the close: task, depends_on (parted by blanks), hours_p50, hours_p90, done', tasks, {
    of: 'close',
    observation: 'close_tasks',
    take: 'latest',
  }),
];
