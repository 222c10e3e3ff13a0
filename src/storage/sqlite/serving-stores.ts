import type { ServingStores, ThreadCheckpoints } from '../../contracts/serving-store.ts';
import type { Db } from './database.ts';
import type { GroupCommit, Write } from './group-commit.ts';
import { createAssistantStore, createCronStore, createDeliveryStore } from './serving-assistants.ts';
import { createServedRunStore } from './serving-runs.ts';
import { createItemStore, createThreadStore } from './serving-threads.ts';

export function createServingStores(main: Db, write: Write, checkpoints: Db, group: GroupCommit): ServingStores {
  return {
    assistants: createAssistantStore(main, write),
    threads: createThreadStore(main, write),
    runs: createServedRunStore(main, write),
    crons: createCronStore(main, write),
    items: createItemStore(main, write),
    deliveries: createDeliveryStore(main, write),
    checkpoints: createThreadCheckpoints(checkpoints, group),
  };
}

/** Checkpoint ids are sortable by time, so what came after a checkpoint is what is greater, in the graph and its subgraphs. */
function createThreadCheckpoints(db: Db, group: GroupCommit): ThreadCheckpoints {
  const newest = db.prepare<[string], { id: string }>(
    `SELECT c.id FROM checkpoints c JOIN threads t ON t.id = c.thread WHERE t.thread_id = ? AND t.ns = '' ORDER BY c.id DESC LIMIT 1`,
  );
  const namespaces = db.prepare<[string], { id: number; ns: string }>('SELECT id, ns FROM threads WHERE thread_id = ?');
  return {
    newest(threadId) {
      // What the last run left may still wait for the shared transaction.
      group.flush();
      return newest.get(threadId)?.id;
    },
    rollback: (threadId, base) =>
      group.run(() => {
        for (const { id } of namespaces.all(threadId)) {
          db.prepare('DELETE FROM checkpoints WHERE thread = ? AND id > ?').run(id, base ?? '');
          db.prepare('DELETE FROM writes WHERE thread = ? AND checkpoint_id > ?').run(id, base ?? '');
        }
      }),
    copy: (from, to) =>
      group.run(() => {
        for (const { id, ns } of namespaces.all(from)) {
          const made = db.prepare('INSERT INTO threads (thread_id, ns) VALUES (?, ?)').run(to, ns).lastInsertRowid;
          db.prepare(
            `INSERT INTO checkpoints (thread, id, parent_id, body, metadata, versions) SELECT ?, id, parent_id, body, metadata, versions FROM checkpoints WHERE thread = ?`,
          ).run(made, id);
          db.prepare(
            'INSERT INTO channels (thread, channel, version, value) SELECT ?, channel, version, value FROM channels WHERE thread = ?',
          ).run(made, id);
          db.prepare(
            `INSERT INTO writes (thread, checkpoint_id, task_id, idx, channel, value, task_path) SELECT ?, checkpoint_id, task_id, idx, channel, value, task_path FROM writes WHERE thread = ?`,
          ).run(made, id);
        }
      }),
  };
}
