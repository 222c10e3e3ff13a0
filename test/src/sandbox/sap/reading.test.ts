import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/index.ts';
import { at, list, openSap, sapClient } from './sap-client.ts';

let box: Sandbox;
beforeAll(async () => {
  box = await openSap({ pageSize: 20 });
});
afterAll(() => box.close());

const orders = 'API_SALES_ORDER_SRV/A_SalesOrder';
const get = (path: string) => sapClient(box).call(path);
const filter = async (set: string, text: string, more = '') => get(`${set}?$filter=${encodeURIComponent(text)}${more}`);
const ids = async (set: string, text: string, key = 'SalesOrder') =>
  list((await filter(set, text, '&$top=500')).json, 'd.results').map((row) => at(row, key));

describe('reading the SAP face', () => {
  it('answers an order by key with text decimals, SAP dates, links and an ETag in body and header', async () => {
    const answer = await get(`${orders}('SO-78910')`);
    expect(answer.status).toBe(200);
    expect(at(answer.json, 'd')).toMatchObject({
      SalesOrder: 'SO-78910',
      TotalNetAmount: '182400.000',
      TransactionCurrency: 'USD',
      RequestedDeliveryDate: `/Date(${Date.parse('2024-05-20T00:00:00Z')})/`,
      LastChangeDateTime: `/Date(${Date.parse('2024-05-17T14:05:00Z')}+0000)/`,
      OverallTotalDeliveryStatus: 'C',
      OverallSDProcessStatus: 'B',
      OverallSDDocumentRejectionSts: 'A',
      TotalCreditCheckStatus: 'A',
      to_Item: { __deferred: { uri: `${box.url}/sap/opu/odata/sap/API_SALES_ORDER_SRV/A_SalesOrder('SO-78910')/to_Item` } },
      __metadata: { type: 'API_SALES_ORDER_SRV.A_SalesOrderType', etag: `W/"datetimeoffset'2024-05-17T14:05:00.000Z'"` },
    });
    expect(answer.headers.get('etag')).toBe(`W/"datetimeoffset'2024-05-17T14:05:00.000Z'"`);
  });

  it('expands items and their schedule lines and selects inside them', async () => {
    const answer = await get(
      `${orders}('SO-78912')?$expand=to_Item/to_ScheduleLine&$select=SalesOrder,to_Item/SalesOrderItem,to_Item/DeliveryStatus,to_Item/to_ScheduleLine/DeliveredQtyInOrderQtyUnit`,
    );
    const items = list(answer.json, 'd.to_Item.results');
    expect(
      items.map((item) => [
        at(item, 'SalesOrderItem'),
        at(item, 'DeliveryStatus'),
        at(item, 'to_ScheduleLine.results.0.DeliveredQtyInOrderQtyUnit'),
        at(item, 'Material'),
      ]),
    ).toEqual([
      ['10', 'C', '10.000', undefined],
      ['20', 'B', '10.000', undefined],
    ]);
    expect(at(answer.json, 'd.TotalNetAmount')).toBeUndefined();
    expect(at(answer.json, 'd.__metadata.type')).toBe('API_SALES_ORDER_SRV.A_SalesOrderType');
  });

  it('leaves an expanded navigation out when $select does not name it, as OData V2 says', async () => {
    const answer = await get(`${orders}('SO-78912')?$expand=to_Item&$select=SalesOrder`);
    expect(Object.keys(at(answer.json, 'd') ?? {})).toEqual(['__metadata', 'SalesOrder']);
  });

  it('filters by instant, so that a cursor works', async () => {
    expect(await ids(orders, `LastChangeDateTime gt datetimeoffset'2024-05-17T14:05:00Z' and SalesOrder eq 'SO-78910'`)).toEqual([]);
    expect(await ids(orders, `LastChangeDateTime ge datetimeoffset'2024-05-17T14:05:00Z' and SalesOrder eq 'SO-78910'`)).toEqual([
      'SO-78910',
    ]);
    expect(
      await ids(
        orders,
        `LastChangeDateTime ge datetimeoffset'2024-05-17T16:05:00%2B02:00' and SalesOrder eq 'SO-78910'`.replace('%2B', '+'),
      ),
    ).toEqual(['SO-78910']);
  });

  it('filters by amounts exactly, by day, by text functions and with and, or, not and parentheses', async () => {
    expect(await ids(orders, 'TotalNetAmount eq 182400m')).toEqual(['SO-78910']);
    expect(await ids(orders, 'TotalNetAmount gt 182399.999 and TotalNetAmount le 182400.00m')).toEqual(['SO-78910']);
    expect(await ids(orders, `RequestedDeliveryDate eq datetime'2024-05-15T00:00:00' and startswith(SalesOrder,'SO-7891')`)).toContain(
      'SO-78911',
    );
    expect(await ids(orders, `substringof('7891',SalesOrder) eq true and (SalesOrder eq 'SO-78910' or SalesOrder eq 'SO-78912')`)).toEqual([
      'SO-78910',
      'SO-78912',
    ]);
    expect(await ids(orders, `startswith(SalesOrder,'SO-7891') and not (SalesOrder ne 'SO-78911')`)).toEqual(['SO-78911']);
    expect(
      await ids(
        'API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryHeader',
        'ProofOfDeliveryDate eq null and ActualGoodsMovementDate ne null',
        'DeliveryDocument',
      ),
    ).toContain('8078910');
  });

  it('takes a doubled quote as a quote and nothing else as an end of the text', async () => {
    expect(await ids(orders, `PurchaseOrderByCustomer eq 'x'' or ''1'' eq ''1'`)).toEqual([]);
    expect((await filter(orders, `SalesOrder eq 'x' or '1' eq '1'`)).status).toBe(400);
  });

  it.each([
    ['an unknown field', `Nope eq 'x'`],
    ['a text for an amount', `TotalNetAmount gt 'x'`],
    ['a datetime for an instant', `LastChangeDateTime gt datetime'2024-05-17T00:00:00'`],
    ['an operator that is none', `SalesOrder like 'x'`],
    ['something left over', `SalesOrder eq 'x' SalesOrder`],
    ['an open parenthesis', `(SalesOrder eq 'x'`],
    ['an open text', `SalesOrder eq 'x`],
    ['bottomless nesting', `${'('.repeat(5000)}SalesOrder eq 'x'`],
  ])('refuses %s in a filter with 400 in the SAP error body', async (_what, text) => {
    const answer = await filter(orders, text);
    expect(answer.status).toBe(400);
    expect(at(answer.json, 'error')).toMatchObject({
      code: '/IWBEP/CM_MGW_RT/022',
      message: { lang: 'en' },
      innererror: { errordetails: [{ severity: 'error' }] },
    });
  });

  it('pages with __next until every order was seen once, with the count as text', async () => {
    const seen: unknown[] = [];
    let address: string | undefined =
      `${box.url}/sap/opu/odata/sap/${orders}?$select=SalesOrder&$inlinecount=allpages&$orderby=LastChangeDateTime%20desc`;
    let pages = 0;
    while (address !== undefined) {
      const answer = await get(address.slice(`${box.url}/sap/opu/odata/sap/`.length));
      expect(at(answer.json, 'd.__count')).toBe('71');
      seen.push(...list(answer.json, 'd.results').map((row) => at(row, 'SalesOrder')));
      const next = at(answer.json, 'd.__next');
      address = typeof next === 'string' ? next : undefined;
      pages += 1;
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([4, 71, 71]);
  });

  it('honours $top across pages, $skip, $orderby and /$count', async () => {
    const first = await get(`${orders}?$top=25&$select=SalesOrder`);
    const next = String(at(first.json, 'd.__next'));
    const second = await get(next.slice(next.indexOf('API_SALES')));
    expect([list(first.json, 'd.results').length, list(second.json, 'd.results').length, at(second.json, 'd.__next')]).toEqual([
      20,
      5,
      undefined,
    ]);
    const top = await get(
      `${orders}?$orderby=TotalNetAmount desc&$top=2&$skip=0&$filter=TransactionCurrency eq 'USD'`.replaceAll(' ', '%20'),
    );
    const amounts = list(top.json, 'd.results').map((row) => Number(at(row, 'TotalNetAmount')));
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
    expect((await get(`${orders}/$count`)).text).toBe('71');
    expect((await get(`${orders}('SO-78912')/to_Item/$count`)).text).toBe('2');
  });

  it('follows navigations from customer to address to e-mail, and from order to its flow', async () => {
    const mail = await get(
      `API_BUSINESS_PARTNER/A_BusinessPartner('10100001')?$expand=to_Customer/to_CustomerSalesArea,to_BusinessPartnerAddress/to_EmailAddress,to_BusinessPartnerAddress/to_PhoneNumber`,
    );
    expect(at(mail.json, 'd.to_BusinessPartnerAddress.results.0.to_EmailAddress.results.0.EmailAddress')).toBe('orders@norwick.example');
    expect(at(mail.json, 'd.to_Customer.to_CustomerSalesArea.results.0.CustomerPaymentTerms')).toMatch(/^NT\d\d$/);
    const flow = await get(`${orders}('SO-78910')/to_SubsequentProcFlowDoc`);
    expect(list(flow.json, 'd.results').map((row) => [at(row, 'SubsequentDocument'), at(row, 'SubsequentDocumentCategory')])).toEqual([
      ['8078910', 'J'],
    ]);
    const item = await get(`API_SALES_ORDER_SRV/A_SalesOrderItem(SalesOrder='SO-78912',SalesOrderItem='20')/to_SalesOrder`);
    expect(at(item.json, 'd.SalesOrder')).toBe('SO-78912');
    const deferred = String(at((await get(`API_SALES_ORDER_SRV/A_SalesOrderSubsqntProcFlow`)).json, 'd.results.0.__metadata.uri'));
    expect((await get(deferred.slice(deferred.indexOf('API_SALES')))).status).toBe(200);
  });

  it('says what is in production, in which delivery, on which invoice and on which account', async () => {
    const production = await get('API_PRODUCTION_ORDER_2_SRV/A_ProductionOrder_2?$top=1');
    expect(at(production.json, 'd.results.0')).toMatchObject({ OrderIsReleased: 'X', OrderIsConfirmed: '', SalesOrderItem: '10' });
    const delivery = await filter('API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryItem', `ReferenceSDDocument eq 'SO-78910'`);
    expect(list(delivery.json, 'd.results').map((row) => [at(row, 'DeliveryDocument'), at(row, 'ReferenceSDDocumentItem')])).toEqual([
      ['8078910', '000010'],
      ['8078910', '000020'],
    ]);
    expect(
      at((await get(`API_CRDTMBUSINESSPARTNER/CreditManagementAccount(BusinessPartner='10100001',CreditSegment='1000')`)).json, 'd'),
    ).toMatchObject({ CreditSegmentCurrency: 'USD', CreditAccountIsBlocked: false });
    expect(
      list(
        (await filter('API_BILLING_DOCUMENT_SRV/A_BillingDocument', `InvoiceClearingStatus eq 'A' and BillingDocumentIsCancelled eq false`))
          .json,
        'd.results',
      ).length,
    ).toBeGreaterThan(0);
    expect(at((await get(`API_MAINTENANCEORDER/MaintenanceOrder('4000001')`)).json, 'd')).toMatchObject({
      Equipment: '10000201',
      SystemStatusText: 'REL',
    });
  });

  it('says how much of a material can be promised, now and after its lead time', async () => {
    const product = generateFirst();
    const ask = (day: string) =>
      get(
        `API_PRODUCT_AVAILY_INFO_BASIC/DetermineAvailabilityAt?Material='${product.id}'&SupplyingPlant='${product.plant}'&ATPCheckingRule='A'&RequestedUTCDateTime=datetimeoffset'${day}T00:00:00Z'`,
      );
    const now = at((await ask('2024-05-18')).json, 'd.DetermineAvailabilityAt.AvailableQuantityInBaseUnit');
    const later = at((await ask('2024-09-01')).json, 'd.DetermineAvailabilityAt.AvailableQuantityInBaseUnit');
    expect(Number(later) - Number(now)).toBe(500);
    expect((await get(`API_PRODUCT_AVAILY_INFO_BASIC/DetermineAvailabilityAt?Material='MAT-1001'`)).status).toBe(400);
  });

  it('answers what is not there with 404 in the SAP error body, and a service that is not there with 403', async () => {
    const missing = await get(`${orders}('SO-1')`);
    expect([missing.status, at(missing.json, 'error.code')]).toEqual([404, '/IWBEP/CM_MGW_RT/020']);
    expect((await get('API_SALES_ORDER_SRV/A_Nothing')).status).toBe(404);
    expect((await get('API_NOTHING_SRV/A_Nothing')).status).toBe(403);
    expect((await get(`${orders}?$top=-1`)).status).toBe(400);
    expect((await get(`${orders}?$nonsense=1`)).status).toBe(400);
  });

  it('describes itself: key, decimals, concurrency, navigations, functions', async () => {
    const metadata = (await get('API_SALES_ORDER_SRV/$metadata')).text;
    expect(metadata).toContain(
      '<Property Name="TotalNetAmount" Type="Edm.Decimal" Precision="16" Scale="3" sap:creatable="false" sap:updatable="false"/>',
    );
    expect(metadata).toContain('<Property Name="LastChangeDateTime" Type="Edm.DateTimeOffset" Precision="7" ConcurrencyMode="Fixed"');
    expect(metadata).toContain('<Property Name="YY1_CountersignKey_SDH" Type="Edm.String" MaxLength="35"/>');
    expect((await get('API_PRODUCT_AVAILY_INFO_BASIC/$metadata')).text).toContain(
      '<FunctionImport Name="DetermineAvailabilityAt" ReturnType="API_PRODUCT_AVAILY_INFO_BASIC.AvailabilityRecord"',
    );
  });

  it('lets nobody in without the right user and password', async () => {
    const answer = await sapClient(box).call(orders, { headers: { authorization: `Basic ${btoa('COUNTERSIGN:wrong')}` } });
    expect([answer.status, answer.headers.get('www-authenticate')?.startsWith('Basic')]).toEqual([401, true]);
  });
});

/** Materials 1, 4, 7 … lie in plant 1020, the others in 1010. */
function generateFirst(): { id: string; plant: string } {
  return { id: 'MAT-1002', plant: '1010' };
}
