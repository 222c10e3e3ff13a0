import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { WriteRequest } from '../../../../src/contracts/ports.ts';
import { connected, newKey } from './connection.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
async function connect(...options: Parameters<typeof connected>) {
  const made = await connected(...options);
  open.push(made);
  const id = await made.idOf('Opportunity', "ERP_Order_Id__c = '4711'");
  const version = (await made.crm.reader.read({ type: 'Opportunity', id }, []))?.version ?? '';
  const update = (fields: WriteRequest['fields'] = { ERP_Order_Status__c: 'shipped' }): WriteRequest => ({
    operation: 'update',
    target: { type: 'Opportunity', id },
    fields,
    key: newKey(),
    expectedVersion: version,
  });
  const create = (type: string, fields: WriteRequest['fields'] = { Subject: 'Call' }): WriteRequest => ({
    operation: 'create',
    target: { type },
    fields,
    key: newKey(),
  });
  const count = async (object: string) => (await made.soql(`SELECT COUNT() FROM ${object}`)).body.totalSize;
  return { ...made, id, version, update, create, count };
}

describe.each(['marker', 'external-key', 'lookup'] as const)('writing with %s', (idempotency) => {
  it('an update is applied once, its key is found, its receipt carries the new version', async () => {
    const { crm, update, id, version, sandbox } = await connect({ idempotency });
    const request = update();
    const outcome = await crm.writer.send(request);
    expect(outcome).toMatchObject({ kind: 'applied', receipt: { id, responseHash: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    const after = await crm.reader.read({ type: 'Opportunity', id }, ['ERP_Order_Status__c']);
    expect(after).toMatchObject({ fields: { ERP_Order_Status__c: 'shipped' } });
    expect(after?.version).not.toBe(version);
    expect(outcome).toMatchObject({ receipt: { version: after?.version } });
    expect(await crm.writer.lookup(request)).toEqual({ kind: 'found', id, version: after?.version });
    expect((await crm.ports.opportunities?.get(id))?.lastEffectKey).toBe(request.key);
    expect(sandbox.requests.effects({ type: 'Opportunity', key: request.key })).toHaveLength(1);
  });

  it('an update sent again is a duplicate and not a conflict with itself', async () => {
    const { crm, update } = await connect({ idempotency });
    const request = update();
    await crm.writer.send(request);
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'duplicate' });
  });

  it('a record that moved is a conflict and stays as it is', async () => {
    const { crm, update, id, call } = await connect({ idempotency });
    await call('PATCH', `/sobjects/Opportunity/${id}`, { NextStep: 'somebody else' });
    expect(await crm.writer.send(update())).toMatchObject({ kind: 'conflict', status: 412 });
    expect((await crm.ports.opportunities?.get(id))?.erpStatus).toBeUndefined();
  });

  it('a record that moves between the comparison and the write is a conflict too', async () => {
    const { crm, update, sandbox, count } = await connect({ idempotency });
    const request = update();
    sandbox.faults.add({ kind: 'stale-etag', method: idempotency === 'marker' ? 'POST' : 'PATCH', path: '/data/', times: 1 });
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'conflict', status: 412 });
    expect(await crm.writer.lookup(request)).toEqual({ kind: 'absent' });
    expect(await count('Countersign_Effect__c')).toBe(0);
  });

  it.each([
    [{ Wrong__c: 1 }, 'INVALID_FIELD', 'Wrong__c'],
    [{ IsWon: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'IsWon'],
    [{ StageName: 'Won!' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'StageName'],
    [{ StageName: null }, 'REQUIRED_FIELD_MISSING', 'StageName'],
  ])('%j is refused by name and leaves nothing behind', async (fields, code, field) => {
    const { crm, update, count } = await connect({ idempotency });
    expect(await crm.writer.send(update(fields))).toMatchObject({ kind: 'refused', code, field, status: 400 });
    expect(await count('Countersign_Effect__c')).toBe(0);
  });

  it('an answer lost after the commit is uncertain and then found', async () => {
    const { crm, create, sandbox, count } = await connect({ idempotency });
    const request = create('Task');
    sandbox.faults.add({ kind: 'lost-after-commit', method: 'POST', path: '/data/', times: 1 });
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'uncertain' });
    expect(await crm.writer.lookup(request)).toMatchObject({ kind: 'found', id: expect.stringMatching(/^00T/) });
    expect(await count('Task')).toBe(1);
  });

  it('a write that commits after the deadline is uncertain, absent at first and found after the settle delay', async () => {
    const { crm, create, sandbox } = await connect({ idempotency, deadlineMs: 150 });
    const request = create('Task');
    sandbox.faults.add({ kind: 'commit-later', method: 'POST', path: '/data/', times: 1, ms: 280 });
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'uncertain' });
    expect(await crm.writer.lookup(request)).toEqual({ kind: 'absent' });
    await delay(crm.writer.settleDelayMs);
    expect(await crm.writer.lookup(request)).toMatchObject({ kind: 'found' });
  });

  it('a reset before anything happened is uncertain and then absent', async () => {
    const { crm, create, sandbox } = await connect({ idempotency });
    const request = create('Task');
    sandbox.faults.add({ kind: 'reset-before', method: 'POST', path: '/data/', times: 1 });
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'uncertain' });
    expect(await crm.writer.lookup(request)).toEqual({ kind: 'absent' });
  });

  it('a 429 waits as asked, a 5xx is uncertain, a refused connection waits', async () => {
    const { crm, create, sandbox, close } = await connect({ idempotency });
    sandbox.faults.add({ kind: 'rate-limit', method: 'POST', path: '/data/', times: 1, retryAfterSeconds: 7 });
    expect(await crm.writer.send(create('Task'))).toEqual({ kind: 'deferred', retryAfterMs: 7_000 });
    const { crm: other, sandbox: second, create: make, close: closeOther } = await connect({ idempotency });
    second.faults.add({ kind: 'server-error', method: 'POST', path: '/data/', times: 1, status: 500 });
    expect(await other.writer.send(make('Task'))).toMatchObject({ kind: 'uncertain' });
    await second.close();
    expect(await other.writer.send(make('Task'))).toMatchObject({ kind: 'deferred' });
    expect(await other.writer.lookup(make('Task'))).toMatchObject({ kind: 'unreachable' });
    open.length = 0;
    await close();
    await closeOther().catch(() => {});
  });
});

