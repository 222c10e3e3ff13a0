import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CustomerEntry, Material, SalesOrder, Stock } from '../../../../src/contracts/business.ts';
import type { Connection, Listed, OrderQuery } from '../../../../src/contracts/ports.ts';
import { type CompanySandbox, generateCompany, importNorthwind } from '../../../../src/sandbox/index.ts';
import { loopback } from '../core/loopback.ts';
import { connect, openBoth, served } from './sap-connection.ts';

const seed = generateCompany();
let box: CompanySandbox;
let sap: Connection;
let close: (this: void) => Promise<void>;
beforeAll(async () => {
  ({ box, sap, close } = await openBoth({ pageSize: 7 }));
});
afterAll(() => close());

const byRequest = { sort: 'requested', descending: false, limit: 100 } as const;
const list = async (query: Partial<OrderQuery>) => served(sap.ports.orders).list({ ...byRequest, ...query });
const idsOf = (found: Listed<{ id: string }>) => found.items.map((one) => one.id);

describe('orders of SAP are listed', () => {
  it.each<[string, Partial<OrderQuery>, string[]]>([
    ['of one customer', { customer: '10100026' }, ['SO-78970', 'SO-78971', 'SO-78980']],
    ['of one customer, still open', { customer: '10100026', isOpen: true }, ['SO-78980']],
    ['of one customer, done', { customer: '10100026', isOpen: false }, ['SO-78970', 'SO-78971']],
    ['held by delivery or credit', { isBlocked: true }, ['SO-78976', 'SO-78925', 'SO-78938', 'SO-78951', 'SO-78964']],
    ['of one customer, not held', { customer: '10100029', isBlocked: false }, ['SO-78973']],
    ['of one material', { material: 'MAT-1025' }, ['SO-78977', 'SO-78980']],
    ['of one material, the smallest first', { material: 'MAT-1025', sort: 'net' }, ['SO-78980', 'SO-78977']],
    ['of one material and customer', { material: 'MAT-1025', customer: '10100027' }, ['SO-78977']],
    ['of days, both ends in', { requestedFrom: '2024-02-20', requestedTo: '2024-02-25' }, ['SO-78974', 'SO-78970']],
    ['of days of creation', { createdFrom: '2023-12-29', createdTo: '2023-12-29' }, ['SO-78973']],
    ['of nobody', { customer: '99999999' }, []],
    ['of a material nobody knows', { material: 'MAT-9999' }, []],
    ['of a name with a quote', { customer: "10100026' or SoldToParty ne '" }, []],
    ['of a material with a quote and a percent sign', { material: "100%' or Material ne '" }, []],
  ])('%s', async (_, query, expected) => {
    expect(await list(query)).toMatchObject({ items: expected.map((id) => ({ id })), more: false });
  });

  it('as whole orders, over several of the pages SAP makes of them, in the order asked for', async () => {
    const found = await list({ sort: 'net', descending: true, limit: 20 });
    const expected = seed.orders.toSorted((a, b) => Number(b.net) - Number(a.net) || (a.id < b.id ? -1 : 1)).slice(0, 20);
    expect(idsOf(found)).toEqual(expected.map((order) => order.id));
    expect(found.more).toBe(true);
    const orders = found.items.map((order) => SalesOrder.parse(order));
    for (const [index, order] of orders.entries()) expect(order.items).toHaveLength(expected[index]?.items.length ?? -1);
    expect(orders).toContainEqual(await served(sap.ports.orders).get('SO-78910'));
  });

  it('all of them when the limit is theirs, and says so when one more is there', async () => {
    const created = (limit: number) => list({ sort: 'created', limit });
    expect([(await created(71)).more, (await created(70)).more, (await created(70)).items.length]).toEqual([false, true, 70]);
  });

  it('the newest come first when sorted so, also for a material that many ordered', async () => {
    const material = 'MAT-1003';
    const found = await list({ material, sort: 'created', descending: true, limit: 3 });
    const expected = seed.orders
      .filter((order) => order.items.some((item) => item.material === material))
      .toSorted((a, b) => (a.createdOn === b.createdOn ? (a.id < b.id ? -1 : 1) : a.createdOn < b.createdOn ? 1 : -1));
    expect(expected.length).toBeGreaterThan(3);
    expect([idsOf(found), found.more]).toEqual([expected.slice(0, 3).map((order) => order.id), true]);
  });

  it('with a limit in every request, and the fields we use and no others', async () => {
    const server = await loopback((_, response) => {
      response.setHeader('content-type', 'application/json').end('{"d":{"results":[]}}');
    });
    const quiet = connect(server.url);
    await served(quiet.ports.orders).list({ ...byRequest, limit: 9 });
    await served(quiet.ports.orders).list({ ...byRequest, limit: 9, material: 'M' });
    await served(quiet.ports.customers).directory({ limit: 9 });
    await served(quiet.ports.customers).listBlocked(9);
    await served(quiet.ports.materials).list({ limit: 9 });
    await served(quiet.ports.materials).stock('M');
    const asked = server.seen.map(({ url }) => new URL(url, server.url).searchParams);
    expect(asked.map((query) => query.get('$top'))).toEqual(['10', '1001', '10', '10', '10', '10', '1000']);
    expect(asked.every((query) => query.has('$select'))).toBe(true);
    await quiet.close();
    await server.close();
  });

  it('never by a day that is none', async () => {
    await expect(list({ requestedFrom: "2024-02-20' or '1' eq '1" })).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(list({ createdTo: '2024-13-45' })).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('until the caller no longer wants them', async () => {
    box.faults.add({ kind: 'latency', path: 'A_SalesOrder', ms: 1_500, times: 1 });
    const begun = Date.now();
    const asked = served(sap.ports.orders).list({ ...byRequest }, { signal: AbortSignal.timeout(60) });
    await expect(asked).rejects.toThrow();
    expect(Date.now() - begun).toBeLessThan(1_000);
  });
});

describe('customers of SAP are listed', () => {
  it('page by page until everybody was named once, with the town', async () => {
    const seen: CustomerEntry[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page: Listed<CustomerEntry> = await served(sap.ports.customers).directory({
        limit: 10,
        ...(after === undefined ? {} : { after }),
      });
      seen.push(...page.items.map((one) => CustomerEntry.parse(one)));
      after = page.items.at(-1)?.id;
      ({ more } = page);
    }
    expect(seen).toEqual(seed.customers.map(({ id, name, city, country }) => ({ id, name, town: city, country })));
  });

  it('two whose names are easily taken for one another among them', async () => {
    const { items } = await served(sap.ports.customers).directory({ after: '10100025', limit: 2 });
    expect(items).toEqual([
      { id: '10100026', name: 'Hollister Pumpen GmbH', town: 'Hamburg', country: 'DE' },
      { id: '10100027', name: 'Hollister Pumps Ltd', town: 'Leeds', country: 'GB' },
    ]);
  });

  it('held ones: by a block of orders or by credit', async () => {
    const found = await served(sap.ports.customers).listBlocked(10);
    expect(found).toMatchObject({
      items: [
        { id: '10100007', creditBlocked: true },
        { id: '10100029', creditBlocked: false, orderBlock: '01', name: 'Lindmoor Paper Co.' },
      ],
      more: false,
    });
    expect(found.items[0]?.orderBlock).toBeUndefined();
    expect(await served(sap.ports.customers).listBlocked(1)).toMatchObject({ items: [{ id: '10100007' }], more: true });
  });

  it('with every invoice that is overdue', async () => {
    const due = async (customer: string) =>
      (await served(sap.ports.invoices).listOpen(customer)).filter((one) => (one.dueOn ?? '') < '2024-05-17').map((one) => one.id);
    expect(await due('10100026')).toEqual(['9078970', '9078971']);
    expect(await due('10100028')).toEqual(['9078972']);
    expect(await due('10100029')).toEqual(['9078973']);
    expect(await due('10100030')).toEqual(['9078974']);
    expect(await due('10100027')).toEqual([]);
  });
});

describe('materials of SAP', () => {
  it('are read with text, unit, group, plants and lead time', async () => {
    expect(Material.parse(await served(sap.ports.materials).get('MAT-1005'))).toMatchObject({
      ref: { connection: 'erp', type: 'A_Product', id: 'MAT-1005' },
      id: 'MAT-1005',
      description: 'Linear guide LG-800',
      unit: 'PC',
      group: 'MOTION',
      plants: ['1010', '1020'],
      leadTimeDays: seed.materials[4]?.leadTimeDays,
      blocked: false,
    });
    expect(await served(sap.ports.materials).get('MAT-1028')).toMatchObject({ blocked: true, plants: ['1020'] });
    expect(await served(sap.ports.materials).get('MAT-9999')).toBeUndefined();
    expect(await served(sap.ports.materials).get("MAT-1005' or '1' eq '1")).toBeUndefined();
  });

  it('have an English text where there is none in the language configured', async () => {
    const french = connect(box.sapUrl, { language: 'FR' });
    expect((await served(french.ports.materials).get('MAT-1001'))?.description).toBe('Gear reducer GR-40');
    await french.close();
  });

  it('are listed page by page, those of another sales area left out', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const page: Listed<Material> = await served(sap.ports.materials).list({ limit: 25, ...(after === undefined ? {} : { after }) });
      seen.push(...idsOf(page));
      after = page.items.at(-1)?.id;
      ({ more } = page);
    }
    expect(seen).toEqual(seed.materials.map((material) => material.id));
    const elsewhere = connect(box.sapUrl, { salesArea: { salesOrganization: '2020', distributionChannel: '10', division: '00' } });
    expect(await served(elsewhere.ports.materials).list({ limit: 25 })).toEqual({ items: [], more: false });
    await elsewhere.close();
  });

  it.each([
    ['in two plants', 'MAT-1005', ['1010:50', '1020:40']],
    ['in two storage locations of a plant, what is being inspected left out', 'MAT-1001', ['1020:390']],
    ['in the other plant more than in its own', 'MAT-1025', ['1010:6', '1020:40']],
    ['nowhere', 'MAT-1026', []],
    ['of nothing anybody knows', 'MAT-9999', []],
    ['of a text with a quote', "MAT-1005' or Material ne '", []],
  ])('lie %s', async (_, material, expected) => {
    const found = await served(sap.ports.materials).stock(material);
    expect(found.map((one) => Stock.parse(one)).map((one) => `${one.plant}:${one.onHand}`)).toEqual(expected);
  });

  it('can be promised from a plant that keeps them, and from none that does not', async () => {
    const ask = (plant: string) =>
      served(sap.ports.inventory).availability({ material: 'MAT-1025', plant, on: '2024-05-20', quantity: '30', unit: 'PC' });
    expect(await ask('1020')).toMatchObject({ available: '40', availableOn: '2024-05-20' });
    expect(await ask('1010')).toMatchObject({ available: '6', availableOn: '2024-06-14' });
    expect(await ask('3000')).toMatchObject({ available: '0' });
  });

  it('are simulated from the plant asked for', async () => {
    const simulate = async (plant: string) =>
      served(sap.ports.simulations).simulate({
        type: 'OR',
        soldTo: '10100027',
        currency: 'GBP',
        requestedOn: '2024-05-20',
        items: [{ material: 'MAT-1025', quantity: '30', unit: 'PC', plant }],
      });
    expect((await simulate('1020')).items).toMatchObject([{ confirmed: '30', confirmedOn: '2024-05-20' }]);
    expect((await simulate('1010')).items).toMatchObject([{ confirmed: '30', confirmedOn: '2024-06-14' }]);
    await expect(simulate('3000')).rejects.toMatchObject({ code: 'connector.rejected' });
  });
});

