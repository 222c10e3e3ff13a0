import { createHmac } from 'node:crypto';
import { CountersignError } from '../../contracts/errors.ts';
import type { DeliveryRow, RunRow } from '../../contracts/serving-store.ts';
import { tracedError } from './errors.ts';
import { nowOf, type ServingParts, type WebhookParts } from './parts.ts';

const waitsMs = [1000, 5000, 30_000, 120_000, 600_000, 3_600_000] as const;
const deadlineMs = 15_000;

/** Only hosts the config names: a run's creator must not be able to make the server call into its own network. */
export function refuseUnlistedHost(webhooks: WebhookParts, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url !== undefined && ['https:', 'http:'].includes(url.protocol) && url.username === '' && url.password === '';
  if (!isWeb || !webhooks.hosts.includes(url.host))
    throw new CountersignError('input.invalid', 'Webhooks may go to the hosts the config names, and this is none of them', {
      field: 'webhook',
    });
  if (webhooks.secret === undefined)
    throw new CountersignError('input.invalid', 'Webhooks are signed, and the config names no secret to sign them with', {
      field: 'webhook',
    });
}

/** Tells others that a run ended: signed as Standard Webhooks has it, again with growing waits until it arrived or six waits are over. */
export class Webhooks {
  readonly #parts: ServingParts;
  readonly #stop = new AbortController();

  constructor(parts: ServingParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    for (const row of await this.#parts.stores.deliveries.all()) void this.#deliver(row);
  }

  stop(): void {
    this.#stop.abort(new Error('the server stops'));
  }

  /** The values go out as they are kept, with tokens. */
  async announce(run: RunRow, url: string, values: unknown, error: string | undefined): Promise<void> {
    const at = nowOf(this.#parts);
    const body = JSON.stringify({
      run_id: run.id,
      thread_id: run.threadId,
      assistant_id: run.assistantId,
      status: run.status === 'awaiting_approval' ? 'success' : run.status,
      metadata: run.metadata,
      created_at: run.createdAt,
      run_ended_at: at,
      webhook_sent_at: at,
      values,
      ...(error === undefined ? {} : { error }),
    });
    const row: DeliveryRow = { id: `msg_${run.id}`, url, body, attempts: 0, dueAt: at };
    await this.#parts.stores.deliveries.put(row);
    void this.#deliver(row);
  }

  async #deliver(first: DeliveryRow): Promise<void> {
    let row = first;
    const { deliveries } = this.#parts.stores;
    try {
      for (;;) {
        await this.#until(row.dueAt);
        if (await this.#send(row)) return await deliveries.delete(row.id);
        const waitMs = waitsMs[row.attempts];
        if (waitMs === undefined) {
          this.#parts.log.error({ delivery: row.id }, 'a webhook was given up after its last attempt');
          return await deliveries.delete(row.id);
        }
        const dueAt = new Date(this.#parts.clock.now().getTime() + waitMs).toISOString();
        row = { ...row, attempts: row.attempts + 1, dueAt };
        await deliveries.put(row);
      }
    } catch (thrown) {
      if (!this.#stop.signal.aborted) this.#parts.log.error({ delivery: row.id, ...tracedError(thrown) }, 'a webhook could not be handled');
    }
  }

  async #until(dueAt: string): Promise<void> {
    const ms = new Date(dueAt).getTime() - this.#parts.clock.now().getTime();
    if (ms > 0) await this.#parts.sleep(ms, this.#stop.signal);
    this.#stop.signal.throwIfAborted();
  }

  async #send(row: DeliveryRow): Promise<boolean> {
    const { webhooks, clock } = this.#parts;
    // The config may have changed since the run was created.
    if (webhooks.secret === undefined || !webhooks.hosts.includes(new URL(row.url).host)) return false;
    const seconds = String(Math.floor(clock.now().getTime() / 1000));
    const headers = {
      'content-type': 'application/json',
      'webhook-id': row.id,
      'webhook-timestamp': seconds,
      'webhook-signature': sign(webhooks.secret, `${row.id}.${seconds}.${row.body}`),
    };
    try {
      const status = await webhooks.post(row.url, headers, row.body, AbortSignal.any([this.#stop.signal, AbortSignal.timeout(deadlineMs)]));
      return status >= 200 && status < 300;
    } catch {
      this.#stop.signal.throwIfAborted();
      return false;
    }
  }
}

function sign(secret: string, text: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
