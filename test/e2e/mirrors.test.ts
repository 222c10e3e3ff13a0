import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
});
afterAll(() => rig.close());

const order = { connection: 'erp', type: 'SalesOrder', id: 'SO-78910' };
const outcomes = async (ids: readonly string[]) => {
  const runs = await Promise.all(ids.map(async (id) => (await rig.services.runs.get(id, people.carl)).run));
  return Object.fromEntries(runs.map((run) => [run.workflow, run.outcome ?? run.status]));
};

describe('copies of the ERP in the CRM', () => {
  it('an order and its deliveries appear once, with their moment, on the account and the deal', async () => {
    await rig.tell('sales-order.changed', order);
    const rows = await rig.query(
      "SELECT Id, AccountId, OpportunityId, ERP_Status__c, ERP_Net__c, As_Of__c FROM Order WHERE ERP_Order_Id__c = 'SO-78910'",
    );
    expect(rows).toMatchObject([
      { ERP_Status__c: 'shipped', OpportunityId: expect.stringMatching(/^006/), As_Of__c: expect.stringMatching(/^20/) },
    ]);
    const shipments = await rig.query(
      "SELECT ERP_Delivery_Id__c, Status__c, Tracking_Number__c FROM ERP_Shipment__c WHERE ERP_Order_Id__c = 'SO-78910'",
    );
    expect(shipments).toMatchObject([{ Status__c: 'shipped', Tracking_Number__c: '1Z999AA1234567890' }]);
    // The follow-up case that the shipment opened hears of it too; then there is nothing left to copy.
    await rig.tell('sales-order.changed', order);
    const again = await outcomes(await rig.tell('sales-order.changed', order));
    expect(again['mirror-order']).toBe('unchanged');
  });

  it('a change in the ERP changes the same copies, and makes no second one', async () => {
    await rig.sandbox.act.deliver('SO-78910', { notify: false });
    await rig.tell('sales-order.changed', order);
    expect(await rig.query("SELECT ERP_Status__c FROM Order WHERE ERP_Order_Id__c = 'SO-78910'")).toMatchObject([
      { ERP_Status__c: 'delivered' },
    ]);
    expect(await rig.query("SELECT Status__c FROM ERP_Shipment__c WHERE ERP_Order_Id__c = 'SO-78910'")).toMatchObject([
      { Status__c: 'delivered' },
    ]);
  });

  it('what somebody changed in a copy by hand is put right by the same news again', async () => {
    const [copy] = await rig.query("SELECT Id FROM Order WHERE ERP_Order_Id__c = 'SO-78910'");
    await rig.inCrm('Order', { ERP_Status__c: 'lost' }, String(copy?.['Id']));
    await rig.tell('sales-order.changed', order);
    expect(await rig.query("SELECT ERP_Status__c FROM Order WHERE ERP_Order_Id__c = 'SO-78910'")).toMatchObject([
      { ERP_Status__c: 'delivered' },
    ]);
    expect((await outcomes(await rig.tell('sales-order.changed', order)))['mirror-order']).toBe('unchanged');
  });

  it('an open case about an order says how it stands; a closed one is left as it is', async () => {
    const caseOf = (fields: Record<string, string>) =>
      rig.inCrm('Case', { Subject: 'Where is it?', ERP_Order_Id__c: 'SO-78911', ...fields });
    const [open, closed] = [await caseOf({ Status: 'New' }), await caseOf({ Status: 'Closed' })];
    const about = { ...order, id: 'SO-78911' };
    await rig.tell('sales-order.changed', about);
    const row = async (id: string) => (await rig.query(`SELECT ERP_Order_Status__c, As_Of__c FROM Case WHERE Id = '${id}'`))[0];
    expect(await row(open)).toMatchObject({ ERP_Order_Status__c: expect.stringMatching(/^\w+$/), As_Of__c: expect.stringMatching(/^20/) });
    expect(await row(closed)).toMatchObject({ ERP_Order_Status__c: null, As_Of__c: null });
    expect((await outcomes(await rig.tell('sales-order.changed', about)))['mirror-order']).toBe('unchanged');
  });

  it('an invoice appears with its sums, and says so when it is paid', async () => {
    await rig.sandbox.act.invoice('SO-78910', { notify: false });
    const [invoice] = (await rig.core.flow.connection('erp').ports.invoices?.listForOrder('SO-78910')) ?? [];
    const record = { connection: 'erp', type: 'BillingDocument', id: invoice?.id ?? '' };
    await rig.tell('invoice.changed', record);
    const copy = () => rig.query(`SELECT Status__c, Net__c, Currency__c FROM ERP_Invoice__c WHERE ERP_Invoice_Id__c = '${record.id}'`);
    expect(await copy()).toMatchObject([{ Status__c: 'open', Net__c: Number(invoice?.net.amount), Currency__c: invoice?.net.currency }]);
    await rig.sandbox.act.pay('SO-78910', { notify: false });
    await rig.tell('invoice.changed', record);
    expect(await copy()).toMatchObject([{ Status__c: 'paid' }]);
    const [row] = await rig.query(`SELECT Id FROM ERP_Invoice__c WHERE ERP_Invoice_Id__c = '${record.id}'`);
    await rig.inCrm('ERP_Invoice__c', { Status__c: 'waived' }, String(row?.['Id']));
    await rig.tell('invoice.changed', record);
    expect(await copy()).toMatchObject([{ Status__c: 'paid' }]);
  });

  it('stock levels appear for every plant, and a second look writes nothing', async () => {
    const look = (minute: string) => rig.tell('stock.look', { connection: 'schedule', type: 'Schedule', id: minute });
    await look('2026-01-01T00:07');
    const levels = await rig.query('SELECT ERP_Stock_Id__c, On_Hand__c FROM ERP_Stock__c');
    expect(levels.length).toBeGreaterThan(10);
    const before = rig.sandbox.requests.effects({ face: 'salesforce' }).length;
    expect(await outcomes(await look('2026-01-01T01:07'))).toMatchObject({ 'mirror-stock': 'unchanged' });
    expect(rig.sandbox.requests.effects({ face: 'salesforce' })).toHaveLength(before);
  });
});
