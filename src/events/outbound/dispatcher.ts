import { asCountersignError } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { ClaimedDelivery, DeliveryAttempt, DeliveryEnd, OutboxEvent, OutboxStore } from '../../contracts/outbound.ts';
import type { Clock } from '../../contracts/time.ts';

/** What came of telling somebody: no `problem`, they have it. `isFinal` where no later attempt would be another. */
export type Sent = { readonly status?: number; readonly problem?: string; readonly retryAfterMs?: number; readonly isFinal?: boolean };
/** How somebody is told: by a webhook, by a broker, or by an event of the installation's own. */
export type Send = (event: OutboxEvent, at: Date, signal: AbortSignal) => Promise<Sent>;
export type Target = { readonly name: string; readonly send: Send };

export type DispatcherParts = {
  readonly outbox: OutboxStore;
  readonly targets: readonly Target[];
  readonly maxAttempts: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Moves what other logs hold into the outbox before each look. */
  readonly fill?: () => Promise<unknown>;
};

const together = 16;
const deadlineMs = 15_000;
const leaseMs = 60_000;
const firstWaitMs = 5_000;
const longestWaitMs = 6 * 3_600_000;

/** How long after the nth failed attempt the next one comes: 5 s, 20 s, 80 s … at most 6 h. */
export const waitAfter = (attempt: number): number => Math.min(firstWaitMs * 4 ** (attempt - 1), longestWaitMs);

/** Delivers what waits in the outbox: at least once, in the order of each record, a failing record holding up itself alone. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #stop = new AbortController();
  readonly #atWork = new Map<string, Promise<number>>();
  #filling: Promise<unknown> | undefined;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  get targets(): readonly string[] {
    return this.#parts.targets.map(({ name }) => name);
  }

  /** Delivers to everybody until nothing is due any more; answers how many attempts that took. */
  async deliver(): Promise<number> {
    const counts = await Promise.all(this.targets.map((name) => this.deliverTo(name)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** The same to one, by itself: a receiver that hangs keeps nobody else waiting. Called while it works, it joins in. */
  deliverTo(target: string): Promise<number> {
    const known = this.#atWork.get(target);
    if (known) return known;
    const work = this.#fill()
      .then(() => this.#deliverTo(target))
      .finally(() => this.#atWork.delete(target));
    this.#atWork.set(target, work);
    return work;
  }

  /** Ends what is being sent; it is sent again by the next process. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the server stops'));
    await Promise.allSettled(this.#atWork.values());
  }

  /** Once for all who look at the same time: it reads on from a mark. */
  async #fill(): Promise<void> {
    this.#filling ??= Promise.resolve(this.#parts.fill?.()).finally(() => {
      this.#filling = undefined;
    });
    await this.#filling;
  }

  async #deliverTo(target: string): Promise<number> {
    const { outbox, clock } = this.#parts;
    for (let attempts = 0; ;) {
      if (this.#stop.signal.aborted) return attempts;
      const now = clock.now();
      const lease = new Date(now.getTime() + leaseMs).toISOString();
      const claimed = await outbox.claim([target], now.toISOString(), lease, together);
      if (claimed.length === 0) return attempts;
      attempts += claimed.length;
      await Promise.all(claimed.map((each) => this.#attempt(each)));
    }
  }

  async #attempt(claimed: ClaimedDelivery): Promise<void> {
    const { outbox, clock, log } = this.#parts;
    const { delivery } = claimed;
    const at = clock.now();
    const sent = await this.#send(claimed, at);
    // Whether it arrived is not known; the row still waits, and the next process sends it again.
    if (this.#stop.signal.aborted && sent.status === undefined) return;
    const { status, problem } = sent;
    const attempt: DeliveryAttempt = {
      at: at.toISOString(),
      tookMs: clock.now().getTime() - at.getTime(),
      ...(status === undefined ? {} : { status }),
      ...(problem === undefined ? {} : { problem }),
    };
    const number = delivery.attempts + 1;
    const end = endOf(sent, number, this.#parts.maxAttempts, clock.now());
    const body = { delivery: delivery.id, target: delivery.target, type: delivery.type, attempts: number, problem: problem ?? '' };
    const audit = end.status === 'dead' ? [{ at: end.dueAt, actor: 'system', action: 'delivery.dead', body }] : [];
    await outbox.settle(delivery.id, attempt, end, audit);
    if (end.status === 'dead') log.error({ delivery: delivery.id, target: delivery.target, attempts: number }, 'a delivery was given up');
  }

  async #send({ delivery, event }: ClaimedDelivery, at: Date): Promise<Sent> {
    const target = this.#parts.targets.find(({ name }) => name === delivery.target);
    if (!target) return { problem: 'the config names no such receiver', isFinal: true };
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(deadlineMs)]);
    return target.send(event, at, signal).catch((thrown: unknown): Sent => {
      const { code, message } = asCountersignError(thrown);
      return { problem: `${code}: ${message}` };
    });
  }
}

function endOf({ problem, isFinal, retryAfterMs }: Sent, number: number, maxAttempts: number, now: Date): DeliveryEnd {
  if (problem === undefined) return { status: 'delivered', dueAt: now.toISOString(), countAttempt: true };
  if (isFinal || number >= maxAttempts) return { status: 'dead', dueAt: now.toISOString(), countAttempt: true };
  // A receiver may ask for more time, never for less.
  const wait = Math.max(waitAfter(number), retryAfterMs ?? 0);
  return { status: 'waiting', dueAt: new Date(now.getTime() + wait).toISOString(), countAttempt: true };
}
