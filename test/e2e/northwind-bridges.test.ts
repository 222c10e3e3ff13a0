import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importNorthwind } from '../../src/sandbox/index.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

const folder = join(import.meta.dirname, '../../../shared/data/northwind');
const isThere = existsSync(join(folder, 'Orders.csv'));
const why = isThere ? '' : ` (skipped: Northwind's files are not at ${folder})`;

let rig: CompanyRig;
beforeAll(async () => {
  if (isThere) rig = await openCompanyRig({ northwind: folder });
}, 120_000);
afterAll(() => rig?.close());

const seed = isThere ? importNorthwind(folder) : undefined;
const orders = seed?.orders ?? [];
const customers = seed?.customers ?? [];
const ends = new Map<string, number>();

/** Starts a workflow on every record and carries all of them to their end; how they ended, with how many ended so. */
async function over(workflow: string, records: readonly string[]): Promise<Map<string, number>> {
  ends.clear();
  const started: string[] = [];
  for (const record of records) started.push(...(await rig.services.runs.start(workflow, record, people.olivia)).runIds);
  await rig.settle();
  for (const id of started) {
    const { run } = await rig.services.runs.get(id, people.carl);
    const end = run.status === 'done' ? (run.outcome ?? '') : run.status;
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  expect(started).toHaveLength(records.length);
  return ends;
}
const accountsBy = async (field: string) =>
  new Map((await rig.query(`SELECT Id, ${field}, ERP_Customer_Id__c FROM Account`)).map((row) => [String(row['ERP_Customer_Id__c']), row]));

const invoices = orders.flatMap(({ invoices: billed }) => billed.map(({ id }) => id));
const lastBilled = new Map<string, string>();
for (const { customer, invoices: billed } of orders)
  for (const { issuedOn } of billed) if (issuedOn > (lastBilled.get(customer) ?? '')) lastBilled.set(customer, issuedOn);

describe.skipIf(!isThere)(`the whole of Northwind${why}`, () => {
  it(
    'every bill is held against the deal of its order; all agree, and no variance is made up',
    {
      timeout: 300_000,
    },
    async () => {
      expect(invoices.length).toBeGreaterThan(800);
      expect([...(await over('reconcile', invoices))]).toEqual([['deal, order and bills agree', invoices.length]]);
      expect(await rig.query('SELECT Id FROM ERP_Variance__c')).toEqual([]);
    },
  );

  it('every customer has the day its last order was billed', { timeout: 300_000 }, async () => {
    const ended = await over('last-order-date', invoices);
    expect([...ended.keys()].toSorted()).toEqual(['a newer order is known', 'applied', 'unchanged']);
    const stands = [...(await accountsBy('Last_Order_Date__c'))].map(([customer, row]) => [customer, row['Last_Order_Date__c']]);
    expect(new Map(stands.filter(([, day]) => day !== null) as [string, string][])).toEqual(lastBilled);
  });

  it('every account that lost its link finds its own customer again, and no customer is made', { timeout: 300_000 }, async () => {
    const before = await accountsBy('Name');
    expect(before.size).toBe(customers.length);
    const inErp = async () => (await rig.core.flow.connection('erp').ports.customerMasters?.list({ limit: 500 }))?.items.length;
    const known = await inErp();
    for (const row of before.values()) await rig.inCrm('Account', { ERP_Customer_Id__c: null }, String(row['Id']));
    const accounts = [...before.values()].map((row) => String(row['Id']));
    expect([...(await over('customer-sync', accounts))]).toEqual([['applied', customers.length]]);
    const after = await accountsBy('Name');
    expect([...after].map(([customer, { Id }]) => [customer, Id])).toEqual([...before].map(([customer, { Id }]) => [customer, Id]));
    expect(await inErp()).toBe(known);
    // The next look brings fields in line by their masters; after it there is nothing left to write.
    await over('customer-sync', accounts);
    expect([...(await over('customer-sync', accounts))]).toEqual([['both systems agree', customers.length]]);
  });

  it(
    'the forecast, a month and the comparison of both systems take in all of it, and leave no exception',
    { timeout: 300_000 },
    async () => {
      // What is not shipped yet is pipeline again: Northwind has no open deals of its own.
      const soon = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
      const unshipped = orders.filter(({ deliveries }) => deliveries.length === 0);
      for (const { id } of unshipped) {
        const [deal] = await rig.query(`SELECT Id FROM Opportunity WHERE ERP_Order_Id__c = '${id}'`);
        await rig.inCrm('Opportunity', { StageName: 'Negotiation/Review', CloseDate: soon }, String(deal?.['Id']));
      }
      expect(unshipped.length).toBeGreaterThan(10);
      expect([...(await over('sales-forecast', ['now']))]).toEqual([['applied', 1]]);
      const [month] = await rig.query('SELECT Expected__c, Low__c, High__c FROM ERP_Forecast__c ORDER BY Expected__c DESC LIMIT 1');
      expect(Number(month?.['Low__c'])).toBeLessThanOrEqual(Number(month?.['Expected__c']));
      expect(Number(month?.['High__c'])).toBeGreaterThanOrEqual(Number(month?.['Expected__c']));
      // Its variances are above the thresholds, so a controller looks first.
      expect([...(await over('close-reconcile', ['1998-04']))]).toEqual([['awaiting_approval', 1]]);
      expect([...(await over('integrity', ['now']))]).toEqual([['applied', 1]]);
      expect((await rig.services.exceptions.list({ limit: 10 }, people.olivia)).items).toEqual([]);
    },
  );
});
