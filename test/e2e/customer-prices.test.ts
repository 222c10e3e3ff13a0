import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxApp } from '../../src/sandbox/salesforce/index.ts';
import { sleep } from '../../src/app/system.ts';
import { equals } from '../../src/sandbox/sap/filter.ts';
import { setNamed } from '../../src/sandbox/sap/services.ts';
import type { PollPort } from '../../src/contracts/bridge-ports.ts';
import { pollOnce } from '../../src/events/poll.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
const [one, two, three, four, five, six] = ['10100001', '10100002', '10100003', '10100004', '10100005', '10100006'];
const connection = 'erp';
beforeAll(async () => {
  rig = await openCompanyRig({ size: 8 });
  await Promise.all((['customerPriceChanges', 'customerPriceDays', 'customerPriceEntryChanges'] as const).map(look));
  await nextSecond();
});
afterAll(() => rig.close());

/** Stamps have whole seconds, and what is written within the second of a look may be taken for what it saw. */
const nextSecond = () => sleep(1_100);
const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
const agree = (customer: string, material: string, amount: string, more: object = {}) =>
  rig.sandbox.act.agreePrice({ customer, material, amount, ...more });
const tell = async (id: string): Promise<string> =>
  (await rig.tell('customer-prices.changed', { connection, type: 'Customer', id }))[0] ?? '';
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const night = async (id: string): Promise<string> =>
  (await rig.tell('customer-prices.look', { connection: 'schedule', type: 'Customer', id }))[0] ?? '';
const entries = (customer: string) =>
  rig.query(
    `SELECT Id, ProductCode, UnitPrice, IsActive, CurrencyIsoCode FROM PricebookEntry WHERE Pricebook2.ERP_Customer_Id__c = '${customer}' ORDER BY ProductCode`,
  );
const entry = async (customer: string, material: string) =>
  (await entries(customer)).find((each) => each['ProductCode'] === material) ?? {};
