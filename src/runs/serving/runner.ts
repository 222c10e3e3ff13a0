import { CountersignError } from '../../contracts/errors.ts';
import type { Members, RunEnding, RunRow, ThreadStatus } from '../../contracts/serving-store.ts';
import type { GraphCommand, RunResult } from '../../contracts/serving.ts';
import { assistantFor } from './access.ts';
import { drivable, interruptsByTask, parkedIn, type Snapshot, stateOf } from './drivable.ts';
import { drive } from './drive.ts';
import { shownError, tracedError } from './errors.ts';
import { toldModes, type Live, type Lives, type StopKind } from './live.ts';
import { limitsOf, nowOf, type ServingLimits, type ServingParts } from './parts.ts';
import { plain } from './plain.ts';
import { graphConfig, graphInput } from './prepare.ts';
import { refuseStale } from './resume.ts';

/** What the thread looks like after a run. */
type After = {
  readonly status: ThreadStatus;
  readonly values: unknown;
  readonly interrupts: Members;
  readonly pending: RunResult['interrupts'];
};

/**
 * Carries runs. pending → running → success | awaiting_approval | error | timeout | interrupted; a run stopped by a
 * shutdown goes back to pending, one that is rolled back leaves nothing.
 */
export class Runner {
  readonly #parts: ServingParts;
  readonly #limits: ServingLimits;
  readonly #lives: Lives;
  readonly #working = new Map<string, Promise<void>>();
  readonly #onEnded: (live: Live, result: RunResult) => void;
  #isStopping = false;

  constructor(parts: ServingParts, lives: Lives, onEnded: (live: Live, result: RunResult) => void) {
    this.#parts = parts;
    this.#limits = limitsOf(parts);
    this.#lives = lives;
    this.#onEnded = onEnded;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  get hasRoom(): boolean {
    return !this.#isStopping && this.#working.size < this.#limits.concurrency;
  }

