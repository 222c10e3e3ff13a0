import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sleep } from '../../src/app/system.ts';
import { pollOnce } from '../../src/events/poll.ts';
import { sandboxApp } from '../../src/sandbox/salesforce/index.ts';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';

const masters = { start: 'erp', end: 'erp', amount: 'erp', currency: 'erp', paymentTerms: 'review' };
const paymentsToPeople = { workflows: { 'contract-sync': { mapping: { masters } } } };

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig({ size: 30, config: paymentsToPeople });
  // The company's contracts are of years ago: those of these tests run now, for a year, in both systems.
  for (const number of all) {
    rig.sandbox.contracts.change(number, { startOn: start, endOn: day(2, 0, -1) });
    await rig.inCrm('Contract', { StartDate: start, ContractTerm: 24 }, String((await contract(number))?.['Id']));
  }
  rig.sandbox.contracts.change(kept, { net: '24000.00' });
  await rig.inCrm('Contract', { Annual_Amount__c: 12_000 }, String((await contract(kept))?.['Id']));
  for (const number of all) await tell(number);
  for (const { id, proposalHash: hash } of (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items)
    await rig.services.approvals.decide(id, { verdict: 'approve', hash }, people.carl);
  await rig.settle();
});
afterAll(() => rig.close());

const [kept, extended, cut, reviewed, rejected, gone, swapped] = [1, 5, 9, 13, 17, 21, 25].map((at) => String(40_000_001 + at)) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
const all = [kept, extended, cut, reviewed, rejected, gone, swapped];

/** The first of January of a year relative to this one, moved by months and days. */
function day(years: number, months = 0, days = 0): string {
  return new Date(Date.UTC(new Date().getUTCFullYear() + years, months, 1 + days)).toISOString().slice(0, 10);
}
const start = day(0);

const tell = async (number: string): Promise<string> =>
  (await rig.tell('sales-contract.changed', { connection: 'erp', type: 'SalesContract', id: number }))[0] ?? '';
const tellCrm = async (number: string): Promise<string> =>
  (await rig.tell('sales-contract.changed', { connection: 'crm', type: 'SalesContract', id: number }))[0] ?? '';
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const contract = async (number: string) =>
  (
    await rig.query(
      `SELECT Id, AccountId, Status, StartDate, EndDate, ContractTerm, Annual_Amount__c, CurrencyIsoCode, Payment_Terms__c FROM Contract WHERE ERP_Contract_Id__c = '${number}'`,
    )
  )[0];
