import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { exposure, lineNet, taxed, total } from './amounts.ts';
import { addDays } from './days.ts';
import { mailName } from './names.ts';
import { makeOpportunities } from './opportunities.ts';
import type { CompanySeed, SeedCustomer, SeedMaterial, SeedOrder, SeedOrderItem, SeedUser } from './seed.ts';

type Row = Readonly<Record<string, string>>;

const countries: Readonly<Record<string, readonly [string, string]>> = {
  Argentina: ['AR', 'es'],
  Austria: ['AT', 'de'],
  Belgium: ['BE', 'fr'],
  Brazil: ['BR', 'en'],
  Canada: ['CA', 'en'],
  Denmark: ['DK', 'en'],
  Finland: ['FI', 'en'],
  France: ['FR', 'fr'],
  Germany: ['DE', 'de'],
  Ireland: ['IE', 'en'],
  Italy: ['IT', 'en'],
  Mexico: ['MX', 'es'],
  Norway: ['NO', 'en'],
  Poland: ['PL', 'en'],
  Portugal: ['PT', 'en'],
  Spain: ['ES', 'es'],
  Sweden: ['SE', 'en'],
  Switzerland: ['CH', 'de'],
  UK: ['GB', 'en'],
  USA: ['US', 'en'],
  Venezuela: ['VE', 'es'],
};

/**
 * Microsoft's Northwind sample company from a folder of CSV files (Customers, Products, Employees, Orders, OrderDetails):
 * customers, products as materials, orders with lines. What shipped gets a delivery, goods issue and invoice; what shipped
 * after its required date is a delayed order. Amounts in USD, discounts applied exactly.
 */
