import { describe, expect, it } from 'vitest';
import { closeRigsAfterEach, carl, delayed, olivia, rigOver, shipped, tell, waiting } from './support/flow-rig.ts';
import { company, contact, delivery, opportunity } from './support/order-company.ts';

closeRigsAfterEach();

describe('links', () => {
  it.each([
    ['no opportunity names the order', [], 'link.missing'],
    ['two opportunities name the order', [opportunity(), opportunity({ id: '006000000000002AAA' })], 'link.ambiguous'],
  ])('when %s a person is asked, nothing is guessed', async (_when, opportunities, code) => {
    const { rig, crm } = await rigOver(company({ opportunities }));
    await tell(rig);
    expect((await rig.services.exceptions.list({ limit: 5 }, olivia)).items).toMatchObject([{ code }]);
    expect(crm.committed).toHaveLength(0);
  });

  it('a person who names the right one of two is believed, with an audit record, and the work goes on', async () => {
    const { rig, crm } = await rigOver({ ...shipped(), opportunities: [opportunity(), opportunity({ id: '006000000000002AAA' })] });
    const run = await tell(rig);
    const [problem] = (await rig.services.exceptions.list({ limit: 5 }, olivia)).items;
    const nowhere = rig.services.exceptions.link(problem?.id ?? '', { type: 'Opportunity', id: '006000000000009AAA' }, olivia);
    await expect(nowhere).rejects.toMatchObject({ code: 'link.broken' });
    await rig.services.exceptions.link(problem?.id ?? '', { type: 'Opportunity', id: '006000000000002AAA' }, olivia);
    await rig.core.worker.drain();
    expect((await rig.storage.runs.get(run))?.outcome).toBe('applied');
    expect(crm.committed[0]?.request.target.id).toBe('006000000000002AAA');
    expect(await rig.storage.audit.list({ action: 'link.added', limit: 5 })).toMatchObject([{ actor: 'person:olivia' }]);
    await expect(
      rig.services.exceptions.link(problem?.id ?? '', { type: 'Opportunity', id: '006000000000002AAA' }, olivia),
    ).rejects.toMatchObject({ code: 'exception.closed' });
  });

  it('an outside name for the opportunity that is no id resolves through the link table', async () => {
    const { rig, crm } = await rigOver(shipped());
    await rig.storage.links.addAlias('crm', 'Opportunity', '0064x00000A1b2cC', '006000000000001AAA');
    await tell(rig, { opportunity: '0064x00000A1b2cC', status: 'FULFILLED' });
    expect(crm.committed).toHaveLength(4);
  });

  it('a sender that names another opportunity than the linked one is stopped', async () => {
    const { rig, crm } = await rigOver(shipped());
    await tell(rig, { opportunity: '006000000000999AAA' });
    expect((await rig.services.exceptions.list({ limit: 5 }, olivia)).items).toMatchObject([{ code: 'link.ambiguous' }]);
    expect(crm.committed).toHaveLength(0);
  });
});

