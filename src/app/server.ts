import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defined } from '../contracts/defined.ts';
import { asCountersignError, CountersignError } from '../contracts/errors.ts';
import type { Log } from '../contracts/log.ts';
import { keepHead } from '../audit/chain.ts';
import type { KeyLookup } from '../contracts/services.ts';
import type { ObservationSource } from '../contracts/models.ts';
import type { Config } from '../config/schema.ts';
import { consoleFolder, packageVersion } from '../config/home.ts';
import { pollOnce, type PollTrigger } from '../events/poll.ts';
import { createHttpApp, createSessions, listen, parseJson, readConsole, type Listening } from '../http/index.ts';
import { ageApprovals, sweepRuns } from '../runs/housekeeping.ts';
import type { Core } from './core.ts';
import { isAlive } from './data-lock.ts';
import { createDecisionAudit, decisionAuditWorkflow } from './decision-audit.ts';
import { deadOwners, type Installation } from './installation.ts';
import { openConversations } from './conversations.ts';
import { lateModels } from './late-models.ts';
import { modelsConnection } from './models-connection.ts';
import type { TrainingPlace } from './retraining/setting.ts';
import { openOutbound, type Outbound } from './outbound.ts';
import { openChannels } from './services/channels.ts';
import { createServices } from './services/index.ts';
import { retain } from './retention.ts';
import { startSchedules } from './schedules.ts';

export type Running = { readonly url: string; readonly port: number; stop(): Promise<void> };

export type ServerParts = {
  readonly installation: Installation;
  readonly config: Config;
  readonly log: Log;
  readonly headsFile: string;
  readonly printHead: (line: string) => void;
  /** What numeric models may read of a record they are only given the id of. */
  readonly observations?: ObservationSource;
  /** What the process that trains models again needs to find. */
  readonly training?: TrainingPlace;
};

const sweepEveryMs = 5000;
const housekeepingEveryMs = 15_000;
const handOverEveryMs = 5000;
const outboundEveryMs = 500;
const retentionEveryMs = 3_600_000;

/** Takes over what a dead process left, then opens the port, then starts working. The other way round would lose a signal. */
export async function startServer(parts: ServerParts): Promise<Running> {
  const { installation, config, log } = parts;
  const { core } = installation;
  let draining = false;
  const services = createServices(core, {
    auditPublicKey: installation.keys.auditPublicPem,
    parseJson: (body) => parseJson(body, config.http.depthLimit),
    meters: installation.meters,
    isDraining: () => draining,
    recogniser: installation.recogniser,
  });
  const models = lateModels(core, { pseudonymKey: installation.keys.pseudonymKey, source: parts.observations, training: parts.training });
  core.serve(modelsConnection(models.service));
  const conversations = openConversations(core, services, config);
  const channels = openChannels(core, services.approvals, Math.random);
  await sweep(core, config, log);
  const page = readConsole(consoleFolder());
  const app = createHttpApp({
    services: { ...services, models: models.service, ...defined({ tools: conversations.tools, channels }) },
    serving: { serving: conversations.serving, now: () => core.clock.now() },
    limits: config.http,
    log,
    ids: core.ids,
    version: packageVersion(),
    isDraining: () => draining,
    sessions: sessionsOf(core, services),
    ...(page === undefined ? {} : { console: page }),
  });
  const listening: Listening = await listen(app, config.http.host, config.http.port).catch((cause: unknown) => {
    throw new CountersignError(
      'config.invalid',
      `Port ${config.http.port} on ${config.http.host} cannot be opened; set http.port or --port`,
      { field: 'http.port', cause },
    );
  });
  await conversations.serving.start();
  core.worker.start();
  models.start();
  const outbound = await openOutbound(core);
  const stopTimers = startTimers(parts, core, outbound);
  return {
    url: listening.url,
    port: listening.port,
    async stop() {
      draining = true;
      stopTimers();
      // Effects in flight settle; a worker that will not finish in time leaves its run to the next process.
      await Promise.all([core.worker.stop(15_000), conversations.serving.stop(15_000), models.stop(), outbound?.stop(), channels?.close()]);
      await listening.close();
      await installation.recogniser.close();
      await Promise.all([core.pruning.flush(), core.promptWatch.flush()]);
      await writeHead(parts, true);
      await Promise.all([...core.connections.values()].map((connection) => connection.close()));
      await installation.tracing?.flush();
      installation.storage.close();
    },
  };
}

function sessionsOf(core: Core, services: KeyLookup): ReturnType<typeof createSessions> {
  return createSessions({
    clock: core.clock,
    randomId: () => randomBytes(32).toString('base64url'),
    authenticateHash: (sha256) => services.authenticateHash(sha256),
  });
}

