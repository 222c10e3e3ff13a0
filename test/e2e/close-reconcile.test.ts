import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
});
afterAll(() => rig.close());

const close = (id: string) => rig.tell('close.look', { connection: 'crm', type: 'Close', id });
const variances = () =>
  rig.query(
    "SELECT Variance_Key__c, Kind__c, Currency__c, CRM_Amount__c, ERP_Amount__c, Status__c FROM ERP_Variance__c WHERE Variance_Key__c LIKE 'close/%' ORDER BY Variance_Key__c",
  );
const waiting = async () =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.filter(
    (each) => each.workflow === 'close-reconcile',
  );

/** The month most orders of the company were created in. */
async function busiestMonth(): Promise<{ month: string; booked: Map<string, number> }> {
  const listed = await rig.core.flow.connection('erp').ports.orders?.list({ sort: 'created', descending: false, limit: 200 });
  const orders = listed?.items ?? [];
  const counts = new Map<string, number>();
  for (const { createdOn = '' } of orders) counts.set(createdOn.slice(0, 7), (counts.get(createdOn.slice(0, 7)) ?? 0) + 1);
  const month = [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '';
  const booked = new Map<string, number>();
  for (const order of orders)
    if (order.createdOn?.startsWith(month) === true && order.rejectionStatus !== 'complete')
      booked.set(order.net.currency, (booked.get(order.net.currency) ?? 0) + Number(order.net.amount));
  return { month, booked };
}

describe('the close of a month', () => {
  it('asks a controller once, and what the books say is on record only after the answer', async () => {
    const { month, booked } = await busiestMonth();
    await rig.inCrm('Opportunity', {
      Name: 'Won and never ordered',
      StageName: 'Closed Won',
      CloseDate: `${month}-15`,
      Amount: 5_000_000,
      CurrencyIsoCode: 'EUR',
    });
    await close(month);
    await close(month);
    expect(await variances()).toEqual([]);
    const [approval, ...others] = await waiting();
    expect(others).toEqual([]);
    expect(approval?.title).toContain(`Close of ${month}`);
    await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
    await rig.settle();
    const found = await variances();
    const euros = found.find((each) => each['Variance_Key__c'] === `close/${month}/EUR/won-bookings`);
    expect(euros).toMatchObject({ Status__c: 'open' });
    expect(Number(euros?.['ERP_Amount__c'])).toBeCloseTo(booked.get('EUR') ?? 0, 2);
    expect(Number(euros?.['CRM_Amount__c'])).toBeGreaterThanOrEqual(5_000_000);
    await close(month);
    expect(await waiting()).toEqual([]);
    expect(await variances()).toHaveLength(found.length);
  });

  it('of a month nobody sold anything in ends by itself', async () => {
    const [run] = await close('2019-02');
    expect((await rig.services.runs.get(run ?? '', people.carl)).run).toMatchObject({
      status: 'done',
      outcome: 'CRM and ERP agree within the thresholds',
    });
  });

  it('of something that is no month is an exception that says so', async () => {
    const [run] = await close('last month');
    expect((await rig.services.runs.get(run ?? '', people.carl)).run.status).toBe('exception');
  });
});

describe('the close of a month with the accounts of the ledger named', () => {
  it('takes what was deferred out of the revenue and what was accrued into it, and says so', async () => {
    const accounts = { revenueAccounts: ['41000000'], deferredAccounts: ['21900000'], accruedAccounts: ['12600000'] };
    const own = await openCompanyRig({ config: { workflows: { 'close-reconcile': { mapping: accounts } } } });
    try {
      const listed = await own.core.flow.connection('erp').ports.orders?.list({ sort: 'created', descending: true, limit: 50 });
      const order = listed?.items.find(({ net }) => net.currency === 'EUR');
      await own.sandbox.act.defer(order?.id ?? '', '30000.00', { notify: false });
      await own.sandbox.act.accrue(order?.id ?? '', '8000.00', { notify: false });
      const month = new Date().toISOString().slice(0, 7);
      await own.tell('close.look', { connection: 'crm', type: 'Close', id: month });
      const waits = (await own.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items;
      const close = waits.find(({ workflow }) => workflow === 'close-reconcile');
      const { proposal } = await own.services.approvals.get(close?.id ?? '', people.carl);
      const revenue = proposal.reasons.find((reason) => reason.includes('recognised in the ERP'));
      expect(revenue).toContain('-30000.00 EUR deferred to later periods');
      expect(revenue).toContain('8000.00 EUR accrued before billing');
    } finally {
      await own.close();
    }
  });
});