  /** Begins a run the store says is running. */
  begin(live: Live): void {
    live.isAtWork = true;
    const work = this.#carry(live).finally(() => {
      this.#working.delete(live.row.id);
      void this.pump();
    });
    this.#working.set(live.row.id, work);
  }

  /** Looks again when the run is due, as often as it takes: timers hold 31 bits, and may come a moment early. */
  wakeAt(row: RunRow): void {
    const ms = new Date(row.availableAt).getTime() - this.#parts.clock.now().getTime();
    const timer = setTimeout(
      () => {
        const live = this.#lives.get(row.id);
        if (!live || live.isAtWork || live.result !== undefined || this.#isStopping) return;
        if (new Date(row.availableAt) > this.#parts.clock.now()) this.wakeAt(row);
        else void this.pump();
      },
      Math.min(Math.max(ms, 1), 2 ** 31 - 1),
    );
    timer.unref();
  }

  /** Takes what is due and has a free thread. */
  async pump(): Promise<void> {
    const waiting = this.#lives.active().some((live) => !live.isAtWork);
    if (!waiting || !this.hasRoom) return;
    try {
      const room = this.#limits.concurrency - this.#working.size;
      for (const row of await this.#parts.stores.runs.take(nowOf(this.#parts), room)) {
        const live = this.#lives.get(row.id);
        // Somebody may have stopped it meanwhile; then its end is being written.
        if (!live || live.stopped !== undefined || live.result !== undefined) continue;
        live.row = row;
        live.hadToWait = true;
        this.begin(live);
      }
    } catch (thrown) {
      this.#parts.log.error(tracedError(thrown), 'taking served runs from the queue failed');
    }
  }

  /** Stops a run wherever it is; resolves when it has ended. */
  async stop(live: Live, kind: StopKind): Promise<void> {
    if (live.result !== undefined) return;
    live.stop(kind);
    if (!live.isAtWork) await this.#settle(live, undefined);
    await live.ended;
  }

  async shutDown(graceMs: number): Promise<void> {
    this.#isStopping = true;
    await this.#within(graceMs);
    for (const live of this.#lives.active()) if (live.isAtWork) live.stop('shutdown');
    await this.#within(2000);
    for (const live of this.#lives.active()) live.log.close();
  }

  async #within(ms: number): Promise<void> {
    if (this.#working.size === 0) return;
    const done = new AbortController();
    await Promise.race([Promise.all(this.#working.values()), this.#parts.sleep(ms, done.signal).catch(() => undefined)]);
    done.abort();
  }

  async #carry(live: Live): Promise<void> {
    const timer = setTimeout(() => live.stop('timeout'), this.#limits.runTimeoutMs);
    let thrown: unknown;
    let after: After | undefined;
    try {
      after = await this.#drive(live);
    } catch (error) {
      thrown = error ?? new Error('nothing was thrown');
    } finally {
      clearTimeout(timer);
    }
    await this.#settle(live, thrown, after);
  }

  async #drive(live: Live): Promise<After> {
    const { row, served } = live;
    live.emit('metadata', 'metadata', JSON.stringify({ run_id: row.id, attempt: row.attempts }));
    if (row.attempts > this.#limits.attempts)
      throw new CountersignError('run.limit', `The run ended ${this.#limits.attempts} processes that began it and is not begun again`);
    const graph = drivable(served);
    const assistant = await assistantFor(this.#parts, row.assistantId);
    let kwargs = row.kwargs;
    const newest = this.#parts.stores.checkpoints.newest(row.threadId);
    if (row.attempts > 1 && newest !== row.base) kwargs = { ...kwargs, input: null, command: undefined, checkpoint: undefined };
    else if (newest !== row.base && newest !== undefined) await this.#parts.stores.runs.setBase(row.id, newest);
    if (newest !== undefined) live.row = { ...row, base: row.attempts > 1 ? (row.base ?? newest) : newest };
    const config = graphConfig(served, live.servedRun, assistant, kwargs, row.attempts);
    await this.#refuseStale(live, kwargs, config);
    const driven = await drive(
      graph,
      graphInput(kwargs),
      { runId: row.id, modes: toldModes(row, this.#lives.isWatched(row.threadId)), subgraphs: kwargs['subgraphs'] === true, config },
      (mode, event, data, isPlain) => live.emit(mode, event, data, isPlain),
    );
    const isPlainEnd = driven.sawValues && !driven.isParked && !kwargs['interrupt_before'] && !kwargs['interrupt_after'];
    if (isPlainEnd) return { status: 'idle', values: plain(driven.values), interrupts: {}, pending: [] };
    return afterState(await stateOf(served, { configurable: { thread_id: row.threadId } }));
  }

  /** Only a resume that had to wait can be stale by now: one that begins at once was checked a moment ago. */
  async #refuseStale(live: Live, kwargs: Members, config: Members): Promise<void> {
    const command = kwargs['command'] as GraphCommand | undefined;
    if (command?.resume === undefined || !live.hadToWait) return;
    refuseStale(command.resume, parkedIn(await stateOf(live.served, { configurable: config['configurable'] })));
  }

  /** Writes how the run ended and tells everybody; in this order, so that who hears of the end finds it. */
  async #settle(live: Live, thrown: unknown, after?: After): Promise<void> {
    const at = nowOf(this.#parts);
    try {
      if (live.stopped === 'shutdown' && (thrown !== undefined || !after)) {
        await this.#parts.stores.runs.release(live.row.id, at, false);
        live.isAtWork = false;
        live.log.close();
        return;
      }
      if (live.stopped === 'rollback' && !(after && thrown === undefined)) {
        await this.#rollback(live, at);
        return;
      }
      const result = await this.#resultOf(live, thrown, after);
      await this.#parts.stores.runs.finish(live.row.id, await this.#ending(live, result, after, at));
      await this.#finished(live, result);
    } catch (failed) {
      this.#parts.log.error({ runId: live.row.id, ...tracedError(failed) }, 'the end of a served run could not be stored');
      live.end({ status: 'error', values: null, interrupts: [], error: shownError(failed) });
      this.#lives.keep(live);
    }
  }

  async #resultOf(live: Live, thrown: unknown, after: After | undefined): Promise<RunResult> {
    if (after && thrown === undefined)
      return { status: after.pending.length > 0 ? 'awaiting_approval' : 'success', values: after.values, interrupts: after.pending };
    const state = await this.#stateAfter(live);
    const base = { values: state?.values ?? null, interrupts: state?.pending ?? [] };
    if (live.stopped === 'timeout') {
      const error = { error: 'TimeoutError', message: 'The run took longer than a run may take', code: 'run.limit' };
      live.emit('error', 'error', JSON.stringify(error));
      return { ...base, status: 'timeout', error };
    }
    if (live.stopped !== undefined) return { ...base, status: 'interrupted' };
    const error = shownError(thrown);
    this.#parts.log.warn({ runId: live.row.id, code: error.code, ...tracedError(thrown) }, 'a served run failed');
    live.emit('error', 'error', JSON.stringify(error));
    return { ...base, status: 'error', error };
  }

  async #ending(live: Live, result: RunResult, after: After | undefined, at: string): Promise<RunEnding> {
    if (result.status === 'success' || result.status === 'awaiting_approval') {
      const { status, values, interrupts } = after ?? { status: 'idle' as const, values: result.values, interrupts: {} };
      return { status: result.status, at, thread: { status, values, interrupts } };
    }
    const state = await this.#stateAfter(live);
    const kept = state ? { values: state.values, interrupts: state.interrupts } : {};
    const failed = result.status === 'error' || result.status === 'timeout';
    const status = failed ? 'error' : state && state.pending.length > 0 ? 'interrupted' : 'idle';
    return { status: result.status, at, thread: { status, ...kept, ...(result.error ? { error: result.error.code } : {}) } };
  }

  async #stateAfter(live: Live): Promise<After | undefined> {
    try {
      return afterState(await stateOf(live.served, { configurable: { thread_id: live.row.threadId } }));
    } catch {
      // A state that cannot be read is reported by whoever reads it next; the run still ends.
      return undefined;
    }
  }

  async #rollback(live: Live, at: string): Promise<void> {
    const { stores } = this.#parts;
    if (live.isAtWork) await stores.checkpoints.rollback(live.row.threadId, live.row.base);
    const state = await this.#stateAfter(live);
    await stores.runs.finish(live.row.id, {
      status: 'interrupted',
      at,
      thread: {
        status: state && state.pending.length > 0 ? 'interrupted' : 'idle',
        values: state?.values ?? null,
        interrupts: state?.interrupts ?? {},
      },
    });
    await stores.runs.delete(live.row.id);
    await this.#finished(live, { status: 'interrupted', values: state?.values ?? null, interrupts: state?.pending ?? [] });
  }

  async #finished(live: Live, result: RunResult): Promise<void> {
    live.row = { ...live.row, status: result.status };
    const isGone = live.isTemporary && live.row.kwargs['on_completion'] !== 'keep';
    if (isGone) {
      await this.#parts.stores.threads.discard(live.row.threadId);
      await forgetState(this.#parts, live.row.threadId, live.row.assistantId);
    }
    live.end(result);
    this.#lives.keep(live);
    this.#onEnded(live, result);
  }
}

export async function forgetThread(parts: ServingParts, threadId: string, assistantId: string | undefined): Promise<void> {
  await parts.stores.threads.delete(threadId);
  await forgetState(parts, threadId, assistantId);
}

/** What is kept of a thread beside its row: checkpoints, and what its graph keeps. */
async function forgetState(parts: ServingParts, threadId: string, assistantId: string | undefined): Promise<void> {
  await parts.saver.deleteThread(threadId);
  const assistant = assistantId === undefined ? undefined : await parts.stores.assistants.get(assistantId);
  const served = parts.graphs.find((graph) => graph.id === assistant?.graphId);
  await served?.hooks.forget?.(threadId);
}

function afterState(state: Snapshot): After {
  const pending = parkedIn(state).map(({ id, value }) => ({ id, value: plain(value) }));
  const interrupts = plain(interruptsByTask(state)) as Members;
  return { status: state.next.length > 0 ? 'interrupted' : 'idle', values: plain(state.values), interrupts, pending };
}
