import { CountersignError } from '../../contracts/errors.ts';
import { createKernelMemory, mostBytes, type KernelMemory } from './kernels.ts';
import { runShard } from './shard.ts';
import { blockRows, slate } from './slate.ts';
import { memoryBytes, openMemory, type TrainingMemory, type TrainingPlan } from './training-plan.ts';

/**
 * Who does the shards of a training: the caller and `size − 1` others, on memory they share. The result is the same to the
 * byte for every size.
 */
export type Crew = {
  readonly size: number;
  /** Ready once every member has opened the memory. */
  open(plan: TrainingPlan, shared: KernelMemory): Promise<CrewSession>;
};

export type CrewSession = {
  /** Has every member do its shard of the step on the slate, `own` on this thread, and returns when all are done. */
  step(own: () => void): void;
  close(): void;
};

/** The memory of a training and who works on it. Without a crew the caller does everything. */
export type Workshop = {
  readonly memory: TrainingMemory;
  /** Has every shard do its part of the step on the slate. */
  readonly step: () => void;
  /** Has the shards share `count` rows from `from` on; few rows are done here, which is sooner than waking anybody. */
  readonly shareRows: (task: number, from: number, count: number) => void;
  readonly close: () => void;
};

/** Below, sharing costs more than it saves. */
const sharedRows = 4 * blockRows;

export async function openWorkshop(plan: TrainingPlan, crew: Crew | undefined): Promise<Workshop> {
  const bytes = memoryBytes(plan);
  if (bytes > mostBytes) throw new CountersignError('input.too_large', 'Rows times features are more than trees can learn from at once');
  const shared = createKernelMemory(bytes);
  const memory = openMemory(plan, shared);
  const session = crew === undefined || crew.size < 2 ? undefined : await crew.open(plan, shared);
  const own = (): void => runShard(plan, memory, 0);
  const step = session === undefined ? own : (): void => session.step(own);
  return {
    memory,
    step,
    shareRows(task, from, count) {
      const isShared = session !== undefined && count >= sharedRows;
      memory.slate[slate.task] = task;
      memory.slate[slate.parts] = isShared ? plan.shards.length : 1;
      memory.slate[slate.from] = from;
      memory.slate[slate.count] = count;
      (isShared ? step : own)();
    },
    close: () => session?.close(),
  };
}
