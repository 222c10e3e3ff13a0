import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  // An unanswered write is looked up after that long.
  rig = await openCompanyRig({ erp: { settleMs: 300 } });
});
afterAll(() => rig.close());

const forgeworks = {
  Name: 'Halvorsen Forgeworks AS',
  BillingStreet: 'Smedgata 4',
  BillingPostalCode: '0651',
  BillingCity: 'Oslo',
  BillingCountry: 'Norway',
  Phone: '+47 22 555 010',
  CurrencyIsoCode: 'NOK',
  Type: 'Supplier',
};

const tell = async (id: string): Promise<string> =>
  (await rig.tell('account.changed', { connection: 'crm', type: 'Account', id }))[0] ?? '';
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const account = async (id: string) =>
  (
    await rig.query(
      `SELECT Name, Type, ERP_Customer_Id__c, ERP_Vendor_Id__c, Sync_Status__c, Payment_Terms__c FROM Account WHERE Id = '${id}'`,
    )
  )[0] ?? {};
const partner = (id: string) => rig.core.flow.connection('erp').ports.customerMasters?.get(id);
const waiting = async (runId: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find((each) => each.runId === runId);
const decide = async (runId: string, verdict: 'approve' | 'reject'): Promise<void> => {
  const approval = await waiting(runId);
  const hash = approval?.proposalHash ?? '';
  await rig.services.approvals.decide(
    approval?.id ?? '',
    verdict === 'approve' ? { verdict, hash } : { verdict, hash, reason: 'not a vendor of ours' },
    people.carl,
  );
  await rig.settle();
};
const partnersMade = () => rig.sandbox.requests.effects({ face: 'sap' }).length;

/** An account told of and agreed to. */
async function agreed(fields: Record<string, string | null>): Promise<{ id: string; runId: string }> {
  const id = await rig.inCrm('Account', fields);
  const runId = await tell(id);
  await decide(runId, 'approve');
  return { id, runId };
}

describe('an account that is a supplier', () => {
  it('becomes a vendor with company code and purchasing organisation, once somebody agreed', async () => {
    const id = await rig.inCrm('Account', forgeworks);
    const runId = await tell(id);
    expect(await waiting(runId)).toMatchObject({ asked: { rule: 'vendor', role: 'controller' } });
    expect(await account(id)).toMatchObject({ ERP_Vendor_Id__c: null });
    await decide(runId, 'approve');
    expect(await run(runId)).toMatchObject({ status: 'done', outcome: 'applied' });
    const number = String((await account(id))['ERP_Vendor_Id__c']);
    expect(await account(id)).toMatchObject({ ERP_Customer_Id__c: null, Sync_Status__c: 'Created in ERP' });
    expect(await partner(number)).toMatchObject({
      name: 'Halvorsen Forgeworks AS',
      city: 'Oslo',
      currency: 'NOK',
      paymentTerms: 'NT30',
      crmAccountId: id,
      setup: {
        isCustomer: false,
        isSupplier: true,
        roles: ['FLVN00', 'FLVN01'],
        salesAreas: [],
        companyCodes: ['1010'],
        purchasingOrganizations: ['1010'],
      },
    });
    const links = await rig.storage.links.find({ connection: 'erp', type: 'Supplier', id: number }, 'Account');
    expect(links.map((link) => link.right.id)).toEqual([id]);
    // Our own change, told again: terms come back from the ERP, and then both agree.
    await tell(id);
    expect(await account(id)).toMatchObject({ Payment_Terms__c: 'NT30' });
    const before = partnersMade();
    expect(await run(await tell(id))).toMatchObject({ outcome: 'both systems agree' });
    expect(partnersMade()).toBe(before);
  });

  it('becomes none where somebody said no', async () => {
    const id = await rig.inCrm('Account', {
      ...forgeworks,
      Name: 'Brightwater Brokers Ltd',
      Phone: '+44 20 7555 0133',
      BillingCountry: 'GB',
    });
    const before = partnersMade();
    await decide(await tell(id), 'reject');
    expect(partnersMade()).toBe(before);
    expect(await account(id)).toMatchObject({ ERP_Vendor_Id__c: null });
  });

  it('and a customer is one partner with both', async () => {
    const { id } = await agreed({
      ...forgeworks,
      Name: 'Castellane Ropes SAS',
      BillingStreet: '9 quai des Cordiers',
      BillingPostalCode: '13002',
      BillingCity: 'Marseille',
      BillingCountry: 'France',
      Phone: '+33 4 91 55 01 20',
      Tax_Id__c: 'FR83404833048',
      CurrencyIsoCode: 'EUR',
      Type: 'Customer and Supplier',
    });
    const first = await account(id);
    expect(first['ERP_Vendor_Id__c']).toBe(first['ERP_Customer_Id__c']);
    expect(await partner(String(first['ERP_Customer_Id__c']))).toMatchObject({
      setup: { isCustomer: true, isSupplier: true, salesAreas: ['1010/10/00'], companyCodes: ['1010'] },
    });
  });
});

describe('an account that is a customer already', () => {
  it('and is said to be a supplier as well: its partner gets the roles, once, and the account both numbers', async () => {
    const id = await rig.inCrm('Account', {
      ...forgeworks,
      Name: 'Tanglewood Timber Oy',
      BillingCity: 'Turku',
      BillingCountry: 'FI',
      Phone: '+358 2 555 0177',
      CurrencyIsoCode: 'EUR',
      Type: 'Customer - Direct',
    });
    await tell(id);
    await tell(id);
    const number = String((await account(id))['ERP_Customer_Id__c']);
    expect(await account(id)).toMatchObject({ ERP_Vendor_Id__c: null });
    await rig.inCrm('Account', { Type: 'Customer and Supplier' }, id);
    const runId = await tell(id);
    expect(await waiting(runId)).toMatchObject({ asked: { rule: 'vendor' } });
    await decide(runId, 'approve');
    expect(await account(id)).toMatchObject({ ERP_Customer_Id__c: number, ERP_Vendor_Id__c: number });
    expect(await partner(number)).toMatchObject({
      setup: { isCustomer: true, isSupplier: true, purchasingOrganizations: ['1010'] },
    });
    expect(await run(await tell(id))).toMatchObject({ outcome: 'both systems agree' });
  });

  it.each([
    ['A_BusinessPartnerRole', 'Weatherby Gauges Inc', 'Bangor'],
    ['A_SupplierCompany', 'Pennyroyal Lacquers Ltd', 'Hull'],
    ['A_SupplierPurchasingOrg', 'Oxhill Bearings plc', 'Derby'],
  ])('and whose %s got no answer has it once', { timeout: 60_000 }, async (entity, Name, BillingCity) => {
    const id = await rig.inCrm('Account', {
      ...forgeworks,
      Name,
      BillingCity,
      BillingStreet: null,
      Phone: null,
      Type: 'Customer - Direct',
    });
    await tell(id);
    await tell(id);
    const number = String((await account(id))['ERP_Customer_Id__c']);
    await rig.inCrm('Account', { Type: 'Customer and Supplier' }, id);
    rig.sandbox.faults.add({ kind: 'lost-after-commit', face: 'sap', method: 'POST', path: new RegExp(entity), times: 1 });
    const runId = await tell(id);
    await decide(runId, 'approve');
    await rig.settle();
    expect(await run(runId)).toMatchObject({ status: 'done', outcome: 'applied' });
    expect(await partner(number)).toMatchObject({
      setup: { roles: ['FLCU01', 'FLVN00', 'FLVN01'], companyCodes: ['1010'], purchasingOrganizations: ['1010'] },
    });
  });
});

describe('a company the ERP has as a vendor alone', () => {
  it('is found, and becomes a customer too where its account is one, once somebody agreed', async () => {
    const { id: first } = await agreed({ ...forgeworks, Name: 'Vandermeer Sluiswerken BV', BillingCountry: 'NL', BillingCity: 'Delft' });
    const number = String((await account(first))['ERP_Vendor_Id__c']);
    // Its account went, and somebody enters it anew, as a customer this time.
    await rig.inCrm('Account', { ERP_Vendor_Id__c: null, Sync_Status__c: 'Do not sync', Name: 'closed', Phone: null }, first);
    const id = await rig.inCrm('Account', {
      ...forgeworks,
      Name: 'Vandermeer Sluiswerken',
      BillingCountry: 'NL',
      BillingCity: 'Delft',
      Type: 'Customer - Direct',
    });
    const runId = await tell(id);
    expect((await waiting(runId))?.asked.rule).toMatch(/^(possible-duplicate|new-role)$/);
    await decide(runId, 'approve');
    expect(await account(id)).toMatchObject({ ERP_Customer_Id__c: number, ERP_Vendor_Id__c: null, Sync_Status__c: 'Linked to ERP' });
    expect(await partner(number)).toMatchObject({ setup: { isCustomer: true, isSupplier: true, salesAreas: ['1010/10/00'] } });
  });
});
