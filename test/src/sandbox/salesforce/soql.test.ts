import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisation, smallCompany } from './organisation.ts';

let org: Awaited<ReturnType<typeof organisation>>;
beforeAll(async () => {
  org = await organisation();
});
afterAll(() => org.sandbox.close());

const names = async (where: string): Promise<string[]> => {
  const { status, body } = await org.soql(`SELECT Name FROM Opportunity ${where}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.records.map((record: { Name: string }) => record.Name);
};
const refusal = async (query: string): Promise<string> => {
  const { status, body } = await org.soql(query);
  expect(status).toBe(400);
  return body[0].errorCode;
};

describe('SOQL', () => {
  it.each([
    ["WHERE ERP_Order_Id__c = '4712'", ['100% double_link', 'Second double']],
    ["WHERE ERP_Order_Id__c != '4712' ORDER BY Name", ['No order yet', 'Pumps for Berlin']],
    ['WHERE ERP_Order_Id__c = null', ['No order yet']],
    ["WHERE Name = 'PUMPS FOR BERLIN'", ['Pumps for Berlin']],
    ["WHERE Name LIKE '%double%' ORDER BY Name DESC", ['Second double', '100% double_link']],
    [String.raw`WHERE Name LIKE '100\% double\_link'`, ['100% double_link']],
    [String.raw`WHERE Name LIKE '10\%%'`, []],
    ["WHERE Account.Name = 'O\\'Neill & Söhne' AND Owner.Name = 'olivia ops' LIMIT 1", ['Pumps for Berlin']],
    ["WHERE Name IN ('No order yet', 'x') OR (NOT Amount > 0)", ['No order yet']],
    ["WHERE Name NOT IN ('No order yet') AND (ERP_Order_Id__c = '4711' OR ERP_Order_Id__c = null)", ['Pumps for Berlin']],
    ['WHERE Amount >= 182400.5 AND CloseDate = 2025-07-31 AND IsClosed = false ORDER BY Name LIMIT 1 OFFSET 1', ['No order yet']],
    ['WHERE CreatedDate = TODAY AND SystemModstamp > 2025-06-02T08:00:00Z', []],
    [
      'WHERE CreatedDate = LAST_N_DAYS:2 AND SystemModstamp <= 2025-06-02T10:00:00+02:00 ORDER BY ERP_Order_Id__c NULLS LAST LIMIT 1',
      ['Pumps for Berlin'],
    ],
    ["WHERE AccountId IN (SELECT AccountId FROM Contact WHERE LastName = 'Muster') AND ERP_Order_Id__c = '4711'", ['Pumps for Berlin']],
  ])('%s', async (where, expected) => {
    expect(await names(where)).toEqual(expected);
  });

  it('nests parents and children, a missing parent is null', async () => {
    const { body } = await org.soql(
      "SELECT Id, Account.Name, Account.Owner.Name, (SELECT Contact.LastName, IsPrimary FROM OpportunityContactRoles WHERE IsPrimary = true), (SELECT Id FROM Tasks) FROM Opportunity WHERE ERP_Order_Id__c = '4711'",
    );
    expect(body.records[0]).toMatchObject({
      attributes: { type: 'Opportunity', url: expect.stringMatching(/^\/services\/data\/v60.0\/sobjects\/Opportunity\/006/) },
      Account: { Name: "O'Neill & Söhne", Owner: { Name: 'Olivia Ops' } },
      OpportunityContactRoles: { totalSize: 1, done: true, records: [{ Contact: { LastName: 'Muster' }, IsPrimary: true }] },
      Tasks: null,
    });
    const orphan = await org.call('POST', '/sobjects/Opportunity', { Name: 'Orphan', StageName: 'Prospecting', CloseDate: '2025-08-01' });
    expect((await org.soql(`SELECT Account.Name FROM Opportunity WHERE Id = '${orphan.body.id}'`)).body.records[0].Account).toBeNull();
    await org.call('DELETE', `/sobjects/Opportunity/${orphan.body.id}`);
  });

  it('counts', async () => {
    expect((await org.soql('SELECT COUNT() FROM Opportunity')).body).toEqual({ totalSize: 4, done: true, records: [] });
    expect((await org.soql('SELECT COUNT(ERP_Order_Id__c) n FROM Opportunity')).body.records[0].n).toBe(3);
  });

  it('refuses what the vendor refuses, by its codes', async () => {
    expect(await refusal('SELECT FROM Account')).toBe('MALFORMED_QUERY');
    expect(await refusal('SELECT Id FROM Nothing')).toBe('INVALID_TYPE');
    expect(await refusal('SELECT Wrong__c FROM Account')).toBe('INVALID_FIELD');
    expect(await refusal("SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'")).toBe('MALFORMED_QUERY');
    expect(await refusal("SELECT Id FROM Opportunity WHERE Amount = '5'")).toBe('INVALID_FIELD');
    expect(await refusal("SELECT Id FROM Opportunity WHERE Description = 'x'")).toBe('INVALID_FIELD');
    expect(await refusal("SELECT Id FROM Opportunity WHERE Id = 'nonsense'")).toBe('INVALID_QUERY_FILTER_OPERATOR');
    expect(await refusal(String.raw`SELECT Id FROM Account WHERE Name = 'a\q'`)).toBe('MALFORMED_QUERY');
  });

  it('pages by batch size, follows nextRecordsUrl to the end, and loses and repeats nothing', async () => {
    const [customer] = smallCompany.customers;
    const [first] = smallCompany.opportunities;
    if (!customer || !first) throw new Error('the small company has both');
    const seed = {
      ...smallCompany,
      opportunities: Array.from({ length: 450 }, (_, index) => ({ ...first, key: `k${index}`, alias: `a${index}`, contactRoles: [] })),
    };
    const large = await organisation({ seed });
    const seen: string[] = [];
    let page = (await large.soql('SELECT Id FROM Opportunity', { 'Sforce-Query-Options': 'batchSize=200' })).body;
    const sizes = [page.records.length];
    seen.push(...page.records.map((record: { Id: string }) => record.Id));
    while (!page.done) {
      page = (
        await large.call('GET', page.nextRecordsUrl.replace('/services/data/v60.0', ''), undefined, {
          'Sforce-Query-Options': 'batchSize=200',
        })
      ).body;
      sizes.push(page.records.length);
      seen.push(...page.records.map((record: { Id: string }) => record.Id));
    }
    expect(sizes).toEqual([200, 200, 50]);
    expect(new Set(seen).size).toBe(450);
    expect((await large.call('GET', '/query/01g000000000000000-200')).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
    await large.sandbox.close();
  });
});
