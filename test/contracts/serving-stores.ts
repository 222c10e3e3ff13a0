import { expect, it } from 'vitest';
import type { RunRow, ServingStores, ThreadRow } from '../../src/contracts/serving-store.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const olivia = { id: 'person:olivia', roles: ['user'] };

const threadRow = (id: string, more: Partial<ThreadRow> = {}): ThreadRow => ({
  id,
  owner: olivia,
  status: 'idle',
  metadata: {},
  config: {},
  values: null,
  interrupts: {},
  isTemporary: false,
  createdAt: at(0),
  updatedAt: at(0),
  ...more,
});
const runRow = (id: string, more: Partial<RunRow> = {}): RunRow => ({
  id,
  threadId: 't1',
  assistantId: 'a1',
  by: olivia,
  status: 'running',
  kwargs: { input: null },
  metadata: {},
  multitask: 'reject',
  attempts: 0,
  availableAt: at(0),
  createdAt: at(0),
  updatedAt: at(0),
  ...more,
});

/** What every storage of the Agent Server promises. `open` gives an empty one. */
export function servingStoreSuite(open: () => ServingStores): void {
  it('a thread is kept as it was given, and its id only once', async () => {
    const { threads } = open();
    const row = threadRow('t1', { metadata: { a: { b: 1 } }, values: { x: [1] }, interrupts: { task: [{ id: 'i' }] } });
    expect(await threads.add(row)).toBe(true);
    expect(await threads.add(threadRow('t1'))).toBe(false);
    expect(await threads.get('t1')).toEqual(row);
  });

  it('a thread is changed where it is changed and nowhere else', async () => {
    const { threads } = open();
    await threads.add(threadRow('t1', { metadata: { a: 1 }, values: { x: 1 } }));
    await threads.patch('t1', { status: 'interrupted', values: { x: 2 } }, at(5));
    expect(await threads.get('t1')).toMatchObject({ status: 'interrupted', values: { x: 2 }, metadata: { a: 1 }, updatedAt: at(5) });
  });

  it('threads are found by owner, status, and what metadata and values hold; temporary ones never', async () => {
    const { threads } = open();
    await threads.add(threadRow('t1', { metadata: { a: { b: 1, c: 2 } }, createdAt: at(1) }));
    await threads.add(threadRow('t2', { owner: { id: 'person:carl', roles: [] }, status: 'error', createdAt: at(2) }));
    await threads.add(threadRow('t3', { values: { done: true }, createdAt: at(3) }));
    await threads.add(threadRow('t4', { isTemporary: true }));
    const ids = async (filter: Parameters<typeof threads.search>[0]): Promise<string[]> =>
      (await threads.search(filter, { limit: 10, offset: 0 })).rows.map((row) => row.id);
    expect(await ids({})).toEqual(['t3', 't2', 't1']);
    expect(await ids({ owner: 'person:carl' })).toEqual(['t2']);
    expect(await ids({ status: 'error' })).toEqual(['t2']);
    expect(await ids({ metadata: { a: { b: 1 } } })).toEqual(['t1']);
    expect(await ids({ metadata: { a: { b: 2 } } })).toEqual([]);
    expect(await ids({ values: { done: true } })).toEqual(['t3']);
    expect(await threads.search({}, { limit: 1, offset: 1 })).toMatchObject({ rows: [{ id: 't2' }], total: 3 });
  });

  it('a run on a free thread is at work at once, and the thread busy', async () => {
    const { threads, runs } = open();
    await threads.add(threadRow('t1'));
    expect(await runs.admit(runRow('r1'), { rejectBusy: true, metadata: { graph_id: 'g' } })).toEqual({
      isAdmitted: true,
      isRunning: true,
      inflight: [],
    });
    expect(await runs.get('r1')).toMatchObject({ status: 'running', attempts: 1 });
    expect(await threads.get('t1')).toMatchObject({ status: 'busy', metadata: { graph_id: 'g' } });
  });

  it('a run brings its thread along, unless there is one of that id', async () => {
    const { threads, runs } = open();
    const how = { rejectBusy: true, metadata: { graph_id: 'g' }, newThread: threadRow('t1', { isTemporary: true }) };
    expect(await runs.admit(runRow('r1'), how)).toMatchObject({ isAdmitted: true, isRunning: true });
    expect(await threads.get('t1')).toMatchObject({ status: 'busy', isTemporary: true, metadata: { graph_id: 'g' } });
    expect(await runs.admit(runRow('r2'), how)).toEqual({ isAdmitted: false, isRunning: false, inflight: [] });
    expect(await runs.get('r2')).toBeUndefined();
  });

  it('a thread made for one run is left behind when that run has ended, unless it was to be kept', async () => {
    const { threads, runs } = open();
    for (const [n, kwargs] of [{}, { on_completion: 'keep' }, {}].entries()) {
      const newThread = threadRow(`t${n}`, { isTemporary: true });
      await runs.admit(runRow(`r${n}`, { threadId: newThread.id, kwargs }), { rejectBusy: true, metadata: {}, newThread });
    }
    await runs.finish('r0', { status: 'success', at: at(1) });
    await runs.finish('r1', { status: 'success', at: at(1) });
    expect(await threads.leftBehind()).toEqual([{ id: 't0', assistantId: 'a1' }]);
    await threads.discard('t0');
    expect(await threads.leftBehind()).toEqual([]);
    expect(await runs.get('r0')).toBeUndefined();
  });

  it('a second run is refused or waits, and is taken when the first has ended', async () => {
    const { threads, runs } = open();
    await threads.add(threadRow('t1'));
    await runs.admit(runRow('r1'), { rejectBusy: true, metadata: {} });
    expect(await runs.admit(runRow('r2'), { rejectBusy: true, metadata: {} })).toMatchObject({
      isAdmitted: false,
      inflight: [{ id: 'r1' }],
    });
    expect(await runs.get('r2')).toBeUndefined();
    expect(await runs.admit(runRow('r3'), { rejectBusy: false, metadata: {} })).toMatchObject({ isAdmitted: true, isRunning: false });
    expect(await runs.take(at(9), 5)).toEqual([]);
    expect(await runs.finish('r1', { status: 'success', at: at(1), thread: { status: 'idle', values: { n: 1 } } })).toBe(true);
    expect(await threads.get('t1')).toMatchObject({ status: 'busy', values: { n: 1 } });
    expect(await runs.take(at(9), 5)).toMatchObject([{ id: 'r3', status: 'running', attempts: 1 }]);
  });

  it('of several runs that wait for one thread only the first is taken', async () => {
    const { threads, runs } = open();
    await threads.add(threadRow('t1'));
    for (const id of ['r1', 'r2', 'r3']) await runs.admit(runRow(id, { status: 'pending' }), { rejectBusy: false, metadata: {} });
    expect((await runs.take(at(1), 5)).map((run) => run.id)).toEqual(['r1']);
    expect(await runs.take(at(1), 5)).toEqual([]);
  });

  it('a run for later is not taken before', async () => {
    const { threads, runs } = open();
    await threads.add(threadRow('t1'));
    await runs.admit(runRow('r1', { status: 'pending', availableAt: at(60) }), { rejectBusy: false, metadata: {} });
    expect(await runs.take(at(59), 5)).toEqual([]);
    expect(await runs.take(at(60), 5)).toHaveLength(1);
  });

  it('a run ends once', async () => {
    const { threads, runs } = open();
    await threads.add(threadRow('t1'));
    await runs.admit(runRow('r1'), { rejectBusy: true, metadata: {} });
    await runs.finish('r1', { status: 'awaiting_approval', at: at(1), thread: { status: 'interrupted', interrupts: { a: [1] } } });
    expect(await runs.finish('r1', { status: 'error', at: at(2), thread: { status: 'error' } })).toBe(false);
    expect(await threads.get('t1')).toMatchObject({ status: 'interrupted', interrupts: { a: [1] } });
    expect(await runs.active()).toEqual([]);
  });

  it('a run that is released is pending again and counts its attempt or not', async () => {
    const { threads, runs } = open();
    await threads.add(threadRow('t1'));
    await runs.admit(runRow('r1'), { rejectBusy: true, metadata: {} });
    await runs.release('r1', at(1), true);
    expect(await runs.take(at(2), 1)).toMatchObject([{ id: 'r1', attempts: 2 }]);
    await runs.release('r1', at(3), false);
    expect(await runs.take(at(4), 1)).toMatchObject([{ id: 'r1', attempts: 2 }]);
  });

  it('a thread is deleted with its runs', async () => {
    const { threads, runs } = open();
    await threads.add(threadRow('t1'));
    await runs.admit(runRow('r1'), { rejectBusy: true, metadata: {} });
    await threads.delete('t1');
    expect([await threads.get('t1'), await runs.get('r1')]).toEqual([undefined, undefined]);
  });

  it('an item is its owner’s, lives as long as it may, and is found below its namespace alone', async () => {
    const { items } = open();
    const item = { namespace: ['a', 'b'], key: 'k', value: { n: 1 }, createdAt: at(0), updatedAt: at(0) };
    await items.put('o', item);
    await items.put('o', { ...item, namespace: ['ab'], expiresAt: at(10) });
    expect(await items.get('o', ['a', 'b'], 'k', at(1))).toEqual(item);
    expect(await items.get('other', ['a', 'b'], 'k', at(1))).toBeUndefined();
    expect((await items.below('o', ['a'], at(1))).map((each) => each.namespace)).toEqual([['a', 'b']]);
    expect(await items.get('o', ['ab'], 'k', at(11))).toBeUndefined();
    expect(await items.namespaces('o', at(11))).toEqual([['a', 'b']]);
  });

  it('a new version of an assistant is the latest, until another is chosen', async () => {
    const { assistants } = open();
    const row = {
      id: 'a1',
      graphId: 'g',
      name: 'n',
      version: 1,
      config: {},
      context: {},
      metadata: { m: 1 },
      createdAt: at(0),
      updatedAt: at(0),
    };
    expect(await assistants.add(row)).toBe(true);
    expect(await assistants.add(row)).toBe(false);
    await assistants.save({ ...row, version: 2, name: 'new' });
    expect(await assistants.get('a1')).toMatchObject({ version: 2, name: 'new' });
    expect(await assistants.newestVersion('a1')).toBe(2);
    await assistants.setLatest(row);
    expect(await assistants.get('a1')).toEqual(row);
    expect((await assistants.versions('a1', { limit: 10, offset: 0 })).map((each) => each.version)).toEqual([2, 1]);
    expect((await assistants.search({ name: 'N', metadata: { m: 1 } }, { limit: 10, offset: 0 })).total).toBe(1);
  });
}
