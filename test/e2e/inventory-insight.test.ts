import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setNamed } from '../../src/sandbox/sap/services.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { accountOf } from '../support/deals.ts';

let rig: CompanyRig;
let account: string;
beforeAll(async () => {
  rig = await openCompanyRig();
  account = await accountOf(rig, '10100002');
});
afterAll(() => rig.close());

async function quoteOf(lines: readonly (readonly [material: string, quantity: number])[], day: string): Promise<string> {
  const deal = await rig.inCrm('Opportunity', {
    Name: 'A quote',
    AccountId: account,
    StageName: 'Proposal/Price Quote',
    CloseDate: '2026-12-31',
    CurrencyIsoCode: 'EUR',
  });
  const quote = await rig.inCrm('Quote', { Name: 'Q', OpportunityId: deal });
  for (const [material, quantity] of lines) {
    const [entry] = await rig.query(`SELECT Id, UnitPrice FROM PricebookEntry WHERE ProductCode = '${material}'`);
    await rig.inCrm('QuoteLineItem', {
      QuoteId: quote,
      PricebookEntryId: String(entry?.['Id']),
      Quantity: quantity,
      UnitPrice: Number(entry?.['UnitPrice']),
      ServiceDate: day,
    });
  }
  return quote;
}
const tell = (id: string) => rig.tell('quote.changed', { connection: 'crm', type: 'Quote', id });
const quoteRow = async (id: string) =>
  (await rig.query(`SELECT Availability_Status__c, Availability_Date__c, OpportunityId FROM Quote WHERE Id = '${id}'`))[0] ?? {};
const far = '2027-06-01';

describe('a quote', () => {
  it('that can be delivered as wanted says so, with the day', async () => {
    const id = await quoteOf([['MAT-1002', 2]], far);
    await tell(id);
    expect(await quoteRow(id)).toMatchObject({ Availability_Status__c: 'Available', Availability_Date__c: far });
  });

  it('that is short says so, and its owner gets a task with dates and what else lies in stock', async () => {
    const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const id = await quoteOf(
      [
        ['MAT-1002', 2000],
        ['MAT-1005', 1],
      ],
      soon,
    );
    await tell(id);
    await tell(id);
    const row = await quoteRow(id);
    expect(row['Availability_Status__c']).toMatch(/Partly available|Not available in time/);
    const tasks = await rig.query(`SELECT Subject, Description FROM Task WHERE WhatId = '${String(row['OpportunityId'])}'`);
    expect(tasks).toHaveLength(1);
    expect(tasks[0]?.['Description']).toMatch(/MAT-1002: \d+ of 2000/);
  });

  it('that is short names what is being made of it and for nobody yet, with quantity, order and day', async () => {
    const on = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10);
    const order = { Material: 'MAT-1005', ProductionPlant: '1010', ProductionUnit: 'PC', MfgOrderPlannedEndDate: `${on}T00:00:00` };
    const set = setNamed('A_ProductionOrder_2');
    rig.sandbox.sap.store.insert(set, { ...order, ManufacturingOrder: '90000011', TotalQuantity: '40.000' });
    rig.sandbox.sap.store.insert(set, { ...order, ManufacturingOrder: '90000012', TotalQuantity: '60.000', SalesOrder: '4711' });
    const id = await quoteOf([['MAT-1005', 90_000]], new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
    await tell(id);
    const row = await quoteRow(id);
    const [task] = await rig.query(`SELECT Description FROM Task WHERE WhatId = '${String(row['OpportunityId'])}'`);
    expect(task?.['Description']).toContain(`40 PC from production order 90000011 in plant 1010, on ${on}`);
    expect(task?.['Description']).not.toContain('90000012');
  });

  it('of twenty lines is answered with one question to the ERP', async () => {
    const materials = (await rig.core.flow.connection('erp').ports.materials?.list({ limit: 200 }))?.items ?? [];
    const lines = Array.from({ length: 20 }, (_, at) => [materials[at % materials.length]?.id ?? '', 1] as const);
    const id = await quoteOf(lines, far);
    const before = rig.sandbox.requests.list().length;
    await tell(id);
    const asked = rig.sandbox.requests.list().slice(before);
    expect(asked.filter(({ path }) => path.includes('A_SalesOrderSimulation'))).toHaveLength(1);
    expect((await quoteRow(id))['Availability_Status__c']).toBe('Available');
  });

  it('with a quantity below zero is an exception that names the line', async () => {
    const id = await quoteOf([['MAT-1002', -1]], far);
    const [runId] = await tell(id);
    const open = (await rig.services.exceptions.list({ limit: 50 }, people.olivia)).items.find((each) => each.runId === runId);
    expect(open).toMatchObject({ code: 'data.invalid', details: { field: 'Quantity' } });
  });
});

/** Somebody keeps a bill of material in the ERP. */
function bom(
  material: string,
  components: readonly (readonly [material: string, quantity: string])[],
  more: Record<string, string | number> = {},
): void {
  const { store } = rig.sandbox.sap;
  const key = { BillOfMaterial: '00000042', BillOfMaterialCategory: 'M', BillOfMaterialVariant: '1', Material: material, Plant: '1010' };
  store.insert(setNamed('MaterialBOM'), {
    ...key,
    BillOfMaterialVariantUsage: '5',
    IsMarkedForDeletion: 0,
    BOMHeaderQuantityInBaseUnit: '1.000',
    HeaderValidityStartDate: '2020-01-01T00:00:00',
    HeaderValidityEndDate: '9999-12-31T00:00:00',
    ...more,
  });
  components.forEach(([component, quantity], at) =>
    store.insert(setNamed('MaterialBOMItem'), {
      ...key,
      BillOfMaterialItemNodeNumber: String(at + 1),
      BillOfMaterialComponent: component,
      BillOfMaterialItemQuantity: quantity,
      BillOfMaterialItemUnit: 'PC',
      ValidityStartDate: '2020-01-01T00:00:00',
      ValidityEndDate: '9999-12-31T00:00:00',
      IsDeleted: 0,
    }),
  );
}

describe('a product that is made of others', () => {
  it('and is short says which of its components are missing', async () => {
    bom('MAT-1006', [
      ['MAT-1002', '3.000'],
      ['MAT-1003', '90000.000'],
    ]);
    const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const id = await quoteOf([['MAT-1006', 5000]], soon);
    await tell(id);
    const row = await quoteRow(id);
    const [task] = await rig.query(`SELECT Description FROM Task WHERE WhatId = '${String(row['OpportunityId'])}'`);
    expect(String(task?.['Description'])).toMatch(
      /components are missing: (MAT-1002 \([\d.]+ of [\d.]+ PC\), )?MAT-1003 \([\d.]+ of \d+ PC\)/,
    );
  });
});