export function importNorthwind(folder: string): CompanySeed {
  const read = (name: string): Row[] => parse(readFileSync(join(folder, `${name}.csv`), 'utf8'), { columns: true, bom: true });
  const orderRows = read('Orders');
  const products = read('Products');
  const lines = grouped(read('OrderDetails'), (row) => field(row, 'OrderID'));
  const lastDay = orderRows.map((row) => field(row, 'ShippedDate') || field(row, 'OrderDate')).reduce((a, b) => (a > b ? a : b), '');
  const owners = new Map(orderRows.map((row) => [field(row, 'CustomerID'), field(row, 'EmployeeID')]));
  const names = new Map(products.map((row) => [field(row, 'ProductID'), field(row, 'ProductName')]));
  const orders = orderRows.map((row) => toOrder(row, lines.get(field(row, 'OrderID')) ?? [], names, lastDay));
  const ordersOf = grouped(orders, (order) => order.customer);
  const customers = read('Customers').map((row) =>
    toCustomer(row, owners.get(field(row, 'CustomerID')) ?? '1', ordersOf.get(field(row, 'CustomerID')) ?? []),
  );
  return {
    name: 'Northwind Traders',
    asOf: `${lastDay}T16:00:00Z`,
    users: read('Employees').map(toUser),
    customers,
    materials: products.map(toMaterial),
    orders,
    opportunities: makeOpportunities(orders, customers, { missing: [], double: [] }),
  };
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

/** Cells are always there; SQL's NULL was written as an empty cell or the word. */
function field(row: Row, name: string): string {
  const value = row[name] ?? '';
  return value === 'NULL' ? '' : value;
}

function toUser(row: Row): SeedUser {
  const firstName = field(row, 'FirstName');
  const lastName = field(row, 'LastName');
  return {
    key: `user-${field(row, 'EmployeeID')}`,
    firstName,
    lastName,
    email: `${mailName(firstName)}.${mailName(lastName)}@northwind.example`,
    title: field(row, 'Title'),
  };
}

function toMaterial(row: Row): SeedMaterial {
  return {
    id: `NW-${field(row, 'ProductID').padStart(3, '0')}`,
    description: field(row, 'ProductName'),
    unit: 'PC',
    price: lineNet({ price: field(row, 'UnitPrice'), quantity: '1' }, 'USD'),
    currency: 'USD',
    plant: '1010',
    stock: field(row, 'UnitsInStock') || '0',
    leadTimeDays: 14,
    group: `CAT-${field(row, 'CategoryID')}`,
    isDiscontinued: field(row, 'Discontinued') === '1',
    // Every third is kept in a second plant, with half of what the first one has.
    ...(Number(field(row, 'ProductID')) % 3 === 0
      ? { elsewhere: [{ plant: '1020', stock: String(Math.floor(Number(field(row, 'UnitsInStock') || '0') / 2)) }] }
      : {}),
  };
}

function toCustomer(row: Row, owner: string, orders: readonly SeedOrder[]): SeedCustomer {
  const id = field(row, 'CustomerID');
  const [country, language] = countries[field(row, 'Country')] ?? ['US', 'en'];
  const [firstName = '', ...rest] = field(row, 'ContactName').split(' ');
  const lastName = rest.join(' ') || firstName;
  const host = `${id.toLowerCase()}.example`;
  return {
    id,
    name: field(row, 'CompanyName'),
    street: field(row, 'Address'),
    city: field(row, 'City'),
    region: field(row, 'Region'),
    postalCode: field(row, 'PostalCode'),
    country,
    phone: field(row, 'Phone'),
    email: `orders@${host}`,
    language,
    currency: 'USD',
    paymentTerms: 'NT30',
    creditLimit: '50000.00',
    creditExposure: exposure(orders, 'USD'),
    creditBlocked: false,
    riskClass: 'B',
    ownerKey: `user-${owner}`,
    contacts: [
      {
        key: `contact-${id}`,
        firstName,
        lastName,
        title: field(row, 'ContactTitle'),
        email: `${mailName(firstName)}.${mailName(lastName)}@${host}`,
        phone: field(row, 'Phone'),
        language,
        optedOut: false,
      },
    ],
  };
}

function toOrder(row: Row, lines: readonly Row[], names: ReadonlyMap<string, string>, lastDay: string): SeedOrder {
  const id = field(row, 'OrderID');
  const shippedOn = field(row, 'ShippedDate');
  const requestedOn = field(row, 'RequiredDate');
  const items = lines.map((line, index) => toItem(line, index, names, shippedOn, requestedOn));
  const net = total(
    items.map((item) => item.net),
    'USD',
  );
  return {
    id,
    customer: field(row, 'CustomerID'),
    customerReference: `NW-PO-${id}`,
    currency: 'USD',
    createdOn: field(row, 'OrderDate'),
    requestedOn,
    changedAt: `${shippedOn || field(row, 'OrderDate')}T12:00:00Z`,
    changedBy: `EMP${field(row, 'EmployeeID')}`,
    net,
    items,
    deliveries: shippedOn
      ? [
          {
            id: `80${id}`,
            tracking: `NW${id}`,
            plannedGoodsIssueOn: shippedOn,
            goodsIssuedOn: shippedOn,
            deliveryOn: addDays(shippedOn, 3),
            ...(addDays(shippedOn, 3) <= lastDay ? { proofOfDeliveryOn: addDays(shippedOn, 3) } : {}),
            picked: true,
            items: items.map((item) => ({ orderItem: item.id, material: item.material, quantity: item.quantity, unit: item.unit })),
          },
        ]
      : [],
    invoices: shippedOn
      ? [
          {
            id: `90${id}`,
            issuedOn: shippedOn,
            dueOn: addDays(shippedOn, 30),
            ...taxed(net, 0, 'USD'),
            cleared: addDays(shippedOn, 30) <= lastDay,
          },
        ]
      : [],
    creditBlocked: false,
    deliveryBlock: '',
  };
}

function toItem(line: Row, index: number, names: ReadonlyMap<string, string>, shippedOn: string, requestedOn: string): SeedOrderItem {
  const product = field(line, 'ProductID');
  const quantity = field(line, 'Quantity');
  return {
    id: String((index + 1) * 10),
    material: `NW-${product.padStart(3, '0')}`,
    description: names.get(product) ?? product,
    unit: 'PC',
    quantity,
    confirmed: quantity,
    // Shipped late: the date that could be confirmed was the day it left.
    confirmedOn: shippedOn > requestedOn ? shippedOn : requestedOn,
    delivered: shippedOn ? quantity : '0',
    net: lineNet({ price: field(line, 'UnitPrice'), quantity, discount: field(line, 'Discount') || '0' }, 'USD'),
    inProduction: false,
  };
}
