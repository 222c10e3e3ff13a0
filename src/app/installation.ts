import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Content } from '../contracts/authoring.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { Gateway } from '../contracts/llm.ts';
import type { Log } from '../contracts/log.ts';
import type { Connection } from '../contracts/ports.ts';
import type { Clock, Ids, Sleep } from '../contracts/time.ts';
import { migrationsFolder, promptsFolder } from '../config/home.ts';
import type { Config } from '../config/schema.ts';
import type { Probe } from '../flow/parts.ts';
import { installLightContext } from '../flow/without-run-tree.ts';
import { createGateway, type GatewayOptions, type ModelRole, type ModelRoles } from '../llm/index.ts';
import { createPrivacy, createVault, resolvePolicy } from '../privacy/index.ts';
import { createKnownValues } from '../privacy/known/index.ts';
import { lateDetector } from './detector.ts';
import type { Tracing } from '../telemetry/otlp.ts';
import { openTracing, traceRun } from './tracing.ts';
import { watchPrompts } from './prompt-watch.ts';
import { holdLabels } from './prompt-labels.ts';
import { holdRecogniser, lateRecogniser, type HeldRecogniser } from './recogniser.ts';
import { createShelf, loadPrompts, type PromptFolder, type PromptRegistry } from '../prompting/index.ts';
import { openSqlite, type SqliteOptions, type SqliteStorage } from '../storage/sqlite/open.ts';
import { createCore, type Core } from './core.ts';
import { openKeys, type KeyFiles } from './key-files.ts';
import { outboundTargets, withChannels } from './channel-config.ts';
import { loadMappings, refuseBadContent } from './content.ts';
import { refuseBadSchedules } from './schedules.ts';
import { createMeters, type Meters } from './services/health.ts';

export type InstallationParts = {
  readonly config: Config;
  readonly content: Content;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sleep: Sleep;
  readonly log: Log;
  readonly probe?: Probe;
  readonly synchronous?: SqliteOptions['synchronous'];
  /** How the data folder is opened; SQLite unless given. */
  readonly openStorage?: (options: SqliteOptions) => SqliteStorage;
  /** Folders that hold graphs/<workflow>/mapping.yaml and prompts of the content; the package's own come first. */
  readonly contentFolders?: readonly string[];
  /** Prompts read before; without them they are read from the package's and the content's folders. */
  readonly prompts?: readonly PromptFolder[];
  /** How a later process tells whether this one is dead. Default: boot id and pid. */
  readonly owner?: string;
};

export type Installation = {
  readonly core: Core;
  readonly storage: SqliteStorage;
  readonly keys: KeyFiles;
  readonly meters: Meters;
  readonly recogniser: HeldRecogniser;
  /** Where traces are configured; what waits is sent by `flush`. */
  readonly tracing?: Tracing;
};

/** Opens the data folder and puts the engine together. Starts nothing. */
export async function openInstallation(parts: InstallationParts): Promise<Installation> {
  refuseBadContent(parts.content);
  refuseBadSchedules(parts.content.workflows, parts.config, parts.clock);
  // LangGraph is loaded by now and has set up what this replaces. Where tracing is wanted, all of it stays.
  if (process.env['COUNTERSIGN_LIGHT_CONTEXT'] !== '0' && !parts.config.telemetry.allowLangSmith) installLightContext();
  const { config, clock } = parts;
  const keys = openKeys(config.keyDir);
  const storage = storageOf(parts);
  const vault = createVault({ store: storage.vault, key: keys.installationKey, clock, ttlMs: config.retention.vaultMs, randomBytes });
  const recogniser = holdRecogniser(config.privacy.recogniser);
  const privacy = createPrivacy({
    vault,
    detector: lateDetector,
    knownValues: createKnownValues,
    policy: resolvePolicy(config.privacy),
    ...(config.privacy.recogniser ? { recogniser: lateRecogniser(recogniser, config.privacy.recogniser) } : {}),
  });
  const promptLabels = holdLabels(storage.settings);
  await promptLabels.reload();
  const prompts = createShelf(
    parts.prompts ?? readPromptFolders(parts.contentFolders ?? []),
    (id) => promptLabels.of(id).labels,
    config.prompts.label,
  );
  refuseMissingPrompts(parts.content, prompts);
  const promptWatch = watchPrompts({ storage, prompts, promptLabels, label: config.prompts.label, clock, log: parts.log });
  const tracing = await openTracing(config, parts.log);
  const traced = tracing ? { trace: tracing.trace } : {};
  const gateway = openGateway(parts, {
    ...traced,
    privacy,
    prompts,
    egress: storage.egress,
    onNarrated: (use) => promptWatch.used(use),
  });
  const meters = createMeters(clock.now());
  const core = createCore({
    ...parts,
    ...traced,
    storage,
    vault,
    privacy,
    gateway,
    prompts,
    promptLabels,
    promptWatch,
    mappings: loadMappings(parts.content, withChannels(config), parts.contentFolders ?? []),
    owner: parts.owner ?? ownerId(),
    onFinished: (run, executed) => {
      meters.runsFinished.set(executed.status, (meters.runsFinished.get(executed.status) ?? 0) + 1);
      meters.runMilliseconds += Date.parse(executed.at) - Date.parse(run.updatedAt);
      if (tracing) traceRun(tracing.trace, run, executed);
    },
  });
  await core.reloadSettings();
  return { core, storage, keys, meters, recogniser, ...(tracing ? { tracing } : {}) };
}

