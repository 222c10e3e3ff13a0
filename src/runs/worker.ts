import { setMaxListeners } from 'node:events';
import type { AuditEntry } from '../contracts/audit.ts';
import { asCountersignError } from '../contracts/errors.ts';
import type { Log } from '../contracts/log.ts';
import type { ExceptionStore, Run, RunStore } from '../contracts/runs.ts';
import type { Sleep } from '../contracts/time.ts';
import type { Probe } from '../flow/parts.ts';
import { executeRun, type ExecuteParts, type Executed, type Runnable } from './execute.ts';

export type WorkerParts = ExecuteParts & {
  readonly runs: RunStore;
  readonly exceptions: ExceptionStore;
  readonly runnable: (workflowId: string) => Runnable | undefined;
  readonly log: Log;
  readonly sleep: Sleep;
  readonly probe: Probe;
  /** Boot id and pid: how a later worker tells whether this one is dead. */
  readonly owner: string;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly idleMs: number;
  /** How long one run may work before its signal aborts. */
  readonly runTimeoutMs: number;
  /** Told when a run ended, for pruning and metrics. */
  readonly onFinished?: (run: Run, executed: Executed) => void;
};

/** The most records a tool reads at once, with what a graph and its narrations add. */
const listenersOfRun = 500;

/**
 * Claims due runs and carries them. One lease per run, renewed by a heartbeat; a run whose lease was lost is aborted and
 * its result thrown away, because the ledger refuses its old fence anyway.
 */
export class Worker {
  readonly #parts: WorkerParts;
  readonly #held = new Map<string, { run: Run; abort: AbortController }>();
  readonly #working = new Set<Promise<void>>();
  #stopping = false;
  #loop: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #beat: NodeJS.Timeout | undefined;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#loop ??= this.#run();
    this.#beat = setInterval(() => void this.#heartbeat(), this.#parts.leaseMs / 3);
    this.#beat.unref();
  }

  /** Something new may be due: do not wait for the next look. */
  wake(): void {
    this.#wake?.();
  }

  /** Takes no new runs, lets those at work finish, aborts what is left after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#settled(graceMs);
    for (const { abort } of this.#held.values()) abort.abort();
    await this.#settled(1000);
    await this.#loop;
    clearInterval(this.#beat);
  }

  /** Until the runs at work have ended, or the time is up. Nothing keeps the process alive afterwards. */
  async #settled(withinMs: number): Promise<void> {
    if (this.#working.size === 0) return;
    const done = new AbortController();
    await Promise.race([Promise.all(this.#working), this.#parts.sleep(withinMs, done.signal).catch(() => undefined)]);
    done.abort();
  }

  /** Runs until nothing is due any more; for one-shot commands and tests. Answers how many runs it carried. */
  async drain(): Promise<number> {
    let carried = 0;
    for (;;) {
      const claimed = await this.#claim();
      if (claimed.length === 0 && this.#working.size === 0) return carried;
      carried += claimed.length;
      if (this.#working.size > 0) await Promise.race(this.#working);
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const claimed = await this.#claim().catch((thrown: unknown) => {
        this.#parts.log.error({ code: asCountersignError(thrown).code }, 'claiming runs failed');
        return [];
      });
      if (claimed.length > 0 && this.#working.size < this.#parts.concurrency) continue;
      await this.#idle();
    }
  }

  async #idle(): Promise<void> {
    const waits: Promise<unknown>[] = [new Promise<void>((resolve) => (this.#wake = resolve))];
    const abort = new AbortController();
    waits.push(this.#parts.sleep(this.#parts.idleMs, abort.signal).catch(() => undefined));
    if (this.#working.size > 0) waits.push(Promise.race(this.#working));
    await Promise.race(waits);
    abort.abort();
  }

  async #claim(): Promise<readonly Run[]> {
    const room = this.#parts.concurrency - this.#working.size;
    if (room <= 0 || this.#stopping) return [];
    const at = this.#parts.clock.now();
    const lease = new Date(at.getTime() + this.#parts.leaseMs).toISOString();
    const claimed = await this.#parts.runs.claim(this.#parts.owner, at.toISOString(), lease, room);
    for (const run of claimed) {
      const work = this.#carry(run).finally(() => this.#working.delete(work));
      this.#working.add(work);
    }
    return claimed;
  }

  async #carry(run: Run): Promise<void> {
    const abort = new AbortController();
    // A run reads many records side by side, and each reading listens for its end; Node takes more than ten for a leak.
    setMaxListeners(listenersOfRun, abort.signal);
    const timer = setTimeout(() => abort.abort(), this.#parts.runTimeoutMs);
    this.#held.set(run.id, { run, abort });
    try {
      await this.#parts.probe('run.claimed');
      const runnable = this.#parts.runnable(run.workflow);
      const executed: Executed = runnable
        ? await executeRun(this.#parts, runnable, run, abort.signal)
        : {
            status: 'exception',
            outcome: 'capability.missing',
            at: this.#parts.clock.now().toISOString(),
            exception: { code: 'capability.missing', message: `Workflow ${run.workflow} is not installed`, details: {} },
          };
      await this.#finish(run, executed);
      await this.#parts.probe('run.finished');
      this.#parts.onFinished?.(run, executed);
    } catch (thrown) {
      const error = asCountersignError(thrown);
      const level = error.code === 'run.fenced' ? 'warn' : 'error';
      this.#parts.log[level]({ runId: run.id, code: error.code, cause: causeName(error) }, 'the run was given up by this worker');
    } finally {
      clearTimeout(timer);
      this.#held.delete(run.id);
    }
  }

  async #finish(run: Run, executed: Executed): Promise<void> {
    const base = {
      at: executed.at,
      actor: 'system',
      runId: run.id,
      correlationId: run.threadId,
      subject: { type: run.record.type, id: run.record.id },
    };
    const audit: AuditEntry[] = [
      { ...base, action: `run.${executed.status}`, body: { workflow: run.workflow, outcome: executed.outcome } },
    ];
    if (executed.exception) {
      // One exception a run: a second try that fails reopens it instead of adding another.
      const id = `exc_${run.id.slice(4)}`;
      const { code, message, details } = executed.exception;
      await this.#parts.exceptions.open(
        {
          id,
          code,
          message,
          status: 'open',
          runId: run.id,
          ...(run.eventId === undefined ? {} : { eventId: run.eventId }),
          record: run.record,
          details,
          createdAt: executed.at,
        },
        [{ ...base, action: 'exception.opened', body: { exception: id, code, message, details } }],
      );
    }
    await this.#parts.runs.finish(run.id, run.fence, executed, audit);
  }

  async #heartbeat(): Promise<void> {
    const held = [...this.#held.values()].map(({ run }) => ({ id: run.id, fence: run.fence }));
    if (held.length === 0) return;
    const until = new Date(this.#parts.clock.now().getTime() + this.#parts.leaseMs).toISOString();
    try {
      const kept = await this.#parts.runs.heartbeat(held, until);
      for (const { id } of held) if (!kept.includes(id)) this.#held.get(id)?.abort.abort();
    } catch (thrown) {
      this.#parts.log.error({ code: asCountersignError(thrown).code }, 'renewing leases failed');
    }
  }
}

/** The kind of the underlying error; its text may hold anything and is not logged. */
function causeName(error: Error): string | undefined {
  return error.cause instanceof Error ? error.cause.name : undefined;
}
