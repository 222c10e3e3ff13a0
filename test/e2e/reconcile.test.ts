import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDecimal } from '../../src/contracts/money.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
});
afterAll(() => rig.close());

const erp = () => rig.core.flow.connection('erp').ports;
const bill = (id: string) => ({ connection: 'erp', type: 'BillingDocument', id });
const variances = (order: string) =>
  rig.query(`SELECT Variance_Key__c, Kind__c, CRM_Amount__c, ERP_Amount__c, Status__c, Explanation__c FROM ERP_Variance__c
    WHERE Variance_Key__c LIKE '${order}/%' ORDER BY Variance_Key__c`);
const tasks = (deal: string) =>
  rig.query(`SELECT Subject, Description, OwnerId FROM Task WHERE WhatId = '${deal}' AND Subject LIKE 'Order %'`);
const looked = async (ids: readonly string[], workflow: string) =>
  (await Promise.all(ids.map(async (id) => (await rig.services.runs.get(id, people.carl)).run))).find((run) => run.workflow === workflow);

type Case = { readonly order: string; readonly deal: string; readonly net: string; readonly bills: readonly string[] };
const used = new Set<string>();

/** An order of its own with exactly one won deal over the same amount, as the company has them. */
async function wonOrder(fits: (order: { id: string; billingStatus: string; deliveryStatus: string }) => boolean): Promise<Case> {
  const listed = await erp().orders?.list({ sort: 'created', descending: false, limit: 200 });
  for (const order of listed?.items ?? []) {
    if (used.has(order.id) || !fits(order)) continue;
    const deals = await rig.query(`SELECT Id, IsWon FROM Opportunity WHERE ERP_Order_Id__c = '${order.id}'`);
    const bills = (await erp().invoiceDetails?.listForOrder(order.id)) ?? [];
    if (deals.length !== 1) continue;
    used.add(order.id);
    return { order: order.id, deal: String(deals[0]?.['Id']), net: order.net.amount, bills: bills.map(({ id }) => id) };
  }
  throw new Error('the company has no such order');
}
const billedOrder = async (): Promise<Case> => {
  const found = await wonOrder((order) => order.billingStatus === 'complete');
  await rig.inCrm('Opportunity', { StageName: 'Closed Won' }, found.deal);
  return found;
};

