import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { accountOf, won } from '../support/deals.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
}, 60_000);
afterAll(() => rig.close());

it(
  'a deal that is lost while its order is being made bears the number all the same, so that the order can be taken back',
  { timeout: 30_000 },
  async () => {
    const id = await won(rig, await accountOf(rig, '10100002'), [{ material: 'MAT-1002', quantity: 2 }]);
    // The order is there at once; its number is on the way to the deal for a while.
    rig.sandbox.faults.add({ kind: 'latency', face: 'salesforce', method: 'POST', path: '/composite', ms: 1500, times: 1 });
    const before = rig.sandbox.requests.effects({ face: 'sap' }).length;
    const told = rig.tell('opportunity.changed', { connection: 'crm', type: 'Opportunity', id });
    while (rig.sandbox.requests.effects({ face: 'sap' }).length === before) await wait(10);
    await wait(1100);
    await rig.inCrm('Opportunity', { StageName: 'Closed Lost' }, id);
    const [run] = await told;
    const deal = async () => (await rig.query(`SELECT ERP_Order_Id__c FROM Opportunity WHERE Id = '${id}'`))[0]?.['ERP_Order_Id__c'];
    expect((await rig.services.runs.get(run ?? '', people.carl)).run).toMatchObject({ status: 'done', outcome: 'applied' });
    expect(await deal()).toMatch(/^SO-/);
    const conflicts = (await rig.services.audit.list({ limit: 500 }, people.carl)).items.filter(
      ({ action, runId }) => runId === run && action === 'effect.reserved',
    );
    expect(conflicts.map(({ body }) => body['reason'])).toEqual([expect.stringContaining('the record changed')]);
    // What follows is a change of the order: it is taken back after somebody looked.
    await rig.tell('opportunity.changed', { connection: 'crm', type: 'Opportunity', id });
    const waiting = (await rig.services.approvals.list({ limit: 20, status: 'waiting' }, people.carl)).items;
    expect(waiting.map(({ workflow }) => workflow)).toContain('order-change');
  },
);

it('where somebody writes another number to the deal meanwhile and loses it, people hear what stands', { timeout: 30_000 }, async () => {
  const id = await won(rig, await accountOf(rig, '10100002'), [{ material: 'MAT-1002', quantity: 1 }]);
  rig.sandbox.faults.add({ kind: 'latency', face: 'salesforce', method: 'POST', path: '/composite', ms: 1500, times: 1 });
  const before = rig.sandbox.requests.effects({ face: 'sap' }).length;
  const told = rig.tell('opportunity.changed', { connection: 'crm', type: 'Opportunity', id });
  while (rig.sandbox.requests.effects({ face: 'sap' }).length === before) await wait(10);
  await wait(1100);
  await rig.inCrm('Opportunity', { StageName: 'Closed Lost', ERP_Order_Id__c: 'SO-4711' }, id);
  const [run] = await told;
  const exception = (await rig.services.exceptions.list({ limit: 20 }, people.olivia)).items.find(({ runId }) => runId === run);
  expect(exception).toMatchObject({ code: 'effect.conflict', details: { slot: 'opportunity', applied: ['order'] } });
  const made = exception?.details['created'];
  const order = typeof made === 'object' && made !== null ? String(Reflect.get(made, 'order')) : '';
  const tasks = await rig.query(`SELECT Subject, Priority FROM Task WHERE WhatId = '${id}'`);
  expect(tasks).toEqual([expect.objectContaining({ Subject: `Order ${order} was created, but not noted on this deal`, Priority: 'High' })]);
});
