import { openModels, type Models } from '../../src/app/models.ts';
import { sleep } from '../../src/app/system.ts';
import { silentLog } from '../../src/contracts/log.ts';
import type { ModelVersion } from '../../src/contracts/model-store.ts';
import type { ModelDefinition, Observation, ObservationSource } from '../../src/contracts/models.ts';
import { createHttpApp } from '../../src/http/index.ts';
import { train, trainingRows } from '../../src/scoring/index.ts';
import { countedIds, fixedClock } from '../../src/testing/index.ts';
import { openRig, type Rig } from './rig.ts';
import { smallHistory, smallModel } from './small-model.ts';

/** People of the rig: one who trains and asks, one who approves, one who only looks. */
export const people = {
  mona: { name: 'Mona Mai', roles: ['modeller'] },
  carl: { name: 'Carl Castle', roles: ['controller'] },
  olivia: { name: 'Olivia Ortega', roles: ['operations'] },
  rita: { name: 'Rita Reed', roles: ['auditor'] },
  ada: { name: 'Ada Adler', roles: ['admin'] },
};
type Who = keyof typeof people;

export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

export type ModelServer = {
  readonly rig: Rig;
  readonly models: Models;
  ask(who: Who, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Trains the small model on its history and stores the version. */
  trained(invoices: number, seed?: number): Promise<ModelVersion>;
  reopen(): Promise<ModelServer>;
  close(): void;
};

/** Observations of a history as a system would answer them now. */
export function sourceOf(observations: readonly Observation[], customerOf: ReadonlyMap<string, string>): ObservationSource {
  return {
    async of(_model, entity) {
      const customer = customerOf.get(entity);
      if (customer === undefined) return undefined;
      return { observations: observations.filter((each) => each.entity === entity || each.entity === customer), links: { customer } };
    },
  };
}

export async function openModelServer(
  options: {
    readonly definitions?: readonly ModelDefinition[];
    readonly rig?: Rig;
    /** Of `predictions` in the config. */
    readonly predictions?: Readonly<Record<string, unknown>>;
    /** The module that the process that trains reads the definitions from; without it nothing is trained beside the server. */
    readonly training?: string;
  } = {},
): Promise<ModelServer> {
  const definitions = options.definitions ?? [smallModel];
  const content = { tools: [], agents: [], workflows: [], models: definitions };
  const rig =
    options.rig ??
    (await openRig({
      connections: new Map(),
      config: { people, ...(options.predictions === undefined ? {} : { predictions: options.predictions }) },
      content,
      clock: fixedClock('2026-01-01T00:00:00Z'),
      ids: countedIds(),
      sleep,
    }));
  const history = smallHistory(900);
  const customerOf = new Map(history.moments.map(({ entity, links }) => [entity, links?.['customer'] ?? '']));
  const models = openModels(rig.core, definitions, {
    pseudonymKey: rig.keys.pseudonymKey,
    source: sourceOf(history.observations, customerOf),
    ...(options.training === undefined ? {} : { training: { content: options.training } }),
  });
  const app = createHttpApp({
    services: { ...rig.services, models: models.service },
    limits: rig.core.config.http,
    log: silentLog,
    ids: rig.core.ids,
    version: '0.0.0',
    isDraining: () => false,
  });
  const keys = new Map<Who, string>();
  const keyOf = async (who: Who): Promise<string> => {
    const known = keys.get(who);
    if (known !== undefined) return known;
    const { key } = await rig.services.keys.create({ name: who, principal: `person:${who}`, roles: [] }, rig.core.principal('person:ada'));
    keys.set(who, key);
    return key;
  };
  return {
    rig,
    models,
    async ask(who, method, path, body, headers = {}) {
      const answer = await app.request(path, {
        method,
        headers: { authorization: `Bearer ${await keyOf(who)}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    async trained(invoices, seed = 1) {
      const { observations, moments } = smallHistory(invoices, seed);
      const rows = trainingRows(smallModel, moments, observations);
      const { version, artefact } = await train(smallModel, rows, { seed: 1, by: 'person:mona', at: '2025-12-01T00:00:00Z' });
      return rig.storage.models.addVersion(version, artefact);
    },
    reopen: async () => openModelServer({ ...options, rig: await rig.reopen() }),
    close: () => rig.close(),
  };
}
