import { describe, expect, it } from 'vitest';
import { agentServerRoutes } from '../../../../src/http/agent-server/index.ts';
import { call, human, openRig, sdks } from './rig.ts';

describe.each(sdks)('assistants with sdk $sdk', ({ make }) => {
  it('each graph has one from the start, whose id is the same everywhere', async () => {
    const rig = await openRig({ make });
    const { assistants } = rig.client();
    const all = await assistants.search({ limit: 100 });
    expect(all.map((each) => each.graph_id).toSorted()).toEqual(rig.serving.graphs.map((graph) => graph.id).toSorted());
    const echo = await assistants.get('echo');
    // uuid5 of the name in the namespace of URLs, as the other servers have it.
    expect(echo).toMatchObject({
      assistant_id: '046b5dc7-2108-582c-9c6c-31d556d138f0',
      metadata: { created_by: 'system' },
      version: 1,
    });
    expect(await assistants.get(echo.assistant_id)).toEqual(echo);
    await expect(rig.client('key-admin').assistants.delete('echo')).rejects.toThrow('409');
  });

  it('can be made, found, counted, changed in versions and deleted', async () => {
    const rig = await openRig({ make });
    const { assistants } = rig.client('key-admin');
    const made = await assistants.create({
      graphId: 'echo',
      name: 'Dunning helper',
      description: 'for reminders',
      metadata: { team: 'finance' },
      config: { configurable: { colour: 'blue' } },
    });
    expect(made).toMatchObject({ version: 1, name: 'Dunning helper', description: 'for reminders' });
    expect(await assistants.search({ metadata: { team: 'finance' } })).toEqual([made]);
    expect(await assistants.search({ name: 'dunning' })).toEqual([made]);
    expect(await assistants.count({ graphId: 'echo' })).toBe(2);
    const second = await assistants.update(made.assistant_id, { metadata: { level: 2 }, config: { configurable: { colour: 'red' } } });
    expect(second).toMatchObject({ version: 2, metadata: { team: 'finance', level: 2 }, name: 'Dunning helper' });
    expect((await assistants.getVersions(made.assistant_id)).map((each) => each.version)).toEqual([2, 1]);
    expect(await assistants.setLatest(made.assistant_id, 1)).toMatchObject({ version: 1, config: { configurable: { colour: 'blue' } } });
    await rig.client().runs.wait(null, made.assistant_id, { input: human('x') });
    expect(rig.seen.configurable.at(-1)).toMatchObject({ colour: 'blue', assistant_id: made.assistant_id });
    await expect(assistants.setLatest(made.assistant_id, 9)).rejects.toThrow('404');
    await assistants.delete(made.assistant_id);
    await expect(assistants.get(made.assistant_id)).rejects.toThrow('404');
  });

  it('an id that is taken is refused, or answered with the one there is', async () => {
    const rig = await openRig({ make });
    const { assistants } = rig.client('key-admin');
    const { assistant_id: assistantId } = await assistants.create({ graphId: 'echo' });
    await expect(assistants.create({ graphId: 'echo', assistantId })).rejects.toThrow('409');
    expect((await assistants.create({ graphId: 'echo', assistantId, ifExists: 'do_nothing' })).version).toBe(1);
    await expect(assistants.create({ graphId: 'none' })).rejects.toThrow('404');
  });

  it('is deleted with its threads when asked to', async () => {
    const rig = await openRig({ make });
    const { assistants } = rig.client('key-admin');
    const { assistant_id: id } = await assistants.create({ graphId: 'echo' });
    const thread = await rig.client().threads.create();
    await rig.client().runs.wait(thread.thread_id, id, { input: human('x') });
    await assistants.delete(id, { deleteThreads: true });
    await expect(rig.client().threads.get(thread.thread_id)).rejects.toThrow('404');
  });

  it('shows its graph, its schemas and its subgraphs', async () => {
    const rig = await openRig({ make });
    const { assistants } = rig.client();
    const graph = await assistants.getGraph('nested');
    expect(graph.nodes.map((node) => node.id)).toContain('inner');
    expect((await assistants.getGraph('nested-ask', { xray: true })).nodes.map((node) => node.id)).toContain('inner:gate');
    expect(await assistants.getSchemas('echo')).toMatchObject({ graph_id: 'echo', state_schema: { properties: { messages: {} } } });
    expect(Object.keys(await assistants.getSubgraphs('nested'))).toEqual(['inner']);
    expect(Object.keys(await assistants.getSubgraphs('nested', { namespace: 'inner', recurse: true }))).toEqual(['inner']);
  });
});

