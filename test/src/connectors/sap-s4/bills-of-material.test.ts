import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../../src/contracts/ports.ts';
import type { CompanySandbox } from '../../../../src/sandbox/index.ts';
import { setNamed } from '../../../../src/sandbox/sap/services.ts';
import { openBoth, served } from './sap-connection.ts';

let box: CompanySandbox;
let sap: Connection;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openBoth();
  ({ box, sap } = opened);
  close = () => opened.close();
});
afterAll(async () => {
  await sap.close();
  await close();
});

const key = (material: string, variant = '1') => ({
  BillOfMaterial: '00000001',
  BillOfMaterialCategory: 'M',
  BillOfMaterialVariant: variant,
  Material: material,
  Plant: '1010',
});
function bom(material: string, more: Record<string, string | number> = {}, variant = '1'): void {
  box.sap.store.insert(setNamed('MaterialBOM'), {
    ...key(material, variant),
    BillOfMaterialVariantUsage: '1',
    IsMarkedForDeletion: 0,
    BOMHeaderQuantityInBaseUnit: '1.000',
    HeaderValidityStartDate: '2020-01-01T00:00:00',
    HeaderValidityEndDate: '9999-12-31T00:00:00',
    ...more,
  });
}
function item(material: string, node: string, component: string, more: Record<string, string | number> = {}, variant = '1'): void {
  box.sap.store.insert(setNamed('MaterialBOMItem'), {
    ...key(material, variant),
    BillOfMaterialItemNodeNumber: node,
    BillOfMaterialComponent: component,
    BillOfMaterialItemQuantity: '2.000',
    BillOfMaterialItemUnit: 'PC',
    ValidityStartDate: '2020-01-01T00:00:00',
    ValidityEndDate: '9999-12-31T00:00:00',
    IsDeleted: 0,
    ...more,
  });
}
const of = (material: string, on = '2024-06-01') => served(sap.ports.billsOfMaterial).ofMaterials([material], on);

describe('bills of material', () => {
  it('name the components in force on the day, with quantity and scrap', async () => {
    bom('KIT-1', { BOMHeaderQuantityInBaseUnit: '10.000' });
    item('KIT-1', '1', 'MAT-1002', { ComponentScrapInPercent: '5.00' });
    item('KIT-1', '2', 'MAT-1003', { ValidityEndDate: '2024-01-31T00:00:00' });
    item('KIT-1', '3', 'MAT-1005', { IsDeleted: 1 });
    expect(await of('KIT-1')).toEqual([
      {
        material: 'KIT-1',
        plant: '1010',
        quantity: '10',
        components: [{ material: 'MAT-1002', quantity: '2', unit: 'PC', scrapPercent: '5' }],
      },
    ]);
    expect((await of('KIT-1', '2024-01-15'))[0]?.components.map(({ material }) => material)).toEqual(['MAT-1002', 'MAT-1003']);
  });

  it('are those of sales before those of production; one for spare parts, one of another time and one marked for deletion are none', async () => {
    bom('KIT-2');
    item('KIT-2', '1', 'MADE-OF');
    bom('KIT-2', { BillOfMaterialVariantUsage: '5' }, '2');
    item('KIT-2', '1', 'SOLD-AS', {}, '2');
    expect((await of('KIT-2'))[0]?.components.map(({ material }) => material)).toEqual(['SOLD-AS']);
    bom('KIT-3', { BillOfMaterialVariantUsage: '4' });
    bom('KIT-4', { HeaderValidityStartDate: '2025-01-01T00:00:00' });
    bom('KIT-5', { IsMarkedForDeletion: 1 });
    for (const material of ['KIT-3', 'KIT-4', 'KIT-5', 'MAT-1002']) expect(await of(material)).toEqual([]);
  });
});
