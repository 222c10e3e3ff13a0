import { afterEach, describe, expect, it, vi } from 'vitest';
import { pollOnce } from '../../../src/events/poll.ts';
import { memoryConnection } from '../../../src/testing/index.ts';
import { openRig, type Rig } from '../../support/rig.ts';

const rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.close();
});

type Change = { id: string; changedAt: string };

/** A system whose changes a test writes down; its cursor is the moment and number of the last one, as with the vendors. */
async function followed(changes: Change[]) {
  const key = ({ id, changedAt }: Change): string => `${changedAt}|${id}`;
  const erp = memoryConnection({
    name: 'erp',
    operations: ['invoiceDetails.changedSince'],
    ports: {
      invoiceDetails: {
        get: async () => undefined,
        listForOrder: async () => [],
        listIssued: async () => ({ items: [], more: false }),
        async changedSince(position) {
          const after = 'since' in position ? `${position.since}|` : position.cursor;
          const found = changes.filter((each) => key(each) >= after).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
          const last = found.at(-1);
          return { changes: found, cursor: last ? `${key(last)}!` : after, more: false };
        },
      },
    },
  });
  const rig = await openRig({ connections: new Map([['erp', erp]]) });
  rigs.push(rig);
  const look = () =>
    pollOnce(
      { ...rig.core.intake, connection: rig.core.flow.connection },
      {
        on: 'poll',
        connection: 'erp',
        port: 'invoiceDetails',
        everyMs: 60_000,
        eventType: 'invoice.changed',
        recordType: 'BillingDocument',
      },
    );
  return { rig, look };
}

it('a change may be one of a record of another system', async () => {
  const at = '2099-01-01T00:00:00.000Z';
  const crm = memoryConnection({
    name: 'crm',
    operations: ['customerPriceEntryChanges.changedSince'],
    ports: {
      customerPriceEntryChanges: { changedSince: async () => ({ changes: [{ id: '4711', changedAt: at }], cursor: at, more: false }) },
    },
  });
  const rig = await openRig({
    connections: new Map([
      ['erp', memoryConnection({ name: 'erp', operations: [], ports: {} })],
      ['crm', crm],
    ]),
  });
  rigs.push(rig);
  const trigger = {
    on: 'poll',
    connection: 'crm',
    port: 'customerPriceEntryChanges',
    everyMs: 1,
    recordType: 'Customer',
    recordOf: 'erp',
  } as const;
  const accepted = vi.spyOn(rig.core.intake.events, 'accept');
  await pollOnce({ ...rig.core.intake, connection: rig.core.flow.connection }, { ...trigger, eventType: 'prices.changed' });
  expect(accepted.mock.calls.map(([event]) => event)).toMatchObject([
    { source: 'poll:crm', record: { connection: 'erp', type: 'Customer', id: '4711' } },
  ]);
});

describe('looking for changes', () => {
  it('begins at the first look, and a change is new once', async () => {
    const changes: Change[] = [{ id: '1', changedAt: '2000-01-01T00:00:00.000Z' }];
    const { rig, look } = await followed(changes);
    expect(await look()).toBe(0);
    rig.clock.advance(5_000);
    changes.push({ id: '2', changedAt: rig.clock.now().toISOString() });
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
  });

  it('a change that lands behind the cursor, in a second that was read already, is still found', async () => {
    const changes: Change[] = [];
    const { rig, look } = await followed(changes);
    await look();
    rig.clock.advance(5_000);
    const second = rig.clock.now().toISOString();
    changes.push({ id: '9', changedAt: second });
    expect(await look()).toBe(1);
    changes.push({ id: '3', changedAt: second });
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
  });

  it('does not go back to before the first look', async () => {
    const changes: Change[] = [];
    const { rig, look } = await followed(changes);
    changes.push({ id: '1', changedAt: new Date(rig.clock.now().getTime() - 10_000).toISOString() });
    await look();
    rig.clock.advance(5_000);
    changes.push({ id: '2', changedAt: rig.clock.now().toISOString() });
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
  });
});
