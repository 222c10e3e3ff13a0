import { expect, it } from 'vitest';
import { openCompanyRig, people } from '../support/company-rig.ts';

const pumps = { BillingCountry: 'DE', CurrencyIsoCode: 'EUR' };

it('a merge that wrote over values is taken back with every one of them', { timeout: 60_000 }, async () => {
  const fields = {
    name: 'newest',
    address: 'newest',
    phone: 'newest',
    email: 'kept',
    taxId: 'kept',
    language: 'kept',
    currency: 'kept',
    paymentTerms: 'kept',
  };
  const own = await openCompanyRig({ config: { workflows: { 'customer-merge': { mapping: { fields } } } } });
  const one = {
    ...pumps,
    Name: 'Wexcombe Castings Ltd',
    Phone: '+44 1454 555 010',
    BillingStreet: '14 Foundry Lane',
    BillingCity: 'Thornbury',
  };
  const first = await own.inCrm('Account', { ...one, ERP_Customer_Id__c: '10999123' });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const second = await own.inCrm('Account', {
    ...one,
    Name: 'Wexcombe',
    Phone: '+44 1454 555 011',
    BillingStreet: null,
    BillingCity: 'Yate',
  });
  const read = async () => (await own.query(`SELECT Name, Phone, BillingStreet, BillingCity FROM Account WHERE Id = '${first}'`))[0];
  const before = await read();
  const say = async (type: string, hint: Record<string, string>) => {
    const event = { source: 'test', type, record: { connection: 'crm', type: 'Account', id: second }, hint };
    await own.services.intake.events([event], Buffer.from('{}'), { id: 'service:crm', name: 'crm', roles: ['source'] });
    await own.settle();
    const [approval] = (await own.services.approvals.list({ limit: 5, status: 'waiting' }, people.carl)).items;
    await own.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
    await own.settle();
  };
  await say('account.merge', { into: first });
  // The newer address as a whole: half of another one would be worse than none.
  expect(await read()).toMatchObject({ Name: 'Wexcombe', Phone: '+44 1454 555 011', BillingStreet: null, BillingCity: 'Yate' });
  await say('account.unmerge', {});
  expect(await read()).toEqual(before);
  await own.close();
});

it('where nothing here merges accounts, a second one of a company is an exception that says what to do', { timeout: 60_000 }, async () => {
  const own = await openCompanyRig({ crm: { writes: ['Account.update', 'Account.create', 'Task.create'] } });
  const tell = async (id: string) => (await own.tell('account.changed', { connection: 'crm', type: 'Account', id }))[0] ?? '';
  const corvid = { ...pumps, Name: 'Corvid Hydraulics GmbH', BillingCity: 'Celle', Tax_Id__c: 'DE129273398' };
  const first = await own.inCrm('Account', corvid);
  await tell(first);
  const second = await own.inCrm('Account', { ...corvid, Name: 'Corvid Hydraulics' });
  const started = await tell(second);
  const [exception] = (await own.services.exceptions.list({ limit: 10 }, people.olivia)).items.filter(({ runId }) => runId === started);
  expect(exception).toMatchObject({ code: 'link.ambiguous', details: { account: second, other: first } });
  await own.close();
});

it('a merge that was refused halfway is taken back as far as it went, and merged again', { timeout: 60_000 }, async () => {
  const own = await openCompanyRig();
  const tell = (type: string, hint: Record<string, string>, id: string) => async () => {
    const event = { source: 'test', type, record: { connection: 'crm', type: 'Account', id }, hint };
    const [accepted] = await own.services.intake.events([event], Buffer.from('{}'), { id: 'service:crm', name: 'crm', roles: ['source'] });
    await own.settle();
    return accepted?.runIds[0] ?? '';
  };
  const customer = async (Name: string, BillingCity: string) => {
    const id = await own.inCrm('Account', { ...pumps, Name, BillingCity, Sync_Status__c: 'New customer' });
    await tell('account.changed', {}, id)();
    await tell('account.changed', {}, id)();
    return id;
  };
  const [first, second] = [await customer('Umber Cables GmbH', 'Ulm'), await customer('Yarrow Looms AG', 'Jena')];
  const contact = await own.inCrm('Contact', { AccountId: second, LastName: 'Holt' });
  const approve = async () => {
    const [approval] = (await own.services.approvals.list({ limit: 5, status: 'waiting' }, people.carl)).items;
    await own.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
    await own.settle();
    return own.storage.proposals.get(approval?.proposalId ?? '');
  };
  const accounts = () =>
    own.query(`SELECT Id, BillingCity, Merged_Into__c, Sync_Status__c FROM Account WHERE Id IN ('${first}', '${second}') ORDER BY Id`);
  const owner = async () => (await own.query(`SELECT AccountId FROM Contact WHERE Id = '${contact}'`))[0]?.['AccountId'];
  const before = await accounts();
  const merging = await tell('account.merge', { into: first }, second)();
  // The block of the second customer comes last, and the ERP refuses it.
  own.sandbox.faults.add({ kind: 'server-error', status: 400, face: 'sap', path: /A_BusinessPartner\(/, method: 'PATCH', times: 1 });
  await approve();
  expect((await own.services.runs.get(merging, people.carl)).run).toMatchObject({ status: 'exception', outcome: 'effect.refused' });
  expect(await owner()).toBe(first);
  await tell('account.unmerge', {}, second)();
  expect((await approve())?.reasons).toContain('the merge was not written as a whole; what was written is taken back');
  expect([await accounts(), await owner()]).toEqual([before, second]);
  await tell('account.merge', { into: first }, second)();
  await approve();
  expect(await owner()).toBe(first);
  // One more that is said to be the merged one goes to the one that stands for it now.
  const third = await own.inCrm('Account', { ...pumps, Name: 'Yarrow' });
  await tell('account.merge', { into: second }, third)();
  expect((await approve())?.title).toBe(`Merge account ${third} into account ${first}`);
  await own.close();
});
