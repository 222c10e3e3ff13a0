import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AuditChain, createAuditStore } from './audit-store.ts';
import { createApprovalStore, createProposalStore } from './approval-store.ts';
import { createCheckpointStore } from './checkpoint-store.ts';
import { openDatabase, type Db, type Synchronous } from './database.ts';
import { createEffectStore } from './effect-store.ts';
import { createEgressStore } from './egress-store.ts';
import { createEventStore } from './event-store.ts';
import { createCaseFeedbackStore } from './feedback-store.ts';
import { createExceptionStore, createLinkStore } from './exception-store.ts';
import type { OutboundTarget } from '../../contracts/outbound.ts';
import { GroupCommit, type Write } from './group-commit.ts';
import { createModelStore } from './model-store.ts';
import { createOutboxStore } from './outbox-store.ts';
import { createOutboxWriter } from './outbox-writer.ts';
import { createPromotionStore } from './promotion-store.ts';
import { createPromptMetricsStore } from './prompt-metrics-store.ts';
import { createRunStore } from './run-store.ts';
import { createServingStores } from './serving-stores.ts';
import { createKeyStore, createSettingStore } from './setting-store.ts';
import { createVaultStore } from './vault-store.ts';

export type SqliteOptions = {
  /** Folder of main.db, vault.db, checkpoints.db and models.db; made when missing. */
  readonly folder: string;
  /** Folder with main/, vault/, checkpoints/ and models/ of numbered .sql files. */
  readonly migrations: string;
  /** Of main.db, vault.db and models.db; FULL unless a test or bench says otherwise. */
  readonly synchronous?: Synchronous;
  readonly checkpointSynchronous?: Synchronous;
  /** Skips the integrity check at start; for benches that open hundreds of files. */
  readonly skipCheck?: boolean;
  /** Who is told of what happens. */
  readonly outbound?: readonly OutboundTarget[];
};

/** One installation's storage on SQLite. What answers has been committed, and is on disk unless its port says otherwise. */
export function openSqlite(options: SqliteOptions) {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const open = (name: string, synchronous: Synchronous): Db =>
    openDatabase({
      file: join(options.folder, `${name}.db`),
      migrations: join(options.migrations, name),
      synchronous,
      check: !(options.skipCheck ?? false),
    });
  const main = open('main', options.synchronous ?? 'FULL');
  const vaultDb = open('vault', options.synchronous ?? 'FULL');
  const checkpointDb = open('checkpoints', options.checkpointSynchronous ?? 'NORMAL');
  const modelDb = open('models', options.synchronous ?? 'FULL');
  const databases = { main, vault: vaultDb, checkpoints: checkpointDb, models: modelDb };
  const groups = {
    main: new GroupCommit(main),
    vault: new GroupCommit(vaultDb),
    checkpoints: new GroupCommit(checkpointDb),
    models: new GroupCommit(modelDb),
  };
  const outbox = createOutboxWriter(main, options.outbound ?? []);
  const chain = new AuditChain(main, (entry, hash) => outbox.tellAudit(entry, hash));
  const write: Write = (work, outlives) => groups.main.run(work, () => chain.reload(), outlives);

  return {
    audit: createAuditStore(main, write, chain),
    events: createEventStore(main, write, chain),
    runs: createRunStore(main, write, chain),
    effects: createEffectStore(main, write, chain),
    proposals: createProposalStore(main, write),
    approvals: createApprovalStore(main, write, chain),
    exceptions: createExceptionStore(main, write, chain),
    links: createLinkStore(main, write, chain),
    egress: createEgressStore(main, write),
    caseFeedback: createCaseFeedbackStore(main, write, chain),
    outbox: createOutboxStore(main, write, chain, outbox),
    promotions: createPromotionStore(main, write, chain),
    promptMetrics: createPromptMetricsStore(main, write),
    keys: createKeyStore(main, write, chain),
    settings: createSettingStore(main, write, chain),
    vault: createVaultStore(vaultDb, groups.vault),
    checkpoints: createCheckpointStore(checkpointDb, groups.checkpoints),
    models: createModelStore(modelDb, groups.models),
    serving: createServingStores(main, write, checkpointDb, groups.checkpoints),
    /** Rows older than each moment: finished runs, handled events, the record of what left. */
    deleteOlder: (before: Ages) => write(() => deleteOlder(main, before)),
    databases,
    /** Flushes what is queued and closes the files. */
    close(): void {
      for (const group of Object.values(groups)) group.close();
      for (const db of Object.values(databases)) db.close();
    },
    /** As a killed process would leave it: queued groups are dropped, the files close as they are. For crash tests. */
    crash(): void {
      for (const group of Object.values(groups)) group.crash();
      for (const db of Object.values(databases)) db.close();
    },
  };
}

type Ages = { readonly events: string; readonly runs: string; readonly egress: string };

function deleteOlder(main: Db, before: Ages): { runs: number; events: number; egress: number; promptUses: number; deliveries: number } {
  return {
    deliveries: deleteDelivered(main, before.events),
    runs: main.prepare(`DELETE FROM runs WHERE updated_at < ? AND status IN ('done', 'cancelled', 'superseded')`).run(before.runs).changes,
    events: main
      .prepare('DELETE FROM events WHERE received_at < ? AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.event_id = events.id)')
      .run(before.events).changes,
    egress: main.prepare('DELETE FROM egress WHERE at < ?').run(before.egress).changes,
    promptUses: main.prepare('DELETE FROM prompt_uses WHERE at < ?').run(before.runs).changes,
  };
}

/** What was given up stays until a person has seen to it; an event stays as long as a delivery of it. */
function deleteDelivered(main: Db, before: string): number {
  const gone = main.prepare(`DELETE FROM deliveries WHERE status = 'delivered' AND updated_at < ?`).run(before).changes;
  if (gone === 0) return 0;
  main
    .prepare('DELETE FROM delivery_attempts WHERE at < ? AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.id = delivery_id)')
    .run(before);
  main.prepare('DELETE FROM outbox WHERE at < ? AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_id = outbox.id)').run(before);
  return gone;
}

export type SqliteStorage = ReturnType<typeof openSqlite>;
