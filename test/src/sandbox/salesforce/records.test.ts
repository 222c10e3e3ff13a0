import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { normalId } from '../../../../src/sandbox/salesforce/index.ts';
import { organisation } from './organisation.ts';

let org: Awaited<ReturnType<typeof organisation>>;
beforeEach(async () => {
  org = await organisation({ denied: ['Asset.create'] });
});
afterEach(() => org.sandbox.close());

const deal = { Name: 'New deal', StageName: 'Prospecting', CloseDate: '2025-08-01' };

describe('records', () => {
  it('are created, read by field, updated and deleted, and their stamps move on every change', async () => {
    const made = await org.call('POST', '/sobjects/Opportunity', { ...deal, Countersign_Key__c: 'CS-1' });
    expect(made).toMatchObject({ status: 201, body: { success: true, errors: [] } });
    const path = `/sobjects/Opportunity/${made.body.id}`;
    const stamps: string[] = [];
    for (const stage of ['Qualification', 'Closed Won']) {
      stamps.push((await org.call('GET', `${path}?fields=SystemModstamp`)).body.SystemModstamp);
      expect((await org.call('PATCH', path, { StageName: stage })).status).toBe(204);
    }
    const read = (await org.call('GET', `${path}?fields=StageName,IsClosed,IsWon,Probability,SystemModstamp`)).body;
    expect(read).toMatchObject({ Id: made.body.id, StageName: 'Closed Won', IsClosed: true, IsWon: true, Probability: 100 });
    expect(new Set([...stamps, read.SystemModstamp]).size).toBe(3);
    expect(read.SystemModstamp).toMatch(/^2025-06-02T\d\d:\d\d:\d\d\.000\+0000$/);
    expect((await org.call('DELETE', path)).status).toBe(204);
    expect((await org.call('GET', path)).body).toEqual([{ errorCode: 'NOT_FOUND', message: expect.any(String) }]);
    expect(org.sandbox.requests.effects().map(({ operation, type, key }) => [operation, type, key])).toEqual([
      ['create', 'Opportunity', 'CS-1'],
      ['update', 'Opportunity', undefined],
      ['update', 'Opportunity', undefined],
      ['delete', 'Opportunity', undefined],
    ]);
  });

  it('have 18-character ids whose checksum is checked and whose 15-character form works', async () => {
    const id = await org.idOf('Opportunity', "ERP_Order_Id__c = '4711'");
    expect(id).toMatch(/^006[a-zA-Z0-9]{15}$/);
    expect(normalId(id.slice(0, 15))).toBe(id);
    expect(normalId('001D000000IRFma')).toBe('001D000000IRFmaIAH');
    expect((await org.call('GET', `/sobjects/Opportunity/${id.slice(0, 15)}`)).body.Id).toBe(id);
    expect((await org.call('GET', `/sobjects/Opportunity/${id.slice(0, 15)}AAB`)).status).toBe(404);
    expect((await org.call('PATCH', `/sobjects/Account/${id}`, { Name: 'x' })).body[0].errorCode).toBe('MALFORMED_ID');
  });

  it.each([
    ['Opportunity', { Name: 'x' }, 'REQUIRED_FIELD_MISSING', ['StageName', 'CloseDate']],
    ['Opportunity', { ...deal, Wrong__c: 1 }, 'INVALID_FIELD', undefined],
    ['Opportunity', { ...deal, IsWon: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['IsWon']],
    ['Opportunity', { ...deal, StageName: 'Won!' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', ['StageName']],
    ['Opportunity', { ...deal, Amount: 'much' }, 'JSON_PARSER_ERROR', undefined],
    ['Opportunity', { ...deal, Name: 'x'.repeat(121) }, 'STRING_TOO_LONG', ['Name']],
    ['Opportunity', { ...deal, AccountId: '001000000000001' }, 'INVALID_CROSS_REFERENCE_KEY', ['AccountId']],
    ['Account', { Name: 'Twin', ERP_Customer_Id__c: '17100001' }, 'DUPLICATE_VALUE', []],
    ['Contact', { LastName: 'x', Email: 'nowhere' }, 'INVALID_EMAIL_ADDRESS', ['Email']],
    ['FeedItem', { Body: 'x', Countersign_Key__c: 'CS' }, 'INVALID_FIELD', undefined],
  ])('a wrong %s %j is refused with %s', async (object, body, errorCode, fields) => {
    const answer = await org.call('POST', `/sobjects/${object}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual([{ message: expect.any(String), errorCode, ...(fields === undefined ? {} : { fields }) }]);
  });

  it('a key that is not unique refuses nothing, as with the vendor', async () => {
    for (let index = 0; index < 2; index += 1)
      expect((await org.call('POST', '/sobjects/Task', { Subject: 'Call', Countersign_Key__c: 'CS-2' })).status).toBe(201);
    expect((await org.soql("SELECT COUNT() FROM Task WHERE Countersign_Key__c = 'CS-2'")).body.totalSize).toBe(2);
  });

  it('what the user may not do is 403 and shows in the describe', async () => {
    expect(await org.call('POST', '/sobjects/Asset', { Name: 'x' })).toMatchObject({
      status: 403,
      body: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }],
    });
    expect((await org.call('GET', '/sobjects/Asset/describe')).body.createable).toBe(false);
  });

  it('a locked record is refused until it is unlocked', async () => {
    const id = await org.idOf('Opportunity', "ERP_Order_Id__c = '4711'");
    await fetch(`${org.sandbox.url}/_sandbox/salesforce/locks/${id}`, { method: 'PUT' });
    expect((await org.call('PATCH', `/sobjects/Opportunity/${id}`, { NextStep: 'x' })).body[0].errorCode).toBe('ENTITY_IS_LOCKED');
    await fetch(`${org.sandbox.url}/_sandbox/salesforce/locks/${id}`, { method: 'DELETE' });
    expect((await org.call('PATCH', `/sobjects/Opportunity/${id}`, { NextStep: 'x' })).status).toBe(204);
  });

  it('conditional requests answer 412 and 304', async () => {
    const path = `/sobjects/Opportunity/${await org.idOf('Opportunity', "ERP_Order_Id__c = '4711'")}`;
    const seen = (await org.call('GET', path)).headers.get('last-modified') ?? '';
    expect(seen).toBe('Mon, 02 Jun 2025 08:00:00 GMT');
    expect((await org.call('GET', path, undefined, { 'If-Modified-Since': seen })).status).toBe(304);
    expect((await org.call('PATCH', path, { NextStep: 'a' }, { 'If-Unmodified-Since': seen })).status).toBe(204);
    expect((await org.call('PATCH', path, { NextStep: 'b' }, { 'If-Unmodified-Since': seen })).status).toBe(412);
    expect((await org.call('GET', path, undefined, { 'If-Modified-Since': seen })).status).toBe(200);
  });

  it('upsert by external id creates (201), updates (200), lists several (300) and can be told only to update (404)', async () => {
    const create = await org.call('PATCH', '/sobjects/Case/Countersign_Key__c/CS-3', { Subject: 'Late' });
    expect(create).toMatchObject({ status: 201, body: { success: true, created: true } });
    expect(await org.call('PATCH', '/sobjects/Case/Countersign_Key__c/cs-3', { Subject: 'Later' })).toMatchObject({
      status: 200,
      body: { id: create.body.id, created: false },
    });
    const several = await org.call('PATCH', '/sobjects/Opportunity/ERP_Order_Id__c/4712', { NextStep: 'x' });
    expect(several.status).toBe(300);
    expect(several.body).toHaveLength(2);
    expect((await org.call('PATCH', '/sobjects/Case/Countersign_Key__c/CS-4?updateOnly=true', { Subject: 'x' })).status).toBe(404);
    expect((await org.call('PATCH', '/sobjects/Case/Countersign_Key__c/CS-4', { Countersign_Key__c: 'CS-4' })).body[0].errorCode).toBe(
      'INVALID_FIELD',
    );
    expect((await org.call('PATCH', '/sobjects/Case/Subject/x', {})).status).toBe(404);
    expect(org.sandbox.requests.effects({ key: 'CS-3' })).toHaveLength(1);
  });

  it('the stale-etag fault moves the record just before a guarded write', async () => {
    const path = `/sobjects/Opportunity/${await org.idOf('Opportunity', "ERP_Order_Id__c = '4711'")}`;
    const seen = (await org.call('GET', path)).headers.get('last-modified') ?? '';
    org.sandbox.faults.add({ kind: 'stale-etag', method: 'PATCH', times: 1 });
    expect((await org.call('PATCH', path, { NextStep: 'a' }, { 'If-Unmodified-Since': seen })).status).toBe(412);
  });
});
