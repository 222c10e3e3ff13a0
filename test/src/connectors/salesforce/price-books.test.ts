import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WriteRequest } from '../../../../src/contracts/ports.ts';
import { generateCompany } from '../../../../src/sandbox/index.ts';
import { connected, newKey } from './connection.ts';

const customer = '10100002';
let org: Awaited<ReturnType<typeof connected>>;
let pump: string;
let since: string;
beforeAll(async () => {
  const writes = ['Product2.create', 'Pricebook2.create', 'PricebookEntry.create', 'PricebookEntry.update'];
  org = await connected({ multiCurrency: true, writes, deadlineMs: 3_000 }, { seed: generateCompany() });
  pump = (await served(org.crm.ports.products).findByMaterial('MAT-1002'))[0]?.id ?? '';
});
afterAll(() => org.close());
beforeEach(() => {
  // Stamps have whole seconds.
  since = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
});

const served = <T>(port: T | undefined): T => {
  if (port === undefined) throw new Error('the connection does not serve this port');
  return port;
};
const send = (type: string, fields: WriteRequest['fields'], id?: string) =>
  org.crm.writer.send({
    operation: id === undefined ? 'create' : 'update',
    target: { type, ...(id === undefined ? {} : { id }) },
    fields,
    key: newKey(),
  });
const create = async (type: string, fields: WriteRequest['fields']): Promise<string> => {
  const outcome = await send(type, fields);
  expect(outcome).toMatchObject({ kind: 'applied' });
  return outcome.kind === 'applied' ? outcome.receipt.id : '';
};
const bookOf = (number: string) => create('Pricebook2', { Name: `Customer ${number}`, ERP_Customer_Id__c: number, IsActive: true });
const entryIn = (book: string, more: WriteRequest['fields'] = {}): WriteRequest['fields'] => ({
  Pricebook2Id: book,
  Product2Id: pump,
  UnitPrice: '99.5',
  CurrencyIsoCode: 'EUR',
  IsActive: true,
  ...more,
});
const books = () => served(org.crm.ports.priceBooks);
const changed = async (port: 'priceEntryChanges' | 'customerPriceEntryChanges') =>
  (await served(org.crm.ports[port]).changedSince({ since }, 50)).changes.map(({ id }) => id);

describe('the price book of a customer', () => {
  it('is known by the customer’s number in the ERP, with its entries, and there is one of it', async () => {
    expect(await books().ofCustomer(customer)).toEqual([]);
    const book = await bookOf(customer);
    expect(await books().ofCustomer(customer)).toEqual([{ id: book, isActive: true, entries: [] }]);
    const entry = await create('PricebookEntry', entryIn(book));
    expect(await books().ofCustomer(customer)).toMatchObject([
      { entries: [{ id: entry, product: pump, material: 'MAT-1002', price: { amount: '99.50', currency: 'EUR' }, isActive: true }] },
    ]);
    expect(await send('Pricebook2', { Name: 'Twin', ERP_Customer_Id__c: customer })).toMatchObject({
      kind: 'refused',
      code: 'DUPLICATE_VALUE',
    });
    expect(await books().ofCustomer('')).toEqual([]);
    expect(await books().ofCustomer("x' OR Name != '")).toEqual([]);
  });

  it('is listed with all others, page by page, and the standard book is none of them', async () => {
    const second = await bookOf('10100003');
    const [first] = (await books().list({ limit: 1 })).items;
    expect(await books().list({ limit: 1 })).toMatchObject({ items: [{ customer }], more: true });
    expect(await books().list({ limit: 9, after: first?.id ?? '' })).toEqual({
      items: [{ id: second, customer: '10100003' }],
      more: false,
    });
  });

  it('takes a product once in a currency, and only one that stands in the standard book', async () => {
    const book = await bookOf('10100004');
    await create('PricebookEntry', entryIn(book));
    expect(await send('PricebookEntry', entryIn(book))).toMatchObject({ kind: 'refused', code: 'DUPLICATE_VALUE' });
    const bare = await create('Product2', { Name: 'Pump of tomorrow', ProductCode: 'MAT-9001', IsActive: true });
    for (const fields of [{ Product2Id: bare }, { CurrencyIsoCode: 'CHF' }])
      expect(await send('PricebookEntry', entryIn(book, fields))).toMatchObject({ kind: 'refused', code: 'STANDARD_PRICE_NOT_DEFINED' });
  });

  it('changes as its customer, and the catalogue does not', async () => {
    const book = await bookOf('10100005');
    expect(await changed('priceEntryChanges')).toEqual([]);
    const entry = await create('PricebookEntry', entryIn(book));
    expect(await changed('customerPriceEntryChanges')).toContain('10100005');
    expect(await changed('priceEntryChanges')).toEqual([]);
    expect(await send('PricebookEntry', { IsActive: false }, entry)).toMatchObject({ kind: 'applied' });
    expect((await books().ofCustomer('10100005'))[0]?.entries).toMatchObject([{ isActive: false }]);
    const standard = (await served(org.crm.ports.products).get(pump))?.priceEntryId ?? '';
    await send('PricebookEntry', { UnitPrice: '801' }, standard);
    expect(await changed('priceEntryChanges')).toEqual([pump]);
  });

  it('is filled with products that are found many at a time', async () => {
    const wanted = ['MAT-1002', 'MAT-1003', 'MAT-0', '', ...Array.from({ length: 150 }, (_, at) => `NONE-${at}`)];
    const found = await books().productsOf(wanted);
    expect(found.map(({ material }) => material)).toEqual(['MAT-1002', 'MAT-1003']);
    expect(found[0]).toEqual({ id: pump, material: 'MAT-1002', isActive: true, currencies: ['EUR'] });
  });
});
