import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { workflows } from '../../graphs/index.ts';
import { loadMappings } from '../../src/app/content.ts';
import { randomIds, sleep, systemClock } from '../../src/app/system.ts';
import { migrationsFolder, promptsFolder } from '../../src/config/home.ts';
import { Config } from '../../src/config/schema.ts';
import type { Workflow } from '../../src/contracts/authoring.ts';
import type { EventStore } from '../../src/contracts/events.ts';
import { silentLog } from '../../src/contracts/log.ts';
import type { Connection } from '../../src/contracts/ports.ts';
import type { Vault } from '../../src/contracts/privacy.ts';
import type { RunStore } from '../../src/contracts/runs.ts';
import type { FlowParts } from '../../src/flow/parts.ts';
import { createGateway } from '../../src/llm/index.ts';
import { createPrivacy, createVault } from '../../src/privacy/index.ts';
import { loadPrompts } from '../../src/prompting/index.ts';
import { createApprovalStore, createProposalStore } from '../../src/storage/sqlite/approval-store.ts';
import { AuditChain, createAuditStore } from '../../src/storage/sqlite/audit-store.ts';
import { openDatabase, type Db, type Synchronous } from '../../src/storage/sqlite/database.ts';
import { createEffectStore } from '../../src/storage/sqlite/effect-store.ts';
import { createEgressStore } from '../../src/storage/sqlite/egress-store.ts';
import { createEventStore } from '../../src/storage/sqlite/event-store.ts';
import { createLinkStore } from '../../src/storage/sqlite/exception-store.ts';
import { GroupCommit } from '../../src/storage/sqlite/group-commit.ts';
import { createRunStore } from '../../src/storage/sqlite/run-store.ts';
import { createVaultStore } from '../../src/storage/sqlite/vault-store.ts';
import { defaultRoles } from '../../src/config/roles.ts';

/** What the stock side works with: the same tables, privacy and words, and one better-sqlite3 transaction per change. */
export type Desk = {
  readonly parts: FlowParts;
  readonly workflow: Workflow;
  readonly events: EventStore;
  readonly runs: RunStore;
  readonly vault: Vault;
  close(): void;
};

/** A transaction for each piece of work, as `db.transaction(work)()` does it. */
class OneByOne extends GroupCommit {
  readonly #transaction;

  constructor(db: Db) {
    super(db);
    this.#transaction = db.transaction((work: () => unknown) => work());
  }

  override async run<T>(work: () => T): Promise<T> {
    // The transaction answers what its work answered.
    return this.#transaction.immediate(work) as T;
  }
}

export function openDesk(folder: string, synchronous: Synchronous, connections: ReadonlyMap<string, Connection>): Desk {
  const open = (name: string): Db =>
    openDatabase({ file: join(folder, `${name}.db`), migrations: join(migrationsFolder(), name), synchronous, check: false });
  const main = open('main');
  const vaultDb = open('vault');
  const chain = new AuditChain(main);
  const group = new OneByOne(main);
  const write = <T>(work: () => T): Promise<T> => group.run(work);
  const config = Config.parse({ systems: { erp: 'erp', crm: 'crm' } });
  const [workflow] = workflows;
  if (!workflow) throw new Error('the order status workflow is missing');
  const mappings = loadMappings({ workflows, tools: [], agents: [] }, config, []);
  const vault = createVault({
    store: createVaultStore(vaultDb, new OneByOne(vaultDb)),
    key: randomBytes(32),
    clock: systemClock,
    ttlMs: config.retention.vaultMs,
    randomBytes,
  });
  const privacy = createPrivacy({ vault });
  const narrator = { provider: 'narrator' } as const;
  const gateway = createGateway({
    privacy,
    prompts: loadPrompts(promptsFolder()),
    egress: createEgressStore(main, write),
    roles: { planner: narrator, narrator, judge: narrator },
    clock: systemClock,
    ids: randomIds,
    log: silentLog,
    sleep,
  });
  const parts: FlowParts = {
    own: {},
    connection: (system) => {
      const connection = connections.get(system);
      if (!connection) throw new Error(`there is no connection ${system}`);
      return connection;
    },
    effects: createEffectStore(main, write, chain),
    approvals: createApprovalStore(main, write, chain),
    proposals: createProposalStore(main, write),
    links: createLinkStore(main, write, chain),
    audit: createAuditStore(main, write, chain),
    privacy,
    gateway,
    clock: systemClock,
    ids: randomIds,
    log: silentLog,
    probe: () => undefined,
    phase: async () => 'automatic',
    held: async () => undefined,
    mapping: (id) => mappings.get(id),
    assistedRole: config.assistedRole,
    payloadOf: async () => undefined,
    threadOf: (workflow, record) => `${workflow}/${record.id}`,
    raise: async () => 0,
    personOf: () => undefined,
    roles: defaultRoles,
  };
  return {
    parts,
    workflow,
    events: createEventStore(main, write, chain),
    runs: createRunStore(main, write, chain),
    vault,
    close() {
      main.close();
      vaultDb.close();
    },
  };
}
