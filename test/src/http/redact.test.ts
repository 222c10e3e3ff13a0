import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addKey } from '../../../src/app/services/records.ts';
import { silentLog } from '../../../src/contracts/log.ts';
import { createHttpApp } from '../../../src/http/index.ts';
import { countedIds } from '../../../src/testing/index.ts';
import { company, memorySystems } from '../../support/order-company.ts';
import { openRig, type Rig } from '../../support/rig.ts';

let rig: Rig;
let app: ReturnType<typeof createHttpApp>;
const keys: Record<string, string> = {};
const logged: { fields: unknown; sentence: string }[] = [];
const log = { ...silentLog, info: (fields: unknown, sentence: string) => void logged.push({ fields, sentence }) };

beforeAll(async () => {
  rig = await openRig({ connections: new Map(Object.entries(memorySystems(company()))), log });
  for (const [name, roles] of [
    ['auditor', ['auditor']],
    ['source', ['source']],
  ] as const)
    keys[name] = (await addKey(rig.core, { name, principal: `service:${name}`, roles }, 'system')).key;
  app = createHttpApp({
    services: rig.services,
    limits: { bodyLimitBytes: 65_536, depthLimit: 64 },
    log,
    ids: countedIds(),
    version: '0',
    isDraining: () => false,
  });
});
afterAll(() => rig.close());

async function redact(body: string | Uint8Array, key: string | undefined = keys['auditor']) {
  const response = await app.request('/v1/redact', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    body: body as string,
  });
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text) };
}

describe('POST /v1/redact', () => {
  it('answers one text with tokens, spans and counts, and says that nothing is kept', async () => {
    const text = 'Ms. Ursula Brandt 😀 wrote from ann@acme.com about SO-78910';
    const { status, json } = await redact(JSON.stringify({ text }));
    expect(status).toBe(200);
    expect(json).toEqual({
      text: 'Ms. <PERSON_1> 😀 wrote from <EMAIL_1> about SO-78910',
      spans: [
        { type: 'PERSON', start: 4, end: 17 },
        { type: 'EMAIL', start: 32, end: 44 },
      ],
      counts: { PERSON: 1, EMAIL: 1 },
      detector: expect.stringMatching(/^rules /),
      kept: expect.stringMatching(/^nothing/),
    });
    expect(text.slice(32, 44)).toBe('ann@acme.com');
  });

  it('numbers several texts together and starts anew with the next request', async () => {
    const { json } = await redact(JSON.stringify({ texts: ['ann@acme.com', 'bob@acme.com', 'ann@acme.com'] }));
    expect(json.items.map((item: { text: string }) => item.text)).toEqual(['<EMAIL_1>', '<EMAIL_2>', '<EMAIL_1>']);
    expect((await redact(JSON.stringify({ texts: ['bob@acme.com'] }))).json.items[0].text).toBe('<EMAIL_1>');
    expect((await redact('{"texts":[]}')).json).toMatchObject({ items: [], next: null });
  });

  it('looks for the types asked for and counts code points when asked to', async () => {
    const { json } = await redact(JSON.stringify({ text: '😀 ann@acme.com, Ms. Ursula Brandt', types: ['EMAIL'], offsets: 'code-points' }));
    expect(json).toMatchObject({ spans: [{ type: 'EMAIL', start: 2, end: 14 }], counts: { EMAIL: 1 } });
  });

  it.each([
    ['a key whose roles do not include it', () => redact('{"text":"Brandt"}', keys['source']), 403, 'auth.forbidden', 'texts.redact'],
    ['neither text nor texts', () => redact('{}'), 422, 'input.invalid', 'body.text'],
    ['both', () => redact('{"text":"Brandt","texts":[]}'), 422, 'input.invalid', 'body.text'],
    ['a text that is a number', () => redact('{"text":1}'), 422, 'input.invalid', 'body.text'],
    ['a number among the texts', () => redact('{"texts":["Brandt",1]}'), 422, 'input.invalid', 'body.texts.1'],
    ['1,001 texts', () => redact(JSON.stringify({ texts: Array(1001).fill('') })), 422, 'input.invalid', 'body.texts'],
    ['a type nobody knows', () => redact('{"text":"Brandt","types":["DOG"]}'), 422, 'input.invalid', 'body.types.0'],
    ['a body beyond the limit', () => redact(JSON.stringify({ text: 'Brandt '.repeat(10_000) })), 413, 'input.too_large', 'body'],
    ['malformed JSON', () => redact('{"text":"Brandt'), 400, 'input.malformed', 'body'],
    ['bytes that are no UTF-8', () => redact(Uint8Array.from([0x7b, 0xff])), 400, 'input.malformed', 'body'],
    [
      'base64 in the strict profile',
      () => redact(JSON.stringify({ text: `Brandt ${'QUJD'.repeat(80)}`, profile: 'strict' })),
      422,
      'privacy.unscannable',
      'text',
    ],
  ])('refuses %s with a problem that holds nothing of the text', async (_name, send, status, code, field) => {
    const answer = await send();
    expect(answer).toMatchObject({ status, json: { code, field } });
    expect(answer.text).not.toContain('Brandt');
  });

  it('stores nothing and logs numbers alone', async () => {
    const rows = (): unknown =>
      Object.values(rig.storage.databases).map((db) =>
        (db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]).map(({ name }) => [
          name,
          db.prepare(`SELECT count(*) AS n FROM ${name}`).get(),
        ]),
      );
    const before = rows();
    logged.length = 0;
    await redact(JSON.stringify({ text: 'Ms. Ursula Brandt' }));
    expect(rows()).toEqual(before);
    expect(logged).toEqual([{ fields: { texts: 1, characters: 17, counts: { PERSON: 1 } }, sentence: 'texts were redacted' }]);
  });
});

describe('GET /redact', () => {
  it('is one page that loads nothing, runs only its own script and talks to its own server', async () => {
    const response = await app.request('/redact');
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"])
      expect(policy.split('; ')).toContain(rule);
    for (const [tag, rule] of [
      ['script', 'script-src'],
      ['style', 'style-src'],
    ] as const) {
      const [whole, content = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      expect(whole).toBeDefined();
      expect(policy).toContain(`${rule} 'sha256-${createHash('sha256').update(content).digest('base64')}'`);
    }
    expect(page).not.toMatch(/https?:|src=|<link|\son\w+=|style=/);
    // What a person typed becomes text nodes: nothing in the script could make it markup or keep it.
    expect(page).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|localStorage|sessionStorage|cookie/);
  });
});
