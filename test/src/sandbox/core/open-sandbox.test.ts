import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CompanySeed, FaceFactory, Sandbox } from '../../../../src/sandbox/index.ts';
import { committed, openSandbox } from '../../../../src/sandbox/index.ts';

const clock = { now: () => new Date('2024-05-17T16:00:00Z') };
const emptyCompany: CompanySeed = {
  name: 'Acme',
  asOf: '2024-05-17T16:00:00Z',
  users: [],
  customers: [],
  materials: [],
  orders: [],
  opportunities: [],
};
const open: Sandbox[] = [];

/** The smallest face: notes stored by POST. */
const notes: FaceFactory = ({ db, ids }) => {
  db.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  return {
    name: 'salesforce',
    prefixes: ['/services/'],
    mount(app) {
      app.get('/services/notes', (c) => c.json(db.prepare('SELECT * FROM notes').all()));
      app.post('/services/notes', async (c) => {
        const id = ids.next('note');
        db.prepare('INSERT INTO notes VALUES (?, ?)').run(id, await c.req.text());
        committed(c, { operation: 'create', type: 'Note', id: String(id), key: 'k' });
        return c.json({ id, stale: c.get('exchange').staleEtag }, 201);
      });
      app.get('/services/broken', () => {
        throw new Error('secret detail');
      });
    },
    load: (seed) => db.prepare('DELETE FROM notes WHERE text <> ?').run(seed.name),
    problem: (status, message) => [{ errorCode: String(status), message }],
  };
};

async function sandbox(file = ':memory:'): Promise<Sandbox> {
  const made = await openSandbox({ file, clock, faces: [notes], settleMs: 50, maxBodyBytes: 10_000 });
  open.push(made);
  return made;
}

const post = (box: Sandbox, text: string, signal?: AbortSignal) =>
  fetch(`${box.url}/services/notes`, { method: 'POST', body: text, ...(signal ? { signal } : {}) });

afterEach(async () => {
  await Promise.all(open.splice(0).map((box) => box.close()));
});

