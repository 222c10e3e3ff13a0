import { join } from 'node:path';
import { agents } from '../../agents/index.ts';
import { workflows } from '../../graphs/index.ts';
import { connectAll } from '../../src/app/connect.ts';
import { readPromptFolders, openInstallation, type Installation } from '../../src/app/installation.ts';
import { withSandbox } from '../../src/app/sandbox-host.ts';
import { createServices } from '../../src/app/services/index.ts';
import { randomIds, sleep, systemClock } from '../../src/app/system.ts';
import { defaultRoles } from '../../src/config/roles.ts';
import { Config } from '../../src/config/schema.ts';
import type { EffectStore } from '../../src/contracts/effects.ts';
import { silentLog } from '../../src/contracts/log.ts';
import type { Connection } from '../../src/contracts/ports.ts';
import type { Services } from '../../src/contracts/services.ts';
import type { Probe } from '../../src/flow/parts.ts';
import { installLightContext } from '../../src/flow/without-run-tree.ts';
import { parseJson } from '../../src/http/index.ts';
import { sweepRuns } from '../../src/runs/housekeeping.ts';
import type { CompanySandbox } from '../../src/sandbox/index.ts';
import { openSqlite } from '../../src/storage/sqlite/open.ts';
import { tools } from '../../tools/index.ts';
import { modelTools } from '../../classic-models/tools.ts';

installLightContext();

/** The first job and what carries it: every other workflow goes through the same propose, gate and commit. */
const crashed = ['order-status', 'change-request', 'decision-audit'];

/** Read once: a life in this process is about the data folder, not about reading prompt files. */
const prompts = readPromptFolders([]);

/**
 * Short times so that thousands of crashes fit into minutes; the order among them is the product's own. A write the sandbox
 * holds back commits after its caller gave up (`heldMs` > `deadlineMs`) and before anybody looks (`heldMs` < `settleMs`).
 */
export const times = { deadlineMs: 250, heldMs: 330, settleMs: 450 } as const;

export type Idempotency = 'marker' | 'lookup';

/** The config of an installation that talks to this sandbox, as `countersign up` would make it. */
export async function crashConfig(folder: string, sandbox: CompanySandbox, idempotency: Idempotency = 'marker'): Promise<Config> {
  const parsed = Config.parse({
    dataDir: join(folder, 'data'),
    keyDir: join(folder, 'keys'),
    worker: { concurrency: 3, maxRecoveries: 2, leaseMs: 15_000, runTimeoutMs: 10_000 },
  });
  const config = await withSandbox({ ...parsed, roles: { ...defaultRoles, ...parsed.roles } }, sandbox);
  const { erp, crm } = config.connections;
  if (!erp || !crm) throw new Error('the sandbox has two systems');
  return {
    ...config,
    connections: {
      erp: { ...erp, deadlineMs: times.deadlineMs, settleMs: times.settleMs },
      crm: { ...crm, deadlineMs: times.deadlineMs, settleDelayMs: times.settleMs, idempotency },
    },
  };
}

/** What a sabotage test breaks on purpose, from outside the product. */
export type Sabotage = {
  readonly connection?: (connection: Connection) => Connection;
  readonly effects?: (effects: EffectStore) => EffectStore;
  /** Leaves the runs of dead workers where they lie. */
  readonly withoutRecovery?: boolean;
};

export type Opened = Installation & { readonly services: Services };

export type OpenOptions = {
  readonly config: Config;
  readonly owner: string;
  readonly probe?: Probe;
  /** Nothing leaves a dead process; see life.ts. */
  readonly guard?: (connection: Connection) => Connection;
  readonly synchronous: 'FULL' | 'OFF';
  readonly sabotage?: Sabotage;
};

/** The engine as a process composes it, without its HTTP port and timers. */
export async function openEngine(options: OpenOptions): Promise<Opened> {
  const { config, sabotage } = options;
  const wrap = (connection: Connection): Connection => {
    const broken = sabotage?.connection?.(connection) ?? connection;
    return options.guard?.(broken) ?? broken;
  };
  const connected = connectAll(config, { clock: systemClock, sleep, random: Math.random, log: silentLog });
  const installation = await openInstallation({
    config,
    content: { tools: [...tools, ...modelTools], agents, workflows: workflows.filter(({ id }) => crashed.includes(id)) },
    connections: new Map([...connected].map(([name, connection]) => [name, wrap(connection)])),
    clock: systemClock,
    ids: randomIds,
    sleep,
    log: silentLog,
    prompts,
    owner: options.owner,
    synchronous: options.synchronous,
    openStorage: (asked) => {
      const storage = openSqlite(asked);
      return sabotage?.effects ? { ...storage, effects: sabotage.effects(storage.effects) } : storage;
    },
    ...(options.probe === undefined ? {} : { probe: options.probe }),
  });
  const services = createServices(installation.core, {
    auditPublicKey: installation.keys.auditPublicPem,
    parseJson: (body) => parseJson(body, 64),
    meters: installation.meters,
    isDraining: () => false,
  });
  return { ...installation, services };
}

/** What a starting process does first: takes over the runs of those that are dead. */
export async function recover(opened: Opened, deadOwners: (owners: readonly string[]) => readonly string[]): Promise<void> {
  const { core, storage } = opened;
  await sweepRuns({
    runs: storage.runs,
    exceptions: storage.exceptions,
    clock: core.clock,
    cap: core.config.worker.maxRecoveries,
    deadOwners,
  });
}
