import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpApp, routes } from '../../../src/http/index.ts';
import { addKey } from '../../../src/app/services/records.ts';
import { silentLog } from '../../../src/contracts/log.ts';
import { countedIds } from '../../../src/testing/index.ts';
import { company, delivery, memorySystems } from '../../support/order-company.ts';
import { openRig, type Rig } from '../../support/rig.ts';

let rig: Rig;
let app: ReturnType<typeof createHttpApp>;
const keys: Record<string, string> = {};
const secret = 'a-shared-secret-of-some-length';
const hook = { record: { type: 'SalesOrder', id: 'order_id' }, hint: { status: 'new_status', opportunity: 'crm_opportunity_id' } };

beforeAll(async () => {
  const systems = memorySystems(company({ deliveries: [delivery()] }));
  rig = await openRig({
    connections: new Map(Object.entries(systems)),
    config: {
      connections: {
        erp: { vendor: 'sap-s4', hook },
        signed: {
          vendor: 'sap-s4',
          hook: { ...hook, auth: { kind: 'hmac-sha256', secret, timestampHeader: 'x-time', prefix: 'sha256=' } },
        },
      },
    },
  });
  for (const [name, principal, roles] of [
    ['erp', 'service:erp', ['source']],
    ['olivia', 'person:olivia', []],
    ['carl', 'person:carl', []],
    ['ada', 'person:ada', []],
  ] as const) {
    keys[name] = (await addKey(rig.core, { name, principal, roles }, 'system')).key;
  }
  app = createHttpApp({
    services: rig.services,
    limits: { bodyLimitBytes: 1_048_576, depthLimit: 64 },
    log: silentLog,
    ids: countedIds(),
    version: '0',
    isDraining: () => false,
  });
});
afterAll(() => rig.close());

async function call(
  method: string,
  path: string,
  given: { key?: string; body?: string | Uint8Array; headers?: Record<string, string> } = {},
) {
  const response = await app.request(path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(given.key === undefined ? {} : { authorization: `Bearer ${given.key}` }),
      ...given.headers,
    },
    ...(given.body === undefined ? {} : { body: given.body as string }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text,
    json: text === '' ? undefined : JSON.parse(text),
  };
}

