import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createSalesforce } from '../../../../src/connectors/salesforce/index.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import { integrationUsername } from '../../../../src/sandbox/salesforce/index.ts';
import { auth, clock, connected } from './connection.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
async function connect(...options: Parameters<typeof connected>) {
  const made = await connected(...options);
  open.push(made);
  return made;
}

describe('reading', () => {
  it('an opportunity comes with money as text, its order, its version and times with a zone', async () => {
    const { crm, idOf } = await connect();
    const id = await idOf('Opportunity', "ERP_Order_Id__c = '4711'");
    expect(await crm.ports.opportunities?.get(id)).toMatchObject({
      ref: { connection: 'crm', type: 'Opportunity', id, version: '2025-06-02T08:00:00.000+0000', changedAt: '2025-06-02T08:00:00.000Z' },
      name: 'Pumps for Berlin',
      stage: 'Negotiation/Review',
      isClosed: false,
      amount: { amount: '182400.50', currency: 'USD' },
      closeOn: '2025-07-31',
      erpOrderId: '4711',
    });
  });

  it('every opportunity that names an order is found, two where there are two, none for a stranger', async () => {
    const { crm } = await connect();
    expect(await crm.ports.opportunities?.findByErpOrder('4712')).toHaveLength(2);
    expect(await crm.ports.opportunities?.findByErpOrder("4712' OR Name != '")).toEqual([]);
  });

  it('a record that is not there, and an id that cannot be one, are undefined', async () => {
    const { crm, sandbox } = await connect();
    expect(await crm.ports.opportunities?.get('0065g0999999999AAA')).toBeUndefined();
    const before = sandbox.requests.list().length;
    for (const id of ['0064x00000A1b2cC', '../../limits', '', "x' OR Id != '"])
      expect(await crm.ports.opportunities?.get(id)).toBeUndefined();
    expect(sandbox.requests.list()).toHaveLength(before);
  });

  it('contacts with a role come first, the primary one on top, each person once, opt-outs marked', async () => {
    const { crm, idOf } = await connect();
    const opportunity = await idOf('Opportunity', "ERP_Order_Id__c = '4711'");
    const account = await idOf('Account', "ERP_Customer_Id__c = '17100001'");
    const contacts = (await crm.ports.contacts?.listForOpportunity(opportunity, account)) ?? [];
    expect(contacts.map(({ lastName, role, isPrimary, optedOut, language }) => [lastName, role, isPrimary, optedOut, language])).toEqual([
      ['Muster', 'Decision Maker', true, false, 'de'],
      ['Pohl', 'Evaluator', false, false, 'de'],
      ['Alt', undefined, false, true, 'de'],
    ]);
  });

  it('accounts, cases and users are read and mapped', async () => {
    const { crm, call } = await connect();
    const [account] = (await crm.ports.accounts?.findByErpCustomer('17100001')) ?? [];
    expect(account).toMatchObject({
      name: "O'Neill & Söhne",
      erpCustomerId: '17100001',
      billingAddress: 'Hauptstr. 1, 10115 Berlin, BE, DE',
      language: 'de',
    });
    for (const [subject, status] of [
      ['open', 'New'],
      ['done', 'Closed'],
    ])
      await call('POST', '/sobjects/Case', { Subject: subject, Status: status, AccountId: account?.id });
    const cases = (await crm.ports.cases?.listOpenForAccount(account?.id ?? '')) ?? [];
    expect(cases.map(({ subject, isClosed }) => [subject, isClosed])).toEqual([['open', false]]);
    expect(await crm.ports.cases?.get(cases[0]?.id ?? '')).toMatchObject({ number: '00001001', priority: 'Medium' });
    expect(await crm.ports.users?.get(account?.ownerId ?? '')).toMatchObject({
      name: 'Olivia Ops',
      email: 'olivia@example.com',
      isActive: true,
    });
  });

  it('the reader gives live fields and the version, and refuses names that are no fields', async () => {
    const { crm, idOf } = await connect();
    const id = await idOf('Opportunity', "ERP_Order_Id__c = '4711'");
    expect(await crm.reader.read({ type: 'Opportunity', id }, ['StageName', 'Amount'])).toEqual({
      id,
      version: '2025-06-02T08:00:00.000+0000',
      fields: { StageName: 'Negotiation/Review', Amount: 182400.5 },
    });
    expect(await crm.reader.read({ type: 'Opportunity', id: 'x' }, ['StageName'])).toBeUndefined();
    await expect(crm.reader.read({ type: 'Opportunity', id }, ['Id FROM User'])).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(crm.reader.read({ type: 'Opportunity', id }, ['Wrong__c'])).rejects.toMatchObject({
      code: 'connector.rejected',
      message: expect.stringContaining('INVALID_FIELD'),
    });
  });
});

