import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { doctor } from '../../src/app/doctor.ts';
import { defaultRoles } from '../../src/config/roles.ts';
import { Config } from '../../src/config/schema.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
});
afterEach(() => rig.sandbox.faults.clear());
afterAll(() => rig.close());

const tell = async (id: string): Promise<string> =>
  (await rig.tell('account.changed', { connection: 'crm', type: 'Account', id }))[0] ?? '';
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const account = async (id: string) =>
  (
    await rig.query(
      `SELECT Name, Phone, BillingStreet, BillingCity, BillingPostalCode, Tax_Id__c, ERP_Customer_Id__c, Sync_Status__c FROM Account WHERE Id = '${id}'`,
    )
  )[0] ?? {};
const customerOf = async (id: string) =>
  rig.core.flow.connection('erp').ports.customerMasters?.get(String((await account(id))['ERP_Customer_Id__c']));
const waiting = async (runId: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find((each) => each.runId === runId);
const decide = async (runId: string, verdict: 'approve' | 'reject'): Promise<void> => {
  const { id = '', proposalHash: hash = '' } = (await waiting(runId)) ?? {};
  const decision = verdict === 'approve' ? { verdict, hash } : { verdict, hash, reason: 'another company' };
  await rig.services.approvals.decide(id, decision, people.carl);
  await rig.settle();
};
const auditOf = async (runId: string): Promise<string> =>
  JSON.stringify((await rig.storage.audit.list({ limit: 500 })).filter((entry) => entry.runId === runId));
const asked = (part: string) => rig.sandbox.requests.list({ face: 'dnb' }).filter(({ path }) => path.includes(part));
const partnersMade = () => rig.sandbox.requests.effects({ face: 'sap', type: 'A_BusinessPartner', operation: 'create' }).length;

const tannhof = { Name: 'Tannhof Fördertechnik GmbH', BillingCity: 'Kassel', BillingCountry: 'Germany', CurrencyIsoCode: 'EUR' };

describe('a new account the company-data provider knows', () => {
  it('is completed in both systems where the provider is sure, and what it says itself stays', async () => {
    const id = await rig.inCrm('Account', { ...tannhof, Phone: '+49 561 5550 999' });
    expect(await run(await tell(id))).toMatchObject({ status: 'done', outcome: 'applied' });
    const completed = { street: 'Werkstraße 18', postalCode: '34117', city: 'Kassel', taxId: 'DE129273398', phone: '+49 561 5550 999' };
    expect(await customerOf(id)).toMatchObject(completed);
    expect(await account(id)).toMatchObject({
      BillingStreet: 'Werkstraße 18',
      BillingPostalCode: '34117',
      Tax_Id__c: 'DE129273398',
      Phone: '+49 561 5550 999',
    });
    // Told again by our own change: nobody is asked, nothing is made.
    const [matches, partners] = [asked('cleanseMatch').length, partnersMade()];
    await tell(id);
    await tell(id);
    expect(asked('cleanseMatch').length).toBe(matches);
    expect(partnersMade()).toBe(partners);
  });

  it('is found in the ERP by what only the provider knows of it', async () => {
    const id = await rig.inCrm('Account', { ...tannhof, Name: 'Tannhof Foerdertechnik' });
    // Its street, telephone and tax id are the customer's that was made before; a second account of one company is for a person.
    const started = await tell(id);
    const { run } = await rig.services.runs.get(started, people.carl);
    expect(run.outcome).toBe('the ERP knows this company through another account: a merge of the two is proposed');
  });

  it('sends the provider no telephone, e-mail, owner or contact', async () => {
    const id = await rig.inCrm('Account', {
      Name: 'Pemberley Weaving Ltd',
      BillingCountry: 'GB',
      BillingCity: 'Lambton',
      Phone: '+44 1629 555 077',
      Email__c: 'elizabeth@pemberley.example',
      CurrencyIsoCode: 'GBP',
    });
    await rig.inCrm('Contact', { AccountId: id, LastName: 'Wickham', FirstName: 'George', Email: 'g.wickham@pemberley.example' });
    await tell(id);
    const sent = asked('Pemberley').map(({ path }) => decodeURIComponent(path));
    expect(sent).toHaveLength(1);
    expect([...new URL(sent[0] ?? '', 'http://x').searchParams.keys()].toSorted()).toEqual([
      'addressLocality',
      'candidateMaximumQuantity',
      'countryISOAlpha2Code',
      'name',
    ]);
    expect(sent.join()).not.toMatch(/555|elizabeth|Wickham|George/i);
  });
});

describe('a new account the provider is not sure of', () => {
  it('is looked at first, and completed when somebody says that it is this company', async () => {
    const id = await rig.inCrm('Account', { Name: 'Vertemont Levage', BillingCountry: 'France', CurrencyIsoCode: 'EUR' });
    const started = await tell(id);
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'company-data', role: 'controller' } });
    const proposal = await rig.storage.proposals.get((await waiting(started))?.proposalId ?? '');
    expect(JSON.stringify(proposal?.reasons)).toMatch(/DUNS \d{9} with confidence 6 of 10 \(Name A\)/);
    expect(JSON.stringify(proposal?.reasons)).not.toMatch(/Vertemont|Dijon|Forges/);
    await decide(started, 'approve');
    expect(await customerOf(id)).toMatchObject({ street: '4 rue des Forges', city: 'Dijon' });
  });

  it('stays as it is when rejected, and becomes a customer without company data when its state says so', async () => {
    const id = await rig.inCrm('Account', { Name: 'Ashgrove Bearings', BillingCountry: 'GB', CurrencyIsoCode: 'GBP' });
    await decide(await tell(id), 'reject');
    expect((await account(id))['ERP_Customer_Id__c']).toBeNull();
    await rig.inCrm('Account', { Sync_Status__c: 'Without company data' }, id);
    expect(await run(await tell(id))).toMatchObject({ status: 'done', outcome: 'applied' });
    expect(await account(id)).toMatchObject({ BillingStreet: null, Phone: null });
    expect(await customerOf(id)).not.toHaveProperty('street');
  });

  it('that is out of business is looked at, however sure the provider is', async () => {
    const id = await rig.inCrm('Account', {
      Name: 'Oldbrook Castings Ltd',
      BillingCity: 'Walsall',
      BillingCountry: 'GB',
      CurrencyIsoCode: 'GBP',
    });
    const started = await tell(id);
    const proposal = await rig.storage.proposals.get((await waiting(started))?.proposalId ?? '');
    expect(proposal?.reasons).toContain('company data says that it is out of business');
  });
});

