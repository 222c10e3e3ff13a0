import { CountersignError } from '../../contracts/errors.ts';

/** A quantile of how long a task takes, in hours. */
export type DurationQuantile = { readonly level: number; readonly hours: number };

/** A task of a period-end close. A task that is done takes no more time; `due` is in hours from now. */
export type Task = {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly duration: readonly DurationQuantile[];
  readonly due?: number;
  readonly done?: boolean;
};

/** Tasks by position, each after all it depends on; the ids keep their order where dependencies leave it open. */
export type TaskOrder = { readonly order: readonly number[]; readonly before: readonly (readonly number[])[] };

/** Kahn's ordering (1962). Throws `input.invalid` naming the tasks for a cycle, a task that is not in the list, or an id used twice. */
export function orderTasks(tasks: readonly Task[]): TaskOrder {
  const positions = new Map(tasks.map(({ id }, at) => [id, at]));
  if (positions.size !== tasks.length) {
    const twice = tasks.filter(({ id }, at) => positions.get(id) !== at).map(({ id }) => id);
    throw invalid(`These tasks are listed twice: ${twice.join(', ')}`);
  }
  const before = tasks.map(({ id, dependsOn }) =>
    [...new Set(dependsOn)].map((name) => {
      const at = positions.get(name);
      if (at === undefined) throw invalid(`Task ${id} depends on ${name}, which is not in the list`);
      return at;
    }),
  );
  const after: number[][] = tasks.map(() => []);
  before.forEach((needed, at) => needed.forEach((each) => after[each]?.push(at)));
  const waiting = before.map(({ length }) => length);
  const order = waiting.flatMap((count, at) => (count === 0 ? [at] : []));
  for (let next = 0; next < order.length; next += 1)
    for (const each of after[order[next] ?? 0] ?? []) {
      waiting[each] = (waiting[each] ?? 0) - 1;
      if (waiting[each] === 0) order.push(each);
    }
  if (order.length < tasks.length) throw invalid(`These tasks wait for one another: ${circle(tasks, before, new Set(order)).join(' → ')}`);
  return { order, before };
}

/** One circle among the tasks that never became free: from any of them back along what it waits for, until one comes round again. */
function circle(tasks: readonly Task[], before: readonly (readonly number[])[], free: ReadonlySet<number>): string[] {
  let at = tasks.findIndex((_, each) => !free.has(each));
  const walked: number[] = [];
  while (!walked.includes(at)) {
    walked.push(at);
    at = before[at]?.find((each) => !free.has(each)) ?? at;
  }
  return [...walked.slice(walked.indexOf(at)), at].map((each) => tasks[each]?.id ?? '').toReversed();
}

function invalid(message: string): CountersignError {
  return new CountersignError('input.invalid', message, { field: 'tasks' });
}
