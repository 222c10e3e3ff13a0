import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { accountOf, type Line, won as winDeal } from '../support/deals.ts';

let rig: CompanyRig;
let account: string;
beforeAll(async () => {
  rig = await openCompanyRig();
  account = await accountOf(rig, '10100002');
});
afterAll(() => rig.close());

const won = (lines: readonly Line[], deal: Record<string, string | number | null> = {}) => winDeal(rig, account, lines, deal);
const tell = async (id: string): Promise<string> =>
  (await rig.tell('opportunity.changed', { connection: 'crm', type: 'Opportunity', id }))[0] ?? '';
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const deal = async (id: string) =>
  (await rig.query(`SELECT ERP_Order_Id__c, ERP_Sync_Status__c FROM Opportunity WHERE Id = '${id}'`))[0] ?? {};
const waiting = async (runId: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find((each) => each.runId === runId);
const exceptionOf = async (runId: string) =>
  (await rig.services.exceptions.list({ limit: 100 }, people.olivia)).items.find((each) => each.runId === runId);
const orderOf = async (id: string) => rig.core.flow.connection('erp').ports.orders?.get(String((await deal(id))['ERP_Order_Id__c']));
const enough: Line = { material: 'MAT-1002', quantity: 2 };

describe('a deal is won', () => {
  it('becomes one ERP order with its lines and agreed prices, and both systems know each other', async () => {
    const id = await won([enough, { material: 'MAT-1005', quantity: 1 }]);
    const first = await tell(id);
    expect(await run(first)).toMatchObject({ status: 'done', outcome: 'applied' });
    const order = await orderOf(id);
    expect(order).toMatchObject({ soldTo: '10100002', customerReference: id, net: { currency: 'EUR' } });
    expect(order?.items.map((item) => [item.material, item.ordered.value])).toEqual([
      ['MAT-1002', '2'],
      ['MAT-1005', '1'],
    ]);
    const links = await rig.storage.links.find({ connection: 'erp', type: 'SalesOrder', id: order?.id ?? '' }, 'Opportunity');
    expect(links.map((link) => link.right.id)).toEqual([id]);
    const notes = await rig.query(`SELECT Body FROM FeedItem WHERE ParentId = '${id}'`);
    expect(notes[0]?.['Body']).toContain(order?.id);
  });

  it('told ten times, ten at once, it is still one order', async () => {
    const id = await won([enough]);
    const before = rig.sandbox.requests.effects({ face: 'sap' }).length;
    await Promise.all(Array.from({ length: 10 }, () => tell(id)));
    await tell(id);
    expect(rig.sandbox.requests.effects({ face: 'sap' })).toHaveLength(before + 1);
    expect((await deal(id))['ERP_Order_Id__c']).toMatch(/^SO-/);
  });

  it('the agreed price goes along, and a large discount is looked at first', async () => {
    const [entry] = await rig.query("SELECT UnitPrice FROM PricebookEntry WHERE ProductCode = 'MAT-1002'");
    const price = Math.round(Number(entry?.['UnitPrice']) * 70) / 100;
    const id = await won([{ ...enough, price }]);
    const started = await tell(id);
    const approval = await waiting(started);
    expect(approval).toMatchObject({ asked: { rule: 'large', role: 'controller' } });
    expect((await deal(id))['ERP_Order_Id__c']).toBeNull();
    await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
    await rig.settle();
    expect((await orderOf(id))?.net).toEqual({ amount: (price * 2).toFixed(2), currency: 'EUR' });
  });

  it('a deal that is not won, and one that has its order, start nothing', async () => {
    const open = await rig.inCrm('Opportunity', { Name: 'Open', AccountId: account, StageName: 'Prospecting', CloseDate: '2026-12-31' });
    expect(await run(await tell(open))).toMatchObject({ status: 'done', outcome: 'not won' });
    const [done] = await rig.query("SELECT Id FROM Opportunity WHERE ERP_Order_Id__c = 'SO-78910' ");
    expect((await run(await tell(String(done?.['Id'])))).outcome).toMatch(/not won|has its order/);
  });

  it.each([
    ['no product', [], {}, 'data.missing', 'OpportunityLineItems'],
    ['no account', [enough], { AccountId: null }, 'data.missing', 'AccountId'],
    ['a quantity below zero', [{ material: 'MAT-1002', quantity: -2 }], {}, 'data.invalid', 'Quantity'],
    ['a currency nobody knows', [enough], { CurrencyIsoCode: '???' }, 'data.invalid', 'CurrencyIsoCode'],
  ] as const)('with %s ends as an exception that names the field', async (_, lines, fields, code, field) => {
    const id = await won(lines, fields);
    const started = await tell(id);
    expect(await run(started)).toMatchObject({ status: 'exception' });
    const exception = await exceptionOf(started);
    expect(exception).toMatchObject({ code, details: { field, opportunity: id } });
  });

  it('refused by the ERP it is an exception, with a high-priority task for the owner', async () => {
    const id = await won([enough]);
    rig.sandbox.faults.add({ face: 'sap', kind: 'server-error', status: 400, method: 'POST', path: /A_SalesOrder$/, times: 1 });
    const started = await tell(id);
    expect(await run(started)).toMatchObject({ status: 'exception' });
    const exception = await exceptionOf(started);
    expect(exception).toMatchObject({ code: 'effect.refused', details: { slot: 'order' } });
    expect(await rig.query(`SELECT Priority, Subject FROM Task WHERE WhatId = '${id}'`)).toMatchObject([
      { Priority: 'High', Subject: 'The ERP refused the order of this deal' },
    ]);
    // The cause is gone: retried, the order is created, once.
    await rig.services.exceptions.retry(exception?.id ?? '', people.olivia);
    await rig.settle();
    expect((await deal(id))['ERP_Order_Id__c']).toMatch(/^SO-/);
  });

  it('created in the ERP and then refused by the CRM, the exception and the task say what stands where', async () => {
    const id = await won([enough]);
    await fetch(`${rig.sandbox.url}/_sandbox/salesforce/locks/${id}`, { method: 'PUT' });
    const started = await tell(id);
    await fetch(`${rig.sandbox.url}/_sandbox/salesforce/locks/${id}`, { method: 'DELETE' });
    const exception = await exceptionOf(started);
    expect(exception).toMatchObject({ code: 'effect.refused', details: { slot: 'opportunity', applied: ['order'] } });
    const order = String(Reflect.get(Object(exception?.details['created']), 'order'));
    const [task] = await rig.query(`SELECT Description FROM Task WHERE WhatId = '${id}'`);
    expect(task?.['Description']).toContain(`Order ${order} stands in the ERP`);
  });
});
