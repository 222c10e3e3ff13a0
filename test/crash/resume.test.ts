import { Command } from '@langchain/langgraph';
import { afterEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../src/contracts/approvals.ts';
import type { Principal } from '../../src/contracts/principal.ts';
import type { Run } from '../../src/contracts/runs.ts';
import type { Probe, ProbeLabel, RunContext } from '../../src/flow/parts.ts';
import { executeRun } from '../../src/runs/execute.ts';
import { company, item, memorySystems, opportunity, order, type Company } from '../support/order-company.ts';
import { openRig, type Rig } from '../support/rig.ts';

let rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs) rig.close();
  rigs = [];
});

const source: Principal = { id: 'service:erp', name: 'erp', roles: ['source'] };
const carl: Principal = { id: 'person:carl', name: 'Carl', roles: ['controller'] };
const cora: Principal = { id: 'person:cora', name: 'Cora', roles: ['controller'] };
const late = { items: [item({ confirmedOn: '2024-05-30' })] };
const written = ['Opportunity', 'Task', 'FeedItem'];

async function open(data: Company, probe?: Probe) {
  const systems = memorySystems(data);
  const rig = await openRig({ connections: new Map(Object.entries(systems)), ...(probe ? { probe } : {}) });
  rigs.push(rig);
  return { rig, crm: systems.crm, types: () => systems.crm.committed.map(({ request }) => request.target.type) };
}

async function hear(rig: Rig, id = 'SO-1'): Promise<string> {
  const [accepted] = await rig.services.intake.events(
    [{ source: 'test', type: 'sales-order.changed', record: { connection: 'erp', type: 'SalesOrder', id }, hint: {} }],
    Buffer.from('{}'),
    source,
  );
  return accepted?.runIds[0] ?? '';
}

async function tell(rig: Rig, id = 'SO-1'): Promise<string> {
  const run = await hear(rig, id);
  await rig.core.worker.drain();
  return run;
}

async function waiting(rig: Rig): Promise<readonly Approval[]> {
  return (await rig.services.approvals.list({ limit: 10, status: 'waiting' }, carl)).items;
}

const approve = (rig: Rig, approval: Approval | undefined, by = carl) =>
  rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, by);

/** What somebody would do who goes around the approvals and resumes the graph itself, under the newest fence the run has. */
async function resumeRaw(rig: Rig, runId: string, resume: unknown) {
  const run = await rig.storage.runs.get(runId);
  const graph = rig.core.runnable('order-status')?.graph;
  if (!run || !graph) throw new Error('no run or no graph');
  const context: RunContext = {
    runId,
    fence: { runId, token: run.fence },
    principal: rig.core.principal(run.principal),
    signal: AbortSignal.timeout(5000),
  };
  const command = new Command({ resume }) as Command<unknown, never, never>;
  const state: unknown = await graph.invoke(command, { configurable: { thread_id: run.threadId, __run: context }, durability: 'sync' });
  // Beside its declared state, LangGraph answers with what it was interrupted by.
  return state as { readonly __interrupt__?: readonly unknown[] };
}

