import { createGuardedPost, hostAndPort } from '../connectors/core/index.ts';
import type { OutboundConfig } from '../config/outbound.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { Prediction } from '../contracts/model-store.ts';
import { predictionMade, type OutboundTarget, type OutboxEvent } from '../contracts/outbound.ts';
import { Dispatcher } from '../events/outbound/dispatcher.ts';
import type { SqliteStorage } from '../storage/sqlite/open.ts';
import type { Core } from './core.ts';

export const outboundTargets = (config: OutboundConfig): readonly OutboundTarget[] =>
  Object.entries(config.webhooks).map(([name, { types }]) => ({ name, types }));

export type Outbound = { deliver(): Promise<number>; stop(): Promise<void> };

/** Sends what the outbox holds; undefined where nobody is to be told. */
export async function openOutbound(core: Pick<Core, 'config' | 'storage' | 'privacy' | 'clock' | 'log'>): Promise<Outbound | undefined> {
  const { outbound } = core.config;
  const targets = Object.entries(outbound.webhooks).map(([name, { url, secrets }]) => ({ name, url, secrets }));
  if (targets.length === 0) return undefined;
  const { outbox, models } = core.storage;
  const post = createGuardedPost({
    name: 'a receiver of events',
    hosts: targets.map(({ url }) => hostAndPort(new URL(url))),
    privateHosts: outbound.privateHosts,
    clock: core.clock,
    ...(outbound.ca === undefined ? {} : { tls: { ca: outbound.ca } }),
  });
  const dispatcher = new Dispatcher({
    outbox,
    targets,
    source: outbound.source,
    maxAttempts: outbound.maxAttempts,
    send: ({ url }, headers, body, signal) => post.post(url, headers, body, signal),
    findLeak: (threadId, text) => core.privacy.findLeak(threadId, text),
    clock: core.clock,
    log: core.log,
    fill: () => takePredictions(outbox, models),
  });
  // What a process before this one was sending is sent again; the data folder belongs to one process at a time.
  await outbox.release();
  return {
    deliver: () => dispatcher.deliver(),
    async stop() {
      await dispatcher.stop();
      await post.close();
    },
  };
}

const markName = 'outbox:predictions';
const atOnce = 200;

/**
 * Predictions lie in a database of their own: the log is read from where it was read to, and the mark moves with the events in one
 * transaction. Told to nobody before, the log is begun at its end.
 */
async function takePredictions(outbox: SqliteStorage['outbox'], models: SqliteStorage['models']): Promise<void> {
  const mark = await outbox.mark(markName);
  if (mark === undefined) return outbox.add([], { name: markName, value: String(await models.lastLogged()) });
  for (let after = Number(mark); ;) {
    const rows = await models.loggedAfter(after, atOnce);
    const last = rows.at(-1);
    if (!last) return undefined;
    await outbox.add(
      rows.map(({ prediction }) => eventOf(prediction)),
      { name: markName, value: String(last.seq) },
    );
    after = last.seq;
  }
}

/** Inputs stay here; of a factor the name and how much it weighed leave. The entity is the pseudonym the log has. */
function eventOf(prediction: Prediction): Omit<OutboxEvent, 'seq'> {
  const { id, model, version, environment, role, correlationId, entity, asOf, at, output, confidence, interval, factors } = prediction;
  const data: JsonObject = {
    prediction: id,
    model,
    version,
    environment,
    role,
    correlationId,
    asOf,
    output,
    ...(entity === undefined ? {} : { entity }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(interval === undefined ? {} : { interval: { ...interval } }),
    factors: factors.map(({ feature, contribution }) => ({ feature, contribution })),
  };
  const about = entity ?? correlationId;
  return { id, type: predictionMade, at, subject: `prediction/${model}/${about}`, orderingKey: `prediction/${model}/${about}`, data };
}
