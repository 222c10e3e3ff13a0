// jsforce, the most used Salesforce client for Node, drives the sandbox's Salesforce face as if it were the vendor.
import assert from 'node:assert/strict';
import jsforce from 'jsforce';
import { openSandbox } from '../../src/sandbox/index.ts';
import { salesforceFace, sandboxApp } from '../../src/sandbox/salesforce/index.ts';
import { smallCompany } from '../src/sandbox/salesforce/organisation.ts';

const sandbox = await openSandbox({
  file: ':memory:',
  clock: { now: () => new Date(Date.now()) },
  seed: smallCompany,
  faces: [salesforceFace()],
});
let failed = 0;

async function proves(what: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
    console.log(`  ok    ${what}`);
  } catch (thrown) {
    failed += 1;
    console.log(`  FAIL  ${what}\n        ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  }
}

const oauth2 = { loginUrl: sandbox.url, clientId: sandboxApp.clientId, clientSecret: sandboxApp.clientSecret };
const conn = new jsforce.Connection({ instanceUrl: sandbox.url, loginUrl: sandbox.url, oauth2, version: '60.0' });
const deal = { Name: 'jsforce deal', StageName: 'Prospecting', CloseDate: '2025-09-30' };
let id = '';

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (thrown: { errorCode?: string; name?: string }) => thrown.errorCode ?? thrown.name ?? 'unknown',
  );

await proves('a call without a token is INVALID_SESSION_ID', async () => {
  const stranger = new jsforce.Connection({ instanceUrl: sandbox.url, accessToken: 'wrong', version: '60.0' });
  assert.equal(await codeOf(Promise.resolve(stranger.query('SELECT Id FROM Account'))), 'INVALID_SESSION_ID');
});

await proves('client credentials log in, and the answer names user and organisation', async () => {
  const info = await conn.authorize({ grant_type: 'client_credentials' });
  assert.match(info.id, /^005/);
  assert.match(info.organizationId, /^00D/);
  assert.equal((await conn.identity()).user_id, info.id);
});

await proves('a query returns records with attributes; parents and children nest', async () => {
  const result = await conn.query<Record<string, any>>(
    "SELECT Id, Name, Account.Name, Owner.Name, (SELECT Contact.Name, IsPrimary FROM OpportunityContactRoles ORDER BY IsPrimary DESC) FROM Opportunity WHERE ERP_Order_Id__c = '4711'",
  );
  assert.equal(result.totalSize, 1);
  const [record] = result.records;
  assert.equal(record?.attributes.type, 'Opportunity');
  assert.equal(record?.Account.Name, "O'Neill & Söhne");
  assert.equal(record?.OpportunityContactRoles.records[0].Contact.Name, 'Max Muster');
});

await proves("jsforce's own query builder is understood: dates, in, like, null, sort, limit", async () => {
  const found = await conn
    .sobject('Opportunity')
    .find(
      {
        CloseDate: { $gte: jsforce.SfDate.toDateLiteral(new Date('2025-01-01T00:00:00Z')) },
        Name: { $like: '%double%' },
        StageName: { $in: ['Negotiation/Review', 'Closed Won'] },
        Description: undefined as never,
      },
      ['Id', 'Name'],
    )
    .sort({ Name: -1 })
    .limit(1);
  assert.deepEqual(
    found.map(({ Name }) => Name),
    ['Second double'],
  );
  assert.equal(await conn.sobject('Opportunity').count({ ERP_Order_Id__c: null } as never), 1);
});

await proves(
  'LIKE takes a percent sign and an underscore for themselves when they are escaped; nulls come last where asked; LIMIT holds',
  async () => {
    const found = async (where: string) =>
      (await conn.query<{ Name: string }>(`SELECT Name FROM Opportunity ${where}`)).records.map(({ Name }) => Name);
    assert.deepEqual(await found(String.raw`WHERE Name LIKE '%100\%%' ORDER BY Name`), ['100% double_link']);
    assert.deepEqual(await found(String.raw`WHERE Name LIKE '%e\_l%'`), ['100% double_link']);
    assert.deepEqual(await found('WHERE IsClosed = false AND CloseDate >= 2025-07-31 ORDER BY Name DESC NULLS LAST, Id LIMIT 2'), [
      'Second double',
      'Pumps for Berlin',
    ]);
    assert.deepEqual(await found("WHERE Name LIKE '%x\\' OR Name != \\'%'"), []);
  },
);

await proves('accounts come in the order of ids, from the one after a given id on', async () => {
  const first = await conn.query<{ Id: string }>('SELECT Id FROM Account ORDER BY Id LIMIT 1');
  const id = first.records[0]?.Id ?? '';
  assert.match(id, /^001/);
  assert.equal((await conn.query(`SELECT Id, Name, BillingCity FROM Account WHERE Id > '${id}' ORDER BY Id LIMIT 5`)).totalSize, 0);
});

await proves('create answers an id and retrieve reads it back', async () => {
  const made = await conn.sobject('Opportunity').create({ ...deal, Amount: 1234.5, Countersign_Key__c: 'CS-JS-1' });
  assert.ok(made.success);
  id = made.id;
  assert.match(id, /^006[a-zA-Z0-9]{15}$/);
  const read = await conn.sobject('Opportunity').retrieve(id);
  assert.equal(read['Amount'], 1234.5);
  assert.equal(read['IsClosed'], false);
});

await proves('update changes the record and moves SystemModstamp', async () => {
  const before = (await conn.sobject('Opportunity').retrieve(id))['SystemModstamp'];
  const result = await conn.sobject('Opportunity').update({ Id: id, StageName: 'Closed Won' });
  assert.ok(result.success);
  const after = await conn.sobject('Opportunity').retrieve(id);
  assert.equal(after['IsWon'], true);
  assert.notEqual(after['SystemModstamp'], before);
});

await proves('upsert creates (201), then updates the same record (200)', async () => {
  const record = { Countersign_Key__c: 'CS-JS-2', Subject: 'Late delivery' };
  const first = await conn.sobject('Case').upsert(record, 'Countersign_Key__c');
  const second = await conn.sobject('Case').upsert({ ...record, Subject: 'Later still' }, 'Countersign_Key__c');
  assert.ok(first.success && second.success);
  assert.deepEqual([first.created, second.created], [true, false]);
  assert.equal(first.id, second.id);
  assert.equal((await conn.sobject('Case').retrieve(first.id ?? ''))['Subject'], 'Later still');
});

await proves('upsert over an external id that several records carry is MULTIPLE_CHOICES (300)', async () => {
  assert.equal(
    await codeOf(conn.sobject('Opportunity').upsert({ ERP_Order_Id__c: '4712', NextStep: 'x' }, 'ERP_Order_Id__c')),
    'MULTIPLE_CHOICES',
  );
});

await proves('describe tells types, lengths, keys and picklists; describeGlobal lists the objects', async () => {
  const described = await conn.sobject('Opportunity').describe();
  const field = (name: string) => described.fields.find((known) => known.name === name);
  assert.equal(field('StageName')?.picklistValues?.length, 10);
  assert.equal(field('ERP_Order_Id__c')?.externalId, true);
  assert.equal(field('Amount')?.type, 'currency');
  assert.ok((await conn.describeGlobal()).sobjects.some(({ name }) => name === 'Countersign_Effect__c'));
});

await proves('the limit header reaches limitInfo, and the limits resource answers', async () => {
  assert.ok((conn.limitInfo.apiUsage?.used ?? 0) > 0);
  assert.equal(conn.limitInfo.apiUsage?.limit, 100_000);
  assert.ok((await conn.limits())['DailyApiRequests']);
});

await proves('errors arrive as codes: missing field, unknown field, duplicate, malformed query, missing record', async () => {
  assert.equal(await codeOf(conn.sobject('Opportunity').create({ Name: 'x' } as never)), 'REQUIRED_FIELD_MISSING');
  assert.equal(await codeOf(conn.sobject('Task').create({ Wrong__c: 1 } as never)), 'INVALID_FIELD');
  assert.equal(await codeOf(conn.sobject('Account').create({ Name: 'Twin', ERP_Customer_Id__c: '17100001' } as never)), 'DUPLICATE_VALUE');
  assert.equal(await codeOf(Promise.resolve(conn.query('SELECT FROM Nothing'))), 'MALFORMED_QUERY');
  assert.equal(await codeOf(conn.sobject('Opportunity').retrieve('0065g0999999999AAA')), 'NOT_FOUND');
});

await proves('collections create and delete many, each with its own result; all-or-none undoes all', async () => {
  const results = await conn.sobject('Task').create([{ Subject: 'a' }, { Subject: 5 as never }, { Subject: 'b' }], { allOrNone: false });
  assert.deepEqual(
    results.map(({ success }) => success),
    [true, false, true],
  );
  const none = await conn.sobject('Task').create([{ Subject: 'c' }, { Subject: 5 as never }], { allOrNone: true });
  assert.deepEqual(
    none.map(({ success }) => success),
    [false, false],
  );
  assert.equal((await conn.query('SELECT COUNT() FROM Task')).totalSize, 2);
  const ids = results.flatMap((result) => (result.success ? [result.id] : []));
  const gone = await conn.sobject('Task').destroy(ids);
  assert.ok(gone.every(({ success }) => success));
});

await proves('composite runs a record with its marker, and refuses the second one as a whole', async () => {
  const body = {
    allOrNone: true,
    compositeRequest: [
      { method: 'POST', url: '/services/data/v60.0/sobjects/Task', referenceId: 'rec', body: { Subject: 'with marker' } },
      {
        method: 'POST',
        url: '/services/data/v60.0/sobjects/Countersign_Effect__c',
        referenceId: 'marker',
        body: { Key__c: 'CS-JS-3', Record_Id__c: '@{rec.id}' },
      },
    ],
  };
  type Composite = { compositeResponse: { httpStatusCode: number; body: any }[] };
  const first = await conn.requestPost<Composite>('/services/data/v60.0/composite', body);
  const second = await conn.requestPost<Composite>('/services/data/v60.0/composite', body);
  assert.deepEqual(
    first.compositeResponse.map(({ httpStatusCode }) => httpStatusCode),
    [201, 201],
  );
  assert.deepEqual(
    second.compositeResponse.map(({ body }) => body[0].errorCode),
    ['PROCESSING_HALTED', 'DUPLICATE_VALUE'],
  );
  assert.equal((await conn.query('SELECT COUNT() FROM Task')).totalSize, 1);
});

await proves('autoFetch follows nextRecordsUrl through 2,500 records', async () => {
  for (let batch = 0; batch < 13; batch += 1) {
    const subjects = Array.from({ length: batch === 12 ? 99 : 200 }, (_, index) => ({ Subject: `bulk ${batch}-${index}` }));
    await conn.sobject('Task').create(subjects, { allOrNone: true });
  }
  const records = await conn.query('SELECT Id FROM Task').run({ autoFetch: true, maxFetch: 10_000 });
  assert.equal(records.records.length, 2_500);
});

await proves('delete removes the record', async () => {
  assert.ok((await conn.sobject('Opportunity').destroy(id)).success);
  assert.equal(await codeOf(conn.sobject('Opportunity').retrieve(id)), 'NOT_FOUND');
});

await sandbox.close();
console.log(failed === 0 ? `jsforce ${jsforce.VERSION} agrees with the Salesforce face` : `${failed} checks failed`);
process.exit(failed === 0 ? 0 : 1);
