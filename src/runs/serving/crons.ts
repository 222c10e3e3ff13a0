import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { CronRow, Members } from '../../contracts/serving-store.ts';
import type { NewCron, RunRequest, ServingCrons } from '../../contracts/serving.ts';
import { holdsToken } from './exit.ts';
import { assistantFor, graphFor, maySee, mustUse, ownerFilter, threadFor } from './access.ts';
import type { Engine } from './engine.ts';
import { tracedError } from './errors.ts';
import { limitsOf, nowOf } from './parts.ts';
import { checkedConfigurable } from './prepare.ts';
import { createRun } from './runs.ts';
import { refuseUnlistedHost } from './webhooks.ts';

/** Runs at the moments of a calendar, as the person who asked for them. */
export class Crons {
  readonly #own: Engine;
  readonly #stops = new Map<string, () => void>();

  constructor(own: Engine) {
    this.#own = own;
  }

  async start(): Promise<void> {
    const { rows } = await this.#own.parts.stores.crons.search({ enabled: true }, { limit: Number.MAX_SAFE_INTEGER, offset: 0 });
    for (const row of rows) this.#arm(row);
  }

  stop(): void {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
  }

  service(): ServingCrons {
    const { parts } = this.#own;
    const { crons } = parts.stores;
    return {
      create: (threadId, input, by) => this.#create(threadId, input, by),
      update: async (id, change, by) => {
        const found = await this.#for(id, by);
        const request = { ...found.payload, ...change.request };
        const row: CronRow = {
          ...found,
          schedule: change.schedule ?? found.schedule,
          timeZone: change.timeZone ?? found.timeZone,
          ...(change.endTime === undefined ? {} : { endTime: change.endTime }),
          enabled: change.enabled ?? found.enabled,
          onRunCompleted: change.onRunCompleted ?? found.onRunCompleted,
          metadata: { ...found.metadata, ...change.metadata },
          payload: await this.#entered(found.assistantId, found.threadId, request, by),
          updatedAt: nowOf(parts),
        };
        this.#arm(row);
        await crons.put(row);
        return row;
      },
      delete: async (id, by) => {
        await this.#for(id, by);
        this.#disarm(id);
        await crons.delete(id);
      },
      search: async (filter, page, by) => {
        mustUse(parts, by);
        return crons.search({ ...filter, owner: ownerFilter(parts, by) }, page);
      },
    };
  }

  async #create(threadId: string | undefined, input: NewCron, by: Principal): Promise<CronRow> {
    const { parts } = this.#own;
    mustUse(parts, by);
    if (threadId !== undefined) await threadFor(parts, threadId, by);
    const assistant = await assistantFor(parts, input.request.assistantId);
    const at = nowOf(parts);
    const row: CronRow = {
      id: parts.uuid(),
      owner: { id: by.id, roles: by.roles },
      assistantId: assistant.id,
      ...(threadId === undefined ? {} : { threadId }),
      schedule: input.schedule,
      timeZone: input.timeZone ?? 'UTC',
      ...(input.endTime === undefined ? {} : { endTime: input.endTime }),
      enabled: input.enabled ?? true,
      onRunCompleted: input.onRunCompleted ?? 'delete',
      payload: await this.#entered(assistant.id, threadId, input.request, by),
      metadata: input.metadata ?? {},
      createdAt: at,
      updatedAt: at,
    };
    this.#arm(row);
    await parts.stores.crons.put(row);
    return row;
  }

  /**
   * What is kept for later is kept as it may enter state. Tokens belong to a thread, so that a schedule without one cannot
   * hold anything that needs them.
   */
  async #entered(assistantId: string, threadId: string | undefined, request: Partial<RunRequest>, by: Principal): Promise<Members> {
    const { parts } = this.#own;
    if (request.webhook !== undefined) refuseUnlistedHost(parts.webhooks, request.webhook);
    checkedConfigurable(request.configurable, limitsOf(parts));
    const { hooks } = graphFor(parts, (await assistantFor(parts, assistantId)).graphId);
    if (JSON.stringify(request).length > limitsOf(parts).inputBytes)
      throw new CountersignError('input.too_large', 'The input of a schedule is too large', { field: 'input' });
    if (request.input === undefined || request.input === null) return { ...request, assistantId };
    const run = { runId: parts.uuid(), threadId: threadId ?? parts.uuid(), by, signal: new AbortController().signal };
    const input = await hooks.enter(run, request.input);
    if (threadId !== undefined) return { ...request, assistantId, input };
    await hooks.forget?.(run.threadId);
    if (holdsToken(input) && !holdsToken(request.input))
      throw new CountersignError('input.invalid', 'A schedule without a thread may hold no personal data; create it for a thread', {
        field: 'input',
      });
    return { ...request, assistantId };
  }

  async #for(id: string, by: Principal): Promise<CronRow> {
    mustUse(this.#own.parts, by);
    const row = await this.#own.parts.stores.crons.get(id);
    if (!row || !maySee(this.#own.parts, row.owner.id, by))
      throw new CountersignError('resource.not_found', 'There is no schedule of this id', { field: 'cron_id' });
    return row;
  }

  #arm(row: CronRow): void {
    const { parts } = this.#own;
    let stop: () => void;
    try {
      stop = parts.schedule(
        row.schedule,
        row.timeZone,
        () => this.#fire(row),
        () => parts.log.error({ cron: row.id }, 'a scheduled run could not be started'),
      );
    } catch (cause) {
      throw new CountersignError('input.invalid', 'This is no cron expression, or no time zone', { field: 'schedule', cause });
    }
    this.#disarm(row.id);
    if (row.enabled) this.#stops.set(row.id, stop);
    else stop();
  }

  #disarm(id: string): void {
    this.#stops.get(id)?.();
    this.#stops.delete(id);
  }

  async #fire(row: CronRow): Promise<void> {
    const { parts } = this.#own;
    if (row.endTime !== undefined && new Date(row.endTime) <= parts.clock.now()) {
      this.#disarm(row.id);
      return;
    }
    // Written by #entered above.
    const request = row.payload as RunRequest;
    try {
      await createRun(
        this.#own,
        row.threadId,
        {
          ...request,
          metadata: { ...request.metadata, cron_id: row.id },
          multitaskStrategy: request.multitaskStrategy ?? 'enqueue',
          ...(row.threadId === undefined ? { onCompletion: row.onRunCompleted } : {}),
        },
        parts.principal(row.owner),
      );
    } catch (thrown) {
      parts.log.error({ cron: row.id, ...tracedError(thrown) }, 'a scheduled run could not be started');
    }
  }
}
