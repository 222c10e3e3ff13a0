import { describe, expect, it } from 'vitest';
import { call, human, openRig, sdks } from './rig.ts';

const slowInput = (ms: number): { ms: number } => ({ ms });

describe.each(sdks)('cancelling with sdk $sdk', ({ make }) => {
  it('an interrupted run stops its nodes, keeps what was done and is called interrupted', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const run = await client.runs.create(id, 'slow', { input: slowInput(150) });
    await new Promise((resolve) => setTimeout(resolve, 220));
    await client.runs.cancel(id, run.run_id, true);
    expect((await client.runs.get(id, run.run_id)).status).toBe('interrupted');
    expect(rig.seen.signals.at(-1)?.aborted).toBe(true);
    expect(await client.threads.getState(id)).toMatchObject({ values: { log: ['one'] } });
  });

  it('a run that is rolled back leaves neither run nor state', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.wait(id, 'slow', { input: slowInput(0) });
    const before = await client.threads.getState(id);
    const run = await client.runs.create(id, 'slow', { input: slowInput(100) });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await client.runs.cancel(id, run.run_id, true, 'rollback');
    await expect(client.runs.get(id, run.run_id)).rejects.toThrow('404');
    const after = await client.threads.getState(id);
    expect(after.values).toEqual(before.values);
    expect(after.checkpoint).toEqual(before.checkpoint);
    expect((await client.threads.get(id)).status).toBe('idle');
  });

  it('a stream whose client leaves takes its run along when it said so, and not otherwise', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const statuses: string[] = [];
    for (const onDisconnect of ['cancel', 'continue'] as const) {
      const { thread_id: id } = await client.threads.create();
      const abort = new AbortController();
      const stream = client.runs.stream(id, 'slow', { input: slowInput(120), onDisconnect, signal: abort.signal });
      await stream.next();
      abort.abort();
      await stream.next().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 700));
      statuses.push((await client.runs.list(id))[0]?.status ?? '');
    }
    expect(statuses).toEqual(['interrupted', 'success']);
  });
});

describe.each(sdks)('a second run on a busy thread with sdk $sdk', ({ make }) => {
  it('reject answers 422 and the first run goes on', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const first = await client.runs.create(id, 'slow', { input: slowInput(30) });
    await expect(client.runs.create(id, 'slow', { input: slowInput(0), multitaskStrategy: 'reject' })).rejects.toThrow('422');
    await expect(client.threads.updateState(id, { values: { ms: 1 } })).rejects.toThrow('409');
    expect(await client.runs.join(id, first.run_id)).toMatchObject({ log: ['one', 'two', 'three'] });
  });

  it('enqueue runs one after the other, in the order they came', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const first = await client.runs.create(id, 'slow', { input: slowInput(20) });
    const second = await client.runs.create(id, 'echo', { input: human('later'), multitaskStrategy: 'enqueue' });
    const third = await client.runs.create(id, 'slow', { input: slowInput(5), multitaskStrategy: 'enqueue' });
    await client.runs.join(id, third.run_id);
    const runs = await Promise.all([first, second, third].map((run) => client.runs.get(id, run.run_id)));
    expect(runs.map((run) => run.status)).toEqual(['success', 'success', 'success']);
    expect(runs.map((run) => run.updated_at)).toEqual(runs.map((run) => run.updated_at).toSorted());
    expect(await client.threads.getState(id)).toMatchObject({ values: { log: ['one', 'two', 'three', 'one', 'two', 'three'] } });
  });

  it('interrupt stops the first where it is and runs the second', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const first = await client.runs.create(id, 'slow', { input: slowInput(200) });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await client.runs.create(id, 'slow', { input: slowInput(1), multitaskStrategy: 'interrupt' });
    expect(await client.runs.join(id, second.run_id)).toMatchObject({ log: ['one', 'two', 'three'] });
    expect((await client.runs.get(id, first.run_id)).status).toBe('interrupted');
  });

  it('rollback takes the first back and runs the second', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const first = await client.runs.create(id, 'slow', { input: slowInput(100) });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const second = await client.runs.create(id, 'slow', { input: slowInput(1), multitaskStrategy: 'rollback' });
    expect(await client.runs.join(id, second.run_id)).toMatchObject({ log: ['one', 'two', 'three'] });
    await expect(client.runs.get(id, first.run_id)).rejects.toThrow('404');
  });
});

describe('only in sdk 1.15.0', () => {
  it('several runs are cancelled at once', async () => {
    const rig = await openRig();
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const first = await client.runs.create(id, 'slow', { input: slowInput(300) });
    const second = await client.runs.create(id, 'slow', { input: slowInput(300), multitaskStrategy: 'enqueue' });
    await client.runs.cancelMany({ threadId: id, runIds: [first.run_id, second.run_id], action: 'interrupt' });
    await client.runs.join(id, second.run_id);
    const statuses = (await client.runs.list(id)).map((run) => run.status);
    expect(statuses).toEqual(['interrupted', 'interrupted']);
  });

  it('a wait keeps its connection open with line breaks and then gives JSON', async () => {
    const rig = await openRig();
    const { thread_id: id } = await rig.client().threads.create();
    const answer = await call(rig, 'POST', `/threads/${id}/runs/wait`, { assistant_id: 'slow', input: slowInput(1800) });
    const text = await answer.text();
    expect(text).toMatch(/^\n/);
    expect(JSON.parse(text)).toMatchObject({ log: ['one', 'two', 'three'] });
  });
});

describe('runs that wait', () => {
  it('one that is cancelled before it began never begins, in whichever moment', async () => {
    const rig = await openRig();
    const client = rig.client();
    for (let round = 0; round < 10; round += 1) {
      const { thread_id: id } = await client.threads.create();
      const first = await client.runs.create(id, 'slow', { input: slowInput(5) });
      const second = await client.runs.create(id, 'slow', { input: slowInput(0), multitaskStrategy: 'enqueue' });
      await new Promise((resolve) => setTimeout(resolve, round * 3));
      await client.runs.cancel(id, second.run_id, true);
      await client.runs.join(id, first.run_id);
      const { status } = await client.runs.get(id, second.run_id);
      expect(['interrupted', 'success']).toContain(status);
      expect((await client.threads.get(id)).status).toBe('idle');
      const { values } = await client.threads.getState<{ log: string[] }>(id);
      expect(values.log.length % 3 === 0 || status === 'interrupted').toBe(true);
    }
  });
});
