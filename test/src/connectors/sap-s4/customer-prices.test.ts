import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../../src/contracts/ports.ts';
import type { CompanySandbox } from '../../../../src/sandbox/index.ts';
import { equals } from '../../../../src/sandbox/sap/filter.ts';
import { setNamed } from '../../../../src/sandbox/sap/services.ts';
import { openBoth, served } from './sap-connection.ts';

const today = '2024-05-17';
const early = { since: '2024-05-17T15:00:00Z' };
const [customer, other] = ['10100002', '10100003'];
let box: CompanySandbox;
let sap: Connection;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ box, sap, close } = await openBoth({ pageSize: 100 }));
});
afterEach(() => close());

const agreed = (of = customer, on = today) => served(sap.ports.customerPrices).listForCustomer(of, on);
const changed = async (port: 'priceChanges' | 'customerPriceChanges') =>
  (await served(sap.ports[port]).changedSince(early, 500)).changes.map(({ id }) => id);

describe('a price agreed with a customer', () => {
  it('is no list price, and its change is none of the catalogue', async () => {
    const before = await served(sap.ports.prices).listForMaterial('MAT-1002', today);
    const seen = await changed('priceChanges');
    box.act.agreePrice({ customer, material: 'MAT-1002', amount: '99.50' });
    expect(before).toHaveLength(1);
    expect(await served(sap.ports.prices).listForMaterial('MAT-1002', today)).toEqual(before);
    expect(await changed('priceChanges')).toEqual(seen);
  });

  it('is read with all others of the customer, page by page, as long as it is in force', async () => {
    expect(await agreed()).toEqual([]);
    for (const material of ['MAT-1002', 'MAT-1003', 'MAT-1004']) box.act.agreePrice({ customer, material, amount: '99.5', per: 10 });
    box.act.agreePrice({ customer: other, material: 'MAT-1002', amount: '7' });
    box.act.agreePrice({ customer, material: 'MAT-1005', amount: '8', until: '2024-05-16' });
    box.act.agreePrice({ customer, material: 'MAT-1006', amount: '8', from: '2024-05-18' });
    expect(await agreed()).toMatchObject([
      { customer, material: 'MAT-1002', price: { amount: '99.50', currency: 'EUR' }, per: { value: '10', unit: 'PC' } },
      { material: 'MAT-1003' },
      { material: 'MAT-1004' },
    ]);
    expect((await agreed(customer, '2024-05-16')).map(({ material }) => material)).toContain('MAT-1005');
    expect(await agreed('')).toEqual([]);
    expect(await agreed("10100002' or Customer ne '")).toEqual([]);
  });

  it('that was changed or deleted is a change of the customer', async () => {
    expect(await changed('customerPriceChanges')).toEqual([]);
    const id = box.act.agreePrice({ customer, material: 'MAT-1002', amount: '99.50' });
    expect(await changed('customerPriceChanges')).toEqual([customer]);
    expect(box.act.agreePrice({ customer, material: 'MAT-1002', amount: '99.50', isDeleted: true })).toBe(id);
    expect(await agreed()).toEqual([]);
    expect(await changed('customerPriceChanges')).toEqual([customer]);
  });

  it('of more materials than anybody agrees on is refused', async () => {
    const { store } = box.sap;
    const id = box.act.agreePrice({ customer, material: 'MAT-1002', amount: '1' });
    const [validity] = store.find(setNamed('A_SlsPrcgCndnRecdValidity'), equals({ ConditionRecord: id }));
    for (let at = 0; at < 2_000; at += 1) store.insert(setNamed('A_SlsPrcgCndnRecdValidity'), { ...validity, ConditionRecord: `X${at}` });
    await expect(agreed()).rejects.toMatchObject({ code: 'input.too_large' });
  });

  it('is entered from another process too', async () => {
    const put = (price: object) =>
      fetch(`${box.url}/_sandbox/price`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ customer, material: 'MAT-1002', amount: '12.50', ...price }),
      });
    expect((await put({})).status).toBe(200);
    expect(await agreed()).toMatchObject([{ price: { amount: '12.50' } }]);
    expect((await put({ material: 'MAT-0' })).status).toBe(409);
    expect((await put({ amount: 'much' })).status).toBe(400);
  });

  it('needs a customer and a material there are', () => {
    for (const wrong of [{ customer: '1' }, { material: 'MAT-0' }])
      expect(() => box.act.agreePrice({ customer, material: 'MAT-1002', amount: '1', ...wrong })).toThrow(/maintained|defined/);
  });
});

describe('the days of agreed prices', () => {
  it('on which one begins, or has ended the day before, are changes of the customer; that of a day is told as the same again', async () => {
    const now = new Date().toISOString().slice(0, 10);
    const day = (shift: number) => new Date(Date.parse(now) + shift * 86_400_000).toISOString().slice(0, 10);
    const days = served(sap.ports.customerPriceDays);
    box.act.agreePrice({ customer, material: 'MAT-1002', amount: '1', from: day(-1) });
    box.act.agreePrice({ customer: other, material: 'MAT-1002', amount: '1', until: day(-1) });
    box.act.agreePrice({ customer: '10100004', material: 'MAT-1002', amount: '1', from: day(-9), until: day(0) });
    const page = await days.changedSince({ since: `${day(-2)}T10:00:00Z` }, 1);
    const [begun, ended] = [
      { id: customer, changedAt: `${day(-1)}T00:00:00.000Z` },
      { id: other, changedAt: `${day(0)}T00:00:00.000Z` },
    ];
    expect(page).toMatchObject({ changes: [begun, ended], more: false });
    expect((await days.changedSince({ cursor: page.cursor }, 1)).changes).toEqual([ended]);
  });
});
