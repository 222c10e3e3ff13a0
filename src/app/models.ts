import { createHmac } from 'node:crypto';
import type { Log } from '../contracts/log.ts';
import type { ModelService } from '../contracts/model-services.ts';
import type { ModelDefinition, ObservationSource } from '../contracts/models.ts';
import { asCountersignError } from '../contracts/errors.ts';
import { createModelService, createPredictor, createRetrainer, workJobs, type Retrainer, type ServiceParts } from '../scoring/index.ts';
import type { Config } from '../config/schema.ts';
import type { Core } from './core.ts';
import { createModelRuntime } from './model-adapters/index.ts';
import { trainApart } from './retraining/apart.ts';
import type { TrainingPlace } from './retraining/setting.ts';
import { may } from './services/authorise.ts';

export type Models = {
  readonly service: ModelService;
  /** Works on bulk jobs until stopped; wakes when one was handed in. */
  start(): void;
  /** Looks which models in use it is time for and trains those again; resolves when that is done. */
  retrainDue(): Promise<void>;
  stop(): Promise<void>;
};

export type ModelOptions = {
  readonly pseudonymKey: Buffer;
  readonly source?: ObservationSource | undefined;
  /** Absent: nothing is trained beside this process. */
  readonly training?: TrainingPlace | undefined;
};

const idleMs = 1000;

/** Numeric models of the installation's content, served from its own store. */
export function openModels(core: Core, definitions: readonly ModelDefinition[], options: ModelOptions): Models {
  const runtime = createModelRuntime({ clock: core.clock, sleep: core.sleep, random: Math.random, log: core.log, ...hostsOf(core.config) });
  const base = {
    outside: runtime,
    definitions,
    store: core.storage.models,
    environment: core.config.predictions.environment,
    pseudonym: pseudonyms(options.pseudonymKey),
    clock: core.clock,
    ids: core.ids,
    log: core.log,
    elapsed: () => performance.now(),
    ...(options.source === undefined ? {} : { source: options.source }),
  };
  const plain: ServiceParts = {
    ...base,
    retrain: core.config.predictions.retrain,
    predictor: createPredictor(base),
    may: (by, permission) => may(core.roles, by, permission),
    audit: async (actor, action, model, body) => {
      await core.storage.audit.append([{ at: core.clock.now().toISOString(), actor, action, subject: { type: 'model', id: model }, body }]);
    },
  };
  const { training } = options;
  const retraining = training && createRetrainer({ ...plain, trainApart: trainApart(core.config, training) });
  const parts: ServiceParts = retraining === undefined ? plain : { ...plain, retraining };
  const { start, stop } = worker(parts, core.log, core.sleep);
  return {
    service: createModelService(parts),
    start,
    retrainDue: async () => retrainDue(core, retraining),
    async stop() {
      await Promise.all([stop(), retraining?.stop()]);
      await runtime.close();
    },
  };
}

/** In the name of the operator, who switched the schedule on. */
async function retrainDue({ config, storage, log }: Core, retrainer: Retrainer | undefined): Promise<void> {
  const { environment, retrain } = config.predictions;
  const inUse = (await storage.models.deployments(environment)).filter(({ stage }) => stage === 'champion').map(({ model }) => model);
  const models = inUse.filter((model) => retrain.models[model]?.never !== true);
  if (!retrainer || models.length === 0) return;
  try {
    await retrainer.begin({ models, isDueOnly: true }, 'system', true);
  } catch (thrown) {
    // Somebody trains by hand at the moment; the next look comes by itself.
    const { code } = asCountersignError(thrown);
    if (code !== 'run.limit') throw thrown;
    log.info({ code }, 'models are being trained already; this look is left out');
  }
  await retrainer.idle();
}

/** Only hosts the operator lists are asked, each with its own key. */
export function hostsOf({ predictions }: Config): {
  hosts: readonly string[];
  headersFor: (host: string) => Readonly<Record<string, string>>;
} {
  return {
    hosts: Object.keys(predictions.endpoints),
    headersFor(host) {
      const authorization = predictions.endpoints[host]?.authorization;
      return authorization === undefined ? {} : { authorization };
    },
  };
}

/** The same entity has the same key for as long as the installation keeps its key file; nobody without it can tell whom it names. */
export function pseudonyms(key: Buffer): (entity: string) => string {
  return (entity) => {
    const colon = entity.indexOf(':');
    const kind = colon < 0 ? 'entity' : entity.slice(0, colon);
    return `${kind}:${createHmac('sha256', key).update(entity).digest('base64url').slice(0, 22)}`;
  };
}

function worker(parts: ServiceParts, log: Log, sleep: Core['sleep']): Pick<Models, 'start' | 'stop'> {
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await workJobs(parts, stopping.signal);
        await sleep(idleMs, stopping.signal);
      } catch (thrown) {
        if (stopping.signal.aborted) return;
        log.error({ error: thrown instanceof Error ? thrown.name : 'unknown' }, 'bulk predictions stopped and are begun again');
        await sleep(idleMs * 10, stopping.signal).catch(() => undefined);
      }
    }
  };
  return {
    start() {
      loop ??= work();
    },
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
