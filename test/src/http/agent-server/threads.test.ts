import { describe, expect, it } from 'vitest';
import { call, collect, human, openRig, sdks } from './rig.ts';

describe.each(sdks)('threads with sdk $sdk', ({ make }) => {
  it('a thread can be made, read, changed and deleted', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const made = await client.threads.create({ metadata: { topic: 'orders' } });
    expect(made).toMatchObject({ status: 'idle', metadata: { topic: 'orders' }, values: null, interrupts: {} });
    expect(await client.threads.get(made.thread_id)).toEqual(made);
    const patched = await client.threads.update(made.thread_id, { metadata: { colour: 'green' } });
    expect(patched.metadata).toEqual({ topic: 'orders', colour: 'green' });
    await client.threads.delete(made.thread_id);
    await expect(client.threads.get(made.thread_id)).rejects.toThrow('404');
  });

  it('an id that is taken is refused, or answered with the thread there is', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const threadId = rig.parts.uuid();
    await client.threads.create({ threadId, metadata: { first: true } });
    await expect(client.threads.create({ threadId })).rejects.toThrow('409');
    expect((await client.threads.create({ threadId, ifExists: 'do_nothing' })).metadata).toEqual({ first: true });
  });

  it('threads are found by metadata, status, values and id, in pages and in order', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const made: string[] = [];
    for (const n of [1, 2, 3])
      made.push((await client.threads.create({ metadata: { n, group: { name: 'g', odd: n % 2 === 1 } } })).thread_id);
    await client.runs.wait(made[0] ?? '', 'ask', { input: { question: 'q' } });
    await client.runs.wait(made[1] ?? '', 'slow', { input: { ms: 1 } });
    const ids = async (query: Parameters<typeof client.threads.search>[0]): Promise<string[]> =>
      (await client.threads.search(query)).map((thread) => thread.thread_id);
    expect(await ids({})).toEqual(made.toReversed());
    expect(await ids({ sortBy: 'created_at', sortOrder: 'asc', limit: 2, offset: 1 })).toEqual(made.slice(1));
    expect(await ids({ metadata: { n: 2 } })).toEqual([made[1]]);
    expect((await ids({ metadata: { group: { odd: true } } })).length).toBe(2);
    expect(await ids({ status: 'interrupted' })).toEqual([made[0]]);
    expect(await ids({ values: { ms: 1 } })).toEqual([made[1]]);
    expect(await ids({ ids: [made[2] ?? ''] })).toEqual([made[2]]);
    expect(await client.threads.count({ metadata: { group: { name: 'g' } } })).toBe(3);
    expect(await client.threads.count({ status: 'idle' })).toBe(2);
    expect(await client.threads.search({ select: ['thread_id'], limit: 1 })).toEqual([{ thread_id: made[2] }]);
  });

  it('a page says how many there are and where the next begins', async () => {
    const rig = await openRig({ make });
    for (let n = 0; n < 3; n += 1) await rig.client().threads.create();
    const first = await call(rig, 'POST', '/threads/search', { limit: 2 });
    expect([first.headers.get('x-pagination-total'), first.headers.get('x-pagination-next')]).toEqual(['3', '2']);
    const last = await call(rig, 'POST', '/threads/search', { limit: 2, offset: 2 });
    expect(last.headers.get('x-pagination-next')).toBeNull();
  });

  it('a copy has the same state and a life of its own', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create({ metadata: { topic: 'x' } });
    await client.runs.wait(id, 'echo', { input: human('hello') });
    const copy = await client.threads.copy(id);
    expect(copy.thread_id).not.toBe(id);
    expect(copy.metadata).toMatchObject({ topic: 'x', graph_id: 'echo' });
    await client.runs.wait(copy.thread_id, 'echo', { input: human('more') });
    const state = async (thread: string): Promise<number> => {
      const { values } = await client.threads.getState<{ messages: unknown[] }>(thread);
      return values.messages.length;
    };
    expect([await state(id), await state(copy.thread_id)]).toEqual([2, 4]);
    expect(await client.threads.getHistory(copy.thread_id)).not.toHaveLength(0);
  });

  it('the copy of a thread that waits can be answered like the original', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'ask', { input: { question: 'q' } });
    const copy = await client.threads.copy(id);
    expect(copy.status).toBe('interrupted');
    expect(await client.runs.wait(copy.thread_id, 'ask', { command: { resume: 'yes' } })).toMatchObject({ answers: { gate: 'yes' } });
    expect((await client.threads.get(id)).status).toBe('interrupted');
  });

  it('a thread can be made with a history', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const thread = await client.threads.create({
      graphId: 'slow',
      supersteps: [
        { updates: [{ values: { ms: 1, log: ['before'] }, asNode: '__input__' }] },
        { updates: [{ values: { ms: 1, log: ['before'] }, asNode: '__start__' }] },
        { updates: [{ values: { log: ['one'] }, asNode: 'one' }] },
      ],
    });
    expect(await client.threads.getState(thread.thread_id)).toMatchObject({ values: { log: ['before', 'one'] }, next: ['two'] });
  });
});

