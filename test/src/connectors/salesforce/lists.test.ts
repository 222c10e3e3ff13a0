import { afterEach, describe, expect, it } from 'vitest';
import type { CustomerEntry } from '../../../../src/contracts/business.ts';
import type { Listed, OpportunityQuery } from '../../../../src/contracts/ports.ts';
import { generateCompany } from '../../../../src/sandbox/index.ts';
import { smallCompany } from '../../sandbox/salesforce/organisation.ts';
import { served } from '../sap-s4/sap-connection.ts';
import { connected } from './connection.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
async function connect(...options: Parameters<typeof connected>) {
  const made = await connected(...options);
  open.push(made);
  return made;
}
type Crm = Awaited<ReturnType<typeof connect>>['crm'];

const byClose = { sort: 'close', descending: false, limit: 50 } as const;
const list = async (crm: Crm, query: Partial<OpportunityQuery>) => served(crm.ports.opportunities).list({ ...byClose, ...query });
const namesOf = (found: Listed<{ name: string }>) => found.items.map((one) => one.name);

describe('opportunities of Salesforce are listed', () => {
  it('by a part of the name, in which no character means anything but itself', async () => {
    const { crm } = await connect();
    for (const [name, expected] of [
      ['DOUBLE', ['100% double_link', 'Second double']],
      ['100%', ['100% double_link']],
      ['%', ['100% double_link']],
      ['e_l', ['100% double_link']],
      ['b_r', []],
      ["'", []],
      ["' OR Name != '", []],
      ['\\', []],
      ['\\%', []],
    ] as const)
      expect([name, namesOf(await list(crm, { name }))]).toEqual([name, expected]);
  });

  it('by account, owner, stage, state and close date, and by all of them at once', async () => {
    const { crm, idOf } = await connect();
    const account = await idOf('Account', "ERP_Customer_Id__c = '17100001'");
    const owner = await idOf('User', "LastName = 'Ops'");
    const count = async (query: Partial<OpportunityQuery>) => (await list(crm, query)).items.length;
    expect(await count({ account })).toBe(4);
    expect(await count({ account: 'no id', owner })).toBe(0);
    expect(await count({ owner: '0055g0000000000AAA' })).toBe(0);
    expect(await count({ stage: 'Negotiation/Review' })).toBe(4);
    expect(await count({ stage: "x' OR StageName != '" })).toBe(0);
    expect(await count({ isOpen: false })).toBe(0);
    expect(await count({ closeFrom: '2025-07-31', closeTo: '2025-07-31' })).toBe(4);
    expect(await count({ closeFrom: '2025-08-01' })).toBe(0);
    expect(await count({ account, owner, isOpen: true, stage: 'Negotiation/Review', closeTo: '2025-12-31', name: 'berlin' })).toBe(1);
    await expect(list(crm, { closeFrom: '2025-07-31 OR Id != null' })).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('sorted, up to the limit, saying whether there are others', async () => {
    const seed = generateCompany();
    const { crm } = await connect({}, { seed });
    const deals = seed.opportunities.toSorted((a, b) => Number(b.amount) - Number(a.amount));
    const largest = await list(crm, { sort: 'amount', descending: true, limit: 5 });
    expect([largest.items.map((one) => Number(one.amount?.amount)), largest.more]).toEqual([
      deals.slice(0, 5).map((deal) => Number(deal.amount)),
      true,
    ]);
    const later = await list(crm, { isOpen: true, closeFrom: '2024-06-21' });
    expect([later.items.map((one) => [one.erpOrderId, one.closeOn]), later.more]).toEqual([
      [
        ['SO-78978', '2024-06-26'],
        ['SO-78979', '2024-07-11'],
        ['SO-78980', '2024-07-26'],
      ],
      false,
    ]);
    expect(namesOf(await list(crm, { name: 'hollister', isOpen: true }))).toEqual([
      'Hollister Pumps Ltd – Screw pump XP-30',
      'Hollister Pumpen GmbH – Screw pump XP-30',
    ]);
  });

  it('those without an amount last, either way', async () => {
    const { crm, call } = await connect();
    await call('POST', '/sobjects/Opportunity', { Name: 'Nobody knows how much', StageName: 'Prospecting', CloseDate: '2025-09-01' });
    for (const descending of [true, false])
      expect(namesOf(await list(crm, { sort: 'amount', descending })).at(-1)).toBe('Nobody knows how much');
  });
});

describe('accounts of Salesforce are listed', () => {
  it('page by page until everybody was named once, with the town and the number in the ERP', async () => {
    const seed = generateCompany();
    const { crm } = await connect({}, { seed });
    const seen: CustomerEntry[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page: Listed<CustomerEntry> = await served(crm.ports.accounts).directory({
        limit: 10,
        ...(after === undefined ? {} : { after }),
      });
      seen.push(...page.items);
      after = page.items.at(-1)?.id;
      ({ more } = page);
    }
    const named = ({ name, town, country, erpCustomer }: CustomerEntry) => ({ name, town, country, erpCustomer });
    expect(seen.map(named)).toEqual(
      seed.customers.map((one) => ({ name: one.name, town: one.city, country: one.country, erpCustomer: one.id })),
    );
    await expect(served(crm.ports.accounts).directory({ after: "x' OR Id != '", limit: 1 })).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  it('over the pages the vendor makes of them', async () => {
    const [first] = smallCompany.customers;
    if (!first) throw new Error('the small company has a customer');
    const customers = Array.from({ length: 2_100 }, (_, index) => ({ ...first, id: String(17_200_000 + index), contacts: [] }));
    const { crm, sandbox } = await connect({ deadlineMs: 5_000 }, { seed: { ...smallCompany, customers, opportunities: [] } });
    const { items, more } = await served(crm.ports.accounts).directory({ limit: 2_050 });
    expect([items.length, new Set(items.map((one) => one.id)).size, more]).toEqual([2_050, 2_050, true]);
    expect(sandbox.requests.list().filter(({ path }) => path.includes('/query/'))).toHaveLength(1);
  });
});

describe('of an account', () => {
  it('the contacts come by name, and none of an account that is none', async () => {
    const { crm, idOf } = await connect();
    const account = await idOf('Account', "ERP_Customer_Id__c = '17100001'");
    const contacts = await served(crm.ports.contacts).listForAccount(account);
    expect(contacts.map(({ lastName, isPrimary, optedOut }) => [lastName, isPrimary, optedOut])).toEqual([
      ['Alt', false, true],
      ['Muster', false, false],
      ['Pohl', false, false],
    ]);
    expect(await served(crm.ports.contacts).listForAccount("' OR Id != '")).toEqual([]);
  });

  it('the open cases of the generated company are there, closed ones are not', async () => {
    const { crm, idOf } = await connect({}, { seed: generateCompany() });
    const account = await idOf('Account', "ERP_Customer_Id__c = '10100026'");
    const cases = await served(crm.ports.cases).listOpenForAccount(account);
    expect(cases.map(({ subject, status }) => [subject, status])).toEqual([
      ['Invoice shows the wrong purchase order', 'New'],
      ['Pump loses pressure after two days', 'Escalated'],
    ]);
    expect(cases[0]?.contactId).toMatch(/^003/);
  });
});

it('doctor asks for the fields of the lists and no more', async () => {
  const { crm } = await connect();
  const findings = await crm.doctor(['opportunities.list', 'accounts.directory', 'contacts.listForAccount']);
  expect(findings.filter((finding) => finding.level !== 'ok')).toEqual([]);
  expect(findings.map((finding) => finding.check)).toEqual(
    expect.arrayContaining(['object Opportunity', 'object Account', 'object Contact']),
  );
});

it('a close date, a stage and a next step can be written', async () => {
  const { crm, idOf } = await connect();
  const id = await idOf('Opportunity', "ERP_Order_Id__c = '4711'");
  const fields = { CloseDate: '2025-09-30', StageName: 'Value Proposition', NextStep: 'Ask for the drawing' };
  const written = await crm.writer.send({ operation: 'update', target: { type: 'Opportunity', id }, fields, key: `CS-${'a'.repeat(26)}` });
  expect(written.kind).toBe('applied');
  expect((await crm.reader.read({ type: 'Opportunity', id }, Object.keys(fields)))?.fields).toEqual(fields);
  const wrong = {
    operation: 'update',
    target: { type: 'Opportunity', id },
    fields: { StageName: 'Hoping' },
    key: `CS-${'b'.repeat(26)}`,
  } as const;
  expect(await crm.writer.send(wrong)).toMatchObject({ kind: 'refused', code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' });
});
