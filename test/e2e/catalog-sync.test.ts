import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxApp } from '../../src/sandbox/salesforce/index.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { equals } from '../../src/sandbox/sap/filter.ts';
import { setNamed } from '../../src/sandbox/sap/services.ts';
import type { Row } from '../../src/sandbox/sap/store.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig({ size: 8 });
});
afterAll(() => rig.close());

const tell = async (material: string): Promise<string> =>
  (await rig.tell('material.changed', { connection: 'erp', type: 'Material', id: material }))[0] ?? '';
const tellProduct = async (id: string): Promise<string> =>
  (await rig.tell('product.changed', { connection: 'crm', type: 'Product2', id }))[0] ?? '';
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const product = async (material: string) =>
  (await rig.query(`SELECT Id, Name, Family, IsActive, QuantityUnitOfMeasure FROM Product2 WHERE ProductCode = '${material}'`))[0] ?? {};
const entry = async (material: string) =>
  (await rig.query(`SELECT Id, UnitPrice, CurrencyIsoCode FROM PricebookEntry WHERE ProductCode = '${material}'`))[0] ?? {};
const waiting = async (runId: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find((each) => each.runId === runId);
const approve = async (runId: string): Promise<void> => {
  const approval = await waiting(runId);
  await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
  await rig.settle();
};

/** Somebody in the ERP changes a row. */
function inErp(set: string, key: Row, values: Row): void {
  const { store } = rig.sandbox.sap;
  const row = store.get(setNamed(set), key);
  if (!row) throw new Error(`${set} has no such row`);
  store.update(setNamed(set), row, values);
}
const reprice = (material: string, percent: number, old: number): string => {
  const price = ((old * (100 + percent)) / 100).toFixed(2);
  const stamp = new Date().toISOString();
  inErp(
    'A_SlsPrcgConditionRecord',
    { ConditionRecord: material.slice(-10) },
    { ConditionRateValue: `${price}0000000`, LastChangeDateTime: stamp },
  );
  return price;
};

describe('a change in the ERP', () => {
  it('of a price within the limit moves the list price, once, and our own change finds nothing to do', async () => {
    const before = await entry('MAT-1002');
    const price = reprice('MAT-1002', 5, Number(before['UnitPrice']));
    const effects = rig.sandbox.requests.effects({ face: 'salesforce' }).length;
    await Promise.all(Array.from({ length: 5 }, () => tell('MAT-1002')));
    expect(Number((await entry('MAT-1002'))['UnitPrice'])).toBe(Number(price));
    expect(rig.sandbox.requests.effects({ face: 'salesforce' }).length - effects).toBeLessThanOrEqual(2);
    expect(await run(await tellProduct(String((await product('MAT-1002'))['Id'])))).toMatchObject({ outcome: 'both systems agree' });
  });

  it('of a price beyond the limit waits for a person', async () => {
    const before = await entry('MAT-1003');
    const price = reprice('MAT-1003', 40, Number(before['UnitPrice']));
    const started = await tell('MAT-1003');
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'large-price-change', role: 'controller' } });
    expect(await entry('MAT-1003')).toEqual(before);
    await approve(started);
    expect(Number((await entry('MAT-1003'))['UnitPrice'])).toBe(Number(price));
  });

  it('of a price is seen by its own cursor, as a change of the material', async () => {
    const since = new Date().toISOString();
    reprice('MAT-1006', 1, Number((await entry('MAT-1006'))['UnitPrice']));
    const { ports } = rig.core.flow.connection('erp');
    const page = await ports.priceChanges?.changedSince({ since }, 10);
    expect(page?.changes.map(({ id }) => id)).toEqual(['MAT-1006']);
    expect((await ports.priceChanges?.changedSince({ cursor: page?.cursor ?? '' }, 10))?.changes).toEqual([]);
    inErp('A_Product', { Product: 'MAT-1006' }, { LastChangeDateTime: new Date().toISOString() });
    expect((await ports.materialChanges?.changedSince({ since }, 10))?.changes.map(({ id }) => id)).toEqual(['MAT-1006']);
  });

  it('that discontinues a material takes its product off the catalogue; back it comes when somebody agrees', async () => {
    inErp('A_Product', { Product: 'MAT-1004' }, { CrossPlantStatus: '01' });
    await tell('MAT-1004');
    expect(await product('MAT-1004')).toMatchObject({ IsActive: false });
    inErp('A_Product', { Product: 'MAT-1004' }, { CrossPlantStatus: '' });
    const started = await tell('MAT-1004');
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'revived' } });
    await approve(started);
    expect(await product('MAT-1004')).toMatchObject({ IsActive: true });
  });

  it('that deletes a material tells nobody, and the nightly look sees it', async () => {
    const { store } = rig.sandbox.sap;
    store.remove(setNamed('A_Product'), equals({ Product: 'MAT-1007' }));
    const night = { connection: 'schedule', type: 'Material', id: '2026-03-01T03:00' };
    await rig.tell('material.changed', night);
    expect(await product('MAT-1007')).toMatchObject({ IsActive: false });
    expect(await product('MAT-1002')).toMatchObject({ IsActive: true });
    const [again] = await rig.tell('material.changed', { ...night, id: '2026-03-02T03:00' });
    expect(await run(again ?? '')).toMatchObject({ outcome: 'every product has its material' });
  });

  it('that makes a new material puts it on the catalogue with its price', async () => {
    const { store } = rig.sandbox.sap;
    const copy = (set: string, key: Row, values: Row): void => {
      const row = store.get(setNamed(set), key);
      store.insert(setNamed(set), { ...row, ...values });
    };
    copy('A_Product', { Product: 'MAT-1002' }, { Product: 'MAT-9001' });
    copy('A_ProductDescription', { Product: 'MAT-1002', Language: 'EN' }, { Product: 'MAT-9001', ProductDescription: 'Pump of tomorrow' });
    copy('A_SlsPrcgConditionRecord', { ConditionRecord: 'MAT-1002' }, { ConditionRecord: 'MAT-9001', ConditionRateValue: '77.500000000' });
    const [validity] = store.find(setNamed('A_SlsPrcgCndnRecdValidity'), equals({ ConditionRecord: 'MAT-1002' }));
    store.insert(setNamed('A_SlsPrcgCndnRecdValidity'), { ...validity, ConditionRecord: 'MAT-9001', Material: 'MAT-9001' });
    await tell('MAT-9001');
    await tell('MAT-9001');
    expect(await product('MAT-9001')).toMatchObject({ Name: 'Pump of tomorrow', IsActive: true });
    expect(await entry('MAT-9001')).toMatchObject({ UnitPrice: 77.5 });
  });
});

