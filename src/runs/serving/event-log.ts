import { CountersignError } from '../../contracts/errors.ts';
import type { StreamMode } from '../../contracts/serving.ts';

export type LoggedEvent = {
  readonly mode: StreamMode | 'metadata' | 'error';
  readonly event: string;
  readonly data: string;
  /** The part of the text that may hold tokens, where the rest was looked at before; all of it unless given. */
  readonly probe?: string;
  /** The text for the thread's own user, made once however many connections ask. */
  revealed?: Promise<string>;
};

/**
 * The events of one run in the order they happened, kept so that a connection can be taken up again. Readers are told at
 * most once per turn of the event loop and then take everything there is, so that hundreds of tokens become a few writes.
 */
export class EventLog {
  readonly #maxEvents: number;
  readonly #maxBytes: number;
  readonly #onGrow: (bytes: number) => void;
  #events: LoggedEvent[] = [];
  /** Position of the first event that is still kept. */
  #first = 0;
  #bytes = 0;
  #isClosed = false;
  #waiting: (() => void)[] = [];
  #isTelling = false;

  constructor(limits: { events: number; bytes: number }, onGrow: (bytes: number) => void) {
    this.#maxEvents = limits.events;
    this.#maxBytes = limits.bytes;
    this.#onGrow = onGrow;
  }

  get end(): number {
    return this.#first + this.#events.length;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  append(event: LoggedEvent): void {
    if (this.#isClosed) return;
    this.#events.push(event);
    this.#grow(event.data.length);
    if (this.#events.length > this.#maxEvents || this.#bytes > this.#maxBytes) this.#dropOldest();
    this.#tell();
  }

  close(): void {
    this.#isClosed = true;
    this.#tell();
  }

  /** Forgets everything; a reader that is not at the end finds its place gone. */
  drop(): void {
    this.#grow(-this.#bytes);
    this.#first = this.end;
    this.#events = [];
  }

  /** Batches from a position on, until the log is closed and read to its end. */
  async *read(from: number, signal?: AbortSignal): AsyncGenerator<{ from: number; events: readonly LoggedEvent[] }> {
    let at = from;
    for (;;) {
      if (signal?.aborted === true) return;
      this.refuseGone(at);
      if (at < this.end) {
        const events = this.#events.slice(at - this.#first);
        yield { from: at, events };
        at += events.length;
      } else if (this.#isClosed) return;
      else await this.#more(signal);
    }
  }

  refuseGone(from: number): void {
    if (from < this.#first)
      throw new CountersignError('resource.not_found', 'The events after this id are no longer kept; read the state instead', {
        field: 'last-event-id',
      });
  }

  #more(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal?.removeEventListener('abort', done);
        resolve();
      };
      signal?.addEventListener('abort', done, { once: true });
      this.#waiting.push(done);
    });
  }

  #tell(): void {
    if (this.#isTelling || this.#waiting.length === 0) return;
    this.#isTelling = true;
    setImmediate(() => {
      this.#isTelling = false;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const done of waiting) done();
    });
  }

  #dropOldest(): void {
    // A quarter at once: dropping one by one would move the rest for every event.
    const dropped = this.#events.splice(0, Math.ceil(this.#events.length / 4));
    this.#first += dropped.length;
    this.#grow(-dropped.reduce((sum, each) => sum + each.data.length, 0));
  }

  #grow(bytes: number): void {
    this.#bytes += bytes;
    this.#onGrow(bytes);
  }
}
