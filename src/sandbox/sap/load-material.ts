import type { SeedMaterial } from '../company/seed.ts';
import { amountCell, dayCell } from './cells.ts';
import { quantity } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { Row, SapStore } from './store.ts';

/** A material's master data and what lies of it where. */
export function loadMaterial(store: SapStore, seed: SeedMaterial, asOf: string): void {
  const { id, description, unit, price, currency, plant, stock, leadTimeDays } = seed;
  store.putMaterial({ id, description, unit, price, currency, plant, stock, lead_time_days: leadTimeDays });
  const put = (set: string, row: Row) => store.insert(setNamed(set), row);
  put('A_Product', {
    Product: id,
    ProductType: 'FERT',
    CrossPlantStatus: seed.isDiscontinued === true ? '01' : '',
    ProductGroup: seed.group ?? '',
    BaseUnit: unit,
    ItemCategoryGroup: 'NORM',
    Division: '00',
    IndustrySector: 'M',
    CreationDate: dayCell('2019-03-01'),
    CreatedByUser: 'MIGRATION',
    LastChangeDate: dayCell(asOf.slice(0, 10)),
    LastChangeDateTime: new Date(asOf).toISOString(),
  });
  put('A_ProductDescription', { Product: id, Language: 'EN', ProductDescription: description.slice(0, 40) });
  put('A_ProductSalesDelivery', {
    Product: id,
    ProductSalesOrg: '1010',
    ProductDistributionChnl: '10',
    SupplyingPlant: plant,
    BaseUnit: unit,
  });
  const condition = { ConditionRecord: id.slice(-10), ConditionType: 'PPR0' };
  put('A_SlsPrcgConditionRecord', {
    ...condition,
    ConditionSequentialNumber: '01',
    ConditionTable: '304',
    ConditionRateValue: amountCell(price),
    ConditionRateValueUnit: currency,
    ConditionQuantity: '1',
    ConditionQuantityUnit: unit,
    ConditionIsDeleted: 0,
    CreationDate: dayCell('2019-03-01'),
    LastChangeDateTime: new Date(asOf).toISOString(),
  });
  put('A_SlsPrcgCndnRecdValidity', {
    ...condition,
    ConditionValidityStartDate: dayCell('2019-03-01'),
    ConditionValidityEndDate: dayCell('9999-12-31'),
    SalesOrganization: '1010',
    DistributionChannel: '10',
    Material: id,
  });
  put('A_MaterialStock', { Material: id, MaterialBaseUnit: unit });
  for (const place of [{ plant, stock }, ...(seed.elsewhere ?? [])]) loadPlant(store, seed, place);
}

/** A plant keeps a large stock in two storage locations, and a tenth of it is still being inspected. */
function loadPlant(store: SapStore, seed: SeedMaterial, { plant, stock }: { plant: string; stock: string }): void {
  const put = (set: string, row: Row) => store.insert(setNamed(set), row);
  put('A_ProductPlant', { Product: seed.id, Plant: plant, AvailabilityCheckType: '02', MRPType: 'PD', BaseUnit: seed.unit });
  put('A_ProductSupplyPlanning', {
    Product: seed.id,
    Plant: plant,
    MRPType: 'PD',
    ProcurementType: 'F',
    PlannedDeliveryDurationInDays: String(seed.leadTimeDays),
    TotalReplenishmentLeadTime: String(seed.leadTimeDays),
    BaseUnit: seed.unit,
  });
  const whole = Number(stock);
  const second = whole >= 100 ? Math.floor(whole / 4) : 0;
  const lies = (location: string, type: string, amount: number) =>
    put('A_MatlStkInAcctMod', {
      Material: seed.id,
      Plant: plant,
      StorageLocation: location,
      InventoryStockType: type,
      MaterialBaseUnit: seed.unit,
      MatlWrhsStkQtyInMatlBaseUnit: quantity(String(amount)),
    });
  lies('171A', '01', whole - second);
  if (second === 0) return;
  lies('171C', '01', second);
  lies('171A', '02', Math.floor(whole / 10));
}