describe('what refuses a second write', () => {
  it('marker records refuse it for every object, feed items included', async () => {
    const { crm, create, id, count, sandbox } = await connect();
    const request = create('FeedItem', { ParentId: id, Body: 'Shipped' });
    expect(crm.writer.refusesSecond(request)).toBe(true);
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'applied' });
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'duplicate' });
    expect(await count('FeedItem')).toBe(1);
    expect(await crm.writer.lookup(request)).toMatchObject({ kind: 'found', id: expect.stringMatching(/^0D5/) });
    expect(sandbox.requests.effects({ key: request.key }).map(({ type }) => type)).toEqual(['FeedItem', 'Countersign_Effect__c']);
  });

  it('a unique external id refuses it where the object has one, and does not overwrite what people changed', async () => {
    const { crm, create, count, call } = await connect({ idempotency: 'external-key' });
    const request = create('Case', { Subject: 'Late', Priority: 'Low' });
    expect(crm.writer.refusesSecond(request)).toBe(true);
    expect(crm.writer.refusesSecond(create('Task'))).toBe(false);
    const first = await crm.writer.send(request);
    const id = first.kind === 'applied' ? first.receipt.id : '';
    await call('PATCH', `/sobjects/Case/${id}`, { Priority: 'High' });
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'duplicate' });
    expect(await count('Case')).toBe(1);
    expect((await crm.ports.cases?.get(id))?.priority).toBe('High');
    expect(await crm.writer.lookup(request)).toMatchObject({ kind: 'found', id });
  });

  it('a plain field refuses nothing: two with one key are ambiguous, a feed item always needs a person', async () => {
    const { crm, create, id } = await connect({ idempotency: 'lookup' });
    const request = create('Task');
    expect(crm.writer.refusesSecond(request)).toBe(false);
    await crm.writer.send(request);
    await crm.writer.send(request);
    expect(await crm.writer.lookup(request)).toEqual({ kind: 'ambiguous', count: 2 });
    expect(await crm.writer.lookup(create('FeedItem', { ParentId: id }))).toEqual({ kind: 'ambiguous', count: 0 });
  });

  it('another unique field that collides is refused and not taken for our own write', async () => {
    const { crm, create, call } = await connect({ writes: ['Account.create'] });
    await call('POST', '/sobjects/Account', { Name: 'x', ERP_Customer_Id__c: '99' });
    expect(await crm.writer.send(create('Account', { Name: 'y', ERP_Customer_Id__c: '99' }))).toMatchObject({
      kind: 'refused',
      code: 'DUPLICATE_VALUE',
    });
  });
});