describe.each(sdks)('state with sdk $sdk', ({ make }) => {
  it('a thread without a run has an empty state', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    expect(await client.threads.getState(id)).toMatchObject({ values: {}, next: [], tasks: [] });
    expect(await client.threads.getHistory(id)).toEqual([]);
  });

  it('shows values, what comes next, and where it is', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'ask', { input: { question: 'q' } });
    const state = await client.threads.getState(id);
    expect(state).toMatchObject({
      values: { question: 'q' },
      next: ['gate'],
      tasks: [{ name: 'gate', interrupts: [{ id: expect.stringMatching(/^[0-9a-f]{32}$/), value: { question: 'q' } }] }],
      checkpoint: { thread_id: id, checkpoint_ns: '' },
      metadata: { source: 'loop' },
    });
    expect(state.created_at).toMatch(/^\d{4}-/);
    const thread = await client.threads.get(id);
    expect(thread.interrupts).toEqual({ [state.tasks[0]?.id ?? '']: state.tasks[0]?.interrupts });
  });

  it('can be read at a checkpoint, by its id and by the whole place', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'slow', { input: { ms: 0 } });
    const history = await client.threads.getHistory(id, { limit: 20 });
    const early = history.find((state) => state.next[0] === 'two');
    expect(early?.values).toMatchObject({ log: ['one'] });
    const byId = await client.threads.getState(id, early?.checkpoint.checkpoint_id ?? '');
    expect(byId.values).toEqual(early?.values);
    expect((await client.threads.getState(id, early?.checkpoint)).next).toEqual(['two']);
  });

  it('the history goes back in pages', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'slow', { input: { ms: 0 } });
    const all = await client.threads.getHistory(id, { limit: 100 });
    expect(all.map((state) => state.next)).toEqual([[], ['three'], ['two'], ['one'], ['__start__']]);
    const page = await client.threads.getHistory(id, {
      limit: 2,
      before: { configurable: { checkpoint_id: all[1]?.checkpoint.checkpoint_id } },
    });
    expect(page.map((state) => state.next)).toEqual([['two'], ['one']]);
    expect((await client.threads.getHistory(id, { metadata: { source: 'input' } })).length).toBe(1);
  });

  it('can be written as a node would, and the thread goes on from there', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'slow', { input: { ms: 0 }, interruptBefore: ['two'] });
    const config = await client.threads.updateState(id, { values: { log: ['by hand'] }, asNode: 'two' });
    expect(config).toMatchObject({ checkpoint: { thread_id: id } });
    expect(await client.runs.wait(id, 'slow', { input: null })).toMatchObject({ log: ['one', 'by hand', 'three'] });
  });

  it('written by nobody it knows is refused as input', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'slow', { input: { ms: 0 } });
    await expect(client.threads.updateState(id, { values: { log: ['x'] }, asNode: 'nowhere' })).rejects.toThrow('422');
  });

  it('of subgraphs is shown when asked for', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'nested-ask', { input: { question: 'q' } });
    const state = await client.threads.getState(id, undefined, { subgraphs: true });
    expect(state.next).toEqual(['inner']);
    expect(state.tasks[0]).toMatchObject({ name: 'inner', state: { next: ['gate'] } });
    const shallow = await client.threads.getState(id);
    expect(shallow.tasks[0]).toMatchObject({ state: null, checkpoint: { thread_id: id } });
  });
});

describe('the stream of a thread', () => {
  it.each(sdks)('tells of every run that begins while it is open, with sdk $sdk', async ({ make }) => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const abort = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const event of client.threads.joinStream(id, { signal: abort.signal })) seen.push(event.event);
    })().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await client.runs.wait(id, 'slow', { input: { ms: 0 } });
    await client.runs.wait(id, 'echo', { input: human('x') });
    await new Promise((resolve) => setTimeout(resolve, 50));
    abort.abort();
    await following;
    expect(seen.filter((event) => event === 'metadata')).toHaveLength(2);
    expect(seen.filter((event) => event === 'values').length).toBeGreaterThan(4);
  });

  it('prunes to the newest state, or altogether', async () => {
    const rig = await openRig();
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'slow', { input: { ms: 0 } });
    expect(await client.threads.prune([id], { strategy: 'keep_latest' })).toEqual({ pruned_count: 1 });
    expect(await client.threads.getHistory(id)).toHaveLength(1);
    expect(await client.threads.prune([id, rig.parts.uuid()])).toEqual({ pruned_count: 1 });
    await expect(client.threads.get(id)).rejects.toThrow('404');
  });

  it('collects nothing for a run whose events are gone', async () => {
    const rig = await openRig({ limits: { keepMs: 1 } });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'slow', { input: { ms: 0 } });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const [run] = await client.runs.list(id);
    expect(await collect(client.runs.joinStream(id, run?.run_id ?? ''))).toEqual([]);
    expect(await client.runs.join(id, run?.run_id ?? '')).toMatchObject({ log: ['one', 'two', 'three'] });
  });
});
