import { afterEach, describe, expect, it } from 'vitest';
import { createPruning } from '../../../src/runs/prune.ts';
import { silentLog } from '../../../src/contracts/log.ts';
import { company, delivery, item, memorySystems, order, type Company } from '../../support/order-company.ts';
import { openRig, type Rig } from '../../support/rig.ts';

const source = { id: 'service:erp', name: 'erp', roles: ['source'] };
const carl = { id: 'person:carl', name: 'Carl', roles: ['controller'] };
let rig: Rig | undefined;
afterEach(() => rig?.close());

async function told(data: Company): Promise<{ rig: Rig; threadId: string }> {
  rig = await openRig({ connections: new Map(Object.entries(memorySystems(data))) });
  const record = { connection: 'erp', type: 'SalesOrder', id: 'SO-1' };
  const [accepted] = await rig.services.intake.events(
    [{ source: 'test', type: 'sales-order.changed', record, hint: {} }],
    Buffer.from('{}'),
    source,
  );
  await rig.core.worker.drain();
  return { rig, threadId: (await rig.storage.runs.get(accepted?.runIds[0] ?? ''))?.threadId ?? '' };
}

const checkpoints = (from: Rig): unknown => from.storage.databases.checkpoints.prepare('SELECT count(*) FROM checkpoints').pluck().get();

describe('pruning', () => {
  it('keeps the newest checkpoint of a finished thread and drops the others', async () => {
    const { rig: open } = await told(company({ deliveries: [delivery()] }));
    expect(checkpoints(open)).toBeGreaterThan(1);
    expect(await open.core.pruning.flush()).toBeGreaterThan(0);
    expect(checkpoints(open)).toBe(1);
    expect(await open.core.pruning.flush()).toBe(0);
  });

  it('leaves a thread alone while its approval is open, and the run still resumes', async () => {
    const { rig: open, threadId } = await told(company({ orders: [order({ items: [item({ confirmedOn: '2024-05-30' })] })] }));
    const before = checkpoints(open);
    const pruning = createPruning({ approvals: open.storage.approvals, saver: open.core.saver, log: silentLog, batch: 1000 });
    const [parked] = await open.storage.runs.list({ limit: 1 });
    if (!parked) throw new Error('there is no run');
    // As an older run of the same thread that ends after the question was opened.
    pruning.finished(parked, { status: 'done', outcome: 'unchanged', at: '2024-05-17T16:00:00.000Z' });
    expect(await pruning.flush()).toBe(0);
    expect(checkpoints(open)).toBe(before);
    const approval = await open.storage.approvals.openForThread(threadId);
    await open.services.approvals.decide(approval?.id ?? '', { verdict: 'approve', hash: approval?.proposalHash ?? '' }, carl);
    await open.core.worker.drain();
    expect((await open.storage.runs.get(parked.id))?.outcome).toBe('applied');
    expect(await open.core.pruning.flush()).toBeGreaterThan(0);
  });

  it('does it by itself once enough threads have gathered, and a failure costs the run nothing', async () => {
    const asked: string[] = [];
    const approvals = { openForThread: async () => undefined } as unknown as Rig['storage']['approvals'];
    const saver = {
      prune: async (threadId: string) => {
        asked.push(threadId);
        if (threadId === 't-1') throw new Error('the disk is full');
        return 1;
      },
    };
    const pruning = createPruning({ approvals, saver, log: silentLog, batch: 2 });
    const run = { threadId: 't-1' } as Parameters<typeof pruning.finished>[0];
    pruning.finished(run, { status: 'done', outcome: '', at: '' });
    pruning.finished({ ...run, threadId: 't-parked' }, { status: 'awaiting_approval', outcome: '', at: '' });
    expect(asked).toEqual([]);
    pruning.finished({ ...run, threadId: 't-2' }, { status: 'done', outcome: '', at: '' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual(['t-1', 't-2']);
    expect(await pruning.flush()).toBe(0);
  });
});
