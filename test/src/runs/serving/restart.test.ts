import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { collect, human, openRig } from '../../http/agent-server/rig.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'serving-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('after the process died', () => {
  it('a run at work goes on from its checkpoint as its second attempt', async () => {
    const folder = newFolder();
    const first = await openRig({ folder });
    const { thread_id: id } = await first.client().threads.create();
    const run = await first.client().runs.create(id, 'slow', { input: { ms: 300 }, streamMode: ['updates'] });
    while (!JSON.stringify((await first.client().threads.getState(id)).values).includes('one')) await pause(10);
    await first.crash();
    const second = await openRig({ folder });
    const client = second.client();
    const events = await collect(client.runs.joinStream(id, run.run_id));
    expect(events[0]).toMatchObject({ event: 'metadata', data: { attempt: 2 } });
    expect(events.slice(1).map((each) => Object.keys(each.data as object)[0])).toEqual(['two', 'three']);
    expect(await client.runs.join(id, run.run_id)).toMatchObject({ log: ['one', 'two', 'three'] });
    expect((await client.runs.get(id, run.run_id)).status).toBe('success');
  });

  it('a run that had not begun to write begins again from its input', async () => {
    const folder = newFolder();
    const first = await openRig({ folder });
    const { thread_id: id } = await first.client().threads.create();
    const run = await first.client().runs.create(id, 'slow', { input: { ms: 150 }, durability: 'exit' });
    await pause(50);
    await first.crash();
    const second = await openRig({ folder });
    expect(await second.client().runs.join(id, run.run_id)).toMatchObject({ log: ['one', 'two', 'three'] });
  });

  it('waiting runs wait on, in their order', async () => {
    const folder = newFolder();
    const first = await openRig({ folder });
    const client = first.client();
    const { thread_id: id } = await client.threads.create();
    await client.runs.create(id, 'slow', { input: { ms: 150 } });
    const later = await client.runs.create(id, 'slow', { input: { ms: 1 }, multitaskStrategy: 'enqueue' });
    await pause(50);
    await first.crash();
    const second = await openRig({ folder });
    expect(await second.client().runs.join(id, later.run_id)).toMatchObject({ log: ['one', 'two', 'three', 'one', 'two', 'three'] });
  });

  it('a run that ended three processes ends as an error', async () => {
    const folder = newFolder();
    let rig = await openRig({ folder });
    const { thread_id: id } = await rig.client().threads.create();
    const run = await rig.client().runs.create(id, 'slow', { input: { ms: 5000 } });
    for (let death = 0; death < 3; death += 1) {
      await pause(60);
      await rig.crash();
      rig = await openRig({ folder });
    }
    await expect(rig.client().runs.join(id, run.run_id)).resolves.toMatchObject({ __error__: { code: 'run.limit' } });
    expect((await rig.client().runs.get(id, run.run_id)).status).toBe('error');
    expect((await rig.client().threads.get(id)).status).toBe('error');
  });

  it('threads, assistants, schedules, items and what waits are all still there', async () => {
    const folder = newFolder();
    const first = await openRig({ folder });
    const admin = first.client('key-admin');
    const { thread_id: id } = await admin.threads.create();
    await admin.runs.wait(id, 'ask', { input: { question: 'q' } });
    const assistant = await admin.assistants.create({ graphId: 'echo', name: 'mine' });
    await admin.crons.create('echo', { schedule: '0 3 * * *', input: human('x') });
    await admin.store.putItem(['a'], 'k', { v: 1 });
    await first.crash();
    const second = await openRig({ folder });
    const after = second.client('key-admin');
    expect(await after.assistants.get(assistant.assistant_id)).toEqual(assistant);
    expect(await after.crons.search()).toHaveLength(1);
    expect((await after.store.getItem(['a'], 'k'))?.value).toEqual({ v: 1 });
    expect(await after.runs.wait(id, 'ask', { command: { resume: 'yes' } })).toMatchObject({ answers: { gate: 'yes', after: true } });
  });
});

describe('a graceful stop', () => {
  it('lets runs end, and gives those that do not end back to the next process', async () => {
    const folder = newFolder();
    const first = await openRig({ folder });
    const client = first.client();
    const quick = await client.runs.create(null, 'slow', { input: { ms: 20 }, onCompletion: 'continue' });
    const { thread_id: id } = await client.threads.create();
    const long = await client.runs.create(id, 'slow', { input: { ms: 400 } });
    await first.serving.stop(200);
    await expect(client.runs.create(null, 'slow', { input: { ms: 1 } })).rejects.toThrow('503');
    expect((await client.runs.get(quick.thread_id, quick.run_id)).status).toBe('success');
    expect((await client.runs.get(id, long.run_id)).status).toBe('pending');
    await first.close();
    const second = await openRig({ folder });
    expect(await second.client().runs.join(id, long.run_id)).toMatchObject({ log: ['one', 'two', 'three'] });
    const [row] = await second.storage.serving.runs.list({ threadId: id, limit: 1, offset: 0 });
    expect(row?.attempts).toBe(1);
  });

  it('a client whose stream ended with the process takes it up at the next one', async () => {
    const folder = newFolder();
    const first = await openRig({ folder });
    const client = first.client();
    const { thread_id: id } = await client.threads.create();
    const run = await client.runs.create(id, 'slow', { input: { ms: 200 }, streamMode: 'updates' });
    const before = collect(client.runs.joinStream(id, run.run_id)).catch(() => []);
    await pause(300);
    await first.close();
    await before;
    const second = await openRig({ folder });
    const after = await collect(second.client().runs.joinStream(id, run.run_id, { lastEventId: '00000000-1' }));
    expect(after.filter((each) => each.event === 'updates').length).toBeGreaterThanOrEqual(1);
    expect((await second.client().runs.get(id, run.run_id)).status).toBe('success');
  });

  it('a run that takes too long is stopped and called a timeout', async () => {
    const rig = await openRig({ limits: { runTimeoutMs: 60 } });
    const { thread_id: id } = await rig.client().threads.create();
    const run = await rig.client().runs.create(id, 'slow', { input: { ms: 500 } });
    await rig.client().runs.join(id, run.run_id);
    expect((await rig.client().runs.get(id, run.run_id)).status).toBe('timeout');
  });

  it('more runs than may work at once wait their turn', async () => {
    const rig = await openRig({ limits: { concurrency: 2 } });
    const runs = await Promise.all(Array.from({ length: 6 }, () => rig.client().runs.create(null, 'slow', { input: { ms: 20 } })));
    for (const run of runs) expect(await rig.client().runs.join(run.thread_id, run.run_id)).toMatchObject({ log: ['one', 'two', 'three'] });
  });
});
