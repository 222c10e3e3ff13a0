import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteRequest } from '../../../../src/contracts/ports.ts';
import { generateCompany } from '../../../../src/sandbox/index.ts';
import { connected, newKey } from './connection.ts';

let org: Awaited<ReturnType<typeof connected>>;
beforeEach(async () => {
  const writes = ['Contract.create', 'Account.create', 'Case.create', 'Asset.create', 'ERP_Invoice__c.create', 'ERP_Variance__c.create'];
  org = await connected({ multiCurrency: true, writes, deadlineMs: 3_000 }, { seed: generateCompany() });
});
afterEach(() => org.close());

const served = <T>(port: T | undefined): T => {
  if (port === undefined) throw new Error('the connection does not serve this port');
  return port;
};
const create = async (type: string, fields: WriteRequest['fields']): Promise<string> => {
  const outcome = await org.crm.writer.send({ operation: 'create', target: { type }, fields, key: newKey() });
  expect(outcome).toMatchObject({ kind: 'applied' });
  return outcome.kind === 'applied' ? outcome.receipt.id : '';
};
const dealOf = async (order: string) => {
  const [deal] = await served(org.crm.ports.opportunities).findByErpOrder(order);
  return deal;
};

describe('what a deal, a quote and the catalogue hold', () => {
  it('a deal has its lines with product codes, quantities and prices in its own currency', async () => {
    const deal = await dealOf('SO-78910');
    const lines = await served(org.crm.ports.dealLines).ofOpportunity(deal?.id ?? '');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines[0]).toMatchObject({
      material: expect.stringMatching(/^MAT-/),
      quantity: expect.stringMatching(/^\d+$/),
      unitPrice: { currency: deal?.amount?.currency },
    });
    expect(await served(org.crm.ports.dealLines).ofOpportunity('no-id')).toEqual([]);
  });

  it('products are known by the ERP material and carry the price of the standard price book', async () => {
    const [product] = await served(org.crm.ports.products).findByMaterial('MAT-1002');
    expect(product).toMatchObject({ material: 'MAT-1002', isActive: true, price: { currency: 'EUR' } });
    expect(await served(org.crm.ports.products).get(product?.id ?? '')).toEqual(product);
    const all = await served(org.crm.ports.products).list({ limit: 500 });
    expect(all.items.map((one) => one.material)).toContain('MAT-1002');
  });

  it('the forecast of the CRM comes by period and category', async () => {
    const items = await served(org.crm.ports.forecastItems).list({ from: '2024-01-01', to: '2024-12-31' });
    expect(items.length).toBeGreaterThan(0);
    expect(items[0]).toMatchObject({ category: expect.any(String), amount: { currency: expect.stringMatching(/^[A-Z]{3}$/) } });
  });

  it('contracts are listed by the days on which they end, only active ones', async () => {
    const contracts = served(org.crm.ports.contracts);
    const { items } = await contracts.listEnding({ from: '2024-05-01', to: '2025-06-30' }, { limit: 50 });
    expect(items.length).toBeGreaterThan(0);
    expect(items[0]).toMatchObject({ status: 'Activated', termMonths: 12, erpContractId: expect.stringMatching(/^40/) });
    expect((await contracts.listForAccount(items[0]?.accountId ?? '')).map(({ id }) => id)).toContain(items[0]?.id);
  });

  it('a contract is found by the number of the ERP, and its changes come by that number; one without tells nothing', async () => {
    const contracts = served(org.crm.ports.contracts);
    const changes = served(org.crm.ports.contractChanges);
    const { cursor, changes: all } = await changes.changedSince({ since: '2000-01-01T00:00:00Z' }, 500);
    const [found] = await contracts.findByErpContract(all[0]?.id ?? '');
    expect(found).toMatchObject({ erpContractId: all[0]?.id, paymentTerms: expect.stringMatching(/^NT/), termMonths: 12 });
    expect(await contracts.findByErpContract("4' OR Name != '")).toEqual([]);
    const fields = { AccountId: found?.accountId ?? '', Status: 'Draft', StartDate: '2024-06-01', ContractTerm: 18 };
    await create('Contract', fields);
    await create('Contract', { ...fields, Annual_Amount__c: '1200.50', ERP_Contract_Id__c: '4711', Payment_Terms__c: 'NT45' });
    expect((await changes.changedSince({ cursor }, 500)).changes.map(({ id }) => id)).toEqual(['4711']);
    expect(await contracts.findByErpContract('4711')).toMatchObject([
      { status: 'Draft', endOn: '2025-11-30', annual: { amount: '1200.50' }, paymentTerms: 'NT45' },
    ]);
  });
});

