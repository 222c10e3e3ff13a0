import type { ModelValues } from 'countersign';
import { rankBottlenecks, type Task } from 'countersign/learning';

export type Hours = { readonly expected: number; readonly low: number; readonly high: number };

/** Where a task stands in the order of what holds up the close; nulls where the list of the close is not at hand. */
export type Priority = {
  readonly priority: number | null;
  readonly delay_hours: number | null;
  readonly critical: number | null;
  readonly order: readonly string[];
};

const shown = 10;

/** The order of all open tasks with this one as long as it is expected to take. Throws `input.invalid` for tasks that wait for one another. */
export function priorityOf(values: ModelValues, hours: Hours): Priority {
  const tasks = tasksIn(values, hours);
  if (tasks.length === 0) return { priority: null, delay_hours: null, critical: null, order: [] };
  const ranked = rankBottlenecks(tasks, { draws: 500 }).tasks;
  const place = ranked.findIndex(({ id }) => id === values['task_key']);
  const own = ranked[place];
  return {
    priority: own ? place + 1 : null,
    delay_hours: own?.delay ?? null,
    critical: own?.critical ?? null,
    order: ranked.slice(0, shown).map(({ id }) => id),
  };
}

function tasksIn({ close_tasks: listed, task_key: own }: ModelValues, hours: Hours): Task[] {
  if (!Array.isArray(listed)) return [];
  const named = listed.flatMap((each) => {
    const { task, depends_on: after, hours_p50: middle, hours_p90: long, done } = typeof each === 'object' && each !== null ? each : {};
    if (typeof task !== 'string') return [];
    const usual = typeof middle === 'number' ? middle : 4;
    return [
      {
        id: task,
        dependsOn: typeof after === 'string' ? after.split(' ').filter((name) => name !== '') : [],
        duration:
          task === own
            ? quantiles(hours.low, hours.expected, hours.high)
            : quantiles(usual * 0.6, usual, typeof long === 'number' ? long : usual * 1.6),
        done: done === 1 || done === 'yes',
      },
    ];
  });
  const known = new Set(named.map(({ id }) => id));
  // A task of another close is no task to wait for here.
  return named.map((task) => ({ ...task, dependsOn: task.dependsOn.filter((name) => known.has(name)) }));
}

function quantiles(low: number, middle: number, high: number): Task['duration'] {
  const [first, second] = [Math.max(0, Math.min(low, middle)), Math.max(0, middle)];
  return [
    { level: 0.1, hours: first },
    { level: 0.5, hours: second },
    { level: 0.9, hours: Math.max(second, high) },
  ];
}