describe('two resumes at once', () => {
  it('two people who approve in the same moment: one is heard, the other gets a conflict, every effect happens once', async () => {
    const { rig, types } = await open(company({ orders: [order(late)] }));
    await tell(rig);
    const [approval] = await waiting(rig);
    const both = await Promise.allSettled([approve(rig, approval), approve(rig, approval, cora)]);
    expect(both.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'approval.stale' } });
    await rig.core.worker.drain();
    expect(types()).toEqual(written);
  });

  it('a worker that lost its lease and the one that took over both resume: only the one with the newest fence writes', async () => {
    const { rig, types } = await open(company({ orders: [order(late)] }));
    const id = await tell(rig);
    const [approval] = await waiting(rig);
    await approve(rig, approval);
    const { runs } = rig.storage;
    const first = await claimed(rig, 'the-slow-one');
    await runs.sweep('2024-05-17T16:00:00.000Z', ['the-slow-one'], 5);
    const second = await claimed(rig, 'the-new-one');
    expect([first.id, second.id]).toEqual([id, id]);
    const runnable = rig.core.runnable('order-status');
    if (!runnable) throw new Error('the workflow is not installed');
    const parts = {
      approvals: rig.storage.approvals,
      clock: rig.clock,
      principalOf: (who: string) => rig.core.principal(who),
      maxRecoveries: 5,
    };
    const both = await Promise.allSettled([first, second].map((run) => executeRun(parts, runnable, run, AbortSignal.timeout(5000))));
    expect(both[0]).toMatchObject({ status: 'rejected', reason: { code: 'run.fenced' } });
    expect(both[1]).toMatchObject({ status: 'fulfilled', value: { status: 'done' } });
    expect(types()).toEqual(written);
  });
});

async function claimed(rig: Rig, owner: string): Promise<Run> {
  const [run] = await rig.storage.runs.claim(owner, rig.clock.now().toISOString(), '2024-05-17T17:00:00.000Z', 1);
  if (!run) throw new Error('nothing is due');
  return run;
}

describe('a resume that comes too late or to the wrong place', () => {
  it('an approval nobody ever opened is not found, and a hash nobody looked at is refused', async () => {
    const { rig, types } = await open(company({ orders: [order(late)] }));
    await tell(rig);
    const [approval] = await waiting(rig);
    await expect(rig.services.approvals.decide('apr_unknown', { verdict: 'approve', hash: 'x' }, carl)).rejects.toMatchObject({
      code: 'resource.not_found',
    });
    await expect(rig.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: 'x' }, carl)).rejects.toMatchObject({
      code: 'approval.stale',
    });
    await rig.core.worker.drain();
    expect(types()).toEqual([]);
  });

  it('a decision after the end is refused', async () => {
    const { rig, types } = await open(company({ orders: [order(late)] }));
    await tell(rig);
    const [approval] = await waiting(rig);
    await approve(rig, approval);
    await rig.core.worker.drain();
    await expect(approve(rig, approval, cora)).rejects.toMatchObject({ code: 'approval.closed' });
    await rig.core.worker.drain();
    expect(types()).toEqual(written);
  });

  it('the graph itself, resumed after its end, sends nothing again', async () => {
    const { rig, types } = await open(company({ orders: [order(late)] }));
    const run = await tell(rig);
    const [approval] = await waiting(rig);
    await approve(rig, approval);
    await rig.core.worker.drain();
    await resumeRaw(rig, run, { decided: true }).catch(() => undefined);
    expect(types()).toEqual(written);
  });
});

describe('a resume with nothing decided', () => {
  it.each([true, 'approve', { decided: true }, { verdict: 'approve' }])('%j parks the thread again and writes nothing', async (resume) => {
    const { rig, types } = await open(company({ orders: [order(late)] }));
    const run = await tell(rig);
    const state = await resumeRaw(rig, run, resume);
    expect(state.__interrupt__).toHaveLength(1);
    expect(types()).toEqual([]);
    const [approval] = await waiting(rig);
    await approve(rig, approval);
    await rig.core.worker.drain();
    expect(types()).toEqual(written);
  });

  it('one scalar answer while two threads wait approves neither of them; a decision counts for its own thread alone', async () => {
    const data = company({
      orders: [order({ ...late, id: 'SO-1' }), order({ ...late, id: 'SO-2' })],
      opportunities: [opportunity(), opportunity({ id: '006000000000002AAA', erpOrderId: 'SO-2' })],
    });
    const { rig, crm, types } = await open(data);
    const first = await tell(rig, 'SO-1');
    const second = await tell(rig, 'SO-2');
    expect(await waiting(rig)).toHaveLength(2);
    for (const run of [first, second]) await resumeRaw(rig, run, true);
    expect(await waiting(rig)).toHaveLength(2);
    expect(types()).toEqual([]);
    const mine = (await waiting(rig)).find((approval) => approval.runId === second);
    await approve(rig, mine);
    await rig.core.worker.drain();
    expect(crm.committed.map(({ request }) => request.target.id ?? request.fields['WhatId'] ?? request.fields['ParentId'])).toEqual(
      Array.from({ length: 3 }, () => '006000000000002AAA'),
    );
    expect((await waiting(rig)).map((approval) => approval.runId)).toEqual([first]);
  });
});

