import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { organisation } from './organisation.ts';

let org: Awaited<ReturnType<typeof organisation>>;
beforeEach(async () => {
  org = await organisation();
});
afterEach(() => org.sandbox.close());

const base = '/services/data/v60.0/sobjects';
const count = async (object: string) => (await org.soql(`SELECT COUNT() FROM ${object}`)).body.totalSize;
const withMarker = (key: string, first: Record<string, unknown>) => ({
  allOrNone: true,
  compositeRequest: [
    { referenceId: 'rec', method: 'POST', url: `${base}/Task`, body: { Subject: 'Call' }, ...first },
    { referenceId: 'marker', method: 'POST', url: `${base}/Countersign_Effect__c`, body: { Key__c: key, Record_Id__c: '@{rec.id}' } },
  ],
});

describe('composite', () => {
  it('runs its calls in order, fills references and reports both effects under the key of the marker', async () => {
    const { status, body } = await org.call('POST', '/composite', withMarker('CS-1', {}));
    expect(status).toBe(200);
    expect(body.compositeResponse.map((part: { httpStatusCode: number }) => part.httpStatusCode)).toEqual([201, 201]);
    const marker = (await org.soql("SELECT Id, Name, Record_Id__c FROM Countersign_Effect__c WHERE Key__c = 'CS-1'")).body.records[0];
    expect(marker.Record_Id__c).toBe(body.compositeResponse[0].body.id);
    expect(marker.Name).toBe(marker.Id);
    expect(org.sandbox.requests.effects({ key: 'CS-1' }).map(({ type }) => type)).toEqual(['Task', 'Countersign_Effect__c']);
  });

  it('with allOrNone undoes everything when one call fails, still answers 200 and says so inside', async () => {
    await org.call('POST', '/composite', withMarker('CS-1', {}));
    const { status, body } = await org.call('POST', '/composite', withMarker('CS-1', {}));
    expect(status).toBe(200);
    expect(body.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }], referenceId: 'rec' },
      { httpStatusCode: 400, body: [{ errorCode: 'DUPLICATE_VALUE' }], referenceId: 'marker' },
    ]);
    expect(await count('Task')).toBe(1);
    expect(org.sandbox.requests.effects()).toHaveLength(2);
  });

  it('without allOrNone keeps what succeeded and halts what refers to a failure', async () => {
    const request = withMarker('CS-2', { body: { Subject: 5 } });
    const { body } = await org.call('POST', '/composite', {
      ...request,
      allOrNone: false,
      compositeRequest: [
        ...request.compositeRequest,
        { referenceId: 'other', method: 'POST', url: `${base}/Task`, body: { Subject: 'Kept' } },
      ],
    });
    expect(body.compositeResponse.map((part: { httpStatusCode: number }) => part.httpStatusCode)).toEqual([400, 400, 201]);
    expect(await count('Task')).toBe(1);
    expect(await count('Countersign_Effect__c')).toBe(0);
  });

  it('honours a header of one call: an update of a record that moved is 412 and leaves no marker', async () => {
    const id = await org.idOf('Opportunity', "ERP_Order_Id__c = '4711'");
    await org.call('PATCH', `/sobjects/Opportunity/${id}`, { NextStep: 'moved' });
    const update = {
      method: 'PATCH',
      url: `${base}/Opportunity/${id}`,
      body: { NextStep: 'mine' },
      httpHeaders: { 'If-Unmodified-Since': 'Mon, 02 Jun 2025 08:00:00 GMT' },
    };
    const request = withMarker('CS-3', update);
    request.compositeRequest[1] = {
      referenceId: 'marker',
      method: 'POST',
      url: `${base}/Countersign_Effect__c`,
      body: { Key__c: 'CS-3', Record_Id__c: id },
    };
    const { body } = await org.call('POST', '/composite', request);
    expect(body.compositeResponse[0].httpStatusCode).toBe(412);
    expect(await count('Countersign_Effect__c')).toBe(0);
    expect((await org.call('GET', `/sobjects/Opportunity/${id}?fields=NextStep`)).body.NextStep).toBe('moved');
  });

  it('refuses more than 25 calls, repeated references and nesting', async () => {
    const task = (referenceId: string) => ({ referenceId, method: 'POST', url: `${base}/Task`, body: {} });
    expect(
      (await org.call('POST', '/composite', { compositeRequest: Array.from({ length: 26 }, (_, index) => task(`r${index}`)) })).status,
    ).toBe(400);
    expect((await org.call('POST', '/composite', { compositeRequest: [task('a'), task('a')] })).status).toBe(400);
    const nested = { referenceId: 'a', method: 'POST', url: '/services/data/v60.0/composite', body: {} };
    expect((await org.call('POST', '/composite', { compositeRequest: [nested] })).body.compositeResponse[0].httpStatusCode).toBe(400);
  });
});

describe('collections', () => {
  const tasks = (subjects: readonly unknown[]) => subjects.map((Subject) => ({ attributes: { type: 'Task' }, Subject }));

  it('create, update, upsert and delete many, each with its own result', async () => {
    const made = (await org.call('POST', '/composite/sobjects', { records: tasks(['a', 5, 'b']) })).body;
    expect(made.map((result: { success: boolean }) => result.success)).toEqual([true, false, true]);
    expect(made[1].errors[0]).toMatchObject({ statusCode: 'JSON_PARSER_ERROR' });
    const updated = (
      await org.call('PATCH', '/composite/sobjects', { records: [{ attributes: { type: 'Task' }, id: made[0].id, Status: 'Completed' }] })
    ).body;
    expect(updated).toEqual([{ id: made[0].id, success: true, errors: [] }]);
    const cases = [{ attributes: { type: 'Case' }, Countersign_Key__c: 'CS-9', Subject: 'x' }];
    expect((await org.call('PATCH', '/composite/sobjects/Case/Countersign_Key__c', { records: cases })).body[0]).toMatchObject({
      success: true,
      created: true,
    });
    expect((await org.call('PATCH', '/composite/sobjects/Case/Countersign_Key__c', { records: cases })).body[0]).toMatchObject({
      success: true,
      created: false,
    });
    expect((await org.call('DELETE', `/composite/sobjects?ids=${made[0].id},${made[2].id}`)).body).toHaveLength(2);
    expect(await count('Task')).toBe(0);
  });

  it('with allOrNone one wrong record undoes the rest', async () => {
    const results = (await org.call('POST', '/composite/sobjects', { allOrNone: true, records: tasks(['a', 5]) })).body;
    expect(results.map((result: { errors: { statusCode: string }[] }) => result.errors[0]?.statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'JSON_PARSER_ERROR',
    ]);
    expect(await count('Task')).toBe(0);
    expect((await org.call('POST', '/composite/sobjects', { records: tasks(Array.from({ length: 201 }, () => 'x')) })).status).toBe(400);
  });
});
