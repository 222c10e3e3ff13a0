import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../src/app/services/index.ts';
import { addKey } from '../../src/app/services/records.ts';
import { silentLog } from '../../src/contracts/log.ts';
import { createHttpApp, createSessions, listen, parseJson, type Listening } from '../../src/http/index.ts';
import { sessionLimits } from '../../src/http/own/sessions.ts';
import { countedIds } from '../../src/testing/index.ts';
import { company, delivery, memorySystems } from '../support/order-company.ts';
import { openRig, type Rig } from '../support/rig.ts';

let rig: Rig;
let server: Listening;
const keys: Record<string, string> = {};
const ids: string[] = [];

beforeAll(async () => {
  rig = await openRig({ connections: new Map(Object.entries(memorySystems(company({ deliveries: [delivery()] })))) });
  for (const name of ['olivia', 'carl', 'leaver']) {
    const principal = name === 'leaver' ? 'person:carl' : `person:${name}`;
    keys[name] = (await addKey(rig.core, { name, principal, roles: [] }, 'system')).key;
  }
});
beforeEach(async () => {
  await server?.close();
  const services = createServices(rig.core, {
    auditPublicKey: '',
    parseJson: (body) => parseJson(body, 20),
    meters: rig.meters,
    isDraining: () => false,
  });
  const app = createHttpApp({
    services,
    limits: { bodyLimitBytes: 65_536, depthLimit: 20 },
    log: silentLog,
    ids: countedIds(),
    version: '0',
    isDraining: () => false,
    sessions: createSessions({
      clock: rig.clock,
      randomId: () => {
        ids.push(randomBytes(32).toString('base64url'));
        return ids.at(-1) ?? '';
      },
      authenticateHash: (sha256) => services.authenticateHash(sha256),
    }),
  });
  server = await listen(app, '127.0.0.1', 0);
});
afterAll(async () => {
  await server.close();
  rig.close();
});

type Told = { readonly status: number; readonly cookie: string; readonly retryAfter: string | undefined; readonly json: unknown };
const own = (): Record<string, string> => ({ origin: server.url, 'x-countersign-console': '1' });

/** Node's own client: fetch would set Origin and cookies as it likes. */
function call(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Told> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          cookie: response.headers['set-cookie']?.[0] ?? '',
          retryAfter: response.headers['retry-after'],
          json: text === '' ? undefined : JSON.parse(text),
        }),
      );
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function signIn(name: string): Promise<string> {
  const { status, cookie } = await call('POST', '/v1/session', own(), { key: keys[name] });
  expect(status).toBe(201);
  return cookie.split(';')[0] ?? '';
}
const who = async (cookie: string): Promise<unknown> => (await call('GET', '/v1/session', { cookie })).json;