describe('a bill of a won deal', () => {
  it('that fits the deal writes nothing', async () => {
    const { order, deal, bills } = await billedOrder();
    const run = await looked(await rig.tell('invoice.changed', bill(bills[0] ?? '')), 'reconcile');
    expect(run).toMatchObject({ status: 'done', outcome: 'deal, order and bills agree' });
    expect(await variances(order)).toEqual([]);
    expect(await tasks(deal)).toEqual([]);
  });

  it('at another amount than the deal becomes one variance and one task for its owner, and is settled once the deal is corrected', async () => {
    const { order, deal, net, bills } = await billedOrder();
    const agreed = Number(addDecimal(net, '1000'));
    await rig.inCrm('Opportunity', { Amount: agreed }, deal);
    await rig.tell('invoice.changed', bill(bills[0] ?? ''));
    await rig.tell('invoice.changed', bill(bills[0] ?? ''));
    expect(await variances(order)).toMatchObject([
      { Kind__c: 'price-difference', CRM_Amount__c: agreed, ERP_Amount__c: Number(net), Status__c: 'open' },
    ]);
    const told = await tasks(deal);
    expect(told).toMatchObject([{ OwnerId: expect.stringMatching(/^005/) }]);
    expect(told[0]?.['Description']).toContain('1000.00');
    expect(told[0]?.['Description']).toContain(bills[0] ?? '-');
    await rig.inCrm('Opportunity', { Amount: Number(net) }, deal);
    await rig.tell('invoice.changed', bill(bills[0] ?? ''));
    expect(await variances(order)).toMatchObject([{ Status__c: 'settled' }]);
    expect(await tasks(deal)).toHaveLength(1);
  });

  it('that was reduced by a credit note is told of with the number of the credit note', async () => {
    const { order, deal, bills } = await billedOrder();
    await rig.sandbox.act.credit(order, '500.00', { notify: false });
    const all = (await erp().invoiceDetails?.listForOrder(order)) ?? [];
    const credit = all.find((each) => each.isCreditNote)?.id ?? '';
    await rig.tell('invoice.changed', bill(credit));
    await rig.tell('invoice.changed', bill(bills[0] ?? ''));
    expect(await variances(order)).toMatchObject([{ Kind__c: 'credit-note' }]);
    const told = await tasks(deal);
    expect(told).toHaveLength(1);
    expect(told[0]?.['Description']).toContain(credit);
  });

  it('that is paid in part says what came in and what is open', async () => {
    const { order, deal } = await wonOrder((each) => each.deliveryStatus === 'complete' && each.billingStatus === 'not_started');
    await rig.inCrm('Opportunity', { StageName: 'Closed Won' }, deal);
    await rig.sandbox.act.invoice(order, { notify: false });
    await rig.sandbox.act.payPart(order, '100.00', { notify: false });
    const [issued] = (await erp().invoiceDetails?.listForOrder(order)) ?? [];
    await rig.tell('invoice.changed', bill(issued?.id ?? ''));
    const found = await variances(order);
    expect(found).toMatchObject([{ Variance_Key__c: `${order}/partial-payment/${issued?.id}`, ERP_Amount__c: 100 }]);
    expect(await tasks(deal)).toMatchObject([{ Subject: `Order ${order} is paid in part` }]);
    await rig.sandbox.act.pay(order, { notify: false });
    await rig.tell('invoice.changed', bill(issued?.id ?? ''));
    expect(await variances(order)).toMatchObject([{ Status__c: 'settled' }]);
  });

  it('whose order two won deals name goes to a person', async () => {
    const { order, deal, bills } = await billedOrder();
    await rig.inCrm('Opportunity', { Name: 'A copy', StageName: 'Closed Won', CloseDate: '2026-01-31', ERP_Order_Id__c: order });
    const run = await looked(await rig.tell('invoice.changed', bill(bills[0] ?? '')), 'reconcile');
    expect(run?.status).toBe('exception');
    expect(await tasks(deal)).toEqual([]);
  });
});

describe('the look for missing bills', () => {
  it('tells once of a delivered order whose deal was won long ago, and no more once it is billed', async () => {
    const { order, deal } = await wonOrder((each) => each.deliveryStatus === 'complete' && each.billingStatus === 'not_started');
    const long = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10);
    await rig.inCrm('Opportunity', { StageName: 'Closed Won', CloseDate: long }, deal);
    const look = (id: string) => rig.tell('reconcile.look', { connection: 'crm', type: 'Ledger', id });
    await look('first');
    await look('second');
    expect(await variances(order)).toMatchObject([{ Kind__c: 'missing-invoice', ERP_Amount__c: 0, Status__c: 'open' }]);
    expect(await tasks(deal)).toMatchObject([{ Subject: `Order ${order} has no invoice` }]);
    await rig.sandbox.act.invoice(order, { notify: false });
    const [issued] = (await erp().invoiceDetails?.listForOrder(order)) ?? [];
    await rig.tell('invoice.changed', bill(issued?.id ?? ''));
    expect(await variances(order)).toMatchObject([{ Status__c: 'settled' }]);
  });

  it('tells of one that two won deals name as well, once and with what to do about the second', async () => {
    const { order, deal } = await wonOrder((each) => each.deliveryStatus === 'complete' && each.billingStatus === 'not_started');
    const long = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    await rig.inCrm('Opportunity', { StageName: 'Closed Won', CloseDate: long(40) }, deal);
    await rig.inCrm('Opportunity', { Name: 'A copy', StageName: 'Closed Won', CloseDate: long(50), ERP_Order_Id__c: order });
    await rig.tell('reconcile.look', { connection: 'crm', type: 'Ledger', id: 'twice' });
    expect(await variances(order)).toMatchObject([{ Kind__c: 'missing-invoice', Status__c: 'open' }]);
    const [task, ...others] = await tasks(deal);
    expect(others).toEqual([]);
    expect(String(task?.['Description'])).toContain('2 won deals name it');
  });
});
