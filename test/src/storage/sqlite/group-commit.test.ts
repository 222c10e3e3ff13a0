import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { migrationsFolder } from '../../../../src/config/home.ts';
import type { RunRow, ThreadRow } from '../../../../src/contracts/serving-store.ts';
import { GroupCommit } from '../../../../src/storage/sqlite/group-commit.ts';
import { verifyRows } from './verify-rows.ts';
import { openSqlite, type SqliteStorage } from '../../../../src/storage/sqlite/open.ts';

const opened: { storage: SqliteStorage; folder: string }[] = [];
afterEach(() => {
  for (const { storage, folder } of opened.splice(0)) {
    storage.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

function fresh(): SqliteStorage {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-group-'));
  const storage = openSqlite({ folder, migrations: migrationsFolder(), synchronous: 'OFF', checkpointSynchronous: 'OFF', skipCheck: true });
  opened.push({ storage, folder });
  return storage;
}

const at = '2024-05-17T16:00:00.000Z';
const owner = { id: 'person:olivia', roles: ['operations'] };
const thread: ThreadRow = {
  id: '00000000-0000-7000-8000-000000000001',
  owner,
  status: 'idle',
  metadata: {},
  config: {},
  values: null,
  interrupts: {},
  isTemporary: false,
  createdAt: at,
  updatedAt: at,
};
const run: RunRow = {
  id: '00000000-0000-7000-8000-000000000002',
  threadId: thread.id,
  assistantId: '00000000-0000-7000-8000-000000000003',
  by: owner,
  status: 'running',
  kwargs: {},
  metadata: {},
  multitask: 'reject',
  attempts: 0,
  availableAt: at,
  createdAt: at,
  updatedAt: at,
};
const entry = (action: string) => ({ at, actor: 'system', action, body: {} });
const link = (id: string) => ({
  id,
  left: { connection: 'erp', type: 'SalesOrder', id },
  right: { connection: 'crm', type: 'Opportunity', id },
  source: 'a person',
  createdAt: at,
});

describe('what a write has to outlive', () => {
  const full = (): SqliteStorage => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-group-'));
    const storage = openSqlite({ folder, migrations: migrationsFolder(), skipCheck: true });
    opened.push({ storage, folder });
    return storage;
  };
  const setting = (db: Database.Database): unknown => db.pragma('synchronous', { simple: true });
  /** What the database was set to while the pieces ran: 1 leaves them to the operating system, 2 waits for the disk. */
  async function during(pieces: readonly ('power-cut' | 'process')[]): Promise<unknown[]> {
    const { main } = full().databases;
    const group = new GroupCommit(main);
    const seen = await Promise.all(pieces.map((outlives) => group.run(() => setting(main), undefined, outlives)));
    const after = await group.run(() => setting(main));
    return [...new Set(seen), after];
  }

  it('pieces that need only outlive the process do not wait for the disk, and what comes after them does again', async () => {
    expect(await during(['process', 'process'])).toEqual([1, 2]);
  });

  it('one piece that has to outlive a power cut makes the whole transaction wait for the disk', async () => {
    expect(await during(['process', 'power-cut', 'process'])).toEqual([2, 2]);
  });

  it('a run that was admitted lightly is there after the process was killed', async () => {
    const storage = full();
    const file = storage.databases.main.name;
    await storage.serving.threads.add(thread);
    await storage.serving.runs.admit(run, { rejectBusy: true, metadata: {}, isAttended: true });
    storage.crash();
    const again = new Database(file, { readonly: true });
    expect(again.prepare('SELECT id, status FROM serving_runs').all()).toEqual([{ id: run.id, status: 'running' }]);
    again.close();
  });
});

describe('a shared transaction', () => {
  it('a piece that fails undoes only itself: the others are stored, in order, and the audit chain has no gap', async () => {
    const storage = fresh();
    const outcomes = await Promise.allSettled([
      storage.audit.append([entry('first')]),
      // There is no such run, so the fence does not hold.
      storage.effects.transition([], { runId: 'run_none', token: 1 }, [entry('never')]),
      storage.links.add(link('l-1'), [entry('second')]),
    ]);
    expect(outcomes.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await storage.audit.list({ limit: 10 })).map((row) => row.action)).toEqual(['first', 'second']);
    expect(verifyRows(await storage.audit.list({ limit: 10 }))).toBe(true);
  });

  it('whatever fails in whichever order, the chain holds exactly what was answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.boolean(), { maxLength: 6 }), { maxLength: 5 }), async (batches) => {
        const storage = fresh();
        const kept: string[] = [];
        for (const [batch, pieces] of batches.entries()) {
          const outcomes = await Promise.allSettled(
            pieces.map((works, n) =>
              works
                ? storage.audit.append([entry(`${batch}.${n}`)])
                : storage.effects.transition([], { runId: 'run_none', token: 1 }, [entry('never')]),
            ),
          );
          for (const [n, works] of pieces.entries()) {
            expect(outcomes[n]?.status).toBe(works ? 'fulfilled' : 'rejected');
            if (works) kept.push(`${batch}.${n}`);
          }
        }
        const rows = await storage.audit.list({ limit: 100 });
        expect(rows.map((row) => row.action)).toEqual(kept);
        expect(verifyRows(rows)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('nothing is answered before it is committed', async () => {
    const storage = fresh();
    const added = storage.links.add(link('l-1'), []);
    const count = (): unknown => storage.databases.main.prepare('SELECT count(*) FROM links').pluck().get();
    expect(count()).toBe(0);
    await added;
    expect(storage.databases.main.inTransaction).toBe(false);
    expect(count()).toBe(1);
  });

  it('writes that are still queued when the process dies are gone, those answered are not', async () => {
    const storage = fresh();
    await storage.audit.append([entry('answered')]);
    void storage.audit.append([entry('queued')]);
    const { folder } = opened.splice(0)[0] ?? { folder: '' };
    storage.crash();
    const again = openSqlite({ folder, migrations: migrationsFolder(), synchronous: 'OFF', skipCheck: true });
    opened.push({ storage: again, folder });
    expect((await again.audit.list({ limit: 10 })).map((row) => row.action)).toEqual(['answered']);
  });
});

describe('the checkpoint store', () => {
  const place = { threadId: 't', ns: '', checkpointId: 'c-1' };
  const row = { threadId: 't', ns: '', id: 'c-1', body: '{}', metadata: '{}', versions: { a: 1 } };
  const write = (taskId: string, index: number, channel: string, value: string) => ({ taskId, index, channel, value, taskPath: 'p' });

  it('a thread whose first write failed gets an id that is really there', async () => {
    const storage = fresh();
    // A channel without a value is refused by the table, after the thread was made in the same piece.
    const broken = [{ channel: 'a', version: 1, value: null as unknown as string }];
    await expect(storage.checkpoints.put(row, broken)).rejects.toThrow();
    await storage.checkpoints.put(row, [{ channel: 'a', version: 1, value: 'j1' }]);
    expect(storage.databases.checkpoints.prepare('SELECT count(*) FROM threads').pluck().get()).toBe(1);
    expect((await storage.checkpoints.get('t', '', undefined))?.channels).toEqual([{ channel: 'a', version: 1, value: 'j1' }]);
  });

  it('brings back every write of a task, whether it came with others, alone or as a special one', async () => {
    const storage = fresh();
    await storage.checkpoints.put(row, []);
    const together = [write('t-1', 0, 'a', 'j"x"'), write('t-1', 1, 'branch:to:b', 'jnull')];
    await storage.checkpoints.putWrites(place, together);
    await storage.checkpoints.putWrites(place, [write('t-2', 0, 'a', 'j2')]);
    await storage.checkpoints.putWrites(place, [write('t-1', -3, '__interrupt__', 'j[1]')]);
    await storage.checkpoints.putWrites(place, [write('t-1', -3, '__interrupt__', 'j[2]')]);
    // A task that ran twice: what it wrote first stands.
    await storage.checkpoints.putWrites(place, [write('t-1', 0, 'a', 'j"other"'), write('t-1', 1, 'branch:to:c', 'jnull')]);
    const found = (await storage.checkpoints.get('t', '', 'c-1'))?.writes ?? [];
    const sorted = found.toSorted((a, b) => a.taskId.localeCompare(b.taskId) || a.index - b.index);
    expect(sorted).toEqual([write('t-1', -3, '__interrupt__', 'j[2]'), ...together, write('t-2', 0, 'a', 'j2')]);
  });
});

describe('a read of checkpoints', () => {
  it('sees what its own thread has queued, and does not make others commit early', async () => {
    const storage = fresh();
    const row = (threadId: string) => ({ threadId, ns: '', id: 'c-1', body: '{}', metadata: '{}', versions: {} });
    const stored = (): unknown => storage.databases.checkpoints.prepare('SELECT count(*) FROM checkpoints').pluck().get();
    const first = storage.checkpoints.put(row('mine'), []);
    expect(await storage.checkpoints.get('another', '', undefined)).toBeUndefined();
    expect(stored()).toBe(0);
    expect((await storage.checkpoints.get('mine', '', undefined))?.row.id).toBe('c-1');
    expect(stored()).toBe(1);
    await first;
  });
});