const tasks = async (number: string) => {
  const id = String((await contract(number))?.['Id']);
  return rig.query(`SELECT Subject, Description, Priority FROM Task WHERE WhatId = '${id}'`);
};
const waiting = async (runId: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find((each) => each.runId === runId);
const approve = async (runId: string): Promise<void> => {
  const approval = await waiting(runId);
  await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
  await rig.settle();
};
const written = (): number => rig.sandbox.requests.effects({ face: 'salesforce' }).length;
/** Looks for changes as the server does, on one side. */
async function look(port: 'salesContracts' | 'contractChanges'): Promise<number> {
  const poll = rig.core.content.workflows
    .find(({ id }) => id === 'contract-sync')
    ?.triggers.find((each) => each.on === 'poll' && each.port === port);
  if (poll?.on !== 'poll') throw new Error(`nobody follows ${port}`);
  const seen = await pollOnce({ ...rig.core.intake, connection: rig.core.flow.connection }, poll);
  await rig.settle();
  return seen;
}
const night = async (id: string): Promise<string> =>
  (await rig.tell('contracts.look', { connection: 'schedule', type: 'SalesContract', id }))[0] ?? '';

describe('a change in the ERP', () => {
  it('is seen, followed once, and our own change finds nothing to do', async () => {
    await look('salesContracts');
    await look('contractChanges');
    rig.sandbox.contracts.change(extended, { net: '1.00' });
    rig.sandbox.contracts.change(extended, {
      endOn: day(3, 0, -1),
      net: String(Number((await contract(extended))?.['Annual_Amount__c']) * 3),
    });
    const before = written();
    expect(await look('salesContracts')).toBeGreaterThan(0);
    expect(await contract(extended)).toMatchObject({ StartDate: start, ContractTerm: 36, EndDate: day(3, 0, -1) });
    const once = written() - before;
    await Promise.all(Array.from({ length: 5 }, () => tell(extended)));
    expect(await look('contractChanges')).toBeGreaterThan(0);
    expect(written() - before).toBe(once);
    expect(await run(await tellCrm(extended))).toMatchObject({ outcome: 'both systems agree' });
  });

  it('that ends it earlier, or moves its amount far, waits for a person', async () => {
    rig.sandbox.contracts.change(cut, { endOn: day(1, 0, -1) });
    const started = await tell(cut);
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'large-change', role: 'controller' } });
    rig.sandbox.contracts.change(cut, { net: String((await contract(cut))?.['Annual_Amount__c']) });
    const again = await tell(cut);
    expect(await waiting(again)).toMatchObject({ asked: { rule: 'shortened' } });
    expect(await contract(cut)).toMatchObject({ EndDate: day(2, 0, -1) });
    await approve(again);
    expect(await contract(cut)).toMatchObject({ EndDate: day(1, 0, -1), ContractTerm: 12 });
  });

  it('to days that are no whole months is told once and changes nothing; settled, it is off the record', async () => {
    const before = await contract(kept);
    rig.sandbox.contracts.change(kept, { endOn: day(2, 0, 14), net: '99.00' });
    expect(await run(await tell(kept))).toMatchObject({ status: 'done', outcome: 'applied' });
    expect(await run(await tell(kept))).toMatchObject({ outcome: 'somebody was told of it before' });
    expect(await run(await tellCrm(kept))).toMatchObject({ outcome: 'somebody was told of it before' });
    expect(await contract(kept)).toEqual(before);
    expect(await tasks(kept)).toMatchObject([{ Subject: `Contract ${kept} differs in end`, Priority: 'Normal' }]);
    rig.sandbox.contracts.change(kept, { endOn: day(2, 0, -1), net: '24000.00' });
    await tell(kept);
    const key = `${kept}/contract-end`;
    expect(await rig.query(`SELECT Status__c FROM ERP_Variance__c WHERE Variance_Key__c = '${key}'`)).toEqual([
      expect.objectContaining({ Status__c: 'settled' }),
    ]);
    expect(await run(await tell(kept))).toMatchObject({ outcome: 'both systems agree' });
  });

  it('that rejects it is told its owner, and the contract is left as it is', async () => {
    const before = await contract(rejected);
    rig.sandbox.contracts.reject(rejected);
    await tell(rejected);
    await tell(rejected);
    expect(await contract(rejected)).toEqual(before);
    expect(await tasks(rejected)).toMatchObject([{ Subject: `Contract ${rejected} has ended in the ERP`, Priority: 'High' }]);
  });

  it('that enters a new one makes a draft, once, and one deleted in the CRM comes back when somebody agrees', async () => {
    const [{ ERP_Customer_Id__c: customer = '' } = {}] = await rig.query(
      `SELECT ERP_Customer_Id__c FROM Account WHERE Id = '${String((await contract(kept))?.['AccountId'])}'`,
    );
    const number = rig.sandbox.contracts.enter(String(customer), {
      startOn: start,
      endOn: day(1, 6, -1),
      net: '18000.00',
      currency: 'EUR',
      paymentTerms: 'NT45',
    });
    await Promise.all(Array.from({ length: 3 }, () => tell(number)));
    const made = await contract(number);
    expect(made).toMatchObject({
      Status: 'Draft',
      ContractTerm: 18,
      EndDate: day(1, 6, -1),
      Annual_Amount__c: 12_000,
      Payment_Terms__c: 'NT45',
    });
    expect(await rig.query(`SELECT Id FROM Contract WHERE ERP_Contract_Id__c = '${number}'`)).toHaveLength(1);
    await deleteInCrm(String(made?.['Id']));
    const started = await tell(number);
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'deleted' } });
    await approve(started);
    expect(await contract(number)).toMatchObject({ Status: 'Draft', ContractTerm: 18 });
  });

  it('that deletes it tells nobody, and the nightly look sees it, once', async () => {
    rig.sandbox.contracts.remove(gone);
    expect(await run(await night('2026-03-01T03:30'))).toMatchObject({ outcome: 'applied' });
    expect(await tasks(gone)).toMatchObject([{ Subject: `Contract ${gone} has ended in the ERP` }]);
    expect(await run(await night('2026-03-02T03:30'))).toMatchObject({ outcome: 'somebody was told of it before' });
    expect(await run(await tell(gone))).toMatchObject({ outcome: 'somebody was told of it before' });
    expect(await tasks(gone)).toHaveLength(1);
    expect(await contract(gone)).toMatchObject({ Status: 'Activated' });
  });
});

