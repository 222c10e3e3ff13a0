import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { accountOf, addLine, won } from '../support/deals.ts';

let rig: CompanyRig;
let account: string;
beforeAll(async () => {
  rig = await openCompanyRig();
  account = await accountOf(rig, '10100002');
});
afterAll(() => rig.close());

const tell = async (id: string) => {
  const ids = await rig.tell('opportunity.changed', { connection: 'crm', type: 'Opportunity', id });
  const runs = await Promise.all(ids.map(async (each) => (await rig.services.runs.get(each, people.carl)).run));
  return runs.find((run) => run.workflow === 'order-change');
};
const ordered = async (id: string) => {
  const [row] = await rig.query(`SELECT ERP_Order_Id__c FROM Opportunity WHERE Id = '${id}'`);
  return rig.core.flow.connection('erp').ports.orders?.get(String(row?.['ERP_Order_Id__c']));
};
const question = async (order: string) =>
  (await rig.services.approvals.list({ limit: 100, status: 'waiting' }, people.carl)).items.find(
    (each) => each.workflow === 'order-change' && each.title.includes(order),
  );
const approve = async (order: string): Promise<void> => {
  const approval = await question(order);
  await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, people.carl);
  await rig.settle();
};
const items = async (id: string) =>
  (await ordered(id))?.items.map((item) => [item.material, item.ordered.value, item.rejectionReason ?? '']).toSorted();
const lineOf = async (id: string, material: string): Promise<string> =>
  String((await rig.query(`SELECT Id FROM OpportunityLineItem WHERE OpportunityId = '${id}' AND ProductCode = '${material}'`))[0]?.['Id']);

async function deal(): Promise<{ id: string; order: string }> {
  const id = await won(rig, account, [
    { material: 'MAT-1002', quantity: 2 },
    { material: 'MAT-1005', quantity: 4 },
  ]);
  await tell(id);
  return { id, order: (await ordered(id))?.id ?? '' };
}

describe('a deal that has its order changes', () => {
  it('says the same right after the order was made, and nobody is asked', async () => {
    const { id } = await deal();
    expect(await tell(id)).toMatchObject({ status: 'done', outcome: 'the deal and its order say the same' });
  });

  it('a quantity, a new product and the day of a line are proposed together with credit and availability, and written after review alone', async () => {
    const { id, order } = await deal();
    await rig.inCrm('OpportunityLineItem', { Quantity: 3, ServiceDate: '2027-03-01' }, await lineOf(id, 'MAT-1002'));
    await addLine(rig, id, { material: 'MAT-1008', quantity: 1 });
    expect(await tell(id)).toMatchObject({ status: 'awaiting_approval' });
    const approval = await question(order);
    const view = await rig.services.approvals.get(approval?.id ?? '', people.carl);
    expect(view.proposal.reasons.join('\n')).toMatch(/2 becomes 3[\s\S]*credit:[\s\S]*availability:/);
    expect(await items(id)).toEqual([
      ['MAT-1002', '2', ''],
      ['MAT-1005', '4', ''],
    ]);
    await approve(order);
    expect(await items(id)).toEqual([
      ['MAT-1002', '3', ''],
      ['MAT-1005', '4', ''],
      ['MAT-1008', '1', ''],
    ]);
    // The other line named no day and keeps its own, and the order with it.
    const moved = await ordered(id);
    expect(moved?.items.find((item) => item.material === 'MAT-1002')?.requestedOn).toBe('2027-03-01');
    expect(moved?.requestedOn).toBe(moved?.items.find((item) => item.material === 'MAT-1005')?.requestedOn);
    expect(await tell(id)).toMatchObject({ outcome: 'the deal and its order say the same' });
  });

  it('each line is moved to its own day, the order to the earliest, and an item added brings its own', async () => {
    const { id, order } = await deal();
    await rig.inCrm('OpportunityLineItem', { ServiceDate: '2027-05-03' }, await lineOf(id, 'MAT-1002'));
    await rig.inCrm('OpportunityLineItem', { ServiceDate: '2027-04-01' }, await lineOf(id, 'MAT-1005'));
    await addLine(rig, id, { material: 'MAT-1008', quantity: 1 });
    await rig.inCrm('OpportunityLineItem', { ServiceDate: '2027-06-01' }, await lineOf(id, 'MAT-1008'));
    await tell(id);
    await approve(order);
    const changed = await ordered(id);
    expect(changed?.requestedOn).toBe('2027-04-01');
    expect(changed?.items.map((item) => [item.material, item.requestedOn, (item.confirmedOn ?? '') >= (item.requestedOn ?? '')])).toEqual([
      ['MAT-1002', '2027-05-03', true],
      ['MAT-1005', '2027-04-01', true],
      ['MAT-1008', '2027-06-01', true],
    ]);
    expect(await tell(id)).toMatchObject({ outcome: 'the deal and its order say the same' });
  });

  it('a new price rejects the item and enters it again at that price', async () => {
    const { id, order } = await deal();
    const line = await lineOf(id, 'MAT-1005');
    const [row] = await rig.query(`SELECT UnitPrice FROM OpportunityLineItem WHERE Id = '${line}'`);
    const price = Math.round(Number(row?.['UnitPrice']) * 90) / 100;
    await rig.inCrm('OpportunityLineItem', { UnitPrice: price }, line);
    await tell(id);
    await approve(order);
    expect(await items(id)).toEqual([
      ['MAT-1002', '2', ''],
      ['MAT-1005', '4', ''],
      ['MAT-1005', '4', '11'],
    ]);
    const again = (await ordered(id))?.items.find((item) => item.material === 'MAT-1005' && item.rejectionReason === undefined);
    expect(Number(again?.net.amount)).toBeCloseTo(price * 4, 2);
  });

  it('lost after all, the whole order is proposed to be cancelled', async () => {
    const { id, order } = await deal();
    await rig.inCrm('Opportunity', { StageName: 'Closed Lost' }, id);
    await tell(id);
    expect(await question(order)).toMatchObject({ title: `Cancel order ${order}` });
    await approve(order);
    expect((await items(id))?.every(([, , reason]) => reason === '11')).toBe(true);
  });

  it('is refused with the reason once a delivery has begun, and once it is billed', async () => {
    const { id, order } = await deal();
    await rig.sandbox.act.pick(order, { notify: false });
    await rig.inCrm('OpportunityLineItem', { Quantity: 1 }, await lineOf(id, 'MAT-1002'));
    const run = await tell(id);
    const open = (await rig.services.exceptions.list({ limit: 100 }, people.olivia)).items.find((each) => each.runId === run?.id);
    expect(open).toMatchObject({ code: 'state.refused', message: expect.stringContaining('has begun') });
    await rig.sandbox.act.ship(order, { notify: false });
    await rig.sandbox.act.invoice(order, { notify: false });
    const later = await tell(id);
    const billed = (await rig.services.exceptions.list({ limit: 100 }, people.olivia)).items.find((each) => each.runId === later?.id);
    expect(billed).toMatchObject({ code: 'state.refused', message: expect.stringContaining('is billed') });
  });
});
