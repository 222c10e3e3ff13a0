import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { integrationUsername } from '../../../../src/sandbox/salesforce/index.ts';
import { organisation, smallCompany } from './organisation.ts';

const open: Awaited<ReturnType<typeof organisation>>[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((org) => org.sandbox.close()));
});
async function org(options: Parameters<typeof organisation>[0] = {}) {
  const made = await organisation(options);
  open.push(made);
  return made;
}

describe('access', () => {
  it('without a token, with a wrong one and with an expired one is INVALID_SESSION_ID', async () => {
    let now = Date.parse('2025-06-02T09:00:00Z');
    const { call, sandbox } = await org({ tokenTtlSeconds: 60, now: () => new Date(now) });
    expect((await call('GET', '/limits')).status).toBe(200);
    expect((await call('GET', '/limits', undefined, { Authorization: 'Bearer wrong' })).body).toEqual([
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ]);
    expect((await fetch(`${sandbox.url}/services/data/v60.0/limits`)).status).toBe(401);
    now += 61_000;
    expect((await call('GET', '/limits')).status).toBe(401);
  });

  it('a wrong secret gets no token', async () => {
    const { sandbox } = await org();
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'countersign', client_secret: 'guess' });
    const answer = await fetch(`${sandbox.url}/services/oauth2/token`, { method: 'POST', body });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
  });

  it('a JWT gets a token only when signed by the registered key, for this user and recent', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const { sandbox } = await org({
      apps: [
        { clientId: 'jwt-app', publicKey },
        { clientId: 'countersign', clientSecret: 'countersign-sandbox-secret' },
      ],
    });
    const now = Date.parse('2025-06-02T09:30:00Z') / 1000;
    const ask = async (key: typeof pair.privateKey, claims: { sub?: string; iss?: string; exp?: number } = {}) => {
      const assertion = await new SignJWT({})
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(claims.iss ?? 'jwt-app')
        .setSubject(claims.sub ?? integrationUsername)
        .setAudience('https://login.salesforce.com')
        .setExpirationTime(claims.exp ?? now + 180)
        .sign(key);
      return (
        await fetch(`${sandbox.url}/services/oauth2/token`, {
          method: 'POST',
          body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
        })
      ).status;
    };
    expect(await ask(pair.privateKey)).toBe(200);
    expect(await ask(stranger.privateKey)).toBe(400);
    expect(await ask(pair.privateKey, { sub: 'someone@else' })).toBe(400);
    expect(await ask(pair.privateKey, { iss: 'other' })).toBe(400);
    expect(await ask(pair.privateKey, { exp: now - 60 })).toBe(400);
    expect(await ask(pair.privateKey, { exp: now + 3_600 })).toBe(400);
  });

  it('the daily limit is a header first and a 403 in the end', async () => {
    const { call } = await org({ dailyRequests: 2 });
    expect((await call('GET', '/limits')).headers.get('sforce-limit-info')).toBe('api-usage=1/2');
    await call('GET', '/limits');
    expect(await call('GET', '/limits')).toMatchObject({ status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }] });
  });

  it('wrong bodies and wrong addresses answer as the vendor does', async () => {
    const { call } = await org();
    expect((await call('POST', '/sobjects/Task', '{oops')).body[0].errorCode).toBe('JSON_PARSER_ERROR');
    expect((await call('POST', '/sobjects/Task', '{}', { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await call('GET', '/sobjects/Nothing')).body[0].errorCode).toBe('NOT_FOUND');
    expect((await call('PUT', '/sobjects/Task', {})).status).toBe(405);
    expect((await call('GET', '/nothing')).status).toBe(404);
  });

  it('describes objects, fields and rights, lists versions and outside names', async () => {
    const { call, sandbox, idOf } = await org();
    const { body } = await call('GET', '/sobjects/Case/describe');
    const key = body.fields.find((field: { name: string }) => field.name === 'Countersign_Key__c');
    expect(key).toMatchObject({
      type: 'string',
      length: 40,
      unique: true,
      externalId: true,
      filterable: true,
      createable: true,
      updateable: true,
      nillable: true,
      picklistValues: [],
    });
    const stage = (await call('GET', '/sobjects/Opportunity/describe')).body.fields.find(
      (field: { name: string }) => field.name === 'StageName',
    );
    expect(stage.picklistValues).toHaveLength(10);
    expect((await call('GET', '/sobjects')).body.sobjects.map((object: { name: string }) => object.name)).toContain(
      'Countersign_Effect__c',
    );
    expect(await (await fetch(`${sandbox.url}/services/data`)).json()).toContainEqual(expect.objectContaining({ version: '60.0' }));
    expect(await (await fetch(`${sandbox.url}/_sandbox/aliases`)).json()).toEqual({
      items: [{ alias: 'outside-name', id: await idOf('Opportunity', "ERP_Order_Id__c = '4711'") }],
    });
  });

  it('what was loaded belongs to the API user or to the owners of the company, also after loading again', async () => {
    const { soql, sandbox } = await org();
    sandbox.load(smallCompany);
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'countersign',
      client_secret: 'countersign-sandbox-secret',
    });
    const answer = (await (await fetch(`${sandbox.url}/services/oauth2/token`, { method: 'POST', body })).json()) as { id: string };
    const user = answer.id.split('/').at(-1);
    const { records } = (await soql('SELECT CreatedById, OwnerId, Owner.Name FROM Opportunity')).body;
    expect(records).toHaveLength(4);
    for (const record of records) expect(record).toMatchObject({ CreatedById: user, Owner: { Name: 'Olivia Ops' } });
  });
});