describe('a new event while an approval waits', () => {
  it('that says the same joins the question: one approval, one set of effects, the older run is released', async () => {
    const { rig, types } = await open(company({ orders: [order(late)] }));
    const first = await tell(rig);
    const second = await tell(rig);
    const open_ = await waiting(rig);
    expect(open_.map((approval) => approval.runId)).toEqual([second]);
    await approve(rig, open_[0]);
    await rig.core.worker.drain();
    expect((await rig.storage.runs.get(first))?.status).toBe('superseded');
    expect(types()).toEqual(written);
  });

  it('that arrives together with the decision never leads to a second effect, whichever is worked first', async () => {
    const { rig, types } = await open(company({ orders: [order(late)] }));
    await tell(rig);
    const [approval] = await waiting(rig);
    await Promise.all([approve(rig, approval), hear(rig)]);
    await rig.core.worker.drain();
    expect(await waiting(rig)).toEqual([]);
    expect(types()).toEqual(written);
  });

  it('that says something else supersedes it: the old answer is refused, nothing is written until the new one is approved', async () => {
    const data = company({ orders: [order(late)] });
    const { rig, types } = await open(data);
    await tell(rig);
    const [old] = await waiting(rig);
    data.orders = [order({ items: [item({ confirmedOn: '2024-06-15' })] })];
    await tell(rig);
    await expect(approve(rig, old)).rejects.toMatchObject({ code: 'approval.closed' });
    expect(types()).toEqual([]);
    await approve(rig, (await waiting(rig))[0]);
    await rig.core.worker.drain();
    expect(types()).toEqual(written);
  });

  it('that comes after the decision and says something else asks again; the approved writes are not sent', async () => {
    const data = company({ orders: [order(late)] });
    const { rig, types } = await open(data);
    await tell(rig);
    const [old] = await waiting(rig);
    data.orders = [
      order({
        items: [item({ confirmedOn: '2024-06-15' })],
        ref: { connection: 'erp', type: 'A_SalesOrder', id: 'SO-1', version: 'W/"2"' },
      }),
    ];
    // The version the commit reads again is the one the ERP holds, not the one in the port's list.
    const erp = rig.core.connections.get('erp');
    if (erp && 'put' in erp) (erp as ReturnType<typeof memorySystems>['erp']).put('A_SalesOrder', 'SO-1', {});
    await approve(rig, old);
    await hear(rig);
    await rig.core.worker.drain();
    expect(types()).toEqual([]);
    expect((await waiting(rig)).map((approval) => approval.proposalHash)).not.toContain(old?.proposalHash);
  });
});

describe('a decision that is faster than the parking brake', () => {
  it.each(['gate.opened', 'gate.parked'] as const)('taken at %s is not lost and commits once', async (label: ProbeLabel) => {
    const desk: { rig?: Rig; decided?: Promise<unknown> } = {};
    const { rig, types } = await open(company({ orders: [order(late)] }), async (at) => {
      if (at !== label || !desk.rig || desk.decided) return;
      const [approval] = await waiting(desk.rig);
      desk.decided = approve(desk.rig, approval);
      await desk.decided;
    });
    desk.rig = rig;
    const run = await tell(rig);
    expect(desk.decided).toBeDefined();
    expect((await rig.storage.runs.get(run))?.outcome).toBe('applied');
    expect(types()).toEqual(written);
    expect(await waiting(rig)).toEqual([]);
  });
});
