import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { call, collect, human, openRig, sdks } from './rig.ts';

const status = (error: unknown): number => Number(/HTTP (\d+)/.exec(String(error))?.[1]);

describe.each(sdks)('access with sdk $sdk', ({ make }) => {
  it('without a key, with a wrong one and without the permission nothing is answered', async () => {
    const rig = await openRig({ make });
    const { thread_id: id } = await rig.client().threads.create();
    const codes: number[] = [];
    for (const key of ['', 'key-unknown', 'key-nobody'])
      codes.push(
        status(
          await rig
            .client(key)
            .threads.get(id)
            .catch((error: unknown) => error),
        ),
      );
    expect(codes).toEqual([401, 401, 403]);
  });

  it("another's thread, its runs, its state and its schedules do not exist", async () => {
    const rig = await openRig({ make });
    const olivia = rig.client();
    const carl = rig.client('key-carl');
    const { thread_id: id } = await olivia.threads.create({ metadata: { topic: 'x' } });
    const run = await olivia.runs.create(id, 'echo', { input: human('x') });
    await olivia.runs.join(id, run.run_id);
    const cron = (await olivia.crons.createForThread(id, 'echo', { schedule: '0 3 * * *', input: human('x') })) as unknown as {
      cron_id: string;
    };
    const tries: (() => Promise<unknown>)[] = [
      () => carl.threads.get(id),
      () => carl.threads.update(id, { metadata: { stolen: true } }),
      () => carl.threads.delete(id),
      () => carl.threads.copy(id),
      () => carl.threads.getState(id),
      () => carl.threads.getHistory(id),
      () => carl.threads.updateState(id, { values: {} }),
      () => collect(carl.threads.joinStream(id)),
      () => carl.runs.create(id, 'echo', { input: human('y') }),
      () => carl.runs.create(id, 'echo', { input: human('y'), ifNotExists: 'create' }),
      () => carl.runs.wait(id, 'echo', { input: human('y') }),
      () => carl.runs.list(id),
      () => carl.runs.get(id, run.run_id),
      () => carl.runs.join(id, run.run_id),
      () => collect(carl.runs.joinStream(id, run.run_id)),
      () => collect(carl.runs.joinStream(null, run.run_id)),
      () => carl.runs.cancel(id, run.run_id),
      () => carl.runs.delete(id, run.run_id),
      () => carl.crons.delete(cron.cron_id),
      () => carl.crons.createForThread(id, 'echo', { schedule: '0 3 * * *' }),
    ];
    for (const attempt of tries) expect(status(await attempt().catch((error: unknown) => error))).toBe(404);
    expect(await carl.threads.search()).toEqual([]);
    expect(await carl.threads.count()).toBe(0);
    expect(await carl.crons.search()).toEqual([]);
    expect((await olivia.threads.get(id)).metadata).toMatchObject({ topic: 'x' });
  });

  it('an id that is taken by another is refused without a word about it', async () => {
    const rig = await openRig({ make });
    const { thread_id: threadId } = await rig.client().threads.create();
    await expect(rig.client('key-carl').threads.create({ threadId })).rejects.toThrow('409');
    await expect(rig.client('key-carl').threads.create({ threadId, ifExists: 'do_nothing' })).rejects.toThrow('404');
  });

  it('a store is its principal’s own', async () => {
    const rig = await openRig({ make });
    await rig.client().store.putItem(['shared'], 'k', { mine: true });
    expect(await rig.client('key-carl').store.getItem(['shared'], 'k')).toBeNull();
    expect((await rig.client('key-carl').store.searchItems([])).items).toEqual([]);
    expect((await rig.client('key-carl').store.listNamespaces()).namespaces).toEqual([]);
  });

  it('who manages sees all threads, but tokens where their user sees values', async () => {
    const rig = await openRig({ make });
    const { thread_id: id } = await rig.client().threads.create();
    await rig.client().runs.wait(id, 'echo', { input: human('I am Olivia Brandt') });
    const admin = rig.client('key-admin');
    expect(await admin.threads.search()).toHaveLength(1);
    const [run] = await admin.runs.list(id);
    for (const seen of [
      await admin.threads.get(id),
      await admin.threads.getState(id),
      await admin.runs.join(id, run?.run_id ?? ''),
      await collect(admin.runs.joinStream(id, run?.run_id ?? '')),
    ]) {
      expect(JSON.stringify(seen)).toContain('<PERSON_1>');
      expect(JSON.stringify(seen)).not.toContain('Olivia Brandt');
    }
    await expect(admin.threads.copy(id)).rejects.toThrow('403');
  });

  it('only who manages makes, changes and deletes assistants', async () => {
    const rig = await openRig({ make });
    const { assistants } = rig.client();
    await expect(assistants.create({ graphId: 'echo' })).rejects.toThrow('403');
    await expect(assistants.update('echo', { name: 'x' })).rejects.toThrow('403');
    await expect(assistants.delete('echo')).rejects.toThrow('403');
    await expect(assistants.setLatest('echo', 1)).rejects.toThrow('403');
  });
});

