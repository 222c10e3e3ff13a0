import type { Material, Stock } from '../../contracts/business.ts';
import { addDecimal, compareDecimal } from '../../contracts/money.ts';
import type { Materials } from '../../contracts/ports.ts';
import { byIds } from './by-ids.ts';
import type { SapS4Config } from './config.ts';
import { allOf, entityPath, equalsText, textLiteral, where } from './literals.ts';
import { defined, refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { ProductLink, ProductRow, StockRow } from './schema.ts';
import { serviceOf } from './services.ts';

const shape = {
  $select: [
    'Product',
    'BaseUnit',
    'ProductGroup',
    'CrossPlantStatus',
    'IsMarkedForDeletion',
    'LastChangeDateTime',
    'to_Description/Language',
    'to_Description/ProductDescription',
    'to_Plant/Plant',
    'to_Plant/IsMarkedForDeletion',
    'to_Plant/to_ProductSupplyPlanning/PlannedDeliveryDurationInDays',
  ].join(','),
  $expand: 'to_Description,to_Plant/to_ProductSupplyPlanning',
};

/** One material lies in plants, storage locations and batches; more of them than this are no free stock to decide on. */
const stockRows = 1_000;

export function materials(deps: PortDeps): Materials {
  const { client, config, name } = deps;
  const service = serviceOf.products;
  return {
    async get(id, options) {
      const row = await client.get({ service, path: entityPath('A_Product', id), query: shape, signal: options?.signal });
      return row === undefined ? undefined : toMaterial(name, config, parsed(name, ProductRow, row));
    },
    async list({ after, limit }, options) {
      const { salesOrganization, distributionChannel } = config.salesArea;
      // What can be sold is what has sales data in the sales area; the product itself does not say.
      const sold = allOf(
        equalsText('ProductSalesOrg', salesOrganization),
        equalsText('ProductDistributionChnl', distributionChannel),
        ...(after === undefined ? [] : [where('Product', 'gt', textLiteral(after))]),
      );
      const query = { $filter: sold.text, $select: 'Product', $orderby: 'Product', $top: limit + 1 };
      const links = await client.list({ service, path: 'A_ProductSalesDelivery', query, signal: options?.signal }, limit + 1);
      const ids = links.rows.slice(0, limit).map((row) => parsed(name, ProductLink, row).Product);
      const rows = await byIds(deps, { service, set: 'A_Product', key: 'Product', query: shape }, ids, options);
      const byId = new Map(rows.map((row) => toMaterial(name, config, parsed(name, ProductRow, row))).map((one) => [one.id, one]));
      return { items: ids.flatMap((id) => byId.get(id) ?? []), more: links.rows.length > limit };
    },
    async stock(material, options) {
      const free = allOf(
        equalsText('Material', material),
        // 01 is unrestricted use; stock that belongs to a customer, a supplier or an order is special.
        equalsText('InventoryStockType', '01'),
        equalsText('InventorySpecialStockType', ''),
      );
      const query = { $filter: free.text, $select: 'Plant,MaterialBaseUnit,MatlWrhsStkQtyInMatlBaseUnit', $top: stockRows };
      const call = { service: serviceOf.stock, path: 'A_MatlStkInAcctMod', query, signal: options?.signal };
      const { rows } = await client.list(call, stockRows);
      return perPlant(
        material,
        rows.map((row) => parsed(name, StockRow, row)),
      );
    },
  };
}

function toMaterial(connection: string, config: SapS4Config, row: ProductRow): Material {
  const texts = row.to_Description;
  const inLanguage = (language: string) => texts.find((one) => one.Language === language)?.ProductDescription;
  const plants = row.to_Plant.filter((plant) => !plant.IsMarkedForDeletion);
  const days = plants
    .flatMap((plant) => plant.to_ProductSupplyPlanning?.PlannedDeliveryDurationInDays ?? [])
    .map(Number)
    // Zero means that nobody maintained it, or that it is made here; either way nothing is known about waiting.
    .filter((count) => Number.isInteger(count) && count > 0);
  return {
    ref: refOf(connection, 'A_Product', row.Product, row),
    id: row.Product,
    description: inLanguage(config.language) ?? inLanguage('EN') ?? texts[0]?.ProductDescription ?? '',
    unit: row.BaseUnit ?? '',
    ...defined('group', row.ProductGroup),
    plants: plants.map((plant) => plant.Plant).toSorted(),
    ...defined('leadTimeDays', days.length === 0 ? undefined : Math.min(...days)),
    blocked: row.CrossPlantStatus !== undefined || row.IsMarkedForDeletion,
  };
}

function perPlant(material: string, rows: readonly StockRow[]): Stock[] {
  const sums = new Map<string, Stock>();
  for (const row of rows) {
    const plant = row.Plant ?? '';
    const onHand = addDecimal(sums.get(plant)?.onHand ?? '0', row.MatlWrhsStkQtyInMatlBaseUnit ?? '0');
    sums.set(plant, { material, plant, onHand, unit: row.MaterialBaseUnit ?? '' });
  }
  return [...sums.values()]
    .filter((stock) => stock.plant !== '' && compareDecimal(stock.onHand, '0') > 0)
    .toSorted((a, b) => (a.plant < b.plant ? -1 : 1));
}
