import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
});
afterAll(() => rig.close());

type Fields = Record<string, string | number | boolean | null>;

const larkspur = {
  Name: 'Larkspur Pumps GmbH',
  BillingStreet: 'Am Kanal 7',
  BillingPostalCode: '20457',
  BillingCity: 'Hamburg',
  BillingCountry: 'Germany',
  Phone: '+49 40 5550 100',
  Email__c: 'office@larkspur.example',
  Tax_Id__c: 'DE136695976',
  Language__c: 'de',
  CurrencyIsoCode: 'EUR',
};

const tell = async (id: string): Promise<string> =>
  (await rig.tell('account.changed', { connection: 'crm', type: 'Account', id }))[0] ?? '';
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const account = async (id: string) =>
  (
    await rig.query(
      `SELECT Name, Phone, ERP_Customer_Id__c, Sync_Status__c, CurrencyIsoCode, Payment_Terms__c FROM Account WHERE Id = '${id}'`,
    )
  )[0] ?? {};
const customer = (id: string) => rig.core.flow.connection('erp').ports.customerMasters?.get(id);
const waiting = async (runId: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find((each) => each.runId === runId);
const approve = async (runId: string): Promise<void> => {
  const approval = await waiting(runId);
  await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
  await rig.settle();
};
const proposalOf = async (runId: string) => rig.storage.proposals.get((await waiting(runId))?.proposalId ?? '');
const exceptionOf = async (runId: string) =>
  (await rig.services.exceptions.list({ limit: 100 }, people.olivia)).items.find((each) => each.runId === runId);
const partnersMade = () => rig.sandbox.requests.effects({ face: 'sap' }).length;

/** A customer that only the ERP knows. */
async function inErp(letter: string, fields: Fields): Promise<string> {
  const outcome = await rig.core.flow.connection('erp').writer.send({
    operation: 'create',
    target: { type: 'A_BusinessPartner' },
    key: `CS-${letter.repeat(26)}`,
    fields: {
      BusinessPartnerCategory: '2',
      OrganizationBPName1: String(fields['name']),
      CorrespondenceLanguage: 'EN',
      to_BusinessPartnerAddress: [
        {
          StreetName: String(fields['street']),
          PostalCode: String(fields['postalCode']),
          CityName: String(fields['city']),
          Country: String(fields['country']),
          to_PhoneNumber: [{ PhoneNumber: String(fields['phone']), IsDefaultPhoneNumber: true }],
        },
      ],
      ...(fields['taxId'] === undefined ? {} : { to_BusinessPartnerTax: [{ BPTaxType: 'GB0', BPTaxNumber: String(fields['taxId']) }] }),
      to_Customer: {
        to_CustomerSalesArea: [
          { SalesOrganization: '1010', DistributionChannel: '10', Division: '00', Currency: 'GBP', CustomerPaymentTerms: 'NT30' },
        ],
      },
    },
  });
  if (outcome.kind !== 'applied') throw new Error(`the ERP refused: ${JSON.stringify(outcome)}`);
  return outcome.receipt.id;
}

const thornbury = {
  name: 'Thornbury Valve Works Ltd',
  street: '14 Foundry Lane',
  postalCode: 'BS35 2AB',
  city: 'Thornbury',
  country: 'GB',
  phone: '+44 1454 555 010',
  taxId: 'GB999999973',
};

describe('a new account', () => {
  it('becomes one ERP customer with address, tax number and terms, and each system knows the other', async () => {
    const id = await rig.inCrm('Account', larkspur);
    expect(await run(await tell(id))).toMatchObject({ status: 'done', outcome: 'applied' });
    const made = await account(id);
    expect(made).toMatchObject({ Sync_Status__c: 'Created in ERP' });
    const number = String(made['ERP_Customer_Id__c']);
    expect(await customer(number)).toMatchObject({
      name: 'Larkspur Pumps GmbH',
      street: 'Am Kanal 7',
      postalCode: '20457',
      city: 'Hamburg',
      country: 'DE',
      phone: '+49 40 5550 100',
      email: 'office@larkspur.example',
      taxId: 'DE136695976',
      language: 'de',
      currency: 'EUR',
      paymentTerms: 'NT30',
      crmAccountId: id,
    });
    const links = await rig.storage.links.find({ connection: 'erp', type: 'Customer', id: number }, 'Account');
    expect(links.map((link) => link.right.id)).toEqual([id]);
  });

  it('told ten times at once, and again by our own change, is one customer', async () => {
    const id = await rig.inCrm('Account', {
      ...larkspur,
      Name: 'Quillfeather Dredging BV',
      Phone: '+31 20 555 0199',
      BillingStreet: 'Kade 3',
      BillingCity: 'Almere',
      BillingPostalCode: '1316 AB',
      BillingCountry: 'Netherlands',
      Email__c: 'kantoor@quillfeather.example',
      Tax_Id__c: null,
      CurrencyIsoCode: 'EUR',
    });
    const before = partnersMade();
    await Promise.all(Array.from({ length: 10 }, () => tell(id)));
    expect(partnersMade()).toBe(before + 1);
    // Payment terms come back from the ERP, which is their master; after that there is nothing to say.
    await tell(id);
    expect(await account(id)).toMatchObject({ Payment_Terms__c: 'NT30' });
    expect(await run(await tell(id))).toMatchObject({ status: 'done', outcome: 'both systems agree' });
    expect(partnersMade()).toBe(before + 1);
  });

  it('with unusual payment terms is looked at before it becomes a customer', async () => {
    const id = await rig.inCrm('Account', {
      Name: 'Osterholt Kranbau AG',
      BillingCountry: 'CH',
      BillingCity: 'Thun',
      CurrencyIsoCode: 'CHF',
      Payment_Terms__c: 'Net 60',
    });
    const started = await tell(id);
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'new-terms', role: 'controller' } });
    await approve(started);
    expect(await customer(String((await account(id))['ERP_Customer_Id__c']))).toMatchObject({ paymentTerms: 'NT60', currency: 'CHF' });
  });

  it.each([
    ['no country', { BillingCountry: null }, 'data.missing', 'BillingCountry'],
    ['a country nobody knows', { BillingCountry: 'Atlantis' }, 'data.invalid', 'BillingCountry'],
    ['a currency nobody knows', { CurrencyIsoCode: 'QQQ' }, 'data.invalid', 'CurrencyIsoCode'],
    ['a tax id with a wrong check digit', { Tax_Id__c: 'DE136695977' }, 'data.invalid', 'Tax_Id__c'],
    ['payment terms the ERP has not', { Payment_Terms__c: 'WHENEVER' }, 'data.invalid', 'Payment_Terms__c'],
  ] as const)('with %s ends as an exception that names the field', async (_, fields, code, field) => {
    const id = await rig.inCrm('Account', { ...larkspur, Name: 'Birchwater Milling SARL', ...fields });
    const before = partnersMade();
    const started = await tell(id);
    expect(await exceptionOf(started)).toMatchObject({ code, details: { field, account: id } });
    expect(partnersMade()).toBe(before);
  });

  it('whose parents go round in a circle is an exception', async () => {
    const top = await rig.inCrm('Account', { Name: 'Ouroboros Holding', BillingCountry: 'DE' });
    const low = await rig.inCrm('Account', { Name: 'Ouroboros Services', BillingCountry: 'DE', ParentId: top });
    await rig.inCrm('Account', { ParentId: low }, top);
    expect(await exceptionOf(await tell(low))).toMatchObject({ code: 'data.invalid', details: { field: 'ParentId' } });
  });
});