/** Somebody with rights deletes a record in the CRM. */
async function deleteInCrm(object: string, id: string): Promise<void> {
  const url = rig.sandbox.salesforceUrl;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: sandboxApp.clientId,
    client_secret: sandboxApp.clientSecret,
  });
  const token = (await (await fetch(`${url}/services/oauth2/token`, { method: 'POST', body })).json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token.access_token}` };
  const answer = await fetch(`${url}/services/data/v60.0/sobjects/${object}/${id}`, { method: 'DELETE', headers });
  expect(answer.status).toBe(204);
}

/** Looks for changed price entries as the server does. */
const look = async (): Promise<number> => {
  const { pollOnce } = await import('../../src/events/poll.ts');
  const workflow = rig.core.content.workflows.find(({ id }) => id === 'catalog-product');
  const poll = workflow?.triggers.find((each) => each.on === 'poll' && each.port === 'priceEntryChanges');
  if (poll?.on !== 'poll') throw new Error('nobody follows price entries');
  const seen = await pollOnce({ ...rig.core.intake, connection: rig.core.flow.connection }, poll);
  await rig.settle();
  return seen;
};

describe('a price entry that changed in the CRM alone', () => {
  it('is seen, and put back to what the ERP says; the entry we wrote ourselves starts nothing that writes again', async () => {
    await look();
    const before = await entry('MAT-1010');
    await rig.inCrm('PricebookEntry', { UnitPrice: Math.round(Number(before['UnitPrice']) * 104) / 100 }, String(before['Id']));
    expect(await look()).toBeGreaterThan(0);
    expect(await entry('MAT-1010')).toEqual(before);
    const effects = rig.sandbox.requests.effects({ face: 'salesforce' }).length;
    await look();
    expect(rig.sandbox.requests.effects({ face: 'salesforce' })).toHaveLength(effects);
  });

  it('and was deleted is seen by the nightly look, and comes back once somebody agreed', async () => {
    const before = await entry('MAT-1011');
    await deleteInCrm('PricebookEntry', String(before['Id']));
    const night = { connection: 'schedule', type: 'Material', id: '2026-03-03T03:00' };
    const [started] = await rig.tell('material.changed', night);
    expect(await waiting(started ?? '')).toMatchObject({ title: 'Put 1 product back into the price book', asked: { rule: 'price-book' } });
    await approve(started ?? '');
    expect(await entry('MAT-1011')).toMatchObject({ UnitPrice: before['UnitPrice'], CurrencyIsoCode: before['CurrencyIsoCode'] });
    const [again] = await rig.tell('material.changed', { ...night, id: '2026-03-04T03:00' });
    expect(await run(again ?? '')).toMatchObject({ outcome: 'every product has its material' });
  });

  it('and was switched off comes back once somebody agreed', async () => {
    const before = await entry('MAT-1009');
    await rig.inCrm('PricebookEntry', { IsActive: false }, String(before['Id']));
    expect(await look()).toBeGreaterThan(0);
    const waits = (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find(({ title }) =>
      title.includes('MAT-1009'),
    );
    const isActive = async () =>
      (await rig.query(`SELECT IsActive FROM PricebookEntry WHERE Id = '${String(before['Id'])}'`))[0]?.['IsActive'];
    expect(await isActive()).toBe(false);
    await approve(waits?.runId ?? '');
    expect(await isActive()).toBe(true);
    expect(await entry('MAT-1009')).toEqual(before);
  });
});

describe('a change in the CRM', () => {
  it('of what the ERP is master of is put back, and of the family it is left', async () => {
    const before = await product('MAT-1005');
    await rig.inCrm('Product2', { Name: 'Renamed', Family: 'SPECIALS' }, String(before['Id']));
    await tellProduct(String(before['Id']));
    expect(await product('MAT-1005')).toEqual({ ...before, Family: 'SPECIALS' });
  });

  it('to a price in another currency is a conflict: a task, and nothing is changed', async () => {
    const [held, one] = [await product('MAT-1008'), await entry('MAT-1008')];
    await rig.inCrm('PricebookEntry', { CurrencyIsoCode: 'CHF' }, String(one['Id']));
    const started = await tellProduct(String(held['Id']));
    expect(await run(started)).toMatchObject({ status: 'done' });
    expect(await rig.query(`SELECT Subject FROM Task WHERE WhatId = '${String(held['Id'])}'`)).toMatchObject([
      { Subject: 'Product and material MAT-1008 differ in price' },
    ]);
    expect(await entry('MAT-1008')).toMatchObject({ UnitPrice: one['UnitPrice'], CurrencyIsoCode: 'CHF' });
  });
});
