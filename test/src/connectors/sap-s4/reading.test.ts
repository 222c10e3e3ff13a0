import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Availability,
  CreditStatus,
  Customer,
  CustomerReturn,
  Delivery,
  Invoice,
  MaintenanceOrder,
  ProductionOrder,
  SalesOrder,
} from '../../../../src/contracts/business.ts';
import { OrderSimulation } from '../../../../src/contracts/order-simulation.ts';
import type { Connection } from '../../../../src/contracts/ports.ts';
import { type CompanySandbox, generateCompany, importNorthwind } from '../../../../src/sandbox/index.ts';
import { connect, openBoth, served } from './sap-connection.ts';

let box: CompanySandbox;
let sap: Connection;
let close: (this: void) => Promise<void>;
beforeAll(async () => {
  ({ box, sap, close } = await openBoth({ pageSize: 7 }));
});
afterAll(() => close());

describe('the SAP connection reads', () => {
  it('an order with its items, statuses in our words and the codes as SAP has them', async () => {
    const order = SalesOrder.parse(await served(sap.ports.orders).get('SO-78910'));
    expect(order).toMatchObject({
      id: 'SO-78910',
      ref: {
        connection: 'erp',
        type: 'A_SalesOrder',
        id: 'SO-78910',
        version: `W/"datetimeoffset'2024-05-17T14:05:00.000Z'"`,
        changedAt: '2024-05-17T14:05:00.000Z',
      },
      soldTo: '10100001',
      customerReference: 'PO-78910',
      changedBy: 'JMEIER',
      net: { amount: '182400.00', currency: 'USD' },
      requestedOn: '2024-05-20',
      deliveryStatus: 'complete',
      billingStatus: 'not_started',
      processStatus: 'partial',
      rejectionStatus: 'not_started',
      creditStatus: 'approved',
      native: {
        OverallTotalDeliveryStatus: 'C',
        OverallSDProcessStatus: 'B',
        OverallSDDocumentRejectionSts: 'A',
        TotalCreditCheckStatus: 'A',
      },
    });
    expect(order.items.map((item) => [item.id, item.ordered, item.delivered, item.confirmedOn, item.deliveryStatus])).toEqual([
      ['10', { value: '120', unit: 'PC' }, '120', '2024-05-20', 'complete'],
      ['20', { value: '160', unit: 'PC' }, '160', '2024-05-20', 'complete'],
    ]);
    expect(order.externalKey).toBeUndefined();
    expect(order.deliveryBlock).toBeUndefined();
  });

  it('every order of the company into the contract, whatever state it is in', async () => {
    const orders = served(sap.ports.orders);
    for (const { id } of generateCompany().orders) SalesOrder.parse(await orders.get(id));
    const late = await orders.get('SO-78911');
    expect(late?.items.map((item) => item.confirmedOn)).toEqual(['2024-05-24', '2024-05-24']);
    const half = await orders.get('SO-78912');
    expect(half?.items.map((item) => [item.delivered, item.deliveryStatus])).toEqual([
      ['10', 'complete'],
      ['10', 'partial'],
    ]);
  });

  it('nothing where there is nothing', async () => {
    const { orders, customers, credit, maintenance, returns, deliveries } = sap.ports;
    expect(await served(orders).get('SO-1')).toBeUndefined();
    expect(await served(orders).findByExternalKey('CS-NOBODY')).toBeUndefined();
    expect(await served(customers).get('1')).toBeUndefined();
    expect(await served(credit).status('1')).toBeUndefined();
    expect(await served(maintenance).get('1')).toBeUndefined();
    expect(await served(returns).get('1')).toBeUndefined();
    expect(await served(deliveries).listForOrder('SO-1')).toEqual([]);
  });

  it('the delivery of an order with its tracking number and item numbers without zeros', async () => {
    const found = await served(sap.ports.deliveries).listForOrder('SO-78910');
    expect(found).toHaveLength(1);
    expect(Delivery.parse(found[0])).toMatchObject({
      id: '8078910',
      tracking: '1Z999AA1234567890',
      goodsIssuedOn: '2024-05-17',
      deliveryOn: '2024-05-20',
      picking: 'complete',
      goodsMovement: 'complete',
      proofOfDelivery: 'not_started',
    });
    expect(found[0]?.proofOfDeliveryOn).toBeUndefined();
    expect(found[0]?.items.map((item) => [item.order, item.orderItem])).toEqual([
      ['SO-78910', '10'],
      ['SO-78910', '20'],
    ]);
  });

  it('invoices of an order and the open ones of a customer, with a due date from the payment terms', async () => {
    const company = generateCompany();
    const billed = company.orders.find((order) => order.invoices.some((invoice) => !invoice.cleared));
    const invoice = billed?.invoices[0];
    const found = await served(sap.ports.invoices).listForOrder(billed?.id ?? '');
    expect(Invoice.parse(found[0])).toMatchObject({
      id: invoice?.id,
      cleared: 'not_started',
      cancelled: false,
      gross: { amount: invoice?.gross, currency: billed?.currency },
    });
    const terms = Number(company.customers.find((customer) => customer.id === billed?.customer)?.paymentTerms.slice(2));
    expect((Date.parse(found[0]?.dueOn ?? '') - Date.parse(found[0]?.issuedOn ?? '')) / 86_400_000).toBe(terms);
    const open = await served(sap.ports.invoices).listOpen(billed?.customer ?? '');
    expect(open.map((one) => one.id)).toContain(invoice?.id);
    expect(open.every((one) => one.cleared !== 'complete')).toBe(true);
  });

  it('production orders whose flags are the X of ABAP', async () => {
    const company = generateCompany();
    const made = company.orders.find((order) => order.items.some((item) => item.inProduction));
    const found = await served(sap.ports.production).listForOrder(made?.id ?? '');
    expect(found.length).toBe(made?.items.length);
    expect(ProductionOrder.parse(found[0])).toMatchObject({
      order: made?.id,
      orderItem: '10',
      released: true,
      confirmed: false,
      completed: false,
    });
  });

  it('a customer with address, mail, phone and terms, and its credit with exposure and risk', async () => {
    const seed = generateCompany().customers[0];
    const customer = Customer.parse(await served(sap.ports.customers).get('10100001'));
    expect(customer).toMatchObject({
      name: seed?.name,
      email: seed?.email,
      phone: seed?.phone,
      country: 'US',
      language: 'en',
      paymentTerms: seed?.paymentTerms,
    });
    expect(customer.address).toContain(`${seed?.postalCode} ${seed?.city}`);
    const credit = CreditStatus.parse(await served(sap.ports.credit).status('10100001'));
    expect(credit).toMatchObject({
      customer: '10100001',
      segment: '1000',
      limit: { amount: seed?.creditLimit, currency: 'USD' },
      exposure: { amount: seed?.creditExposure, currency: 'USD' },
      blocked: false,
      riskClass: seed?.riskClass,
    });
  });

  it('how much can be promised, and from which day on when it is not enough', async () => {
    const material = generateCompany().materials.find((one) => one.id === 'MAT-1002');
    const ask = (quantity: string) =>
      served(sap.ports.inventory).availability({
        material: 'MAT-1002',
        plant: material?.plant ?? '',
        on: '2024-05-18',
        quantity,
        unit: 'PC',
      });
    expect(Availability.parse(await ask(material?.stock ?? '0'))).toMatchObject({ available: material?.stock, availableOn: '2024-05-18' });
    const more = Availability.parse(await ask(String(Number(material?.stock) + 1)));
    expect(more.availableOn).toBe(
      new Date(Date.parse('2024-05-17T00:00:00Z') + (material?.leadTimeDays ?? 0) * 86_400_000).toISOString().slice(0, 10),
    );
    expect((await ask('1000000')).availableOn).toBeUndefined();
  });

  it('a simulation with price, promise and credit', async () => {
    const simulation = OrderSimulation.parse(
      await served(sap.ports.simulations).simulate({
        type: 'OR',
        soldTo: '10100001',
        currency: 'USD',
        requestedOn: '2024-06-30',
        items: [{ material: 'MAT-1002', quantity: '2', unit: 'PC' }],
      }),
    );
    expect(simulation).toMatchObject({
      net: { amount: '1488.24', currency: 'USD' },
      creditStatus: 'approved',
      items: [{ material: 'MAT-1002', confirmed: '2', confirmedOn: '2024-06-30' }],
    });
    expect(box.requests.effects()).toEqual([]);
  });

  it('maintenance orders and customer returns', async () => {
    expect(MaintenanceOrder.parse(await served(sap.ports.maintenance).get('4000001'))).toMatchObject({
      type: 'YA01',
      equipment: '10000201',
      phase: '04',
    });
    expect(CustomerReturn.parse(await served(sap.ports.returns).get('60000001'))).toMatchObject({
      type: 'CBAR',
      items: [{ id: '10', reason: '102' }],
    });
  });

  it('live fields with dates as ISO texts and the version to write against', async () => {
    const live = await sap.reader.read({ type: 'A_SalesOrder', id: 'SO-78910' }, [
      'DeliveryBlockReason',
      'RequestedDeliveryDate',
      'LastChangeDateTime',
      'CompleteDeliveryIsDefined',
    ]);
    expect(live).toEqual({
      id: 'SO-78910',
      version: `W/"datetimeoffset'2024-05-17T14:05:00.000Z'"`,
      fields: {
        DeliveryBlockReason: '',
        RequestedDeliveryDate: '2024-05-20',
        LastChangeDateTime: '2024-05-17T14:05:00.000Z',
        CompleteDeliveryIsDefined: false,
      },
    });
    expect(await sap.reader.read({ type: 'A_SalesOrderItem', id: 'SO-78910/20' }, ['Material'])).toMatchObject({
      fields: { Material: 'MAT-1002' },
    });
    expect(await sap.reader.read({ type: 'A_SalesOrder', id: 'SO-1' }, ['SalesOrder'])).toBeUndefined();
    await expect(sap.reader.read({ type: 'Opportunity', id: '1' }, ['Name'])).rejects.toMatchObject({ code: 'capability.missing' });
    await expect(sap.reader.read({ type: 'A_SalesOrder', id: '1' }, ['SalesOrder,to_Item'])).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

describe('changes', () => {
  it('come oldest first, each once, over as many pages as it takes', async () => {
    const orders = served(sap.ports.orders);
    const seen: string[] = [];
    let stamps: string[] = [];
    let position: { since: string } | { cursor: string } = { since: '2000-01-01T00:00:00Z' };
    for (let more = true; more;) {
      const page = await orders.changedSince(position, 9);
      seen.push(...page.changes.map((change) => change.id));
      stamps = [...stamps, ...page.changes.map((change) => change.changedAt)];
      ({ more } = page);
      position = { cursor: page.cursor };
    }
    expect([seen.length, new Set(seen).size]).toEqual([71, 71]);
    expect(stamps).toEqual(stamps.toSorted());
    const nothing = await orders.changedSince(position, 9);
    expect(nothing).toMatchObject({ changes: [], more: false });
    await box.act.hold('SO-78911');
    expect((await orders.changedSince({ cursor: nothing.cursor }, 9)).changes.map((change) => change.id)).toEqual(['SO-78911']);
    await box.act.release('SO-78911');
  });

  it('a cursor of somebody else is refused', async () => {
    await expect(served(sap.ports.orders).changedSince({ cursor: 'nonsense' }, 5)).rejects.toMatchObject({ code: 'input.invalid' });
    const forged = Buffer.from(JSON.stringify([`2024-01-01T00:00:00Z' or 'a' eq 'a`, ''])).toString('base64url');
    await expect(served(sap.ports.orders).changedSince({ cursor: forged }, 5)).rejects.toMatchObject({ code: 'input.invalid' });
  });
});

describe('what goes wrong while reading', () => {
  it('becomes an error of the closed list', async () => {
    const orders = served(sap.ports.orders);
    box.faults.add({ kind: 'server-error', status: 500, times: 3 });
    await expect(orders.get('SO-78910')).rejects.toMatchObject({ code: 'connector.unavailable', retry: 'later' });
    const stranger = connect(box.sapUrl, { password: 'wrong' });
    await expect(served(stranger.ports.orders).get('SO-78910')).rejects.toMatchObject({ code: 'connector.unauthorised' });
    await stranger.close();
    const nowhere = connect('http://127.0.0.1:9');
    await expect(served(nowhere.ports.orders).get('SO-78910')).rejects.toMatchObject({ code: 'connector.unavailable' });
    await nowhere.close();
  });

  it('a short outage is not seen by the caller', async () => {
    box.faults.add({ kind: 'server-error', status: 503, times: 1 });
    box.faults.add({ kind: 'reset-before', times: 1 });
    expect((await served(sap.ports.orders).get('SO-78910'))?.id).toBe('SO-78910');
  });
});

const northwind = new URL('../../../../../shared/data/northwind', import.meta.url).pathname;
describe.skipIf(!existsSync(northwind))('Northwind in SAP (skipped where its CSV files are not beside the repository)', () => {
  it('can be read order by order', async () => {
    const seed = importNorthwind(northwind);
    const both = await openBoth({ seed });
    const orders = served(both.sap.ports.orders);
    for (const expected of seed.orders.filter((_, index) => index % 40 === 0)) {
      const order = SalesOrder.parse(await orders.get(expected.id));
      expect([order.net.amount, order.deliveryStatus]).toEqual([expected.net, expected.deliveries.length > 0 ? 'complete' : 'not_started']);
    }
    await both.close();
  });
});
