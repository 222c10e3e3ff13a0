import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
});
afterAll(() => rig.close());

const runsOf = async (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await rig.services.runs.get(id, people.carl)).run));
const blockedOrder = async (): Promise<string> => {
  const found = await rig.core.flow
    .connection('erp')
    .ports.orders?.list({ isBlocked: true, sort: 'created', descending: false, limit: 50 });
  return found?.items.find((order) => order.creditStatus === 'blocked' && order.processStatus !== 'complete')?.id ?? '';
};
const orderRecord = (id: string) => ({ connection: 'erp', type: 'SalesOrder', id });

describe('an order on credit hold', () => {
  it('gives its owner one task with history, suggestion and plan, and proposes the release without doing it', async () => {
    const id = await blockedOrder();
    await rig.tell('sales-order.changed', orderRecord(id));
    await rig.tell('sales-order.changed', orderRecord(id));
    const tasks = await rig.query(
      `SELECT Subject, Description, Priority, OwnerId FROM Task WHERE Subject = 'Order ${id} is on credit hold'`,
    );
    expect(tasks).toMatchObject([{ Priority: 'High', OwnerId: expect.stringMatching(/^005/) }]);
    expect(tasks[0]?.['Description']).toMatch(/held by the credit check[\s\S]*Payment history:[\s\S]*Suggestion:[\s\S]*Whom to tell/);
    const waiting = (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.filter(
      (each) => each.workflow === 'credit-release',
    );
    expect(waiting.filter((each) => each.title.includes(id))).toHaveLength(1);
    expect((await rig.core.flow.connection('erp').ports.orders?.get(id))?.creditStatus).toBe('blocked');
  });

  it('is released once a controller says so', async () => {
    const id = await blockedOrder();
    await rig.tell('sales-order.changed', orderRecord(id));
    const approval = (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find(
      (each) => each.workflow === 'credit-release' && each.title.includes(id),
    );
    await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
    await rig.settle();
    expect((await rig.core.flow.connection('erp').ports.orders?.get(id))?.creditStatus).toBe('released');
  });

  it('an order that credit allows starts nothing in either', async () => {
    const orders = rig.core.flow.connection('erp').ports;
    const list = await orders.orders?.list({ isOpen: true, sort: 'created', descending: false, limit: 200 });
    let quiet = '';
    for (const order of list?.items ?? []) {
      const credit = await orders.credit?.status(order.soldTo);
      const used = Number(credit?.exposure?.amount ?? 0) / Number(credit?.limit.amount ?? 1);
      if (order.creditStatus === 'approved' && credit?.blocked === false && used < 0.9) quiet = order.id;
    }
    const runs = await runsOf(await rig.tell('sales-order.changed', orderRecord(quiet)));
    const outcomes = Object.fromEntries(runs.map((run) => [run.workflow, run.outcome]));
    expect(outcomes).toMatchObject({ 'credit-hold': 'credit allows the order', 'credit-release': 'the credit check does not hold it' });
  });
});

describe('a posted invoice', () => {
  it('moves the last order date of the account forward, once, with nobody asked, and never back', async () => {
    const invoices = rig.core.flow.connection('erp').ports.invoiceDetails;
    const page = await invoices?.changedSince({ since: '2000-01-01T00:00:00Z' }, 200);
    const details = await Promise.all((page?.changes ?? []).map(async ({ id }) => invoices?.get(id)));
    const customer = details[0]?.soldTo ?? '';
    const own = details.flatMap((each) => (each?.soldTo === customer && each.issuedOn !== undefined ? [each] : []));
    const newest = own
      .map((each) => each.issuedOn ?? '')
      .toSorted()
      .at(-1);
    for (const each of own) await rig.tell('invoice.changed', { connection: 'erp', type: 'BillingDocument', id: each.id });
    const dated = async () => (await rig.query(`SELECT Id, Last_Order_Date__c FROM Account WHERE ERP_Customer_Id__c = '${customer}'`))[0];
    const account = await dated();
    expect(account?.['Last_Order_Date__c']).toBe(newest);
    // What somebody set back by hand is set right by the same news again.
    await rig.inCrm('Account', { Last_Order_Date__c: '2020-01-01' }, String(account?.['Id']));
    const last = own.find((each) => each.issuedOn === newest);
    await rig.tell('invoice.changed', { connection: 'erp', type: 'BillingDocument', id: last?.id ?? '' });
    expect((await dated())?.['Last_Order_Date__c']).toBe(newest);
    const again = await runsOf(await rig.tell('invoice.changed', { connection: 'erp', type: 'BillingDocument', id: own[0]?.id ?? '' }));
    expect(again.find((run) => run.workflow === 'last-order-date')).toMatchObject({ status: 'done', outcome: 'a newer order is known' });
  });

  it('of a customer no account stands for is an exception that says so', async () => {
    const invoices = rig.core.flow.connection('erp').ports.invoiceDetails;
    const page = await invoices?.changedSince({ since: '2000-01-01T00:00:00Z' }, 200);
    const detail = await invoices?.get(page?.changes.at(-1)?.id ?? '');
    const [account] = await rig.query(`SELECT Id FROM Account WHERE ERP_Customer_Id__c = '${detail?.soldTo ?? ''}'`);
    await rig.inCrm('Account', { ERP_Customer_Id__c: null }, String(account?.['Id']));
    const [run] = await runsOf(await rig.tell('invoice.changed', { connection: 'erp', type: 'BillingDocument', id: detail?.id ?? '' }));
    expect(run?.status).toBe('exception');
    const open = (await rig.services.exceptions.list({ limit: 50 }, people.olivia)).items.find((each) => each.runId === run?.id);
    expect(open).toMatchObject({ code: 'link.missing', message: expect.stringContaining('No account stands for ERP customer') });
  });
});
