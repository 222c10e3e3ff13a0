import { afterEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../src/contracts/principal.ts';
import { sweepRuns } from '../../src/runs/housekeeping.ts';
import { company, delivery, memorySystems } from '../support/order-company.ts';
import { openRig, type Rig } from '../support/rig.ts';

const source: Principal = { id: 'service:erp', name: 'erp', roles: ['source'] };
const olivia: Principal = { id: 'person:olivia', name: 'Olivia', roles: ['operations'] };
const order = { connection: 'erp', type: 'SalesOrder', id: 'SO-1' } as const;
const event = { source: 'test', type: 'sales-order.changed', record: order, hint: {} };

let rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs) rig.close();
  rigs = [];
});

/** An order whose task the CRM refused: one open exception. */
async function refused(): Promise<{ rig: Rig; systems: ReturnType<typeof memorySystems> }> {
  const systems = memorySystems(company({ deliveries: [delivery()] }));
  const rig = await openRig({ connections: new Map(Object.entries(systems)) });
  rigs.push(rig);
  systems.crm.answer((request) => (request.target.type === 'Task' ? { kind: 'refused', status: 400, code: 'NO', reason: 'no' } : 'commit'));
  await rig.services.intake.events([event], Buffer.from('{}'), source);
  await rig.core.worker.drain();
  systems.crm.answer(undefined);
  return { rig, systems };
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** The process dies so many turns of the event loop after a person clicked; the folder is opened again. */
async function dieAfter(rig: Rig, count: number, click: () => Promise<unknown>): Promise<Rig> {
  void click().catch(() => undefined);
  await turns(count);
  rig.storage.crash();
  const next = await rig.reopen();
  rigs = [next];
  return next;
}

describe('a crash while a person clears an exception', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'retry, dead after %d turns: either the exception is still open or its run is on its way',
    async (count) => {
      const { rig } = await refused();
      const [item] = (await rig.services.exceptions.list({ limit: 5, status: 'open' }, olivia)).items;
      const next = await dieAfter(rig, count, () => rig.services.exceptions.retry(item?.id ?? '', olivia));
      const status = (await next.storage.exceptions.get(item?.id ?? ''))?.status;
      const run = await next.storage.runs.get(item?.runId ?? '');
      expect([status, run?.status]).toEqual(status === 'open' ? ['open', 'exception'] : ['retried', 'queued']);
    },
  );

  it.each([0, 1, 2, 3, 4, 5, 6])('an edited event, dead after %d turns: it is taken in before its exception closes', async (count) => {
    const { rig } = await refused();
    const [item] = (await rig.services.exceptions.list({ limit: 5, status: 'open' }, olivia)).items;
    const before = (await rig.storage.runs.list({ limit: 10 })).length;
    const next = await dieAfter(rig, count, () => rig.services.exceptions.edit(item?.id ?? '', event, olivia));
    const runs = await next.storage.runs.list({ limit: 10 });
    if ((await next.storage.exceptions.get(item?.id ?? ''))?.status === 'resolved') expect(runs.length).toBe(before + 1);
  });
});

describe('a run that stopped too many workers', () => {
  it('reaches a person even when the process dies between giving it up and saying so', async () => {
    const systems = memorySystems(company({ deliveries: [delivery()] }));
    const rig = await openRig({ connections: new Map(Object.entries(systems)) });
    rigs.push(rig);
    await rig.services.intake.events([event], Buffer.from('{}'), source);
    const { runs, exceptions } = rig.storage;
    const [run] = await runs.claim('a-dead-one', rig.clock.now().toISOString(), '2024-05-17T17:00:00.000Z', 1);
    const parts = { runs, clock: rig.clock, cap: 0, deadOwners: () => ['a-dead-one'] };
    const dying = { ...exceptions, open: () => Promise.reject(new Error('the process died here')) };
    await expect(sweepRuns({ ...parts, exceptions: dying })).rejects.toThrow('died');
    expect(await sweepRuns({ ...parts, exceptions })).toEqual({ requeued: [], exhausted: [run?.id] });
    expect((await rig.services.exceptions.list({ limit: 5, status: 'open' }, olivia)).items).toMatchObject([
      { code: 'run.limit', runId: run?.id },
    ]);
    expect(await runs.get(run?.id ?? '')).toMatchObject({ status: 'exception' });
  });

  it('that is still alive after all and ends by itself is left alone', async () => {
    const systems = memorySystems(company({ deliveries: [delivery()] }));
    const rig = await openRig({ connections: new Map(Object.entries(systems)) });
    rigs.push(rig);
    await rig.services.intake.events([event], Buffer.from('{}'), source);
    const { runs, exceptions } = rig.storage;
    const [run] = await runs.claim('a-slow-one', rig.clock.now().toISOString(), '2024-05-17T17:00:00.000Z', 1);
    const slow = {
      ...exceptions,
      open: async (...given: Parameters<typeof exceptions.open>) => {
        await exceptions.open(...given);
        await runs.finish(run?.id ?? '', run?.fence ?? 0, { status: 'done', outcome: 'applied', at: rig.clock.now().toISOString() }, []);
      },
    };
    await sweepRuns({ runs, exceptions: slow, clock: rig.clock, cap: 0, deadOwners: () => ['a-slow-one'] });
    expect(await runs.get(run?.id ?? '')).toMatchObject({ status: 'done', outcome: 'applied' });
  });
});