const effects = (): number => rig.sandbox.requests.effects({ face: 'salesforce' }).length;
const waiting = async (customer: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.filter(({ title }) => title.includes(customer));
const approve = async (customer: string): Promise<void> => {
  const [approval] = await waiting(customer);
  await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
  await rig.settle();
};

/** Looks for changes as the server does; how many were new. */
async function look(port: PollPort): Promise<number> {
  const workflow = rig.core.content.workflows.find(({ id }) => id === 'customer-prices');
  const poll = workflow?.triggers.find((each) => each.on === 'poll' && each.port === port);
  if (poll?.on !== 'poll') throw new Error(`nobody follows ${port}`);
  const seen = await pollOnce({ ...rig.core.intake, connection: rig.core.flow.connection }, poll);
  await rig.settle();
  return seen;
}

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

describe('a price agreed with a customer in the ERP', () => {
  it('is seen, makes the customer’s price book with it, once, and the list price stays what it is', async () => {
    const list = `SELECT UnitPrice FROM PricebookEntry WHERE ProductCode = 'MAT-1002' AND Pricebook2.IsStandard = true`;
    const before = await rig.query(list);
    agree(one, 'MAT-1002', '95.00');
    agree(one, 'MAT-1003', '1200', { per: 10 });
    expect(await look('customerPriceChanges')).toBeGreaterThan(0);
    expect(await entries(one)).toMatchObject([
      { ProductCode: 'MAT-1002', UnitPrice: 95, IsActive: true, CurrencyIsoCode: 'EUR' },
      { ProductCode: 'MAT-1003', UnitPrice: 120, IsActive: true },
    ]);
    expect(await rig.query(`SELECT Name, IsActive FROM Pricebook2 WHERE ERP_Customer_Id__c = '${one}'`)).toEqual([
      expect.objectContaining({ Name: `Customer ${one}`, IsActive: true }),
    ]);
    expect(await rig.query(list)).toEqual(before);
    const written = effects();
    await Promise.all(Array.from({ length: 5 }, () => tell(one)));
    expect(effects()).toBe(written);
  });

  it('our own entries come back as changes of the customer and start nothing that writes', async () => {
    const written = effects();
    expect(await look('customerPriceEntryChanges')).toBeGreaterThan(0);
    expect(effects()).toBe(written);
    expect(await run(await tell(one))).toMatchObject({ outcome: 'both systems agree' });
  });

  it('moves a little by itself; beyond the limit a person is asked, once, whatever side the news comes from', async () => {
    agree(one, 'MAT-1002', '97.00');
    await tell(one);
    expect(await entry(one, 'MAT-1002')).toMatchObject({ UnitPrice: 97 });
    agree(one, 'MAT-1002', '150.00');
    await tell(one);
    await look('customerPriceEntryChanges');
    expect(await waiting(one)).toMatchObject([{ asked: { rule: 'large-price-change', role: 'controller' } }]);
    expect(await entry(one, 'MAT-1002')).toMatchObject({ UnitPrice: 97 });
    await approve(one);
    expect(await entry(one, 'MAT-1002')).toMatchObject({ UnitPrice: 150 });
  });

  it('that is deleted there is switched off, and entered again it comes back when somebody agrees', async () => {
    agree(one, 'MAT-1003', '1200', { per: 10, isDeleted: true });
    await look('customerPriceChanges');
    expect(await entry(one, 'MAT-1003')).toMatchObject({ IsActive: false, UnitPrice: 120 });
    agree(one, 'MAT-1003', '1210', { per: 10 });
    await tell(one);
    expect(await waiting(one)).toMatchObject([{ asked: { rule: 'revived' } }]);
    await approve(one);
    expect(await entry(one, 'MAT-1003')).toMatchObject({ IsActive: true, UnitPrice: 121 });
  });

  it('begins and ends on its days without any change of its own', async () => {
    agree(two, 'MAT-1002', '90.00', { from: day(0) });
    await look('customerPriceDays');
    expect(await entry(two, 'MAT-1002')).toMatchObject({ UnitPrice: 90 });
    agree(two, 'MAT-1002', '90.00', { until: day(-1) });
    await night('2026-03-01T03:45');
    expect(await entry(two, 'MAT-1002')).toMatchObject({ IsActive: false });
    expect(await run(await night('2026-03-02T03:45'))).toMatchObject({ outcome: 'every price book agrees' });
  });

  it('of a material that is not on the catalogue waits for it', async () => {
    const [standard] = await rig.query(`SELECT Id FROM PricebookEntry WHERE ProductCode = 'MAT-1009' AND Pricebook2.IsStandard = true`);
    await rig.inCrm('PricebookEntry', { IsActive: false }, String(standard?.['Id']));
    agree(three, 'MAT-1009', '5.00');
    expect(await run(await tell(three))).toMatchObject({
      outcome: 'both systems agree, but for what is not on the catalogue yet: MAT-1009',
    });
    expect(await rig.query(`SELECT Id FROM Pricebook2 WHERE ERP_Customer_Id__c = '${three}'`)).toEqual([]);
    await rig.inCrm('PricebookEntry', { IsActive: true }, String(standard?.['Id']));
    await tell(three);
    expect(await entry(three, 'MAT-1009')).toMatchObject({ UnitPrice: 5 });
  });
});

describe('a price in the customer’s book that changed in the CRM', () => {
  it('is put right again, each time anew', async () => {
    agree(four, 'MAT-1004', '50.00');
    await tell(four);
    const { Id: id } = await entry(four, 'MAT-1004');
    for (const wrong of [51, 49, 51]) {
      await rig.inCrm('PricebookEntry', { UnitPrice: wrong }, String(id));
      expect(await look('customerPriceEntryChanges')).toBeGreaterThan(0);
      expect(await entry(four, 'MAT-1004')).toMatchObject({ UnitPrice: 50 });
    }
  });

  it('and was deleted comes back with the nightly look', async () => {
    agree(four, 'MAT-1005', '60.00');
    await tell(four);
    await deleteInCrm('PricebookEntry', String((await entry(four, 'MAT-1005'))['Id']));
    await night('2026-03-03T03:45');
    expect(await entry(four, 'MAT-1005')).toMatchObject({ UnitPrice: 60, IsActive: true });
  });

  it('has two prices in the ERP: a task, once, and nothing is changed', async () => {
    agree(five, 'MAT-1006', '70.00');
    await tell(five);
    agree(five, 'MAT-1006', '71.00', { number: 2 });
    agree(five, 'MAT-1007', '8.00');
    await tell(five);
    await tell(five);
    await night('2026-03-04T03:45');
    expect(await entry(five, 'MAT-1006')).toMatchObject({ UnitPrice: 70 });
    expect(await entry(five, 'MAT-1007')).toMatchObject({ UnitPrice: 8 });
    expect(
      await rig.query(`SELECT Subject, Description FROM Task WHERE Subject = 'Agreed prices of customer ${five} differ'`),
    ).toMatchObject([{ Description: expect.stringContaining('the ERP has two prices of MAT-1006 in EUR today') }]);
    expect(await run(await tell(five))).toMatchObject({ outcome: 'a person was told of what differs' });
  });
});

describe('prices of a customer', () => {
  it('that are gone without a trace are seen at night; in number somebody is asked', async () => {
    const { store } = rig.sandbox.sap;
    const materials = (await rig.query('SELECT ProductCode FROM Product2 WHERE IsActive = true ORDER BY ProductCode'))
      .map((each) => String(each['ProductCode']))
      .filter((each) => /^MAT-\d{4}$/.test(each))
      .slice(0, 22);
    const ids = materials.map((material) => agree(six, material, '10.00'));
    await tell(six);
    expect((await entries(six)).length).toBeGreaterThan(20);
    for (const id of ids) store.remove(setNamed('A_SlsPrcgCndnRecdValidity'), equals({ ConditionRecord: id }));
    await night('2026-03-05T03:45');
    expect(await waiting(six)).toMatchObject([{ asked: { rule: 'many-gone-at-night' } }]);
    await approve(six);
    expect((await entries(six)).every((each) => each['IsActive'] === false)).toBe(true);
  });

  it('that has no account in the CRM, or that nothing is agreed with, come to nothing', async () => {
    expect(await run(await tell('999'))).toMatchObject({ outcome: 'no account stands for this customer' });
    expect(await run(await tell('10100007'))).toMatchObject({ outcome: 'nothing is agreed with this customer' });
  });
});

it('more prices than one proposal holds follow by the news of those before, and a question comes after them', async () => {
  await rig.close();
  rig = await openCompanyRig({
    size: 3,
    config: { workflows: { 'customer-prices': { mapping: { most: { entries: 2, gone: 20, customers: 9 } } } } },
  });
  await look('customerPriceEntryChanges');
  await nextSecond();
  agree(one, 'MAT-1001', '50.00');
  await tell(one);
  agree(one, 'MAT-1001', '500.00');
  const materials = ['MAT-1002', 'MAT-1003', 'MAT-1004', 'MAT-1005', 'MAT-1006'];
  for (const material of materials) agree(one, material, '9.00');
  await tell(one);
  expect(await entries(one)).toHaveLength(3);
  for (const count of [5, 6]) {
    await nextSecond();
    expect(await look('customerPriceEntryChanges')).toBeGreaterThan(0);
    expect(await entries(one)).toHaveLength(count);
  }
  expect(await waiting(one)).toEqual([]);
  await nextSecond();
  await look('customerPriceEntryChanges');
  expect(await waiting(one)).toMatchObject([{ asked: { rule: 'large-price-change' } }]);
});
