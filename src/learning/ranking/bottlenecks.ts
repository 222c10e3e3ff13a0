import { createRandom } from '../core/random.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { orderTasks, type DurationQuantile, type Task, type TaskOrder } from './task-graph.ts';

export type Bottleneck = {
  readonly id: string;
  /** The share of draws in which the task lies on a longest path to the end. */
  readonly critical: number;
  /** Hours by which the end would come earlier on average if this task took no longer than its median. */
  readonly delay: number;
  /** The share of draws in which the task ends after its own due time; null without one. */
  readonly late: number | null;
};

export type Bottlenecks = {
  /** The tasks, worst first: by the delay they cause, then by how often they are critical. */
  readonly tasks: readonly Bottleneck[];
  /** When everything is done, in hours from now. */
  readonly finish: { readonly mean: number; readonly p50: number; readonly p80: number; readonly p95: number };
};

/**
 * Which open tasks hold up the end of a close, by seeded draws of every duration (1,000). Durations are drawn between their
 * quantiles, tasks independent of each other, each starting when all it depends on is done. Throws `input.invalid` naming the
 * tasks of a cycle, unknown dependencies, and durations whose quantiles do not rise.
 */
export function rankBottlenecks(
  tasks: readonly Task[],
  { draws = 1000, seed = 1 }: { readonly draws?: number; readonly seed?: number } = {},
): Bottlenecks {
  const graph = orderTasks(tasks);
  const curves = tasks.map((task) => (task.done === true ? [{ level: 0, hours: 0 }] : curveOf(task)));
  const medians = Float64Array.from(curves, (curve) => hoursAt(curve, 0.5));
  const random = createRandom(seed);
  const [critical, delay, late] = [0, 1, 2].map(() => new Float64Array(tasks.length));
  const ends = new Float64Array(draws);
  const [hours, finish] = [new Float64Array(tasks.length), new Float64Array(tasks.length)];
  const trial = new Float64Array(tasks.length);
  for (let draw = 0; draw < draws; draw += 1) {
    curves.forEach((curve, at) => {
      hours[at] = hoursAt(curve, random.next());
    });
    const end = schedule(graph, hours, finish);
    ends[draw] = end;
    const onPath = criticalTasks(graph, hours, finish, end);
    tasks.forEach((task, at) => {
      if (task.due !== undefined && (finish[at] ?? 0) > task.due) add(late, at, 1);
      if (task.done === true || onPath[at] !== 1) return;
      add(critical, at, 1);
      const taken = hours[at] ?? 0;
      const usual = medians[at] ?? 0;
      if (taken <= usual) return;
      hours[at] = usual;
      add(delay, at, end - schedule(graph, hours, trial));
      hours[at] = taken;
    });
  }
  const ranked = tasks.flatMap(({ id, due, done }, at) => {
    const share = (sums: Float64Array | undefined): number => (sums?.[at] ?? 0) / draws;
    return done === true ? [] : [{ id, critical: share(critical), delay: share(delay), late: due === undefined ? null : share(late) }];
  });
  const sorted = ends.toSorted();
  const at = (level: number): number => sorted[Math.min(draws - 1, Math.floor(level * draws))] ?? 0;
  return {
    tasks: ranked.toSorted((one, other) => other.delay - one.delay || other.critical - one.critical || (one.id < other.id ? -1 : 1)),
    finish: { mean: ends.reduce((sum, end) => sum + end, 0) / draws, p50: at(0.5), p80: at(0.8), p95: at(0.95) },
  };
}

function add(sums: Float64Array | undefined, at: number, amount: number): void {
  if (sums) sums[at] = (sums[at] ?? 0) + amount;
}

/** When each task ends, written into `finish`; answers when the last one does. */
function schedule({ order, before }: TaskOrder, hours: Float64Array, finish: Float64Array): number {
  let end = 0;
  for (const at of order) {
    let start = 0;
    for (const needed of before[at] ?? []) start = Math.max(start, finish[needed] ?? 0);
    finish[at] = start + (hours[at] ?? 0);
    end = Math.max(end, finish[at] ?? 0);
  }
  return end;
}

/** 1 for every task that could not have ended later without moving the end. */
function criticalTasks({ order, before }: TaskOrder, hours: Float64Array, finish: Float64Array, end: number): Uint8Array {
  const latest = new Float64Array(hours.length).fill(end);
  const critical = new Uint8Array(hours.length);
  for (const at of order.toReversed()) {
    const start = (latest[at] ?? 0) - (hours[at] ?? 0);
    for (const needed of before[at] ?? []) latest[needed] = Math.min(latest[needed] ?? end, start);
    // Sums of the same durations in another order differ in their last digits.
    if ((latest[at] ?? 0) - (finish[at] ?? 0) < 1e-9 * Math.max(1, end)) critical[at] = 1;
  }
  return critical;
}

/** Quantiles with ends: as far below the first as the second is above it (not below nothing), and likewise above the last. */
function curveOf({ id, duration }: Task): readonly DurationQuantile[] {
  const sorted = duration.toSorted((one, other) => one.level - other.level);
  const isRising = sorted.every(({ level, hours }, at) => {
    const before = sorted[at - 1];
    return level > 0 && level < 1 && hours >= 0 && Number.isFinite(hours) && (!before || (level > before.level && hours >= before.hours));
  });
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || !isRising)
    throw new CountersignError('input.invalid', `The duration of task ${id} needs quantiles that rise in level and hours`, {
      field: 'duration',
    });
  const low = (sorted[1] ?? first).hours - first.hours;
  const high = last.hours - (sorted.at(-2) ?? last).hours;
  return [{ level: 0, hours: Math.max(0, first.hours - low) }, ...sorted, { level: 1, hours: last.hours + high }];
}

function hoursAt(curve: readonly DurationQuantile[], share: number): number {
  let before = curve[0] ?? { level: 0, hours: 0 };
  for (const point of curve) {
    if (share < point.level) return before.hours + ((share - before.level) / (point.level - before.level)) * (point.hours - before.hours);
    before = point;
  }
  return before.hours;
}
