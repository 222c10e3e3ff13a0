import { CountersignError } from '../../contracts/errors.ts';
import type { Db } from './database.ts';

/** Queues a piece of work for the next shared transaction. */
export type Write = <T>(work: () => T) => Promise<T>;

type Work = {
  readonly run: () => unknown;
  readonly undo: (() => void) | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Lets the writes of concurrent runs share one transaction. Work queued in the same turn of the event loop runs in order
 * inside one BEGIN IMMEDIATE … COMMIT, each piece in a savepoint of its own, so a piece that fails undoes only itself.
 * A promise resolves after the COMMIT: what was answered is on disk.
 */
export class GroupCommit {
  readonly #db: Db;
  #queue: Work[] = [];
  #scheduled = false;
  #dead = false;

  constructor(db: Db) {
    this.#db = db;
  }

  /** `undo` takes back in-memory bookkeeping when the piece or the whole transaction fails. */
  run<T>(work: () => T, undo?: () => void): Promise<T> {
    if (this.#dead) return Promise.reject(new CountersignError('storage.unavailable', 'The database is closed', { retry: 'later' }));
    return new Promise<T>((resolve, reject) => {
      // The queue holds works of many types; each resolve gets the value of its own work.
      this.#queue.push({ run: work, undo, resolve: resolve as (value: unknown) => void, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.flush());
    });
  }

  flush(): void {
    this.#scheduled = false;
    const batch = this.#queue;
    this.#queue = [];
    if (batch.length === 0 || this.#dead) return;
    const settled: (() => void)[] = [];
    try {
      this.#db.exec('BEGIN IMMEDIATE');
    } catch (error) {
      for (const work of batch) work.reject(unavailable(error));
      return;
    }
    const done: Work[] = [];
    for (const work of batch) this.#runOne(work, done, settled);
    try {
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      for (const work of done.toReversed()) work.undo?.();
      for (const work of batch) work.reject(unavailable(error));
      return;
    }
    for (const settle of settled) settle();
  }

  #runOne(work: Work, done: Work[], settled: (() => void)[]): void {
    this.#db.exec('SAVEPOINT piece');
    try {
      const value = work.run();
      this.#db.exec('RELEASE piece');
      done.push(work);
      settled.push(() => work.resolve(value));
    } catch (error) {
      this.#db.exec('ROLLBACK TO piece; RELEASE piece');
      work.undo?.();
      settled.push(() => work.reject(error));
    }
  }

  /** Everything queued is committed before the database closes. */
  close(): void {
    this.flush();
    this.#dead = true;
  }

  /** Drops what was not flushed, as a killed process would. For crash tests. */
  crash(): void {
    this.#dead = true;
    this.#queue = [];
  }
}

function unavailable(cause: unknown): CountersignError {
  return new CountersignError('storage.unavailable', 'The database could not store this', { retry: 'later', cause });
}
