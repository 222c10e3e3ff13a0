import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig({ erp: { settleMs: 300 }, crm: { settleDelayMs: 300 } });
});
afterAll(() => rig.close());

const pumps = { BillingCountry: 'DE', CurrencyIsoCode: 'EUR' };
let count = 0;
/** An account the ERP knows, told of until both agree. */
async function known(Name: string, fields: Record<string, string | null> = {}): Promise<string> {
  count += 1;
  const id = await rig.inCrm('Account', { ...pumps, Name, Phone: `+49 40 5550 ${100 + count}`, ...fields });
  await tell(id);
  await tell(id);
  return id;
}
const tell = async (id: string): Promise<string> =>
  (await rig.tell('account.changed', { connection: 'crm', type: 'Account', id }))[0] ?? '';
/** Started by name, as a person does it. */
async function start(workflow: string, id: string): Promise<string> {
  const [run] = (await rig.services.runs.start(workflow, id, people.olivia)).runIds;
  await rig.settle();
  return run ?? '';
}
async function mergeInto(id: string, into: string): Promise<string> {
  const by = { id: 'service:crm', name: 'crm', roles: ['source'] };
  const event = { source: 'test', type: 'account.merge', record: { connection: 'crm', type: 'Account', id }, hint: { into } };
  const [accepted] = await rig.services.intake.events([event], Buffer.from('{}'), by);
  await rig.settle();
  return accepted?.runIds[0] ?? '';
}
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const account = async (id: string) =>
  (
    await rig.query(
      `SELECT Name, Phone, Email__c, BillingCity, ERP_Customer_Id__c, ERP_Vendor_Id__c, Sync_Status__c, Merged_Into__c FROM Account WHERE Id = '${id}'`,
    )
  )[0] ?? {};
const waiting = async (about: string) =>
  (await rig.services.approvals.list({ limit: 100, status: 'waiting' }, people.carl)).items.find(({ title }) => title.includes(about));
async function decide(about: string, verdict: 'approve' | 'reject'): Promise<void> {
  const approval = await waiting(about);
  const hash = approval?.proposalHash ?? '';
  const word = verdict === 'approve' ? { verdict, hash } : { verdict, hash, reason: 'two companies' };
  await rig.services.approvals.decide(approval?.id ?? '', word, people.carl);
  await rig.settle();
}
const proposalOf = async (about: string) => rig.storage.proposals.get((await waiting(about))?.proposalId ?? '');
const ofAccount = async (object: string, id: string): Promise<unknown[]> =>
  (await rig.query(`SELECT Id FROM ${object} WHERE AccountId = '${id}'`)).map(({ Id }) => Id);
const partner = (id: string) => rig.core.flow.connection('erp').ports.customerMasters?.get(id);

describe('two accounts of one company', () => {
  it('become one with all that belongs to them, once somebody agreed, and two again', { timeout: 60_000 }, async () => {
    const first = await known('Corvid Hydraulics GmbH', { Tax_Id__c: 'DE129273398' });
    const second = await rig.inCrm('Account', {
      ...pumps,
      Name: 'Corvid Hydraulik',
      Email__c: 'post@corvid.example',
      BillingCity: 'Celle',
      Tax_Id__c: 'DE129273398',
      Phone: '+49 40 5550 999',
    });
    const contact = await rig.inCrm('Contact', { AccountId: second, LastName: 'Holt' });
    const deal = await rig.inCrm('Opportunity', { AccountId: second, Name: 'Pumps', StageName: 'Prospecting', CloseDate: '2026-12-31' });
    const before = [await account(first), await account(second)];
    await mergeInto(second, first);
    const proposal = await proposalOf(`Merge account ${second} into account ${first}`);
    expect(proposal?.reasons).toEqual(
      expect.arrayContaining(['1 × Contact, 1 × Opportunity move to it', 'name, phone differ; the mapping says whose counts']),
    );
    // Nobody's values stand in it.
    expect(JSON.stringify(proposal)).not.toMatch(/corvid\.example|Celle|Hydraulik/);
    expect(await account(second)).toEqual(before[1]);
    await decide(`Merge account ${second}`, 'approve');
    expect(await account(second)).toMatchObject({ Merged_Into__c: first, Sync_Status__c: 'Merged' });
    expect(await account(first)).toMatchObject({ Email__c: 'post@corvid.example', BillingCity: 'Celle', Phone: before[0]?.['Phone'] });
    expect([await ofAccount('Contact', first), await ofAccount('Opportunity', first)]).toEqual([[contact], [deal]]);
    // The merged account is left alone from now on.
    expect(await run(await tell(second))).toMatchObject({ outcome: 'another account stands for this one since they were merged' });

    await start('customer-unmerge', second);
    expect(JSON.stringify(await proposalOf(`Take account ${second} out`))).not.toMatch(/corvid\.example|Celle|Hydraulik/);
    await decide(`Take account ${second} out`, 'approve');
    expect([await account(first), await account(second)]).toEqual(before);
    expect([await ofAccount('Contact', second), await ofAccount('Opportunity', second)]).toEqual([[contact], [deal]]);
    expect([await ofAccount('Contact', first), await ofAccount('Opportunity', first)]).toEqual([[], []]);
    expect(await run(await start('customer-unmerge', second))).toMatchObject({ outcome: 'this account is not merged' });

    // Merged once more it is another merge.
    await mergeInto(second, first);
    await decide(`Merge account ${second}`, 'approve');
    expect(await account(second)).toMatchObject({ Merged_Into__c: first });
  });

  it('stay two where somebody said no, and are not asked about again by the same news', async () => {
    const first = await known('Quillback Sonar Ltd');
    const second = await rig.inCrm('Account', { ...pumps, Name: 'Quillback' });
    await mergeInto(second, first);
    await decide(`Merge account ${second}`, 'reject');
    await mergeInto(second, first);
    expect(await waiting(`Merge account ${second}`)).toBeUndefined();
    expect(await account(second)).toMatchObject({ Merged_Into__c: null });
  });

  it('are found by name where nobody says which the other is, and the one the ERP knows stays', async () => {
    const first = await known('Marrowgate Presses GmbH', { Tax_Id__c: 'DE136695976', BillingCity: 'Trier' });
    const second = await rig.inCrm('Account', {
      ...pumps,
      Name: 'Marrowgate Presses',
      Tax_Id__c: 'DE136695976',
      BillingCity: 'Trier',
      Phone: null,
    });
    await start('customer-merge', second);
    expect(await waiting(`Merge account ${second} into account ${first}`)).toBeDefined();
    // Asked for the one that stays, it is proposed at the other.
    const third = await rig.inCrm('Account', { ...pumps, Name: 'Marrowgate' });
    expect(await run(await mergeInto(first, third))).toMatchObject({
      outcome: 'this account stays; that the other one is merged into it is proposed there',
    });
    expect(await waiting(`Merge account ${third} into account ${first}`)).toBeDefined();
    const alone = await rig.inCrm('Account', { Name: 'Nobody Like It', BillingCountry: 'IS' });
    expect(await run(await start('customer-merge', alone))).toMatchObject({ outcome: 'no other account is like it' });
  });
});

