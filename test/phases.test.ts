import { describe, expect, it } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import type { Principal } from '../src/contracts/principal.ts';
import { countedIds } from '../src/testing/index.ts';
import { carl, closeRigsAfterEach, delayed, rigOver, shipped, tell, waiting } from './support/flow-rig.ts';
import { company, delivery, item, order } from './support/order-company.ts';
import { openRig, type Rig } from './support/rig.ts';

closeRigsAfterEach();

const ada = { id: 'person:ada', name: 'Ada', roles: ['admin'] };
const amir = { id: 'person:amir', name: 'Amir', roles: ['admin'] };
const script = { id: 'service:ci', name: 'ci', roles: ['admin'] };
const few = { minSeen: 2, minDecided: 2 };
const assisted = { workflows: { 'order-status': { phase: 'assisted' } }, promotion: few };

async function approveWaiting(rig: Rig, by: Principal = carl): Promise<void> {
  for (const approval of await waiting(rig))
    await rig.services.approvals.decide(approval.id, { verdict: 'approve', hash: approval.proposalHash }, by);
  await rig.core.worker.drain();
}

/** Two orders that change, each approved as it was proposed. */
async function twoCases(rig: Rig, data: ReturnType<typeof company>): Promise<void> {
  await tell(rig);
  await approveWaiting(rig);
  data.deliveries = [delivery({ proofOfDelivery: 'complete' })];
  await tell(rig);
  await approveWaiting(rig);
}

const actions = async (rig: Rig): Promise<string[]> =>
  (await rig.storage.audit.list({ limit: 500 })).map(({ action }) => action).filter((action) => action.startsWith('workflow.'));

describe('a wider phase', () => {
  it('is refused while nothing is on record for it, and names what is missing', async () => {
    const { rig } = await rigOver(shipped(), { config: { workflows: { 'order-status': { phase: 'assisted' } } } });
    const asked = rig.services.workflows.askPromotion('order-status', { to: 'automatic', reason: 'it works' }, ada);
    await expect(asked).rejects.toMatchObject({
      code: 'approval.not_allowed',
      message: expect.stringContaining('0 cases decided by people, 20 are asked for'),
    });
    const direct = rig.services.workflows.demote('order-status', { to: 'automatic', reason: 'it works' }, ada);
    await expect(direct).rejects.toMatchObject({ code: 'approval.not_allowed' });
    expect(await rig.core.flow.phase('order-status')).toBe('assisted');
  });

  it('takes two people: whoever asks does not confirm, and no service does either', async () => {
    const { rig, crm, data } = await rigOver(shipped(), { config: assisted });
    await twoCases(rig, data);
    const request = await rig.services.workflows.askPromotion('order-status', { to: 'automatic', reason: 'nobody changes anything' }, ada);
    expect(request.evidence).toMatchObject({ seen: 2, decided: 2, unchanged: 2, agreement: 1, openExceptions: 0, blockers: [] });
    const confirm = (by: Principal) => rig.services.workflows.decidePromotion(request.id, { verdict: 'confirm', reason: 'agreed' }, by);
    await expect(confirm(ada)).rejects.toMatchObject({ code: 'approval.not_allowed' });
    await expect(confirm(script)).rejects.toMatchObject({ code: 'approval.not_allowed' });
    await expect(confirm(carl)).rejects.toMatchObject({ code: 'auth.forbidden' });
    expect(await rig.core.flow.phase('order-status')).toBe('assisted');
    expect(await confirm(amir)).toMatchObject({ status: 'confirmed', decidedBy: 'person:amir' });
    expect(await rig.core.flow.phase('order-status')).toBe('automatic');
    await expect(confirm(amir)).rejects.toMatchObject({ code: 'approval.closed' });
    expect(await actions(rig)).toEqual(['workflow.promotion.asked', 'workflow.promotion.confirmed', 'workflow.phase']);
    const before = crm.committed.length;
    data.deliveries = [delivery({ id: '80000002', goodsIssuedOn: '2024-05-18', tracking: '1Z999AA1234567891' })];
    await tell(rig);
    expect(await waiting(rig)).toEqual([]);
    expect(crm.committed.length).toBeGreaterThan(before);
  });

  it('is not confirmed when an exception opened after it was asked for', async () => {
    const { rig, data } = await rigOver(shipped(), { config: assisted });
    await twoCases(rig, data);
    const request = await rig.services.workflows.askPromotion('order-status', { to: 'automatic', reason: 'r' }, ada);
    data.opportunities = [];
    await tell(rig);
    const confirmed = rig.services.workflows.decidePromotion(request.id, { verdict: 'confirm', reason: 'r' }, amir);
    await expect(confirmed).rejects.toMatchObject({ message: expect.stringContaining('1 exceptions are open') });
    expect(await rig.core.flow.phase('order-status')).toBe('assisted');
  });

  it('lapses when the phase was narrowed meanwhile, and what was narrowed proves itself again', async () => {
    const { rig, data } = await rigOver(shipped(), { config: assisted });
    await twoCases(rig, data);
    const request = await rig.services.workflows.askPromotion('order-status', { to: 'automatic', reason: 'r' }, ada);
    rig.clock.advance(1000);
    await rig.services.workflows.demote('order-status', { to: 'read-only', reason: 'odd texts' }, ada);
    const confirmed = rig.services.workflows.decidePromotion(request.id, { verdict: 'confirm', reason: 'r' }, amir);
    await expect(confirmed).rejects.toMatchObject({ code: 'approval.stale' });
    expect((await rig.services.workflows.promotions({ limit: 5 }, ada)).items).toMatchObject([{ status: 'lapsed' }]);
    expect(await rig.services.workflows.evidence('order-status', { to: 'assisted' }, ada)).toMatchObject({ seen: 0 });
  });
});

