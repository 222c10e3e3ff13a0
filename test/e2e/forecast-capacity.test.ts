import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setNamed } from '../../src/sandbox/sap/services.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { addLine } from '../support/deals.ts';

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const plants = { '1010': { perMonth: '10', unit: 'PC' }, '1710': { perMonth: '10', unit: 'PC' } };
let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig({ config: { workflows: { 'sales-forecast': { mapping: { plants } } } } });
});
afterAll(() => rig.close());

const produce = (id: string, fields: Record<string, string>) =>
  rig.sandbox.sap.store.insert(setNamed('A_ProductionOrder_2'), {
    ManufacturingOrder: id,
    ProductionPlant: '1010',
    ProductionUnit: 'PC',
    OrderIsReleased: 'X',
    LastChangeDateTime: new Date().toISOString(),
    MfgOrderPlannedEndDate: `${day(3)}T00:00:00`,
    ...fields,
  });
const erp = () => rig.core.flow.connection('erp').ports;

describe('the production schedule', () => {
  it('is what is open of it, less what was made already, of materials and of plants', async () => {
    produce('90000001', { Material: 'MAT-1002', TotalQuantity: '40.000', MfgOrderConfirmedYieldQty: '15.000' });
    produce('90000002', { Material: 'MAT-1002', TotalQuantity: '7.000', OrderIsTechnicallyCompleted: 'X' });
    produce('90000003', { Material: 'MAT-1002', TotalQuantity: '7.000', OrderIsDelivered: 'X' });
    produce('90000004', { Material: 'MAT-1002', TotalQuantity: '7.000', MfgOrderConfirmedYieldQty: '7.000' });
    const made = (await erp().schedule?.ofMaterials(['MAT-1002'])) ?? [];
    expect(made.filter(({ id }) => id.startsWith('9000000'))).toEqual([
      expect.objectContaining({ id: '90000001', material: 'MAT-1002', plant: '1010', quantity: '25', unit: 'PC', on: day(3) }),
    ]);
    expect(made.find(({ id }) => id === '90000001')).not.toHaveProperty('order');
    const all = (await erp().schedule?.ofPlants(['1010'])) ?? [];
    expect(all.map(({ id }) => id)).toContain('90000001');
    expect(all.every(({ plant }) => plant === '1010')).toBe(true);
  });
});

describe('a deal whose plant is full', () => {
  it('is at risk in the month it promises, and the record says that capacity is the reason', async () => {
    const materials = (await erp().materials?.list({ limit: 200 }))?.items ?? [];
    const pump = materials.find(({ unit, plants: places }) => unit === 'PC' && places.includes('1010'));
    const deal = await rig.inCrm('Opportunity', {
      Name: 'Many of them',
      StageName: 'Negotiation/Review',
      CloseDate: day(1),
      Amount: 0,
      CurrencyIsoCode: 'EUR',
    });
    await addLine(rig, deal, { material: pump?.id ?? '', quantity: 5_000, price: 400 });
    const [run] = await rig.tell('forecast.look', { connection: 'crm', type: 'Forecast', id: 'full' });
    expect((await rig.services.runs.get(run ?? '', people.carl)).run).toMatchObject({ status: 'done' });
    const rows = await rig.query("SELECT Explanation__c FROM ERP_Forecast__c WHERE Currency__c = 'EUR'");
    const words = rows.map((row) => String(row['Explanation__c'])).join('\n');
    expect(words).toMatch(
      new RegExp(`${deal}: goods are short, delivery by \\d{4}-\\d\\d-\\d\\d at the earliest: plant 1010 has no capacity`),
    );
  });
});