describe('signing in', () => {
  it('gives a cookie no script can read, no other site can send, and no key is in', async () => {
    const { status, cookie, json } = await call('POST', '/v1/session', own(), { key: keys['carl'] });
    expect(status).toBe(201);
    expect(cookie).toMatch(/^countersign_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(json).toEqual({
      id: 'person:carl',
      name: 'Carl Castle',
      roles: ['controller'],
      permissions: expect.arrayContaining(['approvals.decide', 'assistant.use']),
    });
    expect(await who(cookie.split(';')[0] ?? '')).toEqual(json);
  });

  it('marks the cookie Secure when the request came over https', async () => {
    const { cookie } = await call('POST', '/v1/session', { ...own(), 'x-forwarded-proto': 'https' }, { key: keys['carl'] });
    expect(cookie).toMatch(/; Secure/);
  });

  it('answers nobody to whoever has no session, an invented one, or one that was closed', async () => {
    expect((await call('GET', '/v1/session', {})).json).toBeNull();
    expect(await who('countersign_session=invented')).toBeNull();
    const cookie = await signIn('olivia');
    expect((await call('GET', '/v1/approvals', { cookie })).status).toBe(200);
    const out = await call('DELETE', '/v1/session', { cookie, ...own() });
    expect(out).toMatchObject({ status: 200, cookie: expect.stringMatching(/Max-Age=0/) });
    expect(await who(cookie)).toBeNull();
    expect((await call('GET', '/v1/approvals', { cookie })).status).toBe(401);
  });

  it('another sign-in in the same browser ends the session before it', async () => {
    const first = await signIn('olivia');
    await call('POST', '/v1/session', { ...own(), cookie: first }, { key: keys['carl'] });
    expect(await who(first)).toBeNull();
  });

  it('makes an address wait after ten unknown keys in a minute, even for a right one', async () => {
    for (let turn = 0; turn < sessionLimits.misses; turn += 1)
      expect(await call('POST', '/v1/session', own(), { key: `csk_wrong_${turn}` })).toMatchObject({
        status: 401,
        cookie: '',
        json: { code: 'auth.invalid', field: 'key' },
      });
    expect(await call('POST', '/v1/session', own(), { key: keys['carl'] })).toMatchObject({
      status: 429,
      retryAfter: '60',
      json: { retry: 'later' },
    });
    rig.clock.advance(sessionLimits.missWindowMs);
    expect((await call('POST', '/v1/session', own(), { key: keys['carl'] })).status).toBe(201);
  });
});

describe('a session ends', () => {
  it('after an hour without a request, and not while it is used', async () => {
    const cookie = await signIn('carl');
    rig.clock.advance(sessionLimits.idleMs - 1);
    expect(await who(cookie)).not.toBeNull();
    rig.clock.advance(sessionLimits.idleMs - 1);
    expect(await who(cookie)).not.toBeNull();
    rig.clock.advance(sessionLimits.idleMs);
    expect(await who(cookie)).toBeNull();
  });

  it('after an hour in which only the page itself looked for news', async () => {
    const cookie = await signIn('carl');
    for (let minutes = 0; minutes < 59; minutes += 1) {
      rig.clock.advance(60_000);
      expect((await call('GET', '/v1/approvals', { cookie, 'x-countersign-timer': '1' })).status).toBe(200);
    }
    rig.clock.advance(60_000);
    expect((await call('GET', '/v1/approvals', { cookie, 'x-countersign-timer': '1' })).status).toBe(401);
  });

  it('twelve hours after signing in, however busy it was', async () => {
    const cookie = await signIn('carl');
    for (let hours = 0.5; hours < 12; hours += 0.5) {
      rig.clock.advance(1_800_000);
      expect(await who(cookie)).not.toBeNull();
    }
    rig.clock.advance(1_800_000);
    expect(await who(cookie)).toBeNull();
  });

  it('with the key it was opened with', async () => {
    const cookie = await signIn('leaver');
    expect(await who(cookie)).not.toBeNull();
    const key = (await rig.core.storage.keys.list()).find((each) => each.name === 'leaver');
    await rig.services.keys.revoke(key?.id ?? '', { id: 'person:ada', name: 'Ada', roles: ['admin'] });
    expect(await who(cookie)).toBeNull();
  });
});

describe('a request with the cookie that changes something', () => {
  const path = '/v1/journal';
  const body = { workflow: 'order-status', record: 'SO-1' };

  it('is taken from our own page alone', async () => {
    const cookie = await signIn('olivia');
    const refused = { status: 403, json: { code: 'auth.forbidden', field: 'origin' } };
    expect(await call('POST', path, { cookie }, body)).toMatchObject(refused);
    expect(await call('POST', path, { cookie, origin: server.url }, body)).toMatchObject(refused);
    expect(await call('POST', path, { cookie, 'x-countersign-console': '1' }, body)).toMatchObject(refused);
    for (const origin of ['https://evil.example', 'null', `${server.url}.evil.example`, 'http://127.0.0.1:1'])
      expect(await call('POST', path, { cookie, ...own(), origin }, body)).toMatchObject(refused);
    expect((await call('POST', path, { cookie, ...own() }, body)).status).toBe(202);
  });

  it('is taken through a proxy that says which host was asked for', async () => {
    const cookie = await signIn('olivia');
    const headers = { ...own(), origin: 'https://erp.example', 'x-forwarded-host': 'erp.example' };
    expect((await call('POST', path, { cookie, ...headers }, body)).status).toBe(202);
  });

  it('may do what the person may, and no more', async () => {
    const cookie = await signIn('carl');
    expect(await call('POST', path, { cookie, ...own() }, body)).toMatchObject({ status: 403, json: { field: 'runs.start' } });
  });

  it('a key beside it needs no Origin, and wins', async () => {
    const cookie = await signIn('carl');
    expect((await call('POST', path, { cookie, authorization: `Bearer ${keys['olivia']}` }, body)).status).toBe(202);
    expect((await call('GET', '/v1/approvals', { cookie, authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('signing in and out from another site is refused', async () => {
    const cookie = await signIn('carl');
    expect((await call('POST', '/v1/session', {}, { key: keys['carl'] })).status).toBe(403);
    expect((await call('DELETE', '/v1/session', { cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect(await who(cookie)).not.toBeNull();
  });
});

it('a session lives as the SHA-256 of an id of 256 bits', () => {
  expect(ids.every((id) => Buffer.from(id, 'base64url').length === 32)).toBe(true);
});
