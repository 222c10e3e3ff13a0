import { afterEach } from 'vitest';
import { company, delivery, item, memorySystems, order, type Company } from './order-company.ts';
import { openRig, type Rig, type RigOptions } from './rig.ts';

const rigs: Rig[] = [];

/** Call from a suite: every rig opened through rigOver closes after its test. */
export function closeRigsAfterEach(): void {
  afterEach(() => {
    for (const rig of rigs.splice(0)) rig.close();
  });
}

/** The engine over one order's company in memory. */
export async function rigOver(data: Company, options: Partial<RigOptions> & { systems?: Parameters<typeof memorySystems>[1] } = {}) {
  const systems = memorySystems(data, options.systems);
  const rig = await openRig({ connections: new Map(Object.entries(systems)), ...options });
  rigs.push(rig);
  return { rig, ...systems, data };
}

const source = { id: 'service:erp', name: 'erp', roles: ['source'] };
export const carl = { id: 'person:carl', name: 'Carl', roles: ['controller'] };
export const cora = { id: 'person:cora', name: 'Cora', roles: ['controller'] };
export const olivia = { id: 'person:olivia', name: 'Olivia', roles: ['operations'] };

export const shipped = (): Company => company({ deliveries: [delivery()] });
export const delayed = (): Company => company({ orders: [order({ items: [item({ confirmedOn: '2024-05-30' })] })] });

/** An event about SO-1, carried as far as it goes; answers the run it started, if any. */
export async function tell(rig: Rig, hint: Record<string, string> = {}, sourceId?: string): Promise<string> {
  const [accepted] = await rig.services.intake.events(
    [
      {
        source: 'test',
        type: 'sales-order.changed',
        record: { connection: 'erp', type: 'SalesOrder', id: 'SO-1' },
        hint,
        ...(sourceId === undefined ? {} : { sourceId }),
      },
    ],
    Buffer.from('{}'),
    source,
  );
  await rig.core.worker.drain();
  return accepted?.runIds[0] ?? '';
}

export async function waiting(rig: Rig) {
  return (await rig.services.approvals.list({ limit: 10, status: 'waiting' }, carl)).items;
}