describe('refused before it is sent', () => {
  it.each([
    [{ operation: 'create', target: { type: 'User' }, fields: {}, key: 'CS-1' }, 'WRITE_NOT_ALLOWED'],
    [{ operation: 'update', target: { type: 'Opportunity', id: '../../limits' }, fields: {}, key: 'CS-1' }, 'MALFORMED_ID'],
    [{ operation: 'update', target: { type: 'Opportunity' }, fields: {}, key: 'CS-1' }, 'MALFORMED_ID'],
    [{ operation: 'create', target: { type: 'Task' }, fields: {}, key: "x'" }, 'MALFORMED_KEY'],
    [{ operation: 'create', target: { type: 'Task' }, fields: { 'a b': 1 }, key: 'CS-1' }, 'INVALID_FIELD'],
    [{ operation: 'create', target: { type: 'Task' }, fields: { Subject: 'see @{marker.id}' }, key: 'CS-1' }, 'UNSAFE_TEXT'],
  ] as const)('%j', async (request, code) => {
    const { crm, sandbox } = await connect();
    const before = sandbox.requests.list().length;
    expect(await crm.writer.send(request)).toMatchObject({ kind: 'refused', code });
    expect(sandbox.requests.list()).toHaveLength(before);
  });
});

describe('other answers', () => {
  it('a locked record and a missing right are refused, a missing record is refused, the daily limit waits', async () => {
    const { crm, sandbox, id, update, create } = await connect({}, { denied: ['Task.create'] });
    await fetch(`${sandbox.url}/_sandbox/salesforce/locks/${id}`, { method: 'PUT' });
    expect(await crm.writer.send(update())).toMatchObject({ kind: 'refused', code: 'ENTITY_IS_LOCKED' });
    expect(await crm.writer.send(create('Task'))).toMatchObject({ kind: 'refused', code: 'INSUFFICIENT_ACCESS_OR_READONLY', status: 403 });
    expect(await crm.writer.send({ ...update(), target: { type: 'Opportunity', id: '0065g0999999999AAA' } })).toMatchObject({
      kind: 'refused',
      status: 404,
    });
    const limited = await connect({}, { dailyRequests: 3 });
    await limited.crm.ports.opportunities?.findByErpOrder('4711');
    expect(await limited.crm.writer.send(limited.create('Task'))).toEqual({ kind: 'deferred', retryAfterMs: 60_000 });
  });

  it('a token that ran out is replaced and the write goes out once', async () => {
    const { crm, sandbox, create } = await connect();
    await crm.ports.opportunities?.findByErpOrder('4711');
    await fetch(`${sandbox.url}/_sandbox/salesforce/revoke-tokens`, { method: 'POST' });
    expect(await crm.writer.send(create('Task'))).toMatchObject({ kind: 'applied' });
    const tasks = sandbox.requests.effects({ type: 'Task' });
    expect(tasks).toHaveLength(1);
  });
});
