import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addDecimal, compareDecimal } from '../../../../src/contracts/money.ts';
import { lineNet } from '../../../../src/sandbox/company/amounts.ts';
import { generateCompany } from '../../../../src/sandbox/company/generate.ts';
import { importNorthwind } from '../../../../src/sandbox/company/northwind.ts';

const northwind = new URL('../../../../../shared/data/northwind', import.meta.url).pathname;

describe('the generated company', () => {
  it('is the same, byte for byte, for the same seed and another one for another seed', () => {
    expect(JSON.stringify(generateCompany({ seed: 7 }))).toBe(JSON.stringify(generateCompany({ seed: 7 })));
    expect(JSON.stringify(generateCompany({ seed: 7 }))).not.toBe(JSON.stringify(generateCompany({ seed: 8 })));
  });

  it('holds 25 customers in several languages and currencies and 60 orders in every state, six customers and eleven orders people ask about', () => {
    const company = generateCompany();
    expect([company.customers.length, company.orders.length]).toEqual([31, 71]);
    expect(new Set(company.customers.map((customer) => customer.language))).toEqual(new Set(['en', 'de', 'fr', 'es']));
    expect(new Set(company.customers.map((customer) => customer.currency))).toEqual(new Set(['USD', 'EUR', 'GBP', 'JPY']));
    const some = (test: (order: (typeof company.orders)[number]) => boolean) => company.orders.some(test);
    expect(some((order) => order.items.every((item) => item.confirmed === '0') && !order.creditBlocked)).toBe(true);
    expect(some((order) => order.items.some((item) => item.inProduction))).toBe(true);
    expect(some((order) => order.deliveries.some((delivery) => delivery.picked && !delivery.goodsIssuedOn))).toBe(true);
    expect(some((order) => order.deliveries.some((delivery) => delivery.proofOfDeliveryOn) && order.invoices.length === 0)).toBe(true);
    expect(some((order) => order.invoices.some((invoice) => !invoice.cleared))).toBe(true);
    expect(some((order) => order.invoices.some((invoice) => invoice.cleared))).toBe(true);
    expect(some((order) => order.items.some((item) => item.rejectionReason !== undefined))).toBe(true);
    expect(some((order) => order.creditBlocked)).toBe(true);
  });

  it('never changes anything after its own now', () => {
    const company = generateCompany({ size: 60, seed: 3 });
    expect(company.orders.filter((order) => order.changedAt > company.asOf)).toEqual([]);
  });

  it('keeps order ids, delivery ids and contact keys unique', () => {
    const company = generateCompany({ size: 200 });
    const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
    unique(company.orders.map((order) => order.id));
    unique(company.orders.flatMap((order) => order.deliveries.map((delivery) => delivery.id)));
    unique(company.customers.map((customer) => customer.id));
    unique(company.customers.flatMap((customer) => customer.contacts.map((contact) => contact.key)));
  });

  it('tells the story of SO-78910: shipped on the 17th, expected on the 20th, an open deal with three contacts', () => {
    const company = generateCompany();
    const order = company.orders.find((one) => one.id === 'SO-78910');
    expect(order?.deliveries).toMatchObject([
      { tracking: '1Z999AA1234567890', goodsIssuedOn: '2024-05-17', deliveryOn: '2024-05-20', picked: true },
    ]);
    expect(order?.deliveries[0]?.proofOfDeliveryOn).toBeUndefined();
    expect(order?.items.every((item) => item.delivered === item.quantity)).toBe(true);
    expect([order?.net, order?.currency, order?.changedAt.slice(0, 10)]).toEqual(['182400.00', 'USD', '2024-05-17']);
    const deal = company.opportunities.find((one) => one.alias === '0064x00000A1b2cC');
    expect(deal).toMatchObject({ order: 'SO-78910', stage: 'Proposal/Price Quote', ownerKey: 'user-1' });
    expect(deal?.contactRoles.map((role) => [role.role, role.isPrimary])).toEqual([
      ['Procurement', true],
      ['Decision Maker', false],
      ['Logistics', false],
    ]);
  });

  it('delays SO-78911 by nine days and ships one line and a half of SO-78912', () => {
    const company = generateCompany();
    const late = company.orders.find((one) => one.id === 'SO-78911');
    expect([late?.requestedOn, late?.items.map((item) => item.confirmedOn), late?.deliveries]).toEqual([
      '2024-05-15',
      ['2024-05-24', '2024-05-24'],
      [],
    ]);
    const half = company.orders.find((one) => one.id === 'SO-78912');
    expect(half?.items.map((item) => [item.quantity, item.delivered])).toEqual([
      ['10', '10'],
      ['20', '10'],
    ]);
  });

  it('breaks the link of two orders and links a third twice', () => {
    const { orders, opportunities } = generateCompany();
    const links = orders.map((order) => opportunities.filter((deal) => deal.order === order.id).length);
    expect(links.filter((count) => count === 0)).toHaveLength(2);
    expect(links.filter((count) => count === 2)).toHaveLength(1);
  });

  it('adds an order up from its lines that were not rejected', () => {
    for (const order of generateCompany({ size: 40 }).orders) {
      const lines = order.items.filter((item) => item.rejectionReason === undefined).reduce((sum, item) => addDecimal(sum, item.net), '0');
      expect(compareDecimal(lines, order.net)).toBe(0);
    }
  });
});

describe('a discount', () => {
  it('is applied exactly and rounded once', () => {
    expect(lineNet({ price: '16.8', quantity: '35', discount: '0.15' }, 'USD')).toBe('499.80');
    expect(lineNet({ price: '0.1', quantity: '3', discount: '0.05' }, 'USD')).toBe('0.29');
    expect(lineNet({ price: '19', quantity: '3', rate: '168.5' }, 'JPY')).toBe('9605');
  });
});

describe.skipIf(!existsSync(northwind))('Northwind (skipped where its CSV files are not beside the repository)', () => {
  it('brings 91 customers, 77 products, 830 orders with 2,155 lines and a deal for each order', () => {
    const company = importNorthwind(northwind);
    const counts = [company.customers, company.materials, company.orders, company.opportunities, company.users].map((list) => list.length);
    expect(counts).toEqual([91, 77, 830, 830, 9]);
    expect(company.orders.flatMap((order) => order.items)).toHaveLength(2155);
  });

  it('adds up to the total published for Northwind, 1,265,793.04', () => {
    const total = importNorthwind(northwind).orders.reduce((sum, order) => addDecimal(sum, order.net), '0');
    expect(Number(total)).toBeCloseTo(1_265_793.04, 0);
  });

  it('ships and invoices what left the house and marks what left late', () => {
    const { orders } = importNorthwind(northwind);
    const shipped = orders.filter((order) => order.deliveries.length > 0);
    expect([shipped.length, shipped.every((order) => order.invoices.length === 1)]).toEqual([809, true]);
    const late = orders.filter((order) => order.items.some((item) => (item.confirmedOn ?? '') > order.requestedOn));
    expect(late).toHaveLength(37);
  });
});