describe('the sandbox server', () => {
  it('logs each request that reached a handler, with its body hash, effect key and what it changed', async () => {
    const box = await sandbox();
    await post(box, `hello CS-${'A'.repeat(26)}`);
    await fetch(`${box.url}/services/notes`);
    const rows = box.requests.list();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      seq: 1,
      method: 'POST',
      path: '/services/notes',
      status: 201,
      committed: true,
      effectKey: `CS-${'A'.repeat(26)}`,
      at: '2024-05-17T16:00:00.000Z',
    });
    expect(rows[0]?.bodyHash).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[1]).toMatchObject({ committed: false, commits: [] });
    expect(box.requests.effects()).toEqual([
      { seq: 1, at: '2024-05-17T16:00:00.000Z', face: 'salesforce', operation: 'create', type: 'Note', id: '1', key: 'k' },
    ]);
  });

  it('an answer lost after the commit leaves exactly one effect and no answer', async () => {
    const box = await sandbox();
    box.faults.add({ kind: 'lost-after-commit', method: 'POST', times: 1 });
    await expect(post(box, 'once')).rejects.toThrow();
    expect(box.requests.effects()).toHaveLength(1);
    expect((await post(box, 'again')).status).toBe(201);
    expect(box.requests.effects()).toHaveLength(2);
  });

  it('a reset before the handler changes nothing', async () => {
    const box = await sandbox();
    box.faults.add({ kind: 'reset-before', path: '/services/notes', times: 1 });
    await expect(post(box, 'x')).rejects.toThrow();
    expect(box.requests.list()).toEqual([]);
  });

  it('a write that commits later commits although its caller hung up', async () => {
    const box = await sandbox();
    box.faults.add({ kind: 'commit-later', ms: 80, times: 1 });
    await expect(post(box, 'late', AbortSignal.timeout(20))).rejects.toThrow();
    expect(box.requests.effects()).toHaveLength(0);
    await expect.poll(() => box.requests.effects().length, { timeout: 3000 }).toBe(1);
    const stored: unknown = await (await fetch(`${box.url}/services/notes`)).json();
    expect(stored).toEqual([{ id: 1, text: 'late' }]);
  });

  it('asks a caller to wait and breaks in the vendor own error shape', async () => {
    const box = await sandbox();
    box.faults.add({ kind: 'rate-limit', retryAfterSeconds: 7, times: 1 });
    box.faults.add({ kind: 'server-error', status: 500, times: 1, method: 'GET' });
    const limited = await post(box, 'x');
    expect([limited.status, limited.headers.get('retry-after'), await limited.json()]).toEqual([
      429,
      '7',
      [{ errorCode: '429', message: 'Too many requests; wait as Retry-After says' }],
    ]);
    expect((await fetch(`${box.url}/services/notes`)).status).toBe(500);
    expect(box.requests.list()).toEqual([]);
    const broken = await fetch(`${box.url}/services/broken`);
    expect([broken.status, (await broken.text()).includes('secret')]).toEqual([500, false]);
  });

  it('strikes with the same luck for the same seed', async () => {
    const luck = async () => {
      const box = await sandbox();
      box.faults.add({ kind: 'server-error', probability: 0.5 });
      const statuses: number[] = [];
      for (let turn = 0; turn < 12; turn++) statuses.push((await post(box, 'x')).status);
      return statuses;
    };
    const first = await luck();
    expect(await luck()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([201, 503]));
  });

  it('tells the face when somebody else is to touch the record first', async () => {
    const box = await sandbox();
    box.faults.add({ kind: 'stale-etag', times: 1 });
    expect(await (await post(box, 'x')).json()).toEqual({ id: 1, stale: true });
    expect(await (await post(box, 'x')).json()).toEqual({ id: 2, stale: false });
  });

  it('keeps its data, ids and request log when the file is opened again', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'box.db');
    const first = await openSandbox({ file, clock, faces: [notes], seed: emptyCompany });
    await post(first, 'kept');
    await first.close();
    const second = await openSandbox({ file, clock, faces: [notes], seed: emptyCompany });
    open.push(second);
    expect(second.requests.effects()).toHaveLength(1);
    expect(await (await post(second, 'next')).json()).toMatchObject({ id: 2 });
    second.load(emptyCompany);
    expect(await (await fetch(`${second.url}/services/notes`)).json()).toEqual([]);
  });

  it('refuses a body over the cap with a clean error', async () => {
    const box = await sandbox();
    const answer = await post(box, 'x'.repeat(20_000));
    expect([answer.status, await answer.json()]).toEqual([413, [{ errorCode: '413', message: 'The body is too large' }]]);
  });

  it('is steered over loopback HTTP and refuses a page of another origin', async () => {
    const box = await sandbox();
    const json = { 'content-type': 'application/json' };
    const add = (body: string, headers: Record<string, string> = json) =>
      fetch(`${box.url}/_sandbox/faults`, { method: 'POST', headers, body });
    expect((await add('{"kind":"server-error","pathPattern":"notes$","times":1}')).status).toBe(201);
    expect((await post(box, 'x')).status).toBe(503);
    expect((await add('{"kind":"earthquake"}')).status).toBe(400);
    expect((await add('nonsense')).status).toBe(400);
    expect((await add('{"kind":"latency"}', { ...json, origin: 'https://evil.example' })).status).toBe(403);
    await add('{"kind":"server-error"}');
    expect((await fetch(`${box.url}/_sandbox/faults`, { method: 'DELETE' })).status).toBe(204);
    expect((await post(box, 'x')).status).toBe(201);
    const log: unknown = await (await fetch(`${box.url}/_sandbox/requests`)).json();
    expect(log).toMatchObject({ items: [{ status: 201 }], effects: [{ type: 'Note' }] });
  });
});
