import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/index.ts';
import { type Answer, at, list, openSap, sapClient } from './sap-client.ts';

let box: Sandbox;
let get: (path: string) => Promise<Answer>;
beforeAll(async () => {
  box = await openSap({ pageSize: 10 });
  const { call } = sapClient(box);
  get = (path) => call(path);
});
afterAll(() => box.close());

const ids = (answer: Answer, field: string) => list(answer.json, 'd.results').map((row) => at(row, field));
const filter = (text: string) => encodeURIComponent(text);

describe('materials on the SAP face', () => {
  it('a product has texts, plants with their planning and sales data, each behind its navigation', async () => {
    const answer = await get(
      "API_PRODUCT_SRV/A_Product('MAT-1005')?$expand=to_Description,to_Plant/to_ProductSupplyPlanning,to_SalesDelivery",
    );
    expect(at(answer.json, 'd')).toMatchObject({
      __metadata: { type: 'API_PRODUCT_SRV.A_ProductType' },
      Product: 'MAT-1005',
      ProductGroup: 'MOTION',
      BaseUnit: 'PC',
      IsMarkedForDeletion: false,
      to_Description: { results: [{ Language: 'EN', ProductDescription: 'Linear guide LG-800' }] },
      to_Plant: {
        results: [
          { Plant: '1010', to_ProductSupplyPlanning: { PlannedDeliveryDurationInDays: expect.stringMatching(/^\d+$/) } },
          { Plant: '1020', to_ProductSupplyPlanning: { Plant: '1020' } },
        ],
      },
      to_SalesDelivery: { results: [{ ProductSalesOrg: '1010', ProductDistributionChnl: '10' }] },
    });
  });

  it('stock is text with three decimals, by plant, storage location and kind', async () => {
    const answer = await get(`API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod?$filter=${filter("Material eq 'MAT-1001'")}`);
    const rows = list(answer.json, 'd.results').map((row) =>
      ['Plant', 'StorageLocation', 'InventoryStockType', 'MatlWrhsStkQtyInMatlBaseUnit'].map((field) => at(row, field)),
    );
    expect(rows).toEqual([
      ['1020', '171A', '01', '293.000'],
      ['1020', '171A', '02', '39.000'],
      ['1020', '171C', '01', '97.000'],
    ]);
    const deferred = await get("API_MATERIAL_STOCK_SRV/A_MaterialStock('MAT-1001')");
    expect(at(deferred.json, 'd.to_MatlStkInAcctMod.__deferred.uri')).toContain("A_MaterialStock('MAT-1001')/to_MatlStkInAcctMod");
  });

  it('filter, order, top, skip, count and pages work on them as on every other set', async () => {
    const set = 'API_PRODUCT_SRV/A_ProductSalesDelivery';
    const where = filter("ProductSalesOrg eq '1010' and Product gt 'MAT-1020'");
    const answer = await get(`${set}?$filter=${where}&$orderby=Product%20desc&$top=3&$skip=1&$inlinecount=allpages&$select=Product`);
    expect([ids(answer, 'Product'), at(answer.json, 'd.__count')]).toEqual([['MAT-1027', 'MAT-1026', 'MAT-1025'], '8']);
    const first = await get(`${set}?$select=Product&$orderby=Product`);
    expect(ids(first, 'Product')).toHaveLength(10);
    expect(at(first.json, 'd.__next')).toContain('$skiptoken=10');
    expect((await get(`${set}/$count`)).text).toBe('28');
  });

  it.each([
    ['a material nobody knows', "API_PRODUCT_SRV/A_Product('MAT-9999')", 404],
    ['a part of the key', "API_PRODUCT_SRV/A_ProductPlant('MAT-1001')", 400],
    ['a field that is none', `API_PRODUCT_SRV/A_Product?$filter=${filter("Material eq 'MAT-1001'")}`, 400],
    ['a number where the field is text', `API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod?$filter=${filter('Plant eq 1010')}`, 400],
    ['an order by nothing', 'API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod?$orderby=Stock', 400],
    ['a navigation that is none', 'API_PRODUCT_SRV/A_Product?$expand=to_Stock', 400],
  ])('%s is refused in the words of the Gateway', async (_, path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(at(answer.json, 'error')).toMatchObject({ code: expect.any(String), message: { lang: 'en', value: expect.any(String) } });
  });

  it('nobody writes them', async () => {
    const { write } = sapClient(box);
    const answer = await write("API_PRODUCT_SRV/A_Product('MAT-1001')", { method: 'PATCH', body: { ProductGroup: 'X' } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(box.requests.effects()).toEqual([]);
  });

  it('their $metadata names keys, types and navigations', async () => {
    const products = await get('API_PRODUCT_SRV/$metadata');
    expect(products.headers.get('content-type')).toContain('application/xml');
    for (const piece of [
      '<EntitySet Name="A_ProductSalesDelivery"',
      '<NavigationProperty Name="to_ProductSupplyPlanning"',
      '<Property Name="PlannedDeliveryDurationInDays" Type="Edm.Decimal" Precision="3" Scale="0"',
    ])
      expect(products.text).toContain(piece);
    const stock = await get('API_MATERIAL_STOCK_SRV/$metadata');
    expect(stock.text).toContain('<PropertyRef Name="InventoryStockType"/>');
  });

  it('an order of a plant that does not keep the material cannot be simulated, in the words of SAP', async () => {
    const { write } = sapClient(box);
    const body = {
      SalesOrderType: 'OR',
      SalesOrganization: '1010',
      DistributionChannel: '10',
      OrganizationDivision: '00',
      SoldToParty: '10100001',
      to_Item: [{ Material: 'MAT-1001', RequestedQuantity: '1', Plant: '3000' }],
    };
    const answer = await write('API_SALES_ORDER_SIMULATION_SRV/A_SalesOrderSimulation', { method: 'POST', body });
    expect([answer.status, at(answer.json, 'error.message.value')]).toEqual([400, 'Material MAT-1001 not maintained in plant 3000']);
  });
});