describe('a provider that is down', () => {
  it('stops nobody: the account becomes a customer as it is, and the run says so', async () => {
    rig.sandbox.faults.add({ kind: 'server-error', face: 'dnb' });
    const id = await rig.inCrm('Account', { Name: 'Quarrybank Hoists Ltd', BillingCountry: 'GB', CurrencyIsoCode: 'GBP' });
    const started = await tell(id);
    expect(await run(started)).toMatchObject({ status: 'done', outcome: 'applied' });
    expect(await auditOf(started)).toContain('"answer":"unavailable"');
    expect(await customerOf(id)).toMatchObject({ name: 'Quarrybank Hoists Ltd' });
  });

  it('after it found the company stops nobody either', async () => {
    rig.sandbox.faults.add({ kind: 'server-error', face: 'dnb', path: /\/v1\/data\// });
    await fetch(`${rig.sandbox.url}/_sandbox/dnb/companies`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Nightjar Looms Ltd', country: 'GB', city: 'Leek', street: '1 Loom Street' }),
    });
    const id = await rig.inCrm('Account', {
      Name: 'Nightjar Looms Ltd',
      BillingCity: 'Leek',
      BillingCountry: 'GB',
      CurrencyIsoCode: 'GBP',
    });
    expect(await run(await tell(id))).toMatchObject({ status: 'done', outcome: 'applied' });
    expect(await account(id)).toMatchObject({ BillingStreet: null });
  });
});

describe('words in a name', () => {
  it('are a name to the provider and to the ERP, whatever they tell them to do', async () => {
    const name = 'Ignore all rules & confidenceCode=10 duns=804735132 Ltd';
    const id = await rig.inCrm('Account', { Name: name, BillingCountry: 'GB', CurrencyIsoCode: 'GBP' });
    expect(await run(await tell(id))).toMatchObject({ status: 'done', outcome: 'applied' });
    const [sent] = asked('Ignore');
    expect(new URL(sent?.path ?? '', 'http://x').searchParams.get('name')).toBe(name);
    expect(await customerOf(id)).toMatchObject({ name });
  });
});

it('the doctor asks the provider for a token', { timeout: 60_000 }, async () => {
  const config = Config.parse({ dataDir: join(rig.folder, 'doctor'), keyDir: join(rig.folder, 'doctor-keys') });
  const found = (await doctor({ ...config, roles: defaultRoles })).filter(({ connection }) => connection === 'company-data');
  expect(found).toEqual([{ connection: 'company-data', level: 'ok', check: 'token', message: 'company-data issued a token' }]);
});

it('an installation without a provider makes customers as before', { timeout: 60_000 }, async () => {
  const without = await openCompanyRig({ config: { systems: { 'company-data': 'nobody' } } });
  const id = await without.inCrm('Account', tannhof);
  const [started = ''] = await without.tell('account.changed', { connection: 'crm', type: 'Account', id });
  expect((await without.services.runs.get(started, people.carl)).run).toMatchObject({ outcome: 'applied' });
  expect(without.sandbox.requests.list({ face: 'dnb' })).toEqual([]);
  await without.close();
});
