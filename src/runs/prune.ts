import type { ApprovalStore } from '../contracts/approvals.ts';
import { asCountersignError } from '../contracts/errors.ts';
import type { Log } from '../contracts/log.ts';
import type { Run } from '../contracts/runs.ts';
import type { Executed } from './execute.ts';

export type PruneParts = {
  readonly approvals: ApprovalStore;
  readonly saver: { prune(threadId: string): Promise<number> };
  readonly log: Log;
  /** How many finished threads are gathered before they are pruned in one transaction. */
  readonly batch?: number;
};

export type Pruning = {
  /** Notes the thread of a run that came to its end; prunes when enough have gathered. */
  finished(run: Run, executed: Executed): void;
  /** Prunes what has gathered; before a process ends and from housekeeping. Answers how many checkpoints went. */
  flush(): Promise<number>;
};

/**
 * Drops the older checkpoints of threads whose run is done, so that the file does not grow with every step ever taken. The
 * newest stays: it is what a retry or a look at the thread starts from. A thread with an open approval keeps them all,
 * and so does one that waits or that a person has to look at. Best effort: what is not pruned costs room, nothing else.
 */
export function createPruning(parts: PruneParts): Pruning {
  const { approvals, saver, log, batch = 64 } = parts;
  const threads = new Set<string>();

  async function pruneOne(threadId: string): Promise<number> {
    return (await approvals.openForThread(threadId)) ? 0 : saver.prune(threadId);
  }

  async function flush(): Promise<number> {
    const taken = [...threads];
    threads.clear();
    try {
      // Asked for together, so that the store carries them out in one transaction.
      const removed = await Promise.all(taken.map(pruneOne));
      return removed.reduce((sum, each) => sum + each, 0);
    } catch (thrown) {
      log.warn({ threads: taken.length, code: asCountersignError(thrown).code }, 'pruning finished threads failed');
      return 0;
    }
  }

  return {
    finished(run, executed) {
      if (executed.status !== 'done') return;
      threads.add(run.threadId);
      if (threads.size >= batch) void flush();
    },
    flush,
  };
}
