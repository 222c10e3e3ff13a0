import { asCountersignError } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { ClaimedDelivery, DeliveryAttempt, DeliveryEnd, OutboxStore } from '../../contracts/outbound.ts';
import type { Privacy } from '../../contracts/privacy.ts';
import type { Clock } from '../../contracts/time.ts';
import { cloudEvent } from './cloud-event.ts';
import { signedHeaders } from './sign.ts';

export type Target = { readonly name: string; readonly url: string; readonly secrets: readonly string[] };

/** What a receiver answered. A broker would be another way to send behind the same port; webhooks are the one there is. */
export type Sent = { readonly status: number; readonly retryAfterMs?: number };
export type Send = (target: Target, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal) => Promise<Sent>;

export type DispatcherParts = {
  readonly outbox: OutboxStore;
  readonly targets: readonly Target[];
  /** The CloudEvents source: which installation says this. */
  readonly source: string;
  readonly maxAttempts: number;
  readonly send: Send;
  readonly findLeak: Privacy['findLeak'];
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
  #atWork: Promise<number> | undefined;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** Delivers until nothing is due any more; answers how many attempts that took. Called while it works, it joins in. */
  deliver(): Promise<number> {
    this.#atWork ??= this.#deliver().finally(() => {
      this.#atWork = undefined;
    });
    return this.#atWork;
  }

  /** Ends what is being sent; it is sent again by the next process. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the server stops'));
    await this.#atWork?.catch(() => undefined);
  }

  async #deliver(): Promise<number> {
    await this.#parts.fill?.();
    // Each by itself: a receiver that hangs keeps nobody else waiting.
    const counts = await Promise.all(this.#parts.targets.map(({ name }) => this.#deliverTo(name)));
    return counts.reduce((sum, count) => sum + count, 0);
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
    const { attempt, retryAfterMs, isFinal } = await this.#send(claimed, at);
    // Whether it arrived is not known; the row still waits, and the next process sends it again.
    if (this.#stop.signal.aborted && attempt.status === undefined) return;
    const number = delivery.attempts + 1;
    const end = endOf(attempt, number, { retryAfterMs, isFinal, maxAttempts: this.#parts.maxAttempts, now: clock.now() });
    const body = { delivery: delivery.id, target: delivery.target, type: delivery.type, attempts: number, problem: attempt.problem ?? '' };
    const audit = end.status === 'dead' ? [{ at: end.dueAt, actor: 'system', action: 'delivery.dead', body }] : [];
    await outbox.settle(delivery.id, attempt, end, audit);
    if (end.status === 'dead') log.error({ delivery: delivery.id, target: delivery.target, attempts: number }, 'a delivery was given up');
  }

  async #send(
    { delivery, event }: ClaimedDelivery,
    at: Date,
  ): Promise<{ attempt: DeliveryAttempt; retryAfterMs?: number | undefined; isFinal?: true }> {
    const { clock } = this.#parts;
    const made = (rest: Pick<DeliveryAttempt, 'status' | 'problem'>): DeliveryAttempt => ({
      at: at.toISOString(),
      tookMs: clock.now().getTime() - at.getTime(),
      ...rest,
    });
    const target = this.#parts.targets.find(({ name }) => name === delivery.target);
    if (!target) return { attempt: made({ problem: 'the config names no such receiver' }), isFinal: true };
    const { type, body } = cloudEvent(event, this.#parts.source);
    const leak = event.threadId === undefined ? undefined : await this.#parts.findLeak(event.threadId, body);
    // Nothing personal leaves, and no later attempt would be another.
    if (leak) return { attempt: made({ problem: `privacy.leak: a value of ${leak.token} stands in it` }), isFinal: true };
    try {
      const headers = { 'content-type': type, ...signedHeaders(event.id, at, body, target.secrets) };
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(deadlineMs)]);
      const { status, retryAfterMs } = await this.#parts.send(target, headers, body, signal);
      const isTaken = status >= 200 && status < 300;
      return {
        attempt: made({ status, ...(isTaken ? {} : { problem: `answered ${status}` }) }),
        retryAfterMs,
        // Gone: the receiver wants no more of these, and says so for good.
        ...(status === 410 ? { isFinal: true as const } : {}),
      };
    } catch (thrown) {
      const error = asCountersignError(thrown);
      return {
        attempt: made({ problem: `${error.code}: ${error.message}` }),
        ...(error.code === 'connector.forbidden_host' ? { isFinal: true as const } : {}),
      };
    }
  }
}

function endOf(
  attempt: DeliveryAttempt,
  number: number,
  how: { retryAfterMs: number | undefined; isFinal: true | undefined; maxAttempts: number; now: Date },
): DeliveryEnd {
  if (attempt.problem === undefined) return { status: 'delivered', dueAt: how.now.toISOString(), countAttempt: true };
  if (how.isFinal || number >= how.maxAttempts) return { status: 'dead', dueAt: how.now.toISOString(), countAttempt: true };
  // A receiver may ask for more time, never for less.
  const wait = Math.max(waitAfter(number), how.retryAfterMs ?? 0);
  return { status: 'waiting', dueAt: new Date(how.now.getTime() + wait).toISOString(), countAttempt: true };
}