async function sweep(core: Core, config: Config, log: Log): Promise<void> {
  const swept = await sweepRuns({
    runs: core.storage.runs,
    exceptions: core.storage.exceptions,
    clock: core.clock,
    cap: config.worker.maxRecoveries,
    deadOwners: (owners) => deadOwners(owners, isAlive),
  });
  if (swept.requeued.length > 0) log.warn({ runs: swept.requeued.length }, 'runs of a stopped worker were taken over');
  if (swept.exhausted.length > 0) log.error({ runs: swept.exhausted }, 'runs stopped too many workers and went to the exception queue');
  if (swept.requeued.length > 0) core.wake();
}

function startTimers(parts: ServerParts, core: Core, outbound: Outbound | undefined): () => void {
  const { config, log, installation } = parts;
  const { tracing } = installation;
  const timers: NodeJS.Timeout[] = [];
  const every = (ms: number, name: string, job: () => Promise<unknown>): void => {
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      job()
        .catch((thrown: unknown) => log.error({ job: name, code: asCountersignError(thrown).code }, 'a recurring job failed'))
        .finally(() => {
          busy = false;
        });
    }, ms);
    timer.unref();
    timers.push(timer);
  };
  every(sweepEveryMs, 'sweep', () => sweep(core, config, log));
  every(housekeepingEveryMs, 'approvals', () =>
    ageApprovals({
      approvals: core.storage.approvals,
      clock: core.clock,
      escalateTo: (workflow, rule) => escalation(core, workflow, rule),
    }).then((n) => n > 0 && core.wake()),
  );
  every(housekeepingEveryMs, 'audit head', () => writeHead(parts, false));
  for (const target of outbound?.targets ?? []) every(outboundEveryMs, `outbox to ${target}`, async () => outbound?.deliverTo(target));
  if (tracing) every(handOverEveryMs, 'traces', () => tracing.flush());
  every(retentionEveryMs, 'retention', () => retain(core, config));
  every(housekeepingEveryMs, 'pruning', () => core.pruning.flush());
  let isStopped = false;
  const decisions = createDecisionAudit(core);
  every(handOverEveryMs, 'decision audit', () => decisions.handOver());
  // A backlog does not wait for the next look.
  core.onRunFinished(async ({ workflow }) => {
    if (workflow === decisionAuditWorkflow && !isStopped) await decisions.handOver();
  });
  const crons = startTriggers(core, every, log);
  return () => {
    isStopped = true;
    for (const timer of timers) clearInterval(timer);
    for (const stop of crons) stop();
  };
}

function startTriggers(core: Core, every: (ms: number, name: string, job: () => Promise<unknown>) => void, log: Log): (() => void)[] {
  for (const { name, everyMs, look } of polls(core)) {
    every(everyMs, name, look);
    // What was changed while nobody ran is caught up with at once; on the very first start this is where the cursor begins.
    look().catch((thrown: unknown) => log.warn({ job: name, code: asCountersignError(thrown).code }, 'the first look for changes failed'));
  }
  return startSchedules(core, log);
}

type Poll = { readonly name: string; readonly everyMs: number; readonly look: () => Promise<unknown> };

/** One look for each kind of record, however many workflows wait for it: the events of a look start all of them. */
function polls(core: Core): readonly Poll[] {
  const kinds = new Map<string, { trigger: PollTrigger; workflows: string[]; everyMs: number }>();
  for (const workflow of core.content.workflows) {
    if (core.unserved(workflow.id).length > 0) continue;
    for (const trigger of workflow.triggers) {
      if (trigger.on !== 'poll') continue;
      const key = `${trigger.connection}:${trigger.port}:${trigger.eventType}`;
      const known = kinds.get(key);
      kinds.set(key, {
        trigger,
        workflows: [...(known?.workflows ?? []), workflow.id],
        everyMs: Math.min(known?.everyMs ?? trigger.everyMs, trigger.everyMs),
      });
    }
  }
  return [...kinds].map(([key, { trigger, workflows, everyMs }]) => ({
    name: `poll ${key}`,
    everyMs,
    look: () =>
      workflows.every((id) => core.isPaused(id))
        ? Promise.resolve()
        : pollOnce({ ...core.intake, connection: core.flow.connection }, trigger),
  }));
}

function escalation(core: Core, workflowId: string, rule: string): string | undefined {
  const verdict = core.workflow(workflowId)?.policy.rules.find((each) => each.name === rule)?.verdict;
  return verdict?.effect === 'ask' ? verdict.escalateTo : undefined;
}

/** A head goes to the database, to the heads file (kept elsewhere, ideally on another machine) and to standard output. */
async function writeHead(parts: ServerParts, force: boolean): Promise<void> {
  const { core, keys } = parts.installation;
  await keepHead(
    {
      store: core.storage.audit,
      clock: core.clock,
      privateKey: keys.auditPrivate,
      publish: async (head) => {
        mkdirSync(dirname(parts.headsFile), { recursive: true });
        appendFileSync(parts.headsFile, `${JSON.stringify(head)}\n`, { mode: 0o600 });
        parts.printHead(JSON.stringify({ auditHead: head }));
      },
    },
    force,
  );
}

export const defaultHeadsFile = (config: Config): string => config.audit.headsFile ?? join(config.keyDir, 'audit-heads.jsonl');
