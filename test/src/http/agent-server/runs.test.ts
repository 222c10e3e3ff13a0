import { describe, expect, it } from 'vitest';
import { call, collect, human, openRig, sdks } from './rig.ts';

const slowInput = (ms: number): { ms: number } => ({ ms });

describe.each(sdks)('runs with sdk $sdk', ({ make }) => {
  it('a run can be waited for and leaves its values in the thread', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const thread = await client.threads.create();
    const values = await client.runs.wait(thread.thread_id, 'echo', { input: human('hello') });
    expect(values).toMatchObject({
      messages: [
        { type: 'human', content: 'hello' },
        { type: 'ai', content: 'you said: hello' },
      ],
    });
    const after = await client.threads.get(thread.thread_id);
    expect(after.status).toBe('idle');
    expect(after.values).toEqual(values);
    expect(after.metadata).toMatchObject({ graph_id: 'echo' });
  });

  it('a second run goes on with the conversation of the first', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'echo', { input: human('one') });
    const values = await client.runs.wait(id, 'echo', { input: human('two') });
    expect((values as { messages: unknown[] }).messages).toHaveLength(4);
  });

  it('a run in the background is pending at first, then success, and can be joined', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const run = await client.runs.create(id, 'slow', { input: slowInput(20), metadata: { purpose: 'test' } });
    expect(run).toMatchObject({ status: 'pending', thread_id: id, metadata: { purpose: 'test' }, multitask_strategy: 'reject' });
    expect((await client.threads.get(id)).status).toBe('busy');
    expect(await client.runs.join(id, run.run_id)).toMatchObject({ log: ['one', 'two', 'three'] });
    expect((await client.runs.get(id, run.run_id)).status).toBe('success');
    expect(await client.runs.join(id, run.run_id)).toMatchObject({ log: ['one', 'two', 'three'] });
  });

  it('tells the sdk which run it created', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const created: unknown[] = [];
    const onRunCreated = (given: unknown): void => void created.push(given);
    const run = await client.runs.create(id, 'slow', { input: slowInput(0), onRunCreated });
    await client.runs.join(id, run.run_id);
    await client.runs.wait(id, 'echo', { input: human('a'), onRunCreated });
    await collect(client.runs.stream(id, 'echo', { input: human('b'), onRunCreated }));
    await collect(client.runs.stream(null, 'echo', { input: human('c'), onRunCreated }));
    expect(created).toHaveLength(4);
    expect(created[0]).toEqual({ run_id: run.run_id, thread_id: id });
    expect(created[3]).toMatchObject({ run_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  it('lists runs newest first, by status and in pages, and deletes one', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    for (const word of ['a', 'b', 'c']) await client.runs.wait(id, 'echo', { input: human(word) });
    const all = await client.runs.list(id);
    expect(all).toHaveLength(3);
    expect(all.map((run) => run.created_at)).toEqual(
      all
        .map((run) => run.created_at)
        .toSorted()
        .toReversed(),
    );
    expect(await client.runs.list(id, { limit: 1, offset: 1 })).toEqual([all[1]]);
    expect(await client.runs.list(id, { status: 'error' })).toEqual([]);
    expect(await client.runs.list(id, { status: 'success', select: ['run_id'] })).toEqual(all.map((run) => ({ run_id: run.run_id })));
    await client.runs.delete(id, all[0]?.run_id ?? '');
    await expect(client.runs.get(id, all[0]?.run_id ?? '')).rejects.toThrow('404');
  });

  it('runs without a thread leave none behind, unless they are told to', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    expect(await client.runs.wait(null, 'echo', { input: human('alone') })).toMatchObject({
      messages: [{}, { content: 'you said: alone' }],
    });
    const events = await collect(client.runs.stream(null, 'echo', { input: human('alone') }));
    expect(events.at(-1)).toMatchObject({ event: 'values' });
    expect(await client.threads.search()).toEqual([]);
    expect(rig.seen.forgotten).toHaveLength(2);
    // The older sdk has no word for it in a run that is created, only in one that is streamed or waited for.
    const kept = await call(rig, 'POST', '/runs/wait', { assistant_id: 'echo', input: human('kept'), on_completion: 'keep' });
    await kept.text();
    const [, id = ''] = /threads\/([^/]+)/.exec(kept.headers.get('location') ?? '') ?? [];
    expect((await client.threads.get(id)).values).toMatchObject({ messages: [{}, { content: 'you said: kept' }] });
  });

  it('a run without a thread can be joined after it is gone', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const run = await client.runs.create(null, 'echo', { input: human('short') });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await client.runs.join(run.thread_id, run.run_id)).toMatchObject({ messages: [{}, { content: 'you said: short' }] });
    expect((await collect(client.runs.joinStream(null, run.run_id))).at(-1)).toMatchObject({ event: 'values' });
  });

  it('a batch starts each of its runs', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const runs = await client.runs.createBatch([
      { assistantId: 'echo', input: human('a') },
      { assistantId: 'slow', input: slowInput(1) },
    ]);
    expect(runs).toHaveLength(2);
    expect(await client.runs.join(runs[1]?.thread_id ?? '', runs[1]?.run_id ?? '')).toMatchObject({ log: ['one', 'two', 'three'] });
  });

  it('a run that fails says so in its kind, without the words of the error', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await expect(client.runs.wait(id, 'error', { input: slowInput(0) })).rejects.toThrow('A step of the run failed');
    const events = await collect(client.runs.stream(id, 'error', { input: slowInput(0) }));
    expect(events.at(-1)).toMatchObject({ event: 'error', data: { error: 'Error' } });
    expect(JSON.stringify(events)).not.toContain('Olivia');
    expect((await client.threads.get(id)).status).toBe('error');
    expect((await client.runs.list(id, { status: 'error' })).length).toBe(2);
    expect(await client.runs.wait(id, 'echo', { input: human('again') })).toMatchObject({ messages: [{}, {}] });
  });

  it('a run may be told how many steps it may take, and stops there', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await expect(client.runs.wait(id, 'slow', { input: slowInput(0), config: { recursion_limit: 2 } })).rejects.toThrow(
      'GraphRecursionError',
    );
  });

  it('a run created for later begins later', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const run = await client.runs.create(id, 'slow', { input: slowInput(0), afterSeconds: 0.3 });
    expect((await client.runs.get(id, run.run_id)).status).toBe('pending');
    await client.runs.join(id, run.run_id);
    const after = await client.runs.get(id, run.run_id);
    expect(new Date(after.updated_at).getTime() - new Date(after.created_at).getTime()).toBeGreaterThanOrEqual(290);
  });

  it('a run on a thread that is not there makes it only when asked', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const id = rig.parts.uuid();
    await expect(client.runs.create(id, 'echo', { input: human('x') })).rejects.toThrow('404');
    await expect(client.runs.create(id, 'echo', { input: human('x'), ifNotExists: 'reject' })).rejects.toThrow('404');
    const run = await client.runs.create(id, 'echo', { input: human('x'), ifNotExists: 'create' });
    expect(run.thread_id).toBe(id);
    await client.runs.join(id, run.run_id);
  });

  it('stops before and after the nodes a run names', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'slow', { input: slowInput(0), interruptBefore: ['two'] });
    expect(await client.threads.getState(id)).toMatchObject({ next: ['two'], values: { log: ['one'] } });
    expect((await client.threads.get(id)).status).toBe('interrupted');
    await client.runs.wait(id, 'slow', { input: null, interruptAfter: ['two'] });
    expect(await client.threads.getState(id)).toMatchObject({ next: ['three'], values: { log: ['one', 'two'] } });
    await client.runs.wait(id, 'slow', { input: null });
    expect((await client.threads.get(id)).status).toBe('idle');
  });

  it('a run from an earlier checkpoint forks the thread', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'echo', { input: human('first') });
    const { checkpoint } = await client.threads.getState(id);
    await client.runs.wait(id, 'echo', { input: human('second') });
    const forked = await client.runs.wait(id, 'echo', { input: human('other'), checkpoint });
    expect((forked as { messages: { content: string }[] }).messages.map((each) => each.content)).toEqual([
      'first',
      'you said: first',
      'other',
      'you said: other',
    ]);
  });

  it.each(['sync', 'async', 'exit'] as const)('durability %s ends with the same state', async (durability) => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'slow', { input: slowInput(0), durability });
    expect(await client.threads.getState(id)).toMatchObject({ values: { log: ['one', 'two', 'three'] }, next: [] });
    expect((await client.threads.getHistory(id)).length > 1).toBe(durability !== 'exit');
  });
});