describe('personal data', () => {
  const talk = async (): Promise<{ rig: Awaited<ReturnType<typeof openRig>>; id: string; runId: string; text: string }> => {
    const rig = await openRig();
    const { thread_id: id } = await rig.client().threads.create();
    const answer = await call(rig, 'POST', `/threads/${id}/runs/stream`, {
      assistant_id: 'echo',
      input: human('I am Olivia Brandt'),
      stream_mode: ['values', 'updates', 'messages', 'messages-tuple', 'custom', 'events', 'tasks', 'checkpoints', 'debug'],
    });
    const text = await answer.text();
    const [, runId = ''] = /runs\/([^/]+)/.exec(answer.headers.get('location') ?? '') ?? [];
    return { rig, id, runId, text };
  };

  it('is kept as tokens, in state, in the thread and in what the run was asked', async () => {
    const { rig, id, runId } = await talk();
    for (const db of Object.values(rig.storage.databases)) {
      const tables = db.prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
      for (const { name } of tables) expect(JSON.stringify(db.prepare(`SELECT * FROM ${name}`).all())).not.toContain('Olivia Brandt');
    }
    expect(JSON.stringify(await rig.client().runs.get(id, runId))).toContain('<PERSON_1>');
  });

  it('is shown to the thread’s user in the modes that talk, and as tokens in those that look inside', async () => {
    const { text } = await talk();
    const shown = new Map<string, string>();
    for (const block of text.split('\n\n')) {
      const event = /^event: ([\w/]+)/.exec(block)?.[1] ?? '';
      shown.set(event, (shown.get(event) ?? '') + block);
    }
    for (const event of ['values', 'updates', 'messages', 'messages/complete', 'messages/partial'])
      expect(shown.get(event), event).toContain('Olivia Brandt');
    for (const event of ['events', 'tasks', 'checkpoints', 'debug']) {
      expect(shown.get(event), event).toContain('<PERSON_1>');
      expect(shown.get(event), event).not.toContain('Olivia Brandt');
    }
  });

  it('is shown in state, thread, wait and join, but not in the history', async () => {
    const { rig, id, runId } = await talk();
    const client = rig.client();
    expect(JSON.stringify(await client.threads.getState(id))).toContain('Olivia Brandt');
    expect(JSON.stringify(await client.threads.get(id))).toContain('Olivia Brandt');
    expect(JSON.stringify(await client.runs.join(id, runId))).toContain('Olivia Brandt');
    expect(JSON.stringify(await client.threads.getHistory(id))).not.toContain('Olivia Brandt');
  });

  it.each([
    ['?reveal=false', {}],
    ['', { 'x-countersign-reveal': 'false' }],
  ])('stays tokens everywhere when the client asks so with %j %j', async (query, headers) => {
    const { rig, id, runId } = await talk();
    for (const path of [
      `/threads/${id}`,
      `/threads/${id}/state`,
      `/threads/${id}/runs/${runId}/join`,
      `/threads/${id}/runs/${runId}/stream`,
    ]) {
      const text = await (await call(rig, 'GET', path + query, undefined, headers)).text();
      expect(text).toContain('<PERSON_1>');
      expect(text).not.toContain('Olivia Brandt');
    }
    const waited = await call(
      rig,
      'POST',
      `/threads/${id}/runs/wait${query}`,
      { assistant_id: 'echo', input: human('Olivia Brandt again') },
      headers,
    );
    expect(await waited.text()).not.toContain('Olivia Brandt');
  });

  it('in a schedule without a thread is refused, and kept as tokens in one with a thread', async () => {
    const rig = await openRig();
    const { thread_id: id } = await rig.client().threads.create();
    const cron = { schedule: '0 3 * * *', input: human('Olivia Brandt') };
    await expect(rig.client().crons.create('echo', cron)).rejects.toThrow('422');
    await rig.client().crons.createForThread(id, 'echo', cron);
    expect(JSON.stringify(await rig.client().crons.search())).toContain('<PERSON_1>');
  });

  it('services and secrets of the graph are never accepted from a client and never shown', async () => {
    const { rig, id, text } = await talk();
    expect(text).not.toMatch(/__services|asked_by/);
    expect(rig.seen.configurable[0]).toMatchObject({ __services: { secret: 'inside' }, asked_by: 'person:olivia', thread_id: id });
    const forged = { input: human('x'), config: { configurable: { asked_by: 'person:carl', thread_id: 'other', colour: 'red' } } };
    await rig.client().runs.wait(id, 'echo', forged);
    expect(rig.seen.configurable[1]).toMatchObject({ asked_by: 'person:olivia', thread_id: id, colour: 'red' });
    await expect(rig.client().runs.wait(id, 'echo', { input: human('x'), config: { configurable: { __services: {} } } })).rejects.toThrow(
      '422',
    );
  });

  it('the deletion of a thread forgets what is kept beside it', async () => {
    const { rig, id } = await talk();
    await rig.client().threads.delete(id);
    expect(rig.seen.forgotten).toEqual([id]);
    expect(rig.storage.databases.checkpoints.prepare('SELECT count(*) AS n FROM checkpoints').get()).toEqual({ n: 0 });
  });
});

