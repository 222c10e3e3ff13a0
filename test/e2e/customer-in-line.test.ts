import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { accountOf } from '../support/deals.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
});
afterAll(() => rig.close());

const tell = async (id: string): Promise<string> =>
  (await rig.tell('account.changed', { connection: 'crm', type: 'Account', id }))[0] ?? '';
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const account = async (id: string) =>
  (
    await rig.query(
      `SELECT Name, Phone, ERP_Customer_Id__c, Sync_Status__c, CurrencyIsoCode, Payment_Terms__c FROM Account WHERE Id = '${id}'`,
    )
  )[0] ?? {};
const customer = (id: string) => rig.core.flow.connection('erp').ports.customerMasters?.get(id);
const waiting = async (runId: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find((each) => each.runId === runId);
const approve = async (runId: string): Promise<void> => {
  const approval = await waiting(runId);
  await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
  await rig.settle();
};

describe('an account that has its customer', () => {
  it('takes from the ERP what the ERP is master of, once', async () => {
    const id = await accountOf(rig, '10100003');
    await rig.inCrm('Account', { CurrencyIsoCode: 'JPY', Payment_Terms__c: 'NT60' }, id);
    await tell(id);
    const held = await customer('10100003');
    expect(await account(id)).toMatchObject({ CurrencyIsoCode: held?.currency, Payment_Terms__c: held?.paymentTerms });
    expect(await run(await tell(id))).toMatchObject({ outcome: 'both systems agree' });
  });

  it('gives its new name to the ERP after somebody looked', async () => {
    const id = await accountOf(rig, '10100004');
    await tell(id);
    await rig.inCrm('Account', { Name: 'Wrenfield Instruments International Holding and Trading Company' }, id);
    const started = await tell(id);
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'name' } });
    await approve(started);
    expect((await customer('10100004'))?.name).toBe('Wrenfield Instruments International Holding and Trading Company');
    expect(await run(await tell(id))).toMatchObject({ outcome: 'both systems agree' });
  });

  it('with another telephone and street than the customer is a task for its owner, one, and nothing is changed', async () => {
    const id = await accountOf(rig, '10100005');
    await tell(id);
    const before = await customer('10100005');
    await rig.inCrm('Account', { Phone: '+1 212 555 0142', BillingStreet: 'Elsewhere 99' }, id);
    await tell(id);
    await tell(id);
    expect(await rig.query(`SELECT Subject FROM Task WHERE WhatId = '${id}'`)).toMatchObject([
      { Subject: 'Account and ERP customer 10100005 differ in phone, street' },
    ]);
    expect(await customer('10100005')).toEqual(before);
    expect((await account(id))['Phone']).toBe('+1 212 555 0142');
  });

  it('with the same telephone in another writing is no difference', async () => {
    const id = await accountOf(rig, '10100006');
    await tell(id);
    const held = await account(id);
    await rig.inCrm('Account', { Phone: String(held['Phone']).replace(/[ -]/g, '') }, id);
    expect(await run(await tell(id))).toMatchObject({ outcome: 'both systems agree' });
  });
});
