import { CountersignError } from '../../contracts/errors.ts';
import { createKernelMemory, mostBytes, type KernelMemory } from './kernels.ts';
import { runShard } from './shard.ts';
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
export type Workshop = { readonly memory: TrainingMemory; readonly step: () => void; readonly close: () => void };

export async function openWorkshop(plan: TrainingPlan, crew: Crew | undefined): Promise<Workshop> {
  const bytes = memoryBytes(plan);
  if (bytes > mostBytes) throw new CountersignError('input.too_large', 'Rows times features are more than trees can learn from at once');
  const shared = createKernelMemory(bytes);
  const memory = openMemory(plan, shared);
  if (crew === undefined || crew.size < 2) {
    return { memory, step: () => plan.shards.forEach((_, shard) => runShard(plan, memory, shard)), close: () => undefined };
  }
  const session = await crew.open(plan, shared);
  return { memory, step: () => session.step(() => runShard(plan, memory, 0)), close: () => session.close() };
}