describe('webhooks', () => {
  const secret = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
  type Sent = { url: string; headers: Readonly<Record<string, string>>; body: string };
  const rigWith = async (answers: number[], sent: Sent[]) =>
    openRig({
      webhooks: {
        hosts: ['hooks.example'],
        secret,
        async post(url, headers, body) {
          sent.push({ url, headers, body });
          return answers.shift() ?? 200;
        },
      },
      parts: { sleep: async (_ms, signal) => signal?.throwIfAborted() },
    });
  const arrived = async (sent: Sent[], count: number): Promise<void> => {
    for (let n = 0; n < 200 && sent.length < count; n += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('the end of a run is told, signed and with tokens', async () => {
    const sent: Sent[] = [];
    const rig = await rigWith([], sent);
    const { thread_id: id } = await rig.client().threads.create();
    await rig.client().runs.wait(id, 'echo', { input: human('Olivia Brandt'), webhook: 'https://hooks.example/end?x=1' });
    await arrived(sent, 1);
    const [message] = sent;
    expect(message?.url).toBe('https://hooks.example/end?x=1');
    const key = Buffer.from(secret.slice(6), 'base64');
    const text = `${message?.headers['webhook-id']}.${message?.headers['webhook-timestamp']}.${message?.body}`;
    expect(message?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(text).digest('base64')}`);
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      thread_id: id,
      status: 'success',
      values: { messages: [{ content: '<PERSON_1>' }, {}] },
    });
    expect(message?.body).not.toContain('Olivia');
  });

  it('is told again with the same id until it arrives, and given up at last', async () => {
    const sent: Sent[] = [];
    const rig = await rigWith([500, 302], sent);
    await rig.client().runs.wait(null, 'echo', { input: human('x'), webhook: 'https://hooks.example/' });
    await arrived(sent, 3);
    expect(new Set(sent.map((each) => each.headers['webhook-id'])).size).toBe(1);
    expect(sent).toHaveLength(3);
    const never: Sent[] = [];
    const other = await rigWith(
      Array.from({ length: 20 }, () => 500),
      never,
    );
    await other.client().runs.wait(null, 'echo', { input: human('x'), webhook: 'https://hooks.example/' });
    await arrived(never, 8);
    expect(never).toHaveLength(7);
    expect(await other.storage.serving.deliveries.all()).toEqual([]);
  });

  it.each([
    'http://169.254.169.254/latest',
    'https://hooks.example.evil/',
    'https://user:pw@hooks.example/',
    'file:///etc/passwd',
    'https://hooks.example:444/',
    'nonsense',
  ])('does not go to %s', async (webhook) => {
    const rig = await rigWith([], []);
    await expect(rig.client().runs.create(null, 'echo', { input: human('x'), webhook })).rejects.toThrow('422');
    await expect(rig.client().crons.create('echo', { schedule: '0 3 * * *', webhook })).rejects.toThrow('422');
  });
});
