import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { accountOf } from '../support/deals.ts';

let rig: CompanyRig;
beforeAll(async () => {
  // Every difference of the company gets its record, and everything can be repaired at once.
  const most = { accounts: 5000, deals: 500, cases: 500, reported: 150, repaired: 50 };
  // The company's own records are from before the last ninety days.
  const mapping = { most, lookbackDays: 3650 };
  rig = await openCompanyRig({
    size: 8,
    config: { workflows: { integrity: { mapping }, 'integrity-repair': { mapping } } },
  });
});
afterAll(() => rig.close());

let looks = 0;
const look = async (type = 'integrity.look'): Promise<string> => {
  looks += 1;
  return (await rig.tell(type, { connection: 'schedule', type: 'Schedule', id: `look-${looks}` }))[0] ?? '';
};
const run = async (id: string) => (await rig.services.runs.get(id, people.carl)).run;
const variances = (where = '') =>
  rig.query(`SELECT Id, Variance_Key__c, Kind__c, Explanation__c, Status__c, ERP_Record__c FROM ERP_Variance__c${where}`);
const tasks = () => rig.query("SELECT Id, Subject, Description FROM Task WHERE Subject LIKE '%between CRM and ERP'");
const waiting = async (runId: string) =>
  (await rig.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find((each) => each.runId === runId);
const approve = async (runId: string): Promise<void> => {
  const approval = await waiting(runId);
  await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
  await rig.settle();
};

const evidence = () => rig.services.workflows.evidence('customer-sync', { to: 'automatic', rule: 'to-erp' }, people.carl);

describe('a nightly look', () => {
  it('reports every difference once with its last editor, and a summary; the next night no record is written again', async () => {
    const account = await accountOf(rig, '10100002');
    await rig.inCrm('Account', { CurrencyIsoCode: 'JPY' }, account);
    expect(await run(await look())).toMatchObject({ status: 'done', outcome: 'applied' });
    const [yen] = await variances(` WHERE Variance_Key__c = 'account/${account}/currency'`);
    expect(yen).toMatchObject({ Kind__c: 'account currency', ERP_Record__c: '10100002', Status__c: 'Open' });
    expect(yen?.['Explanation__c']).toMatch(/the CRM says JPY, the ERP [A-Z]{3}\. Last changed on \d{4}-\d\d-\d\d by user 005/);
    const before = await variances();
    expect((await tasks()).map((task) => task['Subject'])).toEqual([`${before.length} differences between CRM and ERP`]);
    await look();
    expect(await variances()).toEqual(before);
    expect(await tasks()).toHaveLength(2);
    // Somebody took it in hand: the next look does not open it again, though it is still there.
    await rig.inCrm('ERP_Variance__c', { Status__c: 'Accepted' }, String(yen?.['Id']));
    await look();
    expect(await variances(` WHERE Variance_Key__c = 'account/${account}/currency'`)).toMatchObject([{ Status__c: 'Accepted' }]);
    // What writes both ways is not let further while both systems differ.
    expect((await evidence()).blockers).toContain(
      `${before.length} differences between both systems stood open at the last comparison; repair or settle them first`,
    );
  });

  it('repairs nothing that nobody looked at, and then in the direction of the master', async () => {
    const account = await accountOf(rig, '10100002');
    const currency = async () => (await rig.query(`SELECT CurrencyIsoCode FROM Account WHERE Id = '${account}'`))[0]?.['CurrencyIsoCode'];
    const started = await look('integrity.repair');
    expect(await waiting(started)).toMatchObject({ asked: { rule: 'repair', role: 'controller' } });
    expect(await currency()).toBe('JPY');
    await approve(started);
    expect(await run(started)).toMatchObject({ status: 'done', outcome: 'applied' });
    const held = await rig.core.flow.connection('erp').ports.customerMasters?.get('10100002');
    expect(await currency()).toBe(held?.currency);
  });

  it('finds a case whose document the ERP does not have, without a word of the case', async () => {
    const account = await accountOf(rig, '10100003');
    const id = await rig.inCrm('Case', { Subject: 'Ask for Wilhelmina', AccountId: account, ERP_Document_Id__c: '8999999', Origin: 'Web' });
    await look();
    const [lost] = await variances(` WHERE Variance_Key__c = 'case/${id}/document'`);
    expect(lost).toMatchObject({ Kind__c: 'case document' });
    expect(JSON.stringify(lost)).not.toContain('Wilhelmina');
    // Linked no more, it is out of sight, and its difference settles all the same.
    await rig.inCrm('Case', { ERP_Document_Id__c: null }, id);
    await look();
    expect(await variances(` WHERE Variance_Key__c = 'case/${id}/document'`)).toMatchObject([{ Status__c: 'Settled' }]);
  });

  it('says so in the audit log where both systems agree on everything that is compared', async () => {
    for (let again = 0; again < 6; again += 1) {
      const started = await look('integrity.repair');
      if ((await run(started)).outcome === 'nothing to repair') break;
      await approve(started);
    }
    const rest = (await variances()).filter((each) => /amount|country|name|document|completion/.test(String(each['Kind__c'])));
    for (const each of rest) {
      const [, record = ''] = String(each['Variance_Key__c']).split('/');
      if (String(each['Kind__c']) === 'deal amount') await rig.inCrm('Opportunity', { ERP_Order_Id__c: null }, record);
    }
    // What is gone settles by itself; a record somebody took in hand stays as they left it.
    expect(await run(await look())).toMatchObject({ status: 'done', outcome: 'applied' });
    expect(new Set((await variances()).map((each) => each['Status__c']))).toEqual(new Set(['Settled', 'Accepted']));
    expect(await run(await look())).toMatchObject({ status: 'done', outcome: 'both systems agree' });
    expect((await evidence()).report).toMatchObject({ differences: 0, isComplete: true });
    expect((await evidence()).blockers.join()).not.toMatch(/comparison|differences/);
    const { items } = await rig.services.audit.list({ limit: 20, action: 'integrity.clean' }, people.carl);
    expect(items[0]?.body).toMatchObject({ accounts: 14, cases: 0 });
  });
});

describe('orders that carry their deal', () => {
  it('are told of where they do not, and carry it after somebody agreed; the deal is not touched', async () => {
    const mapping = {
      lookbackDays: 3650,
      ordersCarryDeals: true,
      most: { accounts: 500, deals: 500, cases: 500, reported: 150, repaired: 50 },
    };
    const own = await openCompanyRig({
      size: 4,
      config: { workflows: { integrity: { mapping } } },
      erp: { linkFields: { A_SalesOrder: 'YY1_CRMDeal_SDH' } },
    });
    try {
      const tell = async (type: string, id: string) => (await own.tell(type, { connection: 'schedule', type: 'Schedule', id }))[0] ?? '';
      const [deal] = await own.query("SELECT Id, ERP_Order_Id__c FROM Opportunity WHERE ERP_Order_Id__c = 'SO-78910'");
      const key = `deal/${String(deal?.['Id'])}/link`;
      const recorded = () => own.query(`SELECT Status__c, Explanation__c FROM ERP_Variance__c WHERE Variance_Key__c = '${key}'`);
      await tell('integrity.look', 'first');
      expect(await recorded()).toMatchObject([{ Status__c: 'Open', Explanation__c: expect.stringContaining('does not name its deal') }]);
      const orders = own.core.flow.connection('erp').ports.orders;
      for (let again = 0; again < 6; again += 1) {
        const run = await tell('integrity.repair', `repair-${again}`);
        const waits = (await own.services.approvals.list({ limit: 50, status: 'waiting' }, people.carl)).items.find(
          (each) => each.runId === run,
        );
        if (!waits) break;
        await own.services.approvals.decide(waits.id, { verdict: 'approve', hash: waits.proposalHash }, people.carl);
        await own.settle();
      }
      expect((await orders?.get('SO-78910'))?.crmDealId).toBe(deal?.['Id']);
      await tell('integrity.look', 'second');
      expect(await recorded()).toMatchObject([{ Status__c: 'Settled' }]);
    } finally {
      await own.close();
    }
  }, 60_000);
});