describe('signing in', () => {
  it('a token that ran out is replaced once, without the caller noticing', async () => {
    const { crm, sandbox, idOf } = await connect();
    const id = await idOf('Opportunity', "ERP_Order_Id__c = '4711'");
    await crm.ports.opportunities?.get(id);
    await fetch(`${sandbox.url}/_sandbox/salesforce/revoke-tokens`, { method: 'POST' });
    expect((await crm.ports.opportunities?.get(id))?.id).toBe(id);
    const tokens = sandbox.requests.list().filter(({ path }) => path.includes('oauth2/token'));
    expect(tokens).toHaveLength(3);
  });

  it('many callers at once share one token request', async () => {
    const { crm, sandbox } = await connect();
    await Promise.all(Array.from({ length: 8 }, async () => crm.ports.opportunities?.findByErpOrder('4711')));
    expect(sandbox.requests.list().filter(({ path }) => path.includes('oauth2/token'))).toHaveLength(2);
  });

  it('works with a JWT signed by our key', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const app = { clientId: 'jwt-app', publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
    const { sandbox } = await connect({}, { apps: [app, { clientId: 'countersign', clientSecret: 'countersign-sandbox-secret' }] });
    const jwt = {
      kind: 'jwt-bearer',
      clientId: 'jwt-app',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      username: integrationUsername,
    } as const;
    const crm = createSalesforce({
      name: 'jwt',
      config: { url: sandbox.url, auth: jwt },
      deps: { clock, sleep: async () => {}, random: () => 0, log: silentLog },
    });
    open.push(crm);
    expect(await crm.ports.opportunities?.findByErpOrder('4711')).toHaveLength(1);
  });

  it('with a wrong secret says so, in a read and in a write', async () => {
    const { crm } = await connect({ auth: { ...auth, clientSecret: 'wrong' } });
    await expect(crm.ports.opportunities?.findByErpOrder('1')).rejects.toMatchObject({ code: 'connector.unauthorised' });
    expect(await crm.writer.send({ operation: 'create', target: { type: 'Task' }, fields: {}, key: 'CS-1' })).toMatchObject({
      kind: 'refused',
      code: 'connector.unauthorised',
    });
  });
});

describe('trouble while reading', () => {
  it('a rate limit and a server error pass by retrying; a lasting one is reported with what helps', async () => {
    const { crm, sandbox } = await connect({ deadlineMs: 3_000 });
    sandbox.faults.add({ kind: 'rate-limit', path: '/query', times: 1, retryAfterSeconds: 0 });
    sandbox.faults.add({ kind: 'server-error', path: '/query', times: 1 });
    expect(await crm.ports.opportunities?.findByErpOrder('4711')).toHaveLength(1);
    sandbox.faults.add({ kind: 'server-error', path: '/query' });
    await expect(crm.ports.opportunities?.findByErpOrder('4711')).rejects.toMatchObject({ code: 'connector.unavailable', retry: 'later' });
  });

  it('the daily limit is a rate limit that waits', async () => {
    const { crm } = await connect({}, { dailyRequests: 1 });
    await crm.ports.opportunities?.findByErpOrder('4711');
    await expect(crm.ports.opportunities?.findByErpOrder('4711')).rejects.toMatchObject({
      code: 'connector.rate_limited',
      retryAfterMs: 60_000,
    });
  });

  it('a silent vendor ends at the deadline', async () => {
    const { crm, sandbox } = await connect({ deadlineMs: 80 });
    sandbox.faults.add({ kind: 'latency', path: '/query', ms: 1_000 });
    await expect(crm.ports.opportunities?.findByErpOrder('4711')).rejects.toMatchObject({ code: 'connector.timeout' });
  });
});
