import { CountersignError } from '../../contracts/errors.ts';
import type { Db } from './database.ts';

/**
 * What a write has to outlive before it is answered: a `power-cut` (the commit waits for the disk), or the `process` alone:
 * it stays with the operating system and reaches the disk with the next commit that waits for it, always in order.
 */
export type Outlives = 'power-cut' | 'process';

/** Queues a piece of work for the next shared transaction. Unless told otherwise it outlives a power cut. */
export type Write = <T>(work: () => T, outlives?: Outlives) => Promise<T>;

type Work = {
  readonly run: () => unknown;
  readonly undo: (() => void) | undefined;
  readonly outlives: Outlives;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Lets the writes of concurrent runs share one transaction. Work queued in the same turn of the event loop runs in order
 * inside one BEGIN IMMEDIATE … COMMIT. Nearly always all of it succeeds, so it first runs without savepoints; when a piece
 * fails the transaction is rolled back and all pieces run once more, each in a savepoint of its own, so that the piece that
 * fails undoes only itself. A piece may therefore run twice: it changes the database and nothing else, or names an `undo`.
 * A promise resolves after the COMMIT: what was answered is on disk.
 */
export class GroupCommit {
  readonly #db: Db;
  /** Whether the database was opened to wait for the disk, and whether it does at the moment. */
  readonly #waitsForDisk: boolean;
  #isWaiting: boolean;
  readonly #statements;
  #queue: Work[] = [];
  #scheduled = false;
  #dead = false;

  constructor(db: Db) {
    this.#db = db;
    this.#waitsForDisk = Number(db.pragma('synchronous', { simple: true })) >= 2;
    this.#isWaiting = this.#waitsForDisk;
    // Prepared once: as text each would be parsed again for every transaction.
    this.#statements = {
      begin: db.prepare('BEGIN IMMEDIATE'),
      commit: db.prepare('COMMIT'),
      rollback: db.prepare('ROLLBACK'),
      savepoint: db.prepare('SAVEPOINT piece'),
      release: db.prepare('RELEASE piece'),
      rollbackTo: db.prepare('ROLLBACK TO piece'),
    };
  }

  /** `undo` takes back in-memory bookkeeping when the piece or the whole transaction fails. */
  run<T>(work: () => T, undo?: () => void, outlives: Outlives = 'power-cut'): Promise<T> {
    if (this.#dead) return Promise.reject(new CountersignError('storage.unavailable', 'The database is closed', { retry: 'later' }));
    return new Promise<T>((resolve, reject) => {
      // The queue holds works of many types; each resolve gets the value of its own work.
      this.#queue.push({ run: work, undo, outlives, resolve: resolve as (value: unknown) => void, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.flush());
    });
  }

  flush(): void {
    this.#scheduled = false;
    if (this.#queue.length === 0 || this.#dead) return;
    const batch = this.#queue;
    this.#queue = [];
    try {
      // SQLite takes the setting outside a transaction only. One piece that waits for the disk makes all of them wait.
      if (this.#waitsForDisk) this.#wait(batch.some(({ outlives }) => outlives === 'power-cut'));
      const settle = this.#together(batch) ?? this.#onePieceAtATime(batch);
      for (const each of settle) each();
    } catch (error) {
      for (const work of batch) work.reject(unavailable(error));
      this.#takeBack(batch);
    }
  }

  /** Every write of the database comes through here, so the setting may stay as the last group left it. */
  #wait(forDisk: boolean): void {
    if (forDisk === this.#isWaiting) return;
    this.#db.pragma(`synchronous = ${forDisk ? 'FULL' : 'NORMAL'}`);
    this.#isWaiting = forDisk;
  }

  /** All pieces in one go; undefined when one of them failed and nothing was kept. Throws when the database did. */
  #together(batch: readonly Work[]): (() => void)[] | undefined {
    this.#statements.begin.run();
    const settle: (() => void)[] = [];
    for (const [done, work] of batch.entries()) {
      try {
        const value = work.run();
        settle.push(() => work.resolve(value));
      } catch {
        this.#takeBack(batch.slice(0, done + 1));
        return undefined;
      }
    }
    this.#statements.commit.run();
    return settle;
  }

  #onePieceAtATime(batch: readonly Work[]): (() => void)[] {
    this.#statements.begin.run();
    const settle: (() => void)[] = [];
    for (const work of batch) {
      this.#statements.savepoint.run();
      try {
        const value = work.run();
        this.#statements.release.run();
        settle.push(() => work.resolve(value));
      } catch (error) {
        this.#statements.rollbackTo.run();
        this.#statements.release.run();
        work.undo?.();
        settle.push(() => work.reject(error));
      }
    }
    this.#statements.commit.run();
    return settle;
  }

  #takeBack(done: readonly Work[]): void {
    if (this.#db.inTransaction) this.#statements.rollback.run();
    for (const work of done.toReversed()) work.undo?.();
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
