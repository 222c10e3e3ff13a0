import { parentPort, workerData } from 'node:worker_threads';
import { openMemory, runShard, type KernelMemory, type TrainingPlan } from '../../learning/trees/index.ts';
import { control, waitWhile } from './control.ts';

/** What a member is told when a training begins. */
export type Opening = { readonly plan: TrainingPlan; readonly shared: KernelMemory; readonly words: Int32Array };

// The crew starts this file with the shard it is to do; see openCrew.
const { shard } = workerData as { readonly shard: number };

parentPort?.on('message', ({ plan, shared, words }: Opening) => {
  const memory = openMemory(plan, shared);
  let step = Atomics.load(words, control.step);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
  parentPort?.postMessage('ready');
  for (;;) {
    while (!waitWhile(words, control.step, step, 60_000));
    step = Atomics.load(words, control.step);
    if (Atomics.load(words, control.closed) === 1) return;
    try {
      runShard(plan, memory, shard);
    } catch {
      Atomics.store(words, control.failed, 1);
    }
    Atomics.add(words, control.done, 1);
    Atomics.notify(words, control.done);
  }
});
