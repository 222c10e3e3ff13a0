import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Agent, Assistant } from '../../contracts/authoring.ts';
import { defaultRoles } from '../../config/roles.ts';
import type { Config } from '../../config/schema.ts';
import { silentLog } from '../../contracts/log.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { ServedGraph } from '../../contracts/served.ts';
import type { Clock } from '../../contracts/time.ts';
import { parseJson } from '../../http/index.ts';
import type { PromptFolder } from '../../prompting/index.ts';
import { countedIds } from '../../testing/index.ts';
import { servedAssistants, talkParts, type Deciding } from '../assistant.ts';
import { connectAll } from '../connect.ts';
import { loadContent } from '../content.ts';
import { openInstallation, type Installation } from '../installation.ts';
import { openCompany, withSandbox } from '../sandbox-host.ts';
import type { CompanySandbox } from '../../sandbox/index.ts';
import type { CompanySeed } from '../../sandbox/company/seed.ts';
import type { TalkParts } from '../../flow/talk/parts.ts';
import { createServices } from '../services/index.ts';
import { sleep } from '../system.ts';

export type World = {
  readonly installation: Installation;
  readonly services: ReturnType<typeof createServices>;
  readonly assistant: ServedGraph;
  /** What reads of a conversation need, and who may read what. */
  readonly talkParts: TalkParts;
  readonly agents: readonly Agent[];
  /** Where the built-in ERP and CRM listen, and where both are steered. */
  readonly sapUrl: string;
  readonly crmUrl: string;
  readonly controlUrl: string;
  /** The tables of the built-in ERP, for what people keep there by transactions no service offers. */
  readonly erpTables: CompanySandbox['sap']['store'];
  /** Of both systems and the engine alike. */
  readonly clock: PassingClock;
  /** Names, addresses and the like of everybody in the company. */
  readonly personal: readonly string[];
  close(): Promise<void>;
};

/** Time goes by itself, and further when a case says so. */
type PassingClock = Clock & { letPass(ms: number): void };

export const olivia: Principal = { id: 'person:olivia', name: 'Olivia Ortega', roles: ['operations'] };
export const carl: Principal = { id: 'person:carl', name: 'Carl Castle', roles: ['controller'] };
export const ada: Principal = { id: 'person:ada', name: 'Ada Adler', roles: ['admin'] };

/**
 * The built-in ERP and CRM with the engine over them, in a folder of their own, on the company's own day: the same company
 * every time. Models, policy and prompts are those of the config; its connections are not touched.
 */
export async function openWorld({ config, prompts, content: own, folder: home, size = 25 }: WorldOptions): Promise<World> {
  const company = { seed: 1, size };
  const folder = mkdtempSync(join(tmpdir(), 'countersign-evals-'));
  const { generateCompany } = await import('../../sandbox/index.ts');
  const seed = generateCompany(company);
  const clock = runningFrom(seed.asOf);
  const sandbox = await openCompany({ folder, clock, log: silentLog, port: 0, ...company });
  const base = {
    ...config,
    dataDir: join(folder, 'data'),
    keyDir: join(folder, 'keys'),
    connections: {},
    systems: {},
    workflows: {},
    people: {},
  };
  const wired = withPeopleTold(await withSandbox(base, sandbox), join(folder, 'mail'));
  const connections = connectAll(wired, { clock, sleep, random: () => 0.5, log: silentLog });
  const { content, folders } = await loadContent(own, home);
  const installation = await openInstallation({
    config: { ...wired, roles: { ...defaultRoles, ...wired.roles } },
    content,
    connections,
    clock,
    ids: countedIds(),
    sleep,
    log: silentLog,
    synchronous: 'OFF',
    contentFolders: folders,
    prompts,
  });
  const services = createServices(installation.core, {
    auditPublicKey: installation.keys.auditPublicPem,
    parseJson: (body) => parseJson(body, 64),
    meters: installation.meters,
    isDraining: () => false,
  });
  const talking = assistantOf(installation, services, content.assistants ?? []);
  installation.core.worker.start();
  return {
    installation,
    services,
    ...talking,
    agents: content.agents,
    sapUrl: sandbox.sapUrl,
    crmUrl: sandbox.salesforceUrl,
    controlUrl: sandbox.url,
    erpTables: sandbox.sap.store,
    clock,
    personal: personalOf(seed),
    async close() {
      await installation.core.worker.stop(1000);
      await installation.core.promptWatch.flush();
      installation.storage.close();
      for (const connection of connections.values()) await connection.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Approvals are told of in the team's Chatter group, and the digest is laid down as a file. */
function withPeopleTold(config: Config, folder: string): Config {
  const group = config.workflows['order-status']?.mapping?.['teamChannel'];
  return {
    ...config,
    connections: {
      ...config.connections,
      mail: { vendor: 'smtp', folder, from: 'countersign@norwick.example', lists: { digest: ['operations@norwick.example'] } },
    },
    systems: { ...config.systems, mail: 'mail' },
    workflows: {
      ...config.workflows,
      'approval-notice': { mapping: group === undefined ? {} : { chatter: { group } } },
      'daily-digest': { mapping: { list: 'digest' } },
    },
  };
}

function assistantOf(
  { core }: Installation,
  { approvals, runs }: World['services'],
  assistants: readonly Assistant[],
): Pick<World, 'assistant' | 'talkParts'> {
  const deciding: Deciding = {
    decide: (...given) => approvals.decide(...given),
    cancel: (...given) => runs.cancel(...given),
  };
  const [defined] = assistants;
  const [assistant] = servedAssistants(core, assistants, deciding);
  if (!assistant || !defined) throw new Error('the content has no assistant');
  return { assistant, talkParts: talkParts(core, defined, deciding) };
}

function personalOf({ customers }: CompanySeed): readonly string[] {
  return customers.flatMap(({ name, street, email, phone, contacts }) => [
    name,
    street,
    email,
    phone,
    ...contacts.flatMap((contact) => [contact.lastName, contact.email, contact.phone]),
  ]);
}

export type WorldOptions = {
  readonly config: Config;
  readonly prompts: readonly PromptFolder[];
  /** The installation's own content module and the folder it is named from. */
  readonly content: string | undefined;
  readonly folder: string;
  /** How large the company is. */
  readonly size?: number | undefined;
};

/** A clock that goes on from a moment of the company's own, and further when a case says that time goes by. */
function runningFrom(moment: string): PassingClock {
  const started = performance.now();
  let passed = 0;
  return {
    now: () => new Date(Date.parse(moment) + passed + Math.round(performance.now() - started)),
    letPass(ms) {
      passed += ms;
    },
  };
}