describe('a company the ERP has twice', () => {
  it(
    'loses its second customer, where nothing of it is open, and has it back when the merge is taken back',
    { timeout: 60_000 },
    async () => {
      const first = await known('Dunmore Cranes Ltd', { BillingCountry: 'IE' });
      const second = await known('Dunmore Lifting Services', { BillingCountry: 'IE', BillingCity: 'Cork', Sync_Status__c: 'New customer' });
      const number = String((await account(second))['ERP_Customer_Id__c']);
      await mergeInto(second, first);
      await decide(`Merge account ${second}`, 'approve');
      expect(await partner(number)).toMatchObject({ isBlocked: true });
      await start('customer-unmerge', second);
      await decide(`Take account ${second} out`, 'approve');
      expect(await partner(number)).toMatchObject({ isBlocked: false });
    },
  );

  it('keeps it where an order is open', async () => {
    const [{ Id: first } = {}] = await rig.query(`SELECT Id FROM Account WHERE ERP_Customer_Id__c = '10100001'`);
    const customers = await rig.query(
      'SELECT Id, ERP_Customer_Id__c FROM Account WHERE ERP_Customer_Id__c != null ORDER BY ERP_Customer_Id__c',
    );
    let found: string | undefined;
    for (const { Id, ERP_Customer_Id__c: customer } of customers) {
      const orders = await rig.core.flow
        .connection('erp')
        .ports.orders?.list({ customer: String(customer), isOpen: true, sort: 'requested', descending: false, limit: 1 });
      if (Id !== first && orders && orders.items.length > 0) found ??= String(Id);
    }
    await mergeInto(found ?? '', String(first));
    const [merge] = (await rig.services.approvals.list({ limit: 100, status: 'waiting' }, people.carl)).items.filter(({ title }) =>
      title.includes(found ?? '-'),
    );
    const proposal = await rig.storage.proposals.get(merge?.proposalId ?? '');
    expect(proposal?.reasons.some((reason) => /stays open until its [1-9]\d* orders/.test(reason))).toBe(true);
    expect(proposal?.writes.map(({ slot }) => slot)).not.toContain('block');
  });
});

describe('a number of the ERP', () => {
  it('moves with its account and comes back', { timeout: 60_000 }, async () => {
    const first = await known('Ellerby Foundry Ltd', { BillingCountry: 'GB' });
    const second = await rig.inCrm('Account', {
      ...pumps,
      Name: 'Ellerby Castings',
      BillingCountry: 'GB',
      Type: 'Supplier',
      Phone: '+44 20 5550 777',
    });
    const told = await tell(second);
    await decide('Create the ERP vendor', 'approve');
    expect(await run(told)).toMatchObject({ status: 'done' });
    const vendor = (await account(second))['ERP_Vendor_Id__c'];
    expect(vendor).toMatch(/^\d+$/);
    await rig.inCrm('Account', { Sync_Status__c: 'x' }, second);
    await mergeInto(second, first);
    await decide(`Merge account ${second}`, 'approve');
    expect([(await account(first))['ERP_Vendor_Id__c'], (await account(second))['ERP_Vendor_Id__c']]).toEqual([vendor, null]);
    await start('customer-unmerge', second);
    await decide(`Take account ${second} out`, 'approve');
    expect([(await account(first))['ERP_Vendor_Id__c'], (await account(second))['ERP_Vendor_Id__c']]).toEqual([null, vendor]);
  });
});