describe('a change in the CRM', () => {
  it('of what the ERP is master of is put back, as often as it happens, and the status is left', async () => {
    const before = await contract(extended);
    const id = String(before?.['Id']);
    await look('contractChanges');
    for (const months of [40, 40]) {
      await rig.inCrm('Contract', { ContractTerm: months, Status: 'In Approval Process' }, id);
      const started = await tellCrm(extended);
      expect(await waiting(started)).toMatchObject({ asked: { rule: 'shortened' } });
      await approve(started);
      expect(await contract(extended)).toEqual({ ...before, Status: 'In Approval Process' });
    }
    // The CRM's stamps are of whole seconds, and what was seen of one second counts once.
    await sleep(1_100);
    await rig.inCrm('Contract', { Annual_Amount__c: Number(before?.['Annual_Amount__c']) + 1, Status: 'Activated' }, id);
    expect(await look('contractChanges')).toBeGreaterThan(0);
    expect(await contract(extended)).toEqual(before);
  });

  it('of what is left to people is told, once, from whatever side', async () => {
    const id = String((await contract(reviewed))?.['Id']);
    await rig.inCrm('Contract', { Payment_Terms__c: 'NT99' }, id);
    await tellCrm(reviewed);
    await tell(reviewed);
    expect(await tasks(reviewed)).toMatchObject([
      { Subject: `Contract ${reviewed} differs in payment terms`, Description: expect.stringContaining('the CRM NT99') },
    ]);
    expect(await contract(reviewed)).toMatchObject({ Payment_Terms__c: 'NT99' });
  });

  it('that gives it a number of somebody else, or one that is taken, changes nothing and is an exception', async () => {
    const held = await contract(swapped);
    const id = String(held?.['Id']);
    await rig.inCrm('Contract', { ERP_Contract_Id__c: cut }, id);
    expect(await run(await tellCrm(cut))).toMatchObject({ status: 'exception', outcome: 'link.ambiguous' });
    await rig.inCrm('Contract', { ERP_Contract_Id__c: swapped }, id);
    const other = String((await contract(kept))?.['AccountId']);
    await rig.inCrm('Contract', { AccountId: other }, id);
    expect(await run(await tellCrm(swapped))).toMatchObject({ status: 'exception', outcome: 'data.invalid' });
    expect(await contract(swapped)).toEqual({ ...held, AccountId: other });
    await look('contractChanges');
    await sleep(1_100);
    await rig.inCrm('Contract', { ERP_Contract_Id__c: null }, id);
    expect(await look('contractChanges')).toBe(0);
  });
});

/** Somebody with rights deletes a contract in the CRM. */
async function deleteInCrm(id: string): Promise<void> {
  const url = rig.sandbox.salesforceUrl;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: sandboxApp.clientId,
    client_secret: sandboxApp.clientSecret,
  });
  const token = (await (await fetch(`${url}/services/oauth2/token`, { method: 'POST', body })).json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token.access_token}` };
  const answer = await fetch(`${url}/services/data/v60.0/sobjects/Contract/${id}`, { method: 'DELETE', headers });
  expect(answer.status).toBe(204);
}