describe('a narrower phase', () => {
  it('acts at once with one person: what was approved before it is not written any more', async () => {
    const { rig, crm } = await rigOver(delayed());
    const run = await tell(rig);
    await rig.services.workflows.demote('order-status', { to: 'read-only', reason: 'odd texts' }, ada);
    await approveWaiting(rig);
    expect(crm.committed).toHaveLength(0);
    expect((await rig.storage.runs.get(run))?.outcome).toBe('proposed only: read-only phase');
    expect(await rig.storage.audit.list({ action: 'workflow.phase', limit: 5 })).toMatchObject([
      {
        actor: 'person:ada',
        subject: { type: 'workflow', id: 'order-status' },
        body: { from: 'automatic', to: 'read-only', reason: 'odd texts' },
      },
    ]);
  });

  it('of one rule leaves the others as they are', async () => {
    const { rig, crm, data } = await rigOver(shipped());
    await rig.services.workflows.demote('order-status', { to: 'assisted', rule: 'routine', reason: 'look at a few' }, ada);
    await tell(rig);
    expect(crm.committed).toHaveLength(0);
    expect(await waiting(rig)).toMatchObject([{ asked: { rule: 'routine, assisted' } }]);
    const { workflow } = await rig.services.workflows.get('order-status', ada);
    expect(workflow.phase).toBe('automatic');
    expect(workflow.rules).toMatchObject([
      { name: 'bad-news', phase: 'automatic' },
      { name: 'routine', phase: 'assisted' },
      { name: 'otherwise', phase: 'automatic' },
    ]);
    await approveWaiting(rig);
    data.orders = [order({ items: [item({ confirmedOn: '2024-06-30' })] })];
    expect(await rig.services.workflows.evidence('order-status', { to: 'automatic', rule: 'routine' }, ada)).toMatchObject({
      seen: 1,
      decided: 1,
    });
    expect(await rig.services.workflows.evidence('order-status', { to: 'automatic', rule: 'bad-news' }, ada)).toMatchObject({ seen: 0 });
  });

  it('of a workflow holds for its rules too, and no rule becomes wider than its workflow', async () => {
    const { rig } = await rigOver(shipped(), { config: { promotion: { minSeen: 0, minDecided: 0 } } });
    await rig.services.workflows.demote('order-status', { to: 'read-only', rule: 'routine', reason: 'r' }, ada);
    await rig.services.workflows.demote('order-status', { to: 'assisted', reason: 'r' }, ada);
    expect(await rig.core.flow.phase('order-status', 'bad-news')).toBe('assisted');
    expect(await rig.core.flow.phase('order-status', 'routine')).toBe('read-only');
    const wider = rig.services.workflows.askPromotion('order-status', { to: 'automatic', rule: 'routine', reason: 'r' }, ada);
    await expect(wider).rejects.toMatchObject({ message: 'A rule is never wider than its workflow, which is assisted' });
    const unknown = rig.services.workflows.demote('order-status', { to: 'read-only', rule: 'none', reason: 'r' }, ada);
    await expect(unknown).rejects.toMatchObject({ code: 'input.invalid', field: 'rule' });
  });
});