describe.each(sdks)('the store with sdk $sdk', ({ make }) => {
  it('keeps, changes, finds and deletes items', async () => {
    const rig = await openRig({ make });
    const { store } = rig.client();
    await store.putItem(['notes', 'olivia'], 'a', { n: 1, text: 'first' });
    await store.putItem(['notes', 'olivia'], 'b', { n: 2, text: 'second' });
    await store.putItem(['notes'], 'c', { n: 3, text: 'third' });
    const item = await store.getItem(['notes', 'olivia'], 'a');
    expect(item).toMatchObject({ namespace: ['notes', 'olivia'], key: 'a', value: { n: 1 } });
    expect(item?.createdAt).toMatch(/^\d{4}/);
    const keys = async (...given: Parameters<typeof store.searchItems>): Promise<string[]> =>
      (await store.searchItems(...given)).items.map((each) => each.key);
    expect((await keys(['notes'])).toSorted()).toEqual(['a', 'b', 'c']);
    expect(await keys(['notes', 'olivia'], { limit: 1, offset: 1 })).toEqual(['b']);
    expect(await keys(['notes'], { filter: { n: 2 } })).toEqual(['b']);
    expect(await keys(['notes'], { filter: { n: { $gte: 2 } }, query: 'third' })).toEqual(['c']);
    expect(await keys(['note'])).toEqual([]);
    await store.putItem(['notes'], 'c', { n: 4 });
    expect((await store.getItem(['notes'], 'c'))?.value).toEqual({ n: 4 });
    await store.deleteItem(['notes'], 'c');
    expect(await store.getItem(['notes'], 'c')).toBeNull();
  });

  it('lists namespaces by prefix, suffix and depth', async () => {
    const rig = await openRig({ make });
    const { store } = rig.client();
    for (const namespace of [['a'], ['a', 'b'], ['a', 'b', 'c'], ['x', 'b']]) await store.putItem(namespace, 'k', { v: 1 });
    const list = async (options?: Parameters<typeof store.listNamespaces>[0]): Promise<string[]> =>
      (await store.listNamespaces(options)).namespaces.map((labels) => labels.join('.'));
    expect(await list()).toEqual(['a', 'a.b', 'a.b.c', 'x.b']);
    expect(await list({ prefix: ['a'] })).toEqual(['a', 'a.b', 'a.b.c']);
    expect(await list({ suffix: ['b'] })).toEqual(['a.b', 'x.b']);
    expect(await list({ maxDepth: 1 })).toEqual(['a', 'x']);
    expect(await list({ limit: 1, offset: 1 })).toEqual(['a.b']);
  });
});