const count = (table: string): number =>
  (rig.storage.databases.main.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;

describe('bad input', () => {
  const hooks = '/hooks/erp';
  const cases: [
    string,
    string,
    string,
    { key?: () => string | undefined; body?: string | Uint8Array; headers?: Record<string, string> },
    number,
    string,
  ][] = [
    ['malformed JSON', 'POST', hooks, { key: () => keys['erp'], body: '{"order_id":' }, 400, 'input.malformed'],
    ['an empty body', 'POST', hooks, { key: () => keys['erp'], body: '' }, 400, 'input.malformed'],
    ['bytes that are no UTF-8', 'POST', hooks, { key: () => keys['erp'], body: Uint8Array.from([0xff, 0xfe]) }, 400, 'input.malformed'],
    ['JSON nested 100,000 deep', 'POST', hooks, { key: () => keys['erp'], body: '['.repeat(100_000) }, 400, 'input.too_deep'],
    [
      'a body of 2 MB',
      'POST',
      hooks,
      { key: () => keys['erp'], body: JSON.stringify({ order_id: 'x'.repeat(2_000_000) }) },
      413,
      'input.too_large',
    ],
    [
      'a key named __proto__',
      'POST',
      hooks,
      { key: () => keys['erp'], body: '{"order_id":"SO-1","__proto__":{"x":1}}' },
      422,
      'input.invalid',
    ],
    ['a payload without the record', 'POST', hooks, { key: () => keys['erp'], body: '{"new_status":"SHIPPED"}' }, 422, 'input.unmapped'],
    ['a record id of the wrong type', 'POST', hooks, { key: () => keys['erp'], body: '{"order_id":{"a":1}}' }, 422, 'input.unmapped'],
    ['no key', 'POST', hooks, { body: '{"order_id":"SO-1"}' }, 401, 'auth.missing'],
    ['an unknown key', 'POST', hooks, { key: () => 'csk_nobody', body: '{"order_id":"SO-1"}' }, 401, 'auth.invalid'],
    ['a role that may not send events', 'POST', hooks, { key: () => keys['carl'], body: '{"order_id":"SO-1"}' }, 403, 'auth.forbidden'],
    ['an unknown connection', 'POST', '/hooks/nowhere', { key: () => keys['erp'], body: '{"order_id":"SO-1"}' }, 404, 'resource.not_found'],
    ['a missing signature', 'POST', '/hooks/signed', { body: '{"order_id":"SO-1"}' }, 401, 'auth.signature'],
    [
      'a forged signature',
      'POST',
      '/hooks/signed',
      { body: '{"order_id":"SO-1"}', headers: { 'x-signature': 'sha256=00', 'x-time': '1715961600' } },
      401,
      'auth.signature',
    ],
    ['an unknown approval', 'GET', '/v1/approvals/apr_none', { key: () => keys['carl'] }, 404, 'resource.not_found'],
    [
      'a decision of the wrong shape',
      'POST',
      '/v1/approvals/apr_none',
      { key: () => keys['carl'], body: '{"verdict":"maybe"}' },
      422,
      'input.invalid',
    ],
    ['a limit that is no number', 'GET', '/v1/journal?limit=many', { key: () => keys['carl'] }, 422, 'input.invalid'],
    ['an unknown path', 'GET', '/v1/nothing', { key: () => keys['carl'] }, 404, 'resource.not_found'],
    ['a method the path does not take', 'DELETE', '/v1/approvals', { key: () => keys['carl'] }, 405, 'resource.method'],
    [
      'an unknown workflow',
      'POST',
      '/v1/journal',
      { key: () => keys['olivia'], body: '{"workflow":"nope","record":"SO-1"}' },
      404,
      'resource.not_found',
    ],
    [
      'a CloudEvent without an id',
      'POST',
      '/events',
      {
        key: () => keys['erp'],
        body: '{"specversion":"1.0","source":"s","type":"t"}',
        headers: { 'content-type': 'application/cloudevents+json' },
      },
      422,
      'input.invalid',
    ],
    [
      'a media type nobody speaks',
      'POST',
      '/events',
      { key: () => keys['erp'], body: '<x/>', headers: { 'content-type': 'application/xml' } },
      415,
      'input.unsupported_media',
    ],
  ];

  it.each(cases)('%s is a problem with a code and a sentence, and starts nothing', async (_name, method, path, given, status, code) => {
    const before = { events: count('events'), runs: count('runs') };
    const key = given.key?.();
    const answer = await call(method, path, {
      ...(key === undefined ? {} : { key }),
      ...(given.body === undefined ? {} : { body: given.body }),
      ...(given.headers === undefined ? {} : { headers: given.headers }),
    });
    expect(answer).toMatchObject({
      status,
      type: 'application/problem+json',
      json: { code, status, retry: expect.any(String), detail: expect.stringMatching(/^[A-Z].{8,}/) },
    });
    expect(answer.text).not.toMatch(/at .*\.(ts|js):\d+|node_modules|Error:/);
    expect({ events: count('events'), runs: count('runs') }).toEqual(before);
  });

  it('what does not map is kept as an exception with its payload in the vault, and can be edited into an event', async () => {
    await call('POST', hooks, { key: keys['erp'] ?? '', body: '{"orderNumber":"SO-1","secret":"Ursula"}' });
    const [item] = (await call('GET', '/v1/exceptions?status=open&limit=1', { key: keys['olivia'] ?? '' })).json.items;
    expect(item).toMatchObject({ code: 'input.unmapped', payloadRef: expect.any(String) });
    expect(JSON.stringify(item)).not.toContain('Ursula');
    expect(Buffer.from((await rig.core.vault.getBlob(item.payloadRef)) ?? []).toString()).toContain('Ursula');
    const event = {
      source: 'hook:erp',
      type: 'sales-order.changed',
      record: { connection: 'erp', type: 'SalesOrder', id: 'SO-1' },
      hint: {},
    };
    expect(await call('POST', `/v1/exceptions/${item.id}/edit`, { key: keys['olivia'] ?? '', body: JSON.stringify(event) })).toMatchObject({
      status: 200,
      json: { runIds: [expect.any(String)] },
    });
  });

  it('a right signature over the raw body is accepted, one that is five minutes old is not', async () => {
    const body = '{"order_id":"SO-1","new_status":"FULFILLED"}';
    const sign = (time: number) => ({
      'x-time': String(time),
      'x-signature': `sha256=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`,
    });
    const now = Math.floor(rig.clock.now().getTime() / 1000);
    expect((await call('POST', '/hooks/signed', { body, headers: sign(now) })).status).toBe(202);
    expect((await call('POST', '/hooks/signed', { body, headers: sign(now - 301) })).json.code).toBe('auth.signature');
  });
});

describe('CloudEvents', () => {
  const attributes = {
    specversion: '1.0',
    id: 'ce-1',
    source: '/s4/100',
    type: 'sap.s4.beh.salesorder.v1.SalesOrder.Changed.v1',
    subject: 'SO-1',
  };

  it.each([
    ['structured', { 'content-type': 'application/cloudevents+json' }, JSON.stringify({ ...attributes, id: 'ce-structured' })],
    [
      'binary',
      {
        'content-type': 'application/json',
        'ce-specversion': '1.0',
        'ce-id': 'ce-binary',
        'ce-source': '/s4/100',
        'ce-type': attributes.type,
        'ce-subject': 'SO-1',
      },
      '{"SalesOrder":"SO-1"}',
    ],
    ['batch', { 'content-type': 'application/cloudevents-batch+json' }, JSON.stringify([{ ...attributes, id: 'ce-batch' }])],
  ])('%s mode starts a run once per source and id', async (_mode, headers, body) => {
    const first = await call('POST', '/events', { key: keys['erp'] ?? '', headers, body });
    expect(first).toMatchObject({ status: 202, json: { items: [{ duplicate: false, runIds: [expect.any(String)] }] } });
    const second = await call('POST', '/events', { key: keys['erp'] ?? '', headers, body });
    expect(second.json.items[0]).toMatchObject({ duplicate: true, runIds: [], eventId: first.json.items[0].eventId });
  });
});

describe('who may do what', () => {
  it('every route but the open ones answers 401 without a key', async () => {
    for (const route of routes.filter((each) => each.access === 'key')) {
      const answer = await call(route.method, route.path.replaceAll(/\{\w+\}/g, 'x'), route.method === 'GET' ? {} : { body: '{}' });
      expect([route.path, answer.status]).toEqual([route.path, 401]);
    }
  });

  it('a key without any role is refused everywhere', async () => {
    const { key } = await addKey(rig.core, { name: 'nobody', principal: 'service:nobody', roles: [] }, 'system');
    for (const route of routes.filter((each) => each.access === 'key' && each.method === 'GET')) {
      expect([route.path, (await call('GET', route.path.replaceAll(/\{\w+\}/g, 'x'), { key })).status]).toEqual([route.path, 403]);
    }
  });

  it('the first key shows once, is kept hashed, and stops working when revoked', async () => {
    const made = await call('POST', '/v1/keys', {
      key: keys['ada'] ?? '',
      body: JSON.stringify({ name: 'test', principal: 'service:test', roles: ['auditor'] }),
    });
    expect(made.status).toBe(201);
    expect(JSON.stringify(rig.storage.databases.main.prepare('SELECT * FROM api_keys').all())).not.toContain(made.json.key);
    expect((await call('GET', '/v1/audit', { key: made.json.key })).status).toBe(200);
    await call('DELETE', `/v1/keys/${made.json.view.id}`, { key: keys['ada'] ?? '' });
    expect((await call('GET', '/v1/audit', { key: made.json.key })).json.code).toBe('auth.invalid');
  });

  it('the OpenAPI document lists every route', async () => {
    const { json } = await call('GET', '/openapi.json');
    for (const route of routes) expect(json.paths[route.path][route.method.toLowerCase()].summary).toBe(route.summary);
  });

  it('health needs no key, metrics need a role', async () => {
    expect((await call('GET', '/healthz')).status).toBe(200);
    expect((await call('GET', '/readyz')).json).toMatchObject({ ready: true });
    expect((await call('GET', '/metrics')).status).toBe(401);
    const response = await app.request('/metrics', { headers: { authorization: `Bearer ${keys['ada']}` } });
    expect(await response.text()).toMatch(/countersign_runs\{status="done"\} \d+[\s\S]*# EOF/);
  });
});
