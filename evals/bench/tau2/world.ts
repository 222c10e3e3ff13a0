import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countedIds, fixedClock } from 'countersign/testing';
import { openInstallation, type Installation } from '../../../src/app/installation.ts';
import { createServices } from '../../../src/app/services/index.ts';
import { Config } from '../../../src/config/schema.ts';
import { silentLog } from '../../../src/contracts/log.ts';
import type { Clock, Ids } from '../../../src/contracts/time.ts';
import type { Services } from '../../../src/contracts/services.ts';
import type { ProbeLabel } from '../../../src/flow/parts.ts';
import { sweepRuns } from '../../../src/runs/housekeeping.ts';
import type { RetailConnection } from './connection.ts';
import { catalogueTools, findTools, guest } from './read-tools.ts';
import { retailDesk, retailTools, retailWorkflows } from './workflow.ts';

export const clerk = 'person:clerk';

/** One life of the engine over the shop. What is on disk and in the shop outlives it. */
export type Life = Installation & {
  readonly services: Services;
  /** Until nothing is due any more. Conversations that wait at the same moment wait for one look of the worker, not for one each. */
  carry(): Promise<void>;
  /** Resolves when it died at the boundary it was told to die at. */
  readonly death: Promise<void>;
  /** The next time this boundary comes up, the process is gone: queued transactions are dropped, nothing answers any more. */
  dieAt(label: ProbeLabel): void;
  /** Dies where it is. */
  die(): void;
  close(): void;
};

export type World = {
  /** Opens the engine over the same files. */
  open(): Promise<Life>;
  /** Removes the files. */
  remove(): void;
};

const never = (): Promise<never> => new Promise(() => undefined);

/** The engine of this project over the shop and a folder of its own; customers are people with the rights of a customer. */
export function createWorld(connection: RetailConnection, customers: readonly string[], models: Record<string, unknown> = {}): World {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tau2-'));
  const clock = fixedClock('2024-05-15T15:00:00.000Z');
  const ids = countedIds();
  const config = Config.parse({
    dataDir: join(folder, 'data'),
    keyDir: join(folder, 'keys'),
    timeZone: 'America/New_York',
    systems: { retail: connection.name },
    worker: { concurrency: 16 },
    models,
    roles: {
      guest: { may: [], tools: [...findTools, ...catalogueTools] },
      customer: { may: [], tools: ['retail.*'] },
      clerk: { may: ['approvals.read', 'approvals.decide'], tools: [] },
    },
    people: {
      [guest]: { name: 'A guest', roles: ['guest'] },
      clerk: { name: 'A clerk', roles: ['clerk'] },
      ...Object.fromEntries(customers.map((id) => [id, { name: 'A customer', roles: ['customer'] }])),
    },
  });
  let lives = 0;
  return {
    open: () => openLife({ connection, config, clock, ids, owner: `life-${(lives += 1)}`, advance: (ms) => clock.advance(ms) }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type LifeParts = {
  readonly connection: RetailConnection;
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly owner: string;
  readonly advance: (ms: number) => void;
};

async function openLife({ connection, config, clock, ids, owner, advance }: LifeParts): Promise<Life> {
  let fatal: ProbeLabel | undefined;
  let isDead = false;
  let tellDeath: () => void = () => undefined;
  const death = new Promise<void>((resolve) => (tellDeath = resolve));
  const installation = await openInstallation({
    config,
    content: { tools: retailTools, agents: [retailDesk], workflows: retailWorkflows },
    connections: new Map([[connection.name, connection]]),
    clock,
    ids,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      advance(ms);
    },
    log: silentLog,
    owner,
    // The process may die here, the machine does not: nothing has to wait for the disk.
    synchronous: 'OFF',
    prompts: [],
    probe: (label) => {
      if (isDead) return never();
      if (label !== fatal) return undefined;
      die();
      return never();
    },
  });
  const { core, storage } = installation;
  const die = (): void => {
    if (isDead) return;
    isDead = true;
    storage.crash();
    tellDeath();
  };
  // Whoever else holds a run in this folder is dead: one process owns it.
  const deadOwners = (owners: readonly string[]): string[] => owners.filter((each) => each !== owner);
  await sweepRuns({ runs: storage.runs, exceptions: storage.exceptions, clock, cap: config.worker.maxRecoveries, deadOwners });
  return {
    ...installation,
    carry: together(() => core.worker.drain()),
    services: createServices(core, {
      auditPublicKey: installation.keys.auditPublicPem,
      parseJson: (body) => JSON.parse(Buffer.from(body).toString('utf8')) as unknown,
      meters: installation.meters,
      isDraining: () => false,
    }),
    death,
    die,
    dieAt: (label) => {
      fatal = label;
    },
    close() {
      if (isDead) return;
      isDead = true;
      storage.close();
    },
  };
}

/** Whoever asks while it is under way gets what begins next, so that nothing due by then is left out. */
function together(drain: () => Promise<unknown>): () => Promise<void> {
  let current: Promise<unknown> | undefined;
  let next: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    await current?.catch(() => undefined);
    next = undefined;
    current = drain();
    await current;
  };
  return () => (next ??= begin());
}
