import type { Principal } from '../../contracts/principal.ts';
import type { ServedGraph, ServedRun } from '../../contracts/served.ts';
import type { RunRow } from '../../contracts/serving-store.ts';
import type { RunResult, StreamMode } from '../../contracts/serving.ts';
import { EventLog, type LoggedEvent } from './event-log.ts';
import type { ServingLimits } from './parts.ts';

/** Why a run is stopped from outside. `shutdown` gives it back to the queue. */
export type StopKind = 'interrupt' | 'rollback' | 'timeout' | 'shutdown' | 'replaced';

export type LiveParts = {
  readonly row: RunRow;
  readonly served: ServedGraph;
  readonly by: Principal;
  readonly log: EventLog;
  readonly isTemporary: boolean;
  readonly ownerId: string;
  readonly epoch: string;
};

/** A run this process knows: waiting, at work, or ended a few minutes ago. */
export class Live {
  row: RunRow;
  readonly served: ServedGraph;
  readonly by: Principal;
  readonly abort = new AbortController();
  readonly ended: Promise<RunResult>;
  readonly log: EventLog;
  /** Begins every event's id. One that was given out by an earlier process is so not taken for a place in this log. */
  readonly epoch: string;
  /** It was checked long before it began. */
  hadToWait = false;
  stopped: StopKind | undefined;
  isAtWork = false;
  result: RunResult | undefined;
  readonly isTemporary: boolean;
  /** Whose thread it runs on. */
  readonly ownerId: string;
  #end: (result: RunResult) => void = () => undefined;

  constructor(made: LiveParts) {
    this.row = made.row;
    this.served = made.served;
    this.by = made.by;
    this.log = made.log;
    this.isTemporary = made.isTemporary;
    this.ownerId = made.ownerId;
    // The random end of a version 7 id.
    this.epoch = made.epoch.slice(-8);
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  get servedRun(): ServedRun {
    return { runId: this.row.id, threadId: this.row.threadId, by: this.by, signal: this.abort.signal };
  }

  emit(mode: LoggedEvent['mode'], event: string, data: string, isPlain = false): void {
    this.log.append({ mode, event, data, isPlain });
  }

  stop(kind: StopKind): void {
    if (this.result !== undefined || this.stopped !== undefined) return;
    this.stopped = kind;
    this.abort.abort(new Error(`The run was stopped: ${kind}`));
  }

  end(result: RunResult): void {
    this.result = result;
    this.#end(result);
    this.log.close();
  }
}

export const modesOf = (row: RunRow): readonly StreamMode[] => {
  const modes: unknown = row.kwargs['stream_mode'];
  // Written by prepare.ts from a checked list.
  return Array.isArray(modes) ? (modes as StreamMode[]) : ['values'];
};

/** What is told as it happens: of a run whose client asked for its end alone nothing, unless somebody listens to the thread. */
export const toldModes = (row: RunRow, isWatched: boolean): readonly StreamMode[] => {
  const modes = modesOf(row);
  return modes.length === 0 && isWatched ? ['values'] : modes;
};

/** The runs this process knows, with bounds on what their events may take. */
export class Lives {
  readonly #limits: ServingLimits;
  readonly #all = new Map<string, Live>();
  readonly #active = new Set<Live>();
  readonly #byThread = new Map<string, Set<Live>>();
  readonly #followers = new Map<string, Set<(live: Live) => void>>();
  #bytes = 0;

  constructor(limits: ServingLimits) {
    this.#limits = limits;
  }

  newLog(): EventLog {
    return new EventLog({ events: this.#limits.eventsPerRun, bytes: this.#limits.bytesPerRun }, (bytes) => {
      this.#bytes += bytes;
      if (bytes > 0 && this.#bytes > this.#limits.bytesOverall) this.#dropOldest();
    });
  }

  add(live: Live): void {
    this.#all.set(live.row.id, live);
    this.#active.add(live);
    const on = this.#byThread.get(live.row.threadId) ?? new Set();
    on.add(live);
    this.#byThread.set(live.row.threadId, on);
    for (const tell of this.#followers.get(live.row.threadId) ?? []) tell(live);
  }

  get(runId: string): Live | undefined {
    return this.#all.get(runId);
  }

  on(threadId: string): readonly Live[] {
    return [...(this.#byThread.get(threadId) ?? [])];
  }

  /** Runs of the thread that have not ended. */
  activeOn(threadId: string): readonly Live[] {
    return this.on(threadId).filter((live) => live.result === undefined);
  }

  active(): readonly Live[] {
    return [...this.#active];
  }

  /** Tells of every run that begins on the thread from now on; answers how to stop. */
  watch(threadId: string, tell: (live: Live) => void): () => void {
    const followers = this.#followers.get(threadId) ?? new Set();
    followers.add(tell);
    this.#followers.set(threadId, followers);
    return () => {
      followers.delete(tell);
      if (followers.size === 0) this.#followers.delete(threadId);
    };
  }

  isWatched(threadId: string): boolean {
    return this.#followers.has(threadId);
  }

  /** A run ended: its events stay for a while. */
  keep(live: Live): void {
    this.#active.delete(live);
    setTimeout(() => this.forget(live), this.#limits.keepMs).unref();
  }

  forget(live: Live): void {
    if (this.#all.get(live.row.id) !== live) return;
    this.#all.delete(live.row.id);
    this.#active.delete(live);
    const on = this.#byThread.get(live.row.threadId);
    on?.delete(live);
    if (on?.size === 0) this.#byThread.delete(live.row.threadId);
    live.log.drop();
  }

  /** Ended runs go first, oldest first; the events of runs at work only through their own bound. */
  #dropOldest(): void {
    for (const live of this.#all.values()) {
      if (this.#bytes <= this.#limits.bytesOverall) return;
      if (live.result !== undefined) this.forget(live);
    }
  }
}
