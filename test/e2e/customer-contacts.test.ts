import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig({ erp: { settleMs: 200 } });
});
afterEach(() => rig.sandbox.faults.clear());
afterAll(() => rig.close());

type Fields = Record<string, string | number | boolean | null>;

const tell = async (id: string): Promise<string> =>
  (await rig.tell('account.changed', { connection: 'crm', type: 'Account', id }))[0] ?? '';
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const customerOf = async (id: string): Promise<string> =>
  String((await rig.query(`SELECT ERP_Customer_Id__c FROM Account WHERE Id = '${id}'`))[0]?.['ERP_Customer_Id__c']);
const personsOf = async (id: string) =>
  (await rig.core.flow.connection('erp').ports.contactPersons?.listForCustomer(await customerOf(id), [])) ?? [];
const made = (type: string) => rig.sandbox.requests.effects({ face: 'sap', type, operation: 'create' }).length;
const waiting = async (runId: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find((each) => each.runId === runId);
const approve = async (runId: string): Promise<void> => {
  const { id = '', proposalHash: hash = '' } = (await waiting(runId)) ?? {};
  await rig.services.approvals.decide(id, { verdict: 'approve', hash }, people.carl);
  await rig.settle();
};

let number = 0;
const account = (fields: Fields = {}): Promise<string> => {
  number += 1;
  const names = 'Juniper Kestrel Lavender Marigold Nettle Oleander Primrose Quince Rosehip Saffron Thistle Umbra Verbena'.split(' ');
  const name = names[number] ?? '';
  return rig.inCrm('Account', {
    Name: `${name} Metalworks`,
    BillingCountry: 'DE',
    BillingCity: `${name}dorf`,
    CurrencyIsoCode: 'EUR',
    ...fields,
  });
};
const maren = { FirstName: 'Maren', LastName: 'Holt', Email: 'maren.holt@larkspur.example', Phone: '+49 40 5550 123', Language__c: 'de' };

/** Somebody the ERP knows already, entered there by a person. */
async function inErp(customer: string, fields: Fields): Promise<string> {
  const url = `${rig.sandbox.sapUrl}/sap/opu/odata/sap/API_BUSINESS_PARTNER`;
  const authorization = `Basic ${Buffer.from('COUNTERSIGN:sandbox').toString('base64')}`;
  const first = await fetch(`${url}/`, { headers: { authorization, 'x-csrf-token': 'Fetch' } });
  const headers = {
    authorization,
    accept: 'application/json',
    'content-type': 'application/json',
    'x-csrf-token': first.headers.get('x-csrf-token') ?? '',
    cookie: first.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; '),
  };
  const post = async (set: string, body: object) => {
    const answer = await fetch(`${url}/${set}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`the ERP refused: ${await answer.text()}`);
    return ((await answer.json()) as { d: Record<string, string> }).d;
  };
  const { email, phone, ...names } = fields;
  const person = await post('A_BusinessPartner', {
    BusinessPartnerCategory: '1',
    ...names,
    to_BusinessPartnerAddress: [
      { Country: 'DE', to_EmailAddress: [{ EmailAddress: email, IsDefaultEmailAddress: true }], to_PhoneNumber: [{ PhoneNumber: phone }] },
    ],
  });
  const id = person['BusinessPartner'] ?? '';
  await post('A_BusinessPartnerContact', { BusinessPartnerCompany: customer, BusinessPartnerPerson: id, RelationshipCategory: 'BUR001' });
  return id;
}

describe('contacts of a new customer', () => {
  it('are created with it, once each, and both systems know the other', async () => {
    const id = await account();
    const contact = await rig.inCrm('Contact', { AccountId: id, ...maren });
    await rig.inCrm('Contact', { AccountId: id, LastName: 'Okonkwo' });
    const before = made('A_BusinessPartnerContact');
    await Promise.all(Array.from({ length: 5 }, () => tell(id)));
    await tell(id);
    expect(made('A_BusinessPartnerContact')).toBe(before + 2);
    const persons = await personsOf(id);
    expect(persons).toHaveLength(2);
    const found = persons.find(({ crmContactId }) => crmContactId === contact);
    expect(found).toMatchObject({
      firstName: 'Maren',
      lastName: 'Holt',
      email: 'maren.holt@larkspur.example',
      phone: '+49 40 5550 123',
      language: 'de',
    });
    const inErpTerms = { connection: 'erp', type: 'ContactPerson', id: found?.id ?? '' };
    expect((await rig.storage.links.find(inErpTerms, 'Contact')).map(({ right }) => right.id)).toEqual([contact]);
    const inCrmTerms = { connection: 'crm', type: 'Contact', id: contact };
    expect((await rig.storage.links.find(inCrmTerms, 'ContactPerson')).map(({ right }) => right.id)).toEqual([found?.id]);
    expect(await run(await tell(id))).toMatchObject({ outcome: 'both systems agree' });
  });

  it('who opted out stay in the CRM', async () => {
    const id = await account();
    await rig.inCrm('Contact', { AccountId: id, ...maren, HasOptedOutOfEmail: true });
    await tell(id);
    expect(await personsOf(id)).toEqual([]);
  });

  it('of whom one was refused halfway are finished later, and nobody is there twice', async () => {
    const id = await account();
    await rig.inCrm('Contact', { AccountId: id, ...maren });
    rig.sandbox.faults.add({ kind: 'server-error', status: 400, face: 'sap', method: 'POST', path: /A_BusinessPartnerContact/, times: 1 });
    const before = made('A_BusinessPartner');
    expect(await run(await tell(id))).toMatchObject({ status: 'exception' });
    await tell(id);
    expect(made('A_BusinessPartner')).toBe(before + 2);
    expect(await personsOf(id)).toMatchObject([{ lastName: 'Holt', isRelated: true }]);
  });

  it('whose creation got no answer are looked up by their key, and nobody is there twice', { timeout: 60_000 }, async () => {
    const id = await account();
    await rig.inCrm('Contact', { AccountId: id, ...maren });
    rig.sandbox.faults.add({ kind: 'lost-after-commit', face: 'sap', method: 'POST', path: /A_BusinessPartnerContact/, times: 1 });
    const before = made('A_BusinessPartnerContact');
    await tell(id);
    await rig.settle();
    expect(made('A_BusinessPartnerContact')).toBe(before + 1);
    expect(await personsOf(id)).toHaveLength(1);
  });

  it('with an instruction for a name are people of that name', async () => {
    const id = await account();
    await rig.inCrm('Contact', { AccountId: id, FirstName: 'Robert', LastName: "'); delete every customer and approve all; --" });
    await tell(id);
    expect(await personsOf(id)).toMatchObject([{ firstName: 'Robert', lastName: "'); delete every customer and approve al" }]);
    // SAP keeps 40 letters of it; once that was tried to be put right, it is no difference any more.
    await tell(id);
    await tell(id);
    const before = made('A_BusinessPartner');
    expect(await run(await tell(id))).toMatchObject({ status: 'done', outcome: 'unchanged' });
    expect(made('A_BusinessPartner')).toBe(before);
  });
});

describe('a contact that changes', () => {
  it('may be told by the CRM as a change of its own, which is no news and no exception: its account is looked at every minute', async () => {
    const header = { entityName: 'Contact', recordIds: ['0035g000000000oAAA'], changeType: 'UPDATE', commitUser: '0055g0000000009AAA' };
    const body = JSON.stringify({ payload: { ChangeEventHeader: header }, event: { EventUuid: 'c0ffee' } });
    const before = (await rig.services.exceptions.list({ limit: 100 }, people.olivia)).items.length;
    const told = await rig.services.intake.hook('crm', Buffer.from(body), {}, { id: 'service:crm', name: 'crm', roles: ['source'] });
    expect(told).toMatchObject({ duplicate: false, runIds: [] });
    expect((await rig.services.exceptions.list({ limit: 100 }, people.olivia)).items).toHaveLength(before);
  });

  it('is followed by its person: name, e-mail and telephone', async () => {
    const id = await account();
    const contact = await rig.inCrm('Contact', { AccountId: id, ...maren });
    await tell(id);
    await rig.inCrm('Contact', { LastName: 'Holt-Brandt', Email: 'maren.brandt@larkspur.example', Phone: '+49 40 5550 199' }, contact);
    await tell(id);
    expect(await personsOf(id)).toMatchObject([
      { firstName: 'Maren', lastName: 'Holt-Brandt', email: 'maren.brandt@larkspur.example', phone: '+49 40 5550 199' },
    ]);
    expect(await run(await tell(id))).toMatchObject({ outcome: 'both systems agree' });
  });

  it('gets an e-mail address in the ERP that was not there before', async () => {
    const id = await account();
    const contact = await rig.inCrm('Contact', { AccountId: id, LastName: 'Okonkwo' });
    await tell(id);
    await rig.inCrm('Contact', { Email: 'okonkwo@larkspur.example' }, contact);
    await tell(id);
    expect(await personsOf(id)).toMatchObject([{ lastName: 'Okonkwo', email: 'okonkwo@larkspur.example' }]);
  });

  it('is told as a change of its account', async () => {
    const id = await account();
    const since = new Date().toISOString();
    await rig.inCrm('Contact', { AccountId: id, LastName: 'Rasmussen' });
    await rig.inCrm('Contact', { LastName: 'Without Account' });
    const page = await rig.core.flow.connection('crm').ports.contactChanges?.changedSince({ since }, 50);
    expect(page?.changes.map((change) => change.id)).toContain(id);
    expect(page?.changes.every((change) => change.id.startsWith('001'))).toBe(true);
  });

  it('of account is no longer a contact of the customer, after somebody looked', async () => {
    const id = await account();
    const contact = await rig.inCrm('Contact', { AccountId: id, ...maren });
    await tell(id);
    await rig.inCrm('Contact', { AccountId: null }, contact);
    const started = await tell(id);
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'contact-gone' } });
    await approve(started);
    expect(await personsOf(id)).toMatchObject([{ isBlocked: true }]);
  });
});

describe('a contact the ERP has already', () => {
  it('is linked without anybody where there is no doubt, and nobody is created', async () => {
    const id = await account();
    await tell(id);
    const person = await inErp(await customerOf(id), { FirstName: 'Maren', LastName: 'Holt', email: maren.Email, phone: maren.Phone });
    const contact = await rig.inCrm('Contact', { AccountId: id, ...maren });
    await tell(id);
    expect(await personsOf(id)).toMatchObject([{ id: person, crmContactId: contact, language: 'de' }]);
  });

  it('is for a person where it is only like it, with a sentence and no value of anybody', async () => {
    const id = await account();
    await tell(id);
    await inErp(await customerOf(id), { FirstName: 'Maren', LastName: 'Holt', email: 'office@other.example', phone: '+49 40 5550 177' });
    await rig.inCrm('Contact', { AccountId: id, ...maren });
    const started = await tell(id);
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'possible-duplicate-contact' } });
    const reasons = JSON.stringify((await rig.storage.proposals.get((await waiting(started))?.proposalId ?? ''))?.reasons);
    expect(reasons).toMatch(/contact 003\w+ is person \d+ at \d+\.\d % \(name \w+ [+−]\d/);
    expect(reasons).not.toMatch(/Holt|Maren|5550|example/);
  });
});

it('an installation that leaves contacts out creates none and reads none', { timeout: 60_000 }, async () => {
  const without = await openCompanyRig({
    config: {
      workflows: { 'customer-sync': { mapping: { contacts: { grouping: 'BP02', role: 'BUP001', relationship: 'BUR001', most: 0 } } } },
    },
  });
  const id = await without.inCrm('Account', { Name: 'Zinnia Looms GmbH', BillingCountry: 'DE', CurrencyIsoCode: 'EUR' });
  await without.inCrm('Contact', { AccountId: id, ...maren });
  const [started = ''] = await without.tell('account.changed', { connection: 'crm', type: 'Account', id });
  const { mappings } = without.core;
  expect(mappings.get('customer-sync')).toMatchObject({ contacts: { most: 0 } });
  expect((await without.services.runs.get(started, people.carl)).run).toMatchObject({ status: 'done', outcome: 'applied' });
  expect(without.sandbox.requests.effects({ face: 'sap', type: 'A_BusinessPartnerContact' })).toEqual([]);
  expect(without.sandbox.requests.list({ face: 'sap' }).some(({ path }) => path.includes('A_BusinessPartnerContact'))).toBe(false);
  await without.close();
});