describe('the kill switch', () => {
  it('stops a run between two of its writes, in every process that shares the store, within a second; resumed, nothing is lost or doubled', async () => {
    const sent: number[] = [];
    let firstSent = (): void => {};
    const first = new Promise<void>((resolve) => (firstSent = resolve));
    const clock = { now: () => new Date(), advance: () => undefined, set: () => undefined };
    const { rig, crm } = await rigOver(shipped(), {
      clock,
      probe: async (label) => {
        if (label !== 'effect.sent') return;
        sent.push(performance.now());
        firstSent();
        await wait(300);
      },
    });
    const other = await openRig({ connections: rig.core.connections, folder: rig.folder, clock, ids: otherIds() });
    const running = tell(rig);
    await first;
    const { paused } = await other.services.workflows.setAllPaused(true, 'something is wrong', ada);
    const pausedAt = performance.now();
    expect(paused).toBe(true);
    const run = await running;
    expect(sent.filter((at) => at > pausedAt + 1000)).toEqual([]);
    const before = crm.committed.length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(4);
    expect(await rig.storage.runs.get(run)).toMatchObject({ status: 'waiting', outcome: 'every workflow is paused' });
    // Events of the meantime wait too, whichever process hears them.
    await tell(other);
    expect(crm.committed).toHaveLength(before);
    await other.services.workflows.setAllPaused(false, 'it was nothing', amir);
    await wait(300);
    await rig.core.worker.drain();
    const ended = await rig.storage.runs.list({ limit: 5 });
    expect(ended.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(crm.committed).toHaveLength(4);
    expect(new Set(crm.committed.map(({ request }) => request.key)).size).toBe(4);
    expect(await actions(rig)).toEqual(['workflow.paused', 'workflow.resumed']);
    other.storage.close();
  });

  it('keeps the runs of a paused workflow in the queue, and lets approvals be decided meanwhile', async () => {
    const { rig, crm, data } = await rigOver(delayed());
    await tell(rig);
    await rig.services.workflows.setPaused('order-status', true, 'audit visit', ada);
    await approveWaiting(rig);
    data.orders = [order()];
    const run = await tell(rig);
    expect((await rig.storage.runs.get(run))?.status).toBe('queued');
    expect(crm.committed).toHaveLength(0);
    await rig.services.workflows.setPaused('order-status', false, 'over', ada);
    await rig.core.worker.drain();
    expect((await rig.storage.runs.get(run))?.status).toBe('done');
  });

  it('costs the hot path no query while the answer is fresh', async () => {
    const { rig } = await rigOver(shipped());
    let reads = 0;
    const all = rig.storage.settings.all.bind(rig.storage.settings);
    rig.storage.settings.all = async () => {
      reads += 1;
      return all();
    };
    for (let at = 0; at < 1000; at += 1) await rig.core.flow.held('order-status');
    expect(reads).toBe(0);
    rig.clock.advance(251);
    await rig.core.flow.held('order-status');
    expect(reads).toBe(1);
  });

  it('is for those who manage workflows', async () => {
    const { rig } = await rigOver(shipped());
    await expect(rig.services.workflows.setAllPaused(true, 'r', carl)).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});

/** Two processes never give out the same id. */
function otherIds() {
  const ids = countedIds();
  return { next: (kind: Parameters<typeof ids.next>[0]) => `${ids.next(kind)}b` };
}