describe.each(sdks)('crons with sdk $sdk', ({ make }) => {
  type Cron = { cron_id: string; enabled: boolean; schedule: string; thread_id: string | null; payload: Record<string, unknown> };
  const rigWithBell = async () => {
    const bells = new Map<string, () => Promise<void>>();
    const rig = await openRig({
      make,
      parts: {
        schedule(expression, _zone, job) {
          if (!/^[\d*/ ,-]+$/.test(expression)) throw new Error('no expression');
          bells.set(expression, job);
          return () => void bells.delete(expression);
        },
      },
    });
    return { rig, bells };
  };

  it('start a run on the thread they belong to each time their moment comes', async () => {
    const { rig, bells } = await rigWithBell();
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const cron = (await client.crons.createForThread(id, 'slow', { schedule: '0 3 * * *', input: { ms: 1 } })) as unknown as Cron;
    expect(cron).toMatchObject({ schedule: '0 3 * * *', thread_id: id, enabled: true, payload: { input: { ms: 1 } } });
    await bells.get('0 3 * * *')?.();
    await bells.get('0 3 * * *')?.();
    const runs = await client.runs.list(id);
    expect(runs).toHaveLength(2);
    expect(runs[0]?.metadata).toMatchObject({ cron_id: cron.cron_id });
    expect(await client.runs.join(id, runs[0]?.run_id ?? '')).toMatchObject({ log: ['one', 'two', 'three', 'one', 'two', 'three'] });
  });

  it('without a thread leave nothing behind, or keep what they are told to', async () => {
    const { rig, bells } = await rigWithBell();
    const client = rig.client();
    await client.crons.create('slow', { schedule: '1 1 * * *', input: { ms: 1 } });
    await client.crons.create('slow', { schedule: '2 2 * * *', input: { ms: 1 }, onRunCompleted: 'keep' });
    for (const job of bells.values()) await job();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(rig.seen.signals).toHaveLength(6);
    expect(rig.seen.forgotten.length).toBeGreaterThanOrEqual(1);
  });

  it('can be found, counted, changed, switched off and deleted', async () => {
    const { rig, bells } = await rigWithBell();
    const { crons } = rig.client();
    const made = (await crons.create('echo', { schedule: '0 3 * * *', metadata: { kind: 'nightly' } })) as unknown as Cron;
    await crons.create('slow', { schedule: '0 4 * * *' });
    expect(await crons.count()).toBe(2);
    const { assistant_id: assistantId } = await rig.client().assistants.get('echo');
    expect((await crons.search({ assistantId })).map((each) => each.cron_id)).toEqual([made.cron_id]);
    const changed = (await crons.update(made.cron_id, { schedule: '0 5 * * *', enabled: false })) as unknown as Cron;
    expect(changed).toMatchObject({ schedule: '0 5 * * *', enabled: false });
    expect([...bells.keys()]).toEqual(['0 4 * * *']);
    await crons.update(made.cron_id, { enabled: true });
    expect([...bells.keys()].toSorted()).toEqual(['0 4 * * *', '0 5 * * *']);
    await crons.delete(made.cron_id);
    expect([...bells.keys()]).toEqual(['0 4 * * *']);
    await expect(crons.delete(made.cron_id)).rejects.toThrow('404');
    await expect(crons.create('echo', { schedule: 'every day' })).rejects.toThrow('422');
  });
});

describe('crons in real time', () => {
  it('fire by themselves', async () => {
    const rig = await openRig();
    const { thread_id: id } = await rig.client().threads.create();
    await rig.client().crons.createForThread(id, 'slow', { schedule: '* * * * * *', input: { ms: 0 } });
    await new Promise((resolve) => setTimeout(resolve, 2300));
    expect((await rig.client().runs.list(id)).length).toBeGreaterThanOrEqual(1);
    await expect(rig.client().crons.create('echo', { schedule: '99 99 * * *' })).rejects.toThrow('422');
    await expect(rig.client().crons.create('echo', { schedule: '0 3 * * *', timezone: 'Mars/Olympus' })).rejects.toThrow('422');
  });
});

describe('the server itself', () => {
  it('says that it is there and what it can, without a key', async () => {
    const rig = await openRig();
    expect(await (await fetch(`${rig.url}/ok`)).json()).toEqual({ ok: true });
    expect(await (await fetch(`${rig.url}/info`)).json()).toMatchObject({ context: 'js', flags: { assistants: true, crons: true } });
  });

  it('takes no more writes while it drains, and still answers questions', async () => {
    let draining = false;
    const rig = await openRig({ isDraining: () => draining });
    const { thread_id: id } = await rig.client().threads.create();
    draining = true;
    expect((await call(rig, 'POST', '/threads', {})).status).toBe(503);
    expect((await call(rig, 'GET', `/threads/${id}`)).status).toBe(200);
  });

  it('lists every route it has, each once', () => {
    const names = agentServerRoutes.map((route) => `${route.method} ${route.path}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(50);
  });
});
