import { Worker } from 'node:worker_threads';
import { CountersignError } from '../../contracts/errors.ts';
import type { Crew, CrewSession, KernelMemory, TrainingPlan } from '../../learning/trees/index.ts';
import { control, waitWhile } from './control.ts';
import type { Opening } from './shard-worker.ts';

/** A crew of worker threads, kept from training to training; `close` ends them. */
export type WorkerCrew = Crew & { close(): Promise<void> };

/** A step takes a second at the very most; a member that is silent for a minute is gone. */
const silenceMs = 60_000;

/**
 * Starts `size − 1` worker threads; the thread that trains is the crew's first member and blocks while it does, so train in a
 * thread that serves nobody. Trainings that begin meanwhile wait their turn. Throws `internal` where a member fails.
 */
export async function openCrew({ size }: { readonly size: number }): Promise<WorkerCrew> {
  const { boot, module } = workerFiles(import.meta.url);
  const members = Array.from({ length: Math.max(0, size - 1) }, (_, index) => {
    const worker = new Worker(boot, { workerData: { module: module.href, shard: index + 1 } });
    worker.unref();
    // A thread that fails between trainings is found dead by the next one; unheard, its error would end the process.
    worker.on('error', () => undefined);
    return worker;
  });
  let free: Promise<void> = Promise.resolve();
  return {
    size: members.length + 1,
    async open(plan, shared) {
      const before = free;
      let leave = (): void => undefined;
      free = new Promise((resolve) => {
        leave = resolve;
      });
      await before;
      try {
        return await openSession(members, plan, shared, () => leave());
      } catch (error) {
        leave();
        throw error;
      }
    },
    async close() {
      await Promise.all(members.map((member) => member.terminate()));
    },
  };
}

/** Beside this file in the sources; in a build, where bundling may have moved this code, at the same path under dist. */
function workerFiles(url: string): { boot: URL; module: URL } {
  if (url.endsWith('.ts')) return { boot: new URL('./boot.mjs', import.meta.url), module: new URL('./shard-worker.ts', import.meta.url) };
  const home = new URL('src/scoring/pool/', url.slice(0, url.lastIndexOf('/dist/') + '/dist/'.length));
  return { boot: new URL('boot.js', home), module: new URL('shard-worker.js', home) };
}

async function openSession(
  members: readonly Worker[],
  plan: TrainingPlan,
  shared: KernelMemory,
  onClose: () => void,
): Promise<CrewSession> {
  const words = new Int32Array(new SharedArrayBuffer(control.words * 4));
  const opening: Opening = { plan, shared, words };
  await Promise.all(members.map((member) => isReady(member, opening)));
  return {
    step(own) {
      Atomics.store(words, control.done, 0);
      Atomics.add(words, control.step, 1);
      Atomics.notify(words, control.step);
      own();
      for (let done = Atomics.load(words, control.done); done < members.length; done = Atomics.load(words, control.done)) {
        if (!waitWhile(words, control.done, done, silenceMs)) throw lost();
      }
      if (Atomics.load(words, control.failed) === 1) throw lost();
    },
    close() {
      Atomics.store(words, control.closed, 1);
      Atomics.add(words, control.step, 1);
      Atomics.notify(words, control.step);
      onClose();
    },
  };
}

function isReady(member: Worker, opening: Opening): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      member.off('message', ready).off('error', settle).off('exit', gone).unref();
      if (error === undefined) resolve();
      else reject(new CountersignError('internal', 'A training thread did not start', { cause: error }));
    };
    const ready = (): void => settle();
    const gone = (): void => settle(new Error('exited'));
    // A thread that has ended has no number any more and answers nothing.
    if (member.threadId < 0) gone();
    member.on('message', ready).on('error', settle).on('exit', gone);
    // A thread that is waited for keeps the process alive; one that idles does not.
    member.ref();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    member.postMessage(opening);
  });
}

function lost(): CountersignError {
  return new CountersignError('internal', 'A training thread failed or was lost; training stopped', { retry: 'now' });
}