function storageOf(parts: InstallationParts): SqliteStorage {
  return (parts.openStorage ?? openSqlite)({
    folder: parts.config.dataDir,
    migrations: migrationsFolder(),
    outbound: outboundTargets(parts.config.outbound, parts.config.channels),
    ...(parts.synchronous === undefined ? {} : { synchronous: parts.synchronous, skipCheck: true }),
  });
}

function openGateway(
  { config, clock, ids, log, sleep }: InstallationParts,
  rest: Pick<GatewayOptions, 'privacy' | 'prompts' | 'egress' | 'onNarrated' | 'trace'>,
): Gateway {
  const { prices, budget, ...roles } = config.models;
  return createGateway({ ...rest, roles: modelRoles(roles), prices, budget: present(budget), clock, ids, log, sleep });
}

type ConfiguredRoles = Omit<Config['models'], 'prices' | 'budget'>;

function modelRoles(roles: ConfiguredRoles): ModelRoles {
  const one = ({ provider, ...rest }: ConfiguredRoles['narrator']): ModelRole =>
    provider === 'narrator' ? { provider } : { provider, ...present(rest) };
  return { planner: one(roles.planner), narrator: one(roles.narrator), judge: one(roles.judge) };
}

function present<T extends Record<string, unknown>>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Dropping undefined members is exactly what the return type says.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** The package's prompts and the installation's own; the same id in both is an error, not a silent choice. */
export function readPromptFolders(contentFolders: readonly string[]): readonly PromptFolder[] {
  const dirs = [promptsFolder(), ...contentFolders.map((folder) => join(folder, 'prompts')).filter((folder) => existsSync(folder))];
  const folders = dirs.map((dir) => ({ dir, prompts: loadPrompts(dir) }));
  const seen = new Set<string>();
  for (const { id } of folders.flatMap(({ prompts }) => prompts.list())) {
    if (seen.has(id)) throw new CountersignError('prompt.invalid', `There are two prompts with the id ${id}`, { field: id });
    seen.add(id);
  }
  return folders;
}

/** An agent that names a prompt nobody wrote fails now, not with its first order. */
function refuseMissingPrompts(content: Content, prompts: PromptRegistry): void {
  const known = new Set(prompts.list().map(({ id }) => id));
  for (const agent of content.agents) {
    const missing = agent.prompts.find((id) => !known.has(id));
    if (missing !== undefined)
      throw new CountersignError('config.invalid', `Agent ${agent.id} writes with the prompt ${missing}, which no file holds`, {
        field: agent.id,
      });
  }
}

/** Machine boot and process: a lease of a process that is gone can be taken over at once, without waiting for it to run out. */
export function ownerId(): string {
  return `${bootId()}:${process.pid}`;
}

function bootId(): string {
  const file = '/proc/sys/kernel/random/boot_id';
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : hostname();
}

/** Owners that cannot be alive: another boot of this machine, or a pid that is gone. */
export function deadOwners(owners: readonly string[], isAlive: (pid: number) => boolean): string[] {
  return owners.filter((owner) => {
    const [boot, pid] = owner.split(':', 2);
    return boot !== bootId() || !isAlive(Number(pid));
  });
}