it('doctor looks at the services the lists need', async () => {
  const findings = await sap.doctor(['orders.list', 'customers.listBlocked', 'materials.list', 'materials.stock']);
  expect(findings.filter((finding) => finding.level !== 'ok')).toEqual([]);
  expect(findings.map((finding) => finding.check)).toEqual([
    'reach',
    'logon',
    'csrf',
    'service API_SALES_ORDER_SRV',
    'service API_BUSINESS_PARTNER',
    'service API_CRDTMBUSINESSPARTNER',
    'service API_PRODUCT_SRV',
    'service API_MATERIAL_STOCK_SRV',
  ]);
});

const northwind = new URL('../../../../../shared/data/northwind', import.meta.url).pathname;
describe.skipIf(!existsSync(northwind))('Northwind (skipped where its CSV files are not beside the repository)', () => {
  it('brings its 77 products with their stock', async () => {
    const company = importNorthwind(northwind);
    const opened = await openBoth({ seed: company, pageSize: 30 });
    const { items, more } = await served(opened.sap.ports.materials).list({ limit: 200 });
    expect([items.length, more, items.filter((one) => one.blocked).length]).toEqual([77, false, 8]);
    expect(items[0]).toMatchObject({ id: 'NW-001', description: 'Chai', group: 'CAT-1', plants: ['1010'] });
    expect(await served(opened.sap.ports.materials).stock('NW-001')).toEqual([
      { material: 'NW-001', plant: '1010', onHand: '39', unit: 'PC' },
    ]);
    expect((await served(opened.sap.ports.customers).directory({ limit: 100 })).items).toHaveLength(91);
    await opened.close();
  });
});