describe('a new account that the ERP has already', () => {
  it('is linked without anybody where there is no doubt, and the ERP learns the account', async () => {
    const number = await inErp('A', thornbury);
    const id = await rig.inCrm('Account', {
      Name: 'Thornbury Valve Works Limited',
      BillingStreet: 'Foundry Lane 14',
      BillingCity: 'Thornbury',
      BillingPostalCode: 'BS352AB',
      BillingCountry: 'United Kingdom',
      Phone: '01454 555010',
      Tax_Id__c: 'GB 999 9999 73',
      CurrencyIsoCode: 'GBP',
    });
    const before = partnersMade();
    expect(await run(await tell(id))).toMatchObject({ status: 'done', outcome: 'applied' });
    expect(await account(id)).toMatchObject({ ERP_Customer_Id__c: number, Sync_Status__c: 'Linked to ERP' });
    expect(await customer(number)).toMatchObject({ crmAccountId: id, name: thornbury.name });
    expect(partnersMade()).toBe(before + 1);
  });

  it('is for a person where it is only like it, with the score and no value of anybody', async () => {
    await inErp('B', {
      ...thornbury,
      name: 'Pellworm Turbine Services Ltd',
      street: '3 Harbour Road',
      postalCode: 'PL1 3RP',
      city: 'Plymouth',
      phone: '+44 1752 555 020',
      taxId: 'GB123456782',
    });
    const id = await rig.inCrm('Account', {
      Name: 'Pellworm Turbine',
      BillingStreet: '3 Harbour Rd',
      BillingCity: 'Plymouth',
      BillingPostalCode: 'PL1 3RP',
      BillingCountry: 'GB',
      Phone: '+44 1752 555 020',
      CurrencyIsoCode: 'GBP',
    });
    const started = await tell(id);
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'possible-duplicate' } });
    const reasons = JSON.stringify((await proposalOf(started))?.reasons);
    expect(reasons).toMatch(/ERP customer \d+ at \d+\.\d % \(name far [+−]\d/);
    expect(reasons).not.toMatch(/Pellworm|Plymouth|Harbour|555/);
    expect((await account(id))['ERP_Customer_Id__c']).toBeNull();
    await approve(started);
    expect((await account(id))['ERP_Customer_Id__c']).toMatch(/^\d+$/);
  });

  it('becomes a customer of its own all the same when somebody says so', async () => {
    const number = await inErp('C', {
      ...thornbury,
      name: 'Saltmarsh Rigging Ltd',
      street: '9 Quay',
      postalCode: 'IP1 1AA',
      city: 'Ipswich',
      phone: '+44 1473 555 030',
      taxId: 'GB980780684',
    });
    const id = await rig.inCrm('Account', {
      Name: 'Saltmarsh Rigging',
      BillingStreet: '9 Quay',
      BillingCity: 'Ipswich',
      BillingPostalCode: 'IP1 1AA',
      BillingCountry: 'GB',
      Phone: '+44 1473 555 030',
      CurrencyIsoCode: 'GBP',
      Sync_Status__c: 'New customer',
    });
    await tell(id);
    const made = (await account(id))['ERP_Customer_Id__c'];
    expect(made).toMatch(/^\d+$/);
    expect(made).not.toBe(number);
  });

  it('through another account is proposed to be merged with it', async () => {
    const first = await rig.inCrm('Account', {
      ...larkspur,
      Name: 'Corvid Hydraulics GmbH',
      BillingStreet: 'Rabenweg 1',
      Phone: '+49 40 5550 777',
      Email__c: 'post@corvid.example',
      Tax_Id__c: 'DE129273398',
    });
    await tell(first);
    const second = await rig.inCrm('Account', {
      ...larkspur,
      Name: 'Corvid Hydraulics',
      BillingStreet: 'Rabenweg 1',
      Phone: '+49 40 5550 777',
      Email__c: 'post@corvid.example',
      Tax_Id__c: 'DE129273398',
    });
    const told = await tell(second);
    expect(await run(told)).toMatchObject({ status: 'done' });
    const [merge] = (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.filter(
      ({ workflow }) => workflow === 'customer-merge',
    );
    expect(merge).toMatchObject({ title: `Merge account ${second} into account ${first}`, asked: { rule: 'merge', role: 'controller' } });
  });
});
