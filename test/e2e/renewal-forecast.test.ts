import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setNamed } from '../../src/sandbox/sap/services.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
});
afterAll(() => rig.close());

const soon = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const renewalOf = async (account: string) =>
  (await rig.query(`SELECT Renewal_Amount__c, Churn_Risk__c FROM Account WHERE Id = '${account}'`))[0];
const contract = (account: string, currency = 'EUR') =>
  rig.inCrm('Contract', {
    AccountId: account,
    Status: 'Activated',
    StartDate: soon(-300),
    ContractTerm: 12,
    Annual_Amount__c: 12_000,
    CurrencyIsoCode: currency,
  });
const runOf = async (ids: readonly string[]) =>
  (await Promise.all(ids.map(async (id) => (await rig.services.runs.get(id, people.carl)).run))).find(
    (run) => run.workflow === 'renewal-forecast',
  );

describe('the renewal forecast', () => {
  it('is refreshed by an invoice and by the weekly look, once, and asks nobody', async () => {
    const page = await rig.core.flow.connection('erp').ports.invoiceDetails?.changedSince({ since: '2000-01-01T00:00:00Z' }, 1);
    const id = page?.changes[0]?.id ?? '';
    const invoice = await rig.core.flow.connection('erp').ports.invoiceDetails?.get(id);
    const [found] = await rig.query(`SELECT Id FROM Account WHERE ERP_Customer_Id__c = '${invoice?.soldTo ?? ''}'`);
    const account = String(found?.['Id']);
    for (const old of await rig.query(`SELECT Id FROM Contract WHERE AccountId = '${account}'`))
      await rig.inCrm('Contract', { Status: 'Expired' }, String(old['Id']));
    const tell = () => rig.tell('invoice.changed', { connection: 'erp', type: 'BillingDocument', id });
    expect(await runOf(await tell())).toMatchObject({ status: 'done' });
    expect((await renewalOf(account))?.['Renewal_Amount__c']).toBeNull();
    await contract(account);
    await tell();
    const first = await renewalOf(account);
    // The company's bills are long ago: nothing was billed for a year, and what is open is overdue.
    expect(Number(first?.['Renewal_Amount__c'])).toBeLessThanOrEqual(12_000 * 0.65);
    expect(['Medium', 'High']).toContain(first?.['Churn_Risk__c']);
    expect(await runOf(await rig.tell('renewal.look', { connection: 'crm', type: 'BillingDocument', id: 'week' }))).toMatchObject({
      status: 'done',
    });
    expect(await renewalOf(account)).toEqual(first);
  });

  it('follows what is used of the contract, where that is on record', async () => {
    const page = await rig.core.flow.connection('erp').ports.invoiceDetails?.changedSince({ since: '2000-01-01T00:00:00Z' }, 1);
    const id = page?.changes[0]?.id ?? '';
    const invoice = await rig.core.flow.connection('erp').ports.invoiceDetails?.get(id);
    const [account] = await rig.query(`SELECT Id FROM Account WHERE ERP_Customer_Id__c = '${invoice?.soldTo ?? ''}'`);
    const before = Number((await renewalOf(String(account?.['Id'])))?.['Renewal_Amount__c']);
    const [running] = await rig.query(`SELECT Id FROM Contract WHERE AccountId = '${String(account?.['Id'])}' AND Status = 'Activated'`);
    const record = await rig.inCrm('Usage_Record__c', {
      Contract__c: String(running?.['Id']),
      Period_Start__c: soon(-40),
      Period_End__c: soon(-10),
      Used__c: 12.5,
      Included__c: 100,
      Unit__c: 'h',
    });
    const told = await rig.tell('invoice.changed', { connection: 'erp', type: 'BillingDocument', id });
    const [approvals] = [await runOf(told)];
    expect(approvals).toMatchObject({ status: 'done', outcome: 'applied' });
    const after = await renewalOf(String(account?.['Id']));
    // One in five more ends: of what is left of 12,000 after the other factors, 2,400 less.
    expect(Number(after?.['Renewal_Amount__c'])).toBeCloseTo(before - 2_400, 2);
    expect(after?.['Churn_Risk__c']).toBe('High');
    await rig.inCrm('Usage_Record__c', { Used__c: 80 }, record);
    await rig.tell('invoice.changed', { connection: 'erp', type: 'BillingDocument', id });
    expect(Number((await renewalOf(String(account?.['Id'])))?.['Renewal_Amount__c'])).toBeCloseTo(before, 2);
  });

  it('follows the billing plan of the customer’s orders where there is one', async () => {
    const page = await rig.core.flow.connection('erp').ports.invoiceDetails?.changedSince({ since: '2000-01-01T00:00:00Z' }, 1);
    const id = page?.changes[0]?.id ?? '';
    const invoice = await rig.core.flow.connection('erp').ports.invoiceDetails?.get(id);
    const [found] = await rig.query(`SELECT Id FROM Account WHERE ERP_Customer_Id__c = '${invoice?.soldTo ?? ''}'`);
    const before = Number((await renewalOf(String(found?.['Id'])))?.['Renewal_Amount__c']);
    const { store } = rig.sandbox.sap;
    const plan = { SalesOrder: invoice?.lines[0]?.order ?? '', BillingPlan: '0000000001', TransactionCurrency: 'EUR' };
    const on = (days: number) => ({
      BillingPlanBillingDate: `${soon(days)}T00:00:00`,
      BillingPlanRelatedBillgStatus: days < 0 ? 'C' : 'A',
    });
    // One plan on the order, one on an item of it: a year of both is half of what the contract says.
    store.insert(setNamed('A_SalesOrderBillingPlanItem'), {
      ...plan,
      BillingPlanItem: '000001',
      BillingPlanAmount: '2000.000',
      ...on(-200),
    });
    store.insert(setNamed('A_SlsOrderItemBillingPlanItem'), {
      ...plan,
      SalesOrderItem: '10',
      BillingPlanItem: '000001',
      BillingPlanAmount: '4000.000',
      ...on(-20),
    });
    store.insert(setNamed('A_SalesOrderBillingPlanItem'), {
      ...plan,
      BillingPlanItem: '000002',
      BillingPlanAmount: '9000.000',
      ...on(100),
    });
    const dates = await rig.core.flow
      .connection('erp')
      .ports.billingPlans?.ofCustomer(invoice?.soldTo ?? '', { from: soon(-365), to: soon(365) });
    expect(dates?.map(({ amount, isBilled }) => [amount.amount, isBilled])).toEqual([
      ['2000.00', true],
      ['4000.00', true],
      ['9000.00', false],
    ]);
    await rig.tell('invoice.changed', { connection: 'erp', type: 'BillingDocument', id });
    expect(Number((await renewalOf(String(found?.['Id'])))?.['Renewal_Amount__c'])).toBeCloseTo(before / 2, 2);
  });

  it('of contracts in two currencies goes to a person instead of adding them', async () => {
    const page = await rig.core.flow.connection('erp').ports.invoiceDetails?.changedSince({ since: '2000-01-01T00:00:00Z' }, 1);
    const id = page?.changes[0]?.id ?? '';
    const invoice = await rig.core.flow.connection('erp').ports.invoiceDetails?.get(id);
    const [found] = await rig.query(`SELECT Id FROM Account WHERE ERP_Customer_Id__c = '${invoice?.soldTo ?? ''}'`);
    await contract(String(found?.['Id']), 'USD');
    const run = await runOf(await rig.tell('invoice.changed', { connection: 'erp', type: 'BillingDocument', id }));
    expect(run?.status).toBe('exception');
  });
});