describe('taking a merge back', () => {
  it('leaves alone what somebody changed since, and names it', { timeout: 60_000 }, async () => {
    const first = await known('Foxglove Motors Ltd');
    const second = await rig.inCrm('Account', { ...pumps, Name: 'Foxglove', Email__c: 'a@foxglove.example', BillingCity: 'Ulm' });
    const contact = await rig.inCrm('Contact', { AccountId: second, LastName: 'Pryce' });
    const moved = await rig.inCrm('Contact', { AccountId: second, LastName: 'Quist' });
    await mergeInto(second, first);
    await decide(`Merge account ${second}`, 'approve');
    const elsewhere = await rig.inCrm('Account', { Name: 'Elsewhere', BillingCountry: 'DE' });
    await rig.inCrm('Account', { Email__c: 'new@foxglove.example' }, first);
    await rig.inCrm('Contact', { AccountId: elsewhere }, moved);
    await start('customer-unmerge', second);
    const proposal = await proposalOf(`Take account ${second} out`);
    expect(proposal?.reasons).toContain(`email of account ${first} changed since and stays as it is`);
    await decide(`Take account ${second} out`, 'approve');
    expect(await account(first)).toMatchObject({ Email__c: 'new@foxglove.example', BillingCity: null });
    expect([await ofAccount('Contact', second), await ofAccount('Contact', elsewhere)]).toEqual([[contact], [moved]]);
  });

  it('leaves what was erased since as it is, and brings nothing of it back', async () => {
    const first = await known('Umberleigh Pumps Ltd');
    const second = await rig.inCrm('Account', { ...pumps, Name: 'Umberleigh', Email__c: 'clara@umberleigh.example', BillingCity: 'Ulm' });
    await mergeInto(second, first);
    await decide(`Merge account ${second}`, 'approve');
    // Whoever is erased is erased with all that stands for them: here the whole account.
    const ada = { id: 'person:ada', name: 'Ada', roles: ['admin'] };
    const erased = await rig.services.erasures.erase({ value: 'clara@umberleigh.example', kind: 'EMAIL', reason: 'asked by mail' }, ada);
    expect(erased.tokens).toBeGreaterThan(0);
    await start('customer-unmerge', second);
    const proposal = await proposalOf(`Take account ${second} out`);
    expect(proposal?.reasons).toContain('city, email were erased since and stay as they are');
    expect(JSON.stringify(proposal)).not.toContain('(erased)');
    await decide(`Take account ${second} out`, 'approve');
    expect(await account(first)).toMatchObject({ Email__c: 'clara@umberleigh.example', BillingCity: 'Ulm' });
    expect(await account(second)).toMatchObject({ Merged_Into__c: null });
  });

  it('of a merge that is not on record says what to do by hand', async () => {
    const first = await known('Gorsebrook Tools Ltd');
    const second = await rig.inCrm('Account', { ...pumps, Name: 'Gorsebrook', Merged_Into__c: first });
    const started = await start('customer-unmerge', second);
    const [exception] = (await rig.services.exceptions.list({ limit: 100 }, people.olivia)).items.filter(({ runId }) => runId === started);
    expect(exception).toMatchObject({ code: 'data.missing', details: { field: 'Merged_Into__c' } });
  });

  it('whose write got no answer is done once', { timeout: 60_000 }, async () => {
    const first = await known('Hazelmere Optics Ltd');
    const second = await rig.inCrm('Account', { ...pumps, Name: 'Hazelmere', Email__c: 'a@hazelmere.example' });
    await rig.inCrm('Contact', { AccountId: second, LastName: 'Rook' });
    rig.sandbox.faults.add({ kind: 'lost-after-commit', face: 'salesforce', method: 'POST', path: /composite/, times: 1 });
    await mergeInto(second, first);
    await decide(`Merge account ${second}`, 'approve');
    await rig.settle();
    expect(await account(second)).toMatchObject({ Merged_Into__c: first });
    rig.sandbox.faults.add({ kind: 'lost-after-commit', face: 'salesforce', method: 'POST', path: /composite/, times: 1 });
    await start('customer-unmerge', second);
    await decide(`Take account ${second} out`, 'approve');
    await rig.settle();
    expect(await account(second)).toMatchObject({ Merged_Into__c: null, Sync_Status__c: null });
    expect(await ofAccount('Contact', second)).toHaveLength(1);
  });
});