describe('accounts, cases and installed products', () => {
  it('an account comes with all that a customer master is made of, and accounts come page by page', async () => {
    const masters = served(org.crm.ports.accountMasters);
    const id = await create('Account', {
      Name: 'Larkspur Pumps',
      BillingCity: 'Hamburg',
      BillingCountry: 'DE',
      Tax_Id__c: 'DE136695976',
      Email__c: 'office@larkspur.example',
    });
    expect(await masters.get(id)).toMatchObject({ id, name: 'Larkspur Pumps', city: 'Hamburg', country: 'DE', taxId: 'DE136695976' });
    const first = await masters.list({ limit: 4 });
    expect(first).toMatchObject({ more: true });
    const next = await masters.list({ after: first.items.at(-1)?.id ?? '', limit: 500 });
    expect(next.items.map((one) => one.id)).toContain(id);
  });

  it('changes of accounts are followed by a cursor that repeats nothing', async () => {
    const masters = served(org.crm.ports.accountMasters);
    const first = await masters.changedSince({ since: '2000-01-01T00:00:00Z' }, 5);
    expect(first.changes).toHaveLength(5);
    const rest = await masters.changedSince({ cursor: first.cursor }, 500);
    expect(rest.changes.some(({ id }) => first.changes.some((seen) => seen.id === id))).toBe(false);
    const id = await create('Account', { Name: 'Newcomer' });
    expect((await masters.changedSince({ cursor: rest.cursor }, 500)).changes.map((one) => one.id)).toEqual([id]);
  });

  it('an installed product is found by its serial number, with its warranty', async () => {
    const assets = served(org.crm.ports.assets);
    const id = await create('Asset', { Name: 'Gearbox', SerialNumber: "SN-1'2", Warranty_Until__c: '2026-01-31' });
    expect(await assets.findBySerial("SN-1'2")).toMatchObject([{ id, serialNumber: "SN-1'2", warrantyUntil: '2026-01-31' }]);
    expect(await assets.findBySerial('SN-none')).toEqual([]);
  });

  it('a case comes with its resolution, its parts and the document the ERP made of it', async () => {
    const id = await create('Case', {
      Subject: 'Gearbox leaks',
      Description: 'Oil on the floor',
      Status: 'Closed',
      Type: 'Repair',
      Resolution__c: 'Seal replaced',
      Parts_Used__c: 'MAT-1002 x 1',
      ERP_Document_Id__c: '8000001',
    });
    expect(await served(org.crm.ports.serviceCases).get(id)).toMatchObject({
      id,
      status: 'Closed',
      type: 'Repair',
      isClosed: true,
      resolution: 'Seal replaced',
      partsUsed: 'MAT-1002 x 1',
      erpDocumentId: '8000001',
    });
  });
});

describe('copies of the ERP in the CRM', () => {
  it('are found by the number the ERP gave, and a second copy of it is refused', async () => {
    const mirrors = served(org.crm.ports.mirrors);
    expect(await mirrors.find('ERP_Invoice__c', '90000001')).toEqual([]);
    const fields = { ERP_Invoice_Id__c: '90000001', Net__c: 120.5, Currency__c: 'EUR' };
    const id = await create('ERP_Invoice__c', fields);
    expect(await mirrors.find('ERP_Invoice__c', '90000001')).toMatchObject([{ id, key: '90000001' }]);
    const second = await org.crm.writer.send({ operation: 'create', target: { type: 'ERP_Invoice__c' }, fields, key: newKey() });
    expect(second.kind).not.toBe('applied');
    expect(await mirrors.find('ERP_Invoice__c', '90000001')).toHaveLength(1);
  });

  it('tell several at once what stands in their fields: numbers as amounts, the rest as text, nothing for what is empty', async () => {
    const mirrors = served(org.crm.ports.mirrors);
    const id = await create('ERP_Variance__c', { Variance_Key__c: "4711/it's", CRM_Amount__c: 120.5, Status__c: 'open' });
    const read = await mirrors.values('ERP_Variance__c', ["4711/it's", '4712/none'], ['CRM_Amount__c', 'ERP_Amount__c', 'Status__c']);
    expect(read).toEqual([{ id, key: "4711/it's", texts: { Status__c: 'open' }, amounts: { CRM_Amount__c: '120.5' } }]);
    expect(await mirrors.values('ERP_Variance__c', [], ['Status__c'])).toEqual([]);
  });

  it('of an object nobody configured are refused by name', async () => {
    await expect(served(org.crm.ports.mirrors).find('Account', '1')).rejects.toMatchObject({ code: 'capability.missing' });
  });
});