describe('when the other side misbehaves', () => {
  it('an answer that never came is looked up after the settle delay and adopted, never sent twice', async () => {
    const { rig, crm } = await rigOver(shipped(), { systems: { settleDelayMs: 2000 } });
    crm.answer((request) => (request.target.type === 'Task' ? 'lose' : 'commit'));
    const run = await tell(rig);
    expect((await rig.storage.runs.get(run))?.status).toBe('waiting');
    crm.answer(undefined);
    rig.clock.advance(2001);
    await rig.core.worker.drain();
    expect((await rig.storage.runs.get(run))?.outcome).toBe('applied');
    expect(crm.committed.filter(({ request }) => request.target.type === 'Task')).toHaveLength(1);
  });

  it('a newer event first finds out what became of a write an older run left in doubt; none stays in doubt for ever', async () => {
    const { rig, crm, data } = await rigOver(shipped(), { systems: { settleDelayMs: 2000 } });
    crm.answer((request) => (request.target.type === 'Task' ? 'lose' : 'commit'));
    await tell(rig);
    crm.answer(undefined);
    data.deliveries = [delivery({ proofOfDelivery: 'complete' })];
    await tell(rig);
    expect(crm.committed.map(({ request }) => request.target.type)).toEqual(['Opportunity', 'Task']);
    rig.clock.advance(2001);
    await rig.core.worker.drain();
    expect((await rig.storage.effects.list({ limit: 20 })).map((effect) => effect.state)).not.toContain('uncertain');
    expect(crm.committed.filter(({ request }) => request.target.type === 'Task')).toHaveLength(2);
    expect(crm.committed.filter(({ request }) => request.target.type === 'Opportunity').at(-1)?.request.fields).toMatchObject({
      ERP_Order_Status__c: 'Delivered',
    });
  });

  it('a write left in doubt that nobody can look up goes to a person, even when newer facts want other writes', async () => {
    const { rig, crm, data } = await rigOver(shipped(), { systems: { settleDelayMs: 1000, refusesSecond: false } });
    crm.answer((request) => (request.target.type === 'Task' ? { kind: 'uncertain', reason: 'timed out' } : 'commit'));
    await tell(rig);
    crm.answer(undefined);
    data.deliveries = [delivery({ proofOfDelivery: 'complete' })];
    await tell(rig);
    for (let i = 0; i < 4; i += 1) {
      rig.clock.advance(1001);
      await rig.core.worker.drain();
    }
    const [problem] = (await rig.services.exceptions.list({ limit: 5 }, olivia)).items;
    expect(problem).toMatchObject({ code: 'effect.uncertain', details: { slot: 'task' } });
    await rig.services.exceptions.resolveEffect(problem?.id ?? '', { verdict: 'absent' }, olivia);
    await rig.core.worker.drain();
    expect(crm.committed.filter(({ request }) => request.target.type === 'Task')).toHaveLength(1);
  });

  it('where the target would accept a second one, an absent write goes to a person after three looks', async () => {
    const { rig, crm } = await rigOver(shipped(), { systems: { settleDelayMs: 1000, refusesSecond: false } });
    crm.answer((request) => (request.target.type === 'Task' ? { kind: 'uncertain', reason: 'timed out' } : 'commit'));
    const run = await tell(rig);
    for (let i = 0; i < 4; i += 1) {
      rig.clock.advance(1001);
      await rig.core.worker.drain();
    }
    const [problem] = (await rig.services.exceptions.list({ limit: 5 }, olivia)).items;
    expect(problem).toMatchObject({
      code: 'effect.uncertain',
      details: { slot: 'task', applied: ['opportunity'], notAttempted: ['note', 'follow-up'] },
    });
    crm.answer(undefined);
    await rig.services.exceptions.resolveEffect(problem?.id ?? '', { verdict: 'absent' }, olivia);
    await rig.core.worker.drain();
    expect(crm.committed.map(({ request }) => request.target.type)).toEqual(['Opportunity', 'Task', 'FeedItem', 'Case']);
    expect((await rig.storage.runs.get(run))?.outcome).toBe('applied');
  });

  it('a refusal stops the rest and says what stands where; a retry finishes it', async () => {
    const { rig, crm } = await rigOver(shipped());
    crm.answer((request) =>
      request.target.type === 'Task' ? { kind: 'refused', status: 400, code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', reason: 'no' } : 'commit',
    );
    await tell(rig);
    const [problem] = (await rig.services.exceptions.list({ limit: 5 }, olivia)).items;
    expect(problem).toMatchObject({ code: 'effect.refused', details: { applied: ['opportunity'], slot: 'task' } });
    crm.answer(undefined);
    await rig.services.exceptions.retry(problem?.id ?? '', olivia);
    await rig.core.worker.drain();
    expect(crm.committed.map(({ request }) => request.target.type)).toEqual(['Opportunity', 'Task', 'FeedItem', 'Case']);
  });

  it('a sender that is ahead of the ERP is given a minute, then a person hears of it', async () => {
    const { rig, crm } = await rigOver(company());
    const run = await tell(rig, { status: 'FULFILLED' });
    expect((await rig.storage.runs.get(run))?.status).toBe('waiting');
    rig.clock.advance(61_000);
    await rig.core.worker.drain();
    expect((await rig.services.exceptions.list({ limit: 5 }, olivia)).items).toMatchObject([{ code: 'hint.disagrees' }]);
    expect(crm.committed).toHaveLength(0);
  });

  it('the ERP catches up within the minute and the work goes on', async () => {
    const { rig, data, crm } = await rigOver(company());
    await tell(rig, { status: 'FULFILLED' });
    data.deliveries = [delivery()];
    rig.clock.advance(6000);
    await rig.core.worker.drain();
    expect(crm.committed).toHaveLength(4);
  });
});

describe('phases', () => {
  it('read-only proposes and writes nothing', async () => {
    const { rig, crm } = await rigOver(shipped(), { config: { workflows: { 'order-status': { phase: 'read-only' } } } });
    const run = await tell(rig);
    expect((await rig.storage.runs.get(run))?.outcome).toContain('read-only');
    expect(crm.committed).toHaveLength(0);
  });

  it('assisted asks a person even where the policy allows', async () => {
    const { rig, crm } = await rigOver(shipped(), { config: { workflows: { 'order-status': { phase: 'assisted' } } } });
    await tell(rig);
    expect(crm.committed).toHaveLength(0);
    expect(await waiting(rig)).toHaveLength(1);
  });
});

describe('an upgrade while an approval waits', () => {
  it('the parked run is gathered anew and its approval superseded, never resumed into other code', async () => {
    const { rig, crm } = await rigOver(delayed());
    const run = await tell(rig);
    const [approval] = await waiting(rig);
    rig.storage.databases.main.prepare(`UPDATE runs SET workflow_version = 'older' WHERE id = ?`).run(run);
    await rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, carl);
    await rig.core.worker.drain();
    expect(crm.committed).toHaveLength(0);
    expect((await rig.services.approvals.get(approval?.id ?? '', carl)).approval.status).toBe('superseded');
    expect(await waiting(rig)).toHaveLength(1);
  });
});

describe('tools', () => {
  it('a run may use only what the roles of the one it acts for grant', async () => {
    const { rig, crm } = await rigOver(shipped(), {
      config: { roles: { source: { may: ['events.send'], tools: ['erp.*', 'crm.get-opportunity', 'crm.find-opportunities-by-order'] } } },
    });
    await tell(rig);
    expect((await rig.services.exceptions.list({ limit: 5 }, olivia)).items).toMatchObject([
      { code: 'auth.forbidden', details: { field: expect.stringMatching(/^crm\./) } },
    ]);
    expect(crm.committed).toHaveLength(0);
  });
});

describe('a person who may not', () => {
  it('is refused by name of the missing right', async () => {
    const { rig } = await rigOver(delayed());
    await tell(rig);
    const [approval] = await waiting(rig);
    await expect(
      rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, olivia),
    ).rejects.toMatchObject({ code: 'auth.forbidden', field: 'approvals.decide' });
    expect(contact().name).toBe('Ursula Brinkmann');
  });
});
