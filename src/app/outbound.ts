import { z } from 'zod';
import { createGuardedPost, hostAndPort } from '../connectors/core/index.ts';
import type { OutboundConfig } from '../config/outbound.ts';
import type { BrokerPublisher } from '../contracts/broker.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { Prediction } from '../contracts/model-store.ts';
import { predictionMade, type OutboxEvent } from '../contracts/outbound.ts';
import { accept } from '../events/intake.ts';
import { Dispatcher, type Send, type Target } from '../events/outbound/dispatcher.ts';
import { broker } from '../events/outbound/broker.ts';
import { webhook } from '../events/outbound/webhook.ts';
import type { SqliteStorage } from '../storage/sqlite/open.ts';
import { channelsTarget, newsTarget, noticeWorkflow, outboundTargets, tellsCustomers, tellsOfApprovals } from './channel-config.ts';
import type { Core } from './core.ts';

export type Outbound = {
  /** Who is told, by name; each is looked after by itself. */
  readonly targets: readonly string[];
  deliver(): Promise<number>;
  deliverTo(target: string): Promise<number>;
  stop(): Promise<void>;
};

type Parts = Pick<Core, 'config' | 'storage' | 'privacy' | 'clock' | 'log' | 'intake'>;

/** Sends what the outbox holds; undefined where nobody is to be told. */
export async function openOutbound(core: Parts): Promise<Outbound | undefined> {
  const { outbound, channels } = core.config;
  if (outboundTargets(outbound, channels).length === 0) return undefined;
  const { outbox, models } = core.storage;
  const hooks = Object.entries(outbound.webhooks);
  const post = createGuardedPost({
    name: 'a receiver of events',
    hosts: hooks.map(([, { url }]) => hostAndPort(new URL(url))),
    privateHosts: outbound.privateHosts,
    clock: core.clock,
    ...(outbound.ca === undefined ? {} : { tls: { ca: outbound.ca } }),
  });
  const by = {
    source: outbound.source,
    post: (...given: Parameters<typeof post.post>) => post.post(...given),
    findLeak: (threadId: string, text: string) => core.privacy.findLeak(threadId, text),
  };
  const brokers = await openBrokers(outbound);
  const targets: Target[] = [
    ...brokers.map(({ name, publisher }) => ({ name, send: broker(publisher, by) })),
    ...hooks.map(([name, hook]) => ({ name, send: webhook(hook, by) })),
    ...(tellsOfApprovals(channels) ? [{ name: channelsTarget, send: startNotice(core) }] : []),
    ...(tellsCustomers(channels) ? [{ name: newsTarget, send: startNews(core) }] : []),
  ];
  const dispatcher = new Dispatcher({
    outbox,
    targets,
    maxAttempts: outbound.maxAttempts,
    clock: core.clock,
    log: core.log,
    ...(hooks.length + brokers.length === 0 ? {} : { fill: () => takePredictions(outbox, models) }),
  });
  // What a process before this one was sending is sent again; the data folder belongs to one process at a time.
  await outbox.release();
  return {
    targets: dispatcher.targets,
    deliver: () => dispatcher.deliver(),
    deliverTo: (target) => dispatcher.deliverTo(target),
    async stop() {
      await dispatcher.stop();
      await Promise.all([post.close(), ...brokers.map(({ publisher }) => publisher.close())]);
    },
  };
}

type OpenBroker = { readonly name: string; readonly publisher: BrokerPublisher };

/** Their client is loaded where the config names one. */
async function openBrokers({ brokers, ca }: OutboundConfig): Promise<readonly OpenBroker[]> {
  const named = Object.entries(brokers);
  if (named.length === 0) return [];
  const { createAmqp } = await import('../connectors/amqp/index.ts');
  return named.map(([name, settings]) => ({ name, publisher: createAmqp({ ...settings, ca }) }));
}

/** An event of the installation's own; told twice it is known the second time, by the id it has in the outbox. */
function startNotice(core: Pick<Core, 'intake'>): Send {
  return async ({ id, data }) => {
    const approval = data['approval'];
    // A question about a notice would be told by a notice.
    if (typeof approval !== 'string' || data['workflow'] === noticeWorkflow) return { status: 204 };
    const record = { connection: 'approvals', type: 'Approval', id: approval };
    await accept(core.intake, { source: 'outbox', sourceId: id, type: 'approval.changed', record, hint: {} }, 'system', undefined);
    return { status: 202 };
  };
}

/**
 * Once an order's owner has their draft, the customer's mail is due. The owner's task comes along, so that it is closed when the
 * mail went out and nobody is told twice.
 */
function startNews(core: Pick<Core, 'intake'>): Send {
  return async ({ id, data }) => {
    const applied = OwnerTold.safeParse(data);
    if (!applied.success) return { status: 204 };
    const { record, response } = applied.data;
    await accept(
      core.intake,
      { source: 'outbox', sourceId: id, type: 'order-news.due', record, hint: { task: response.id } },
      'system',
      undefined,
    );
    return { status: 202 };
  };
}

/** The step of the log that says the owner of an order was given the words for its customer. */
const OwnerTold = z.object({
  workflow: z.literal('order-status'),
  slot: z.literal('task'),
  tool: z.literal('crm.create-task'),
  record: z.object({ connection: z.string(), type: z.literal('SalesOrder'), id: z.string() }),
  response: z.object({ id: z.string() }),
});

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
