import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Feed } from '../../../../src/contracts/feeds.ts';
import { historyCompany } from '../../../support/history-company.ts';
import { type HistoryRig, openHistoryRig } from '../../../support/history-rig.ts';

let rig: HistoryRig;
beforeAll(async () => {
  rig = await openHistoryRig(historyCompany({ orders: 500, deals: 10 }));
}, 60_000);
afterAll(() => rig.close());

const sizes = async (model: string) => {
  const { observations, moments } = await rig.store.history(model);
  return { observations, moments };
};

describe('reading history from systems', () => {
  it('a reading that is stopped keeps its pages and goes on behind them; nothing is there twice', async () => {
    const stop = new AbortController();
    const stopped = rig.fill('optimal-price', { signal: stop.signal, progress: (done) => (done >= 200 ? stop.abort() : undefined) });
    await expect(stopped).rejects.toThrow(/abort/i);
    expect(await sizes('optimal-price')).toEqual({ observations: 200, moments: 200 });
    expect(await rig.store.marks('optimal-price')).toMatchObject([{ source: 'erp feeds.orders', begunAt: expect.any(String) }]);
    expect(await rig.fill('optimal-price')).toMatchObject({ records: 300 });
    expect(await sizes('optimal-price')).toEqual({ observations: 500, moments: 500 });
    const [mark] = await rig.store.marks('optimal-price');
    expect(mark).toMatchObject({ readAt: expect.any(String) });
    expect(mark).not.toHaveProperty('begunAt');
  });

  it('the next reading brings what changed since, from the start brings everything and adds nothing', async () => {
    const { records } = await rig.fill('optimal-price');
    expect(records).toBeLessThan(20);
    expect(await rig.fill('optimal-price', { fromStart: true })).toMatchObject({ records: 500 });
    expect(await sizes('optimal-price')).toEqual({ observations: 500, moments: 500 });
  });

  it('from a day on reads what changed since that day alone', async () => {
    const { records } = await rig.fill('deal', { since: '2025-12-01' });
    expect(records).toBeLessThan(10);
    expect(records).toBeGreaterThan(0);
    // A part read ahead does not hide what lies between it and the last whole reading.
    const before = await rig.store.marks('deal');
    await rig.fill('deal', { since: '2026-02-01' });
    expect(await rig.store.marks('deal')).toEqual(before);
  });

  it('a connection that does not serve a feed is named, and the other feeds are read', async () => {
    const { erp } = rig.systems;
    if (!erp) throw new Error('the rig has an ERP');
    const { payments: _payments, ...feeds } = erp.ports.feeds ?? {};
    const systems = { erp: { name: 'erp', ports: { ...erp.ports, feeds } } };
    const { records, gaps } = await rig.fill('late-payment', { systems });
    expect(records).toBe(500);
    expect(gaps).toContainEqual({ feature: 'days_late_mean', source: 'erp.payments', why: 'erp does not serve feeds.payments' });
    expect((await rig.fill('deal', { systems })).gaps).toContainEqual({
      feature: 'stage',
      source: 'crm.opportunities',
      why: 'no connection plays the part crm',
    });
  });

  it('a model the ports carry nothing of says so feature by feature, when it is read and when it is asked', async () => {
    const { records, gaps } = await rig.fill('renewal');
    expect(records).toBe(0);
    expect(gaps).toContainEqual({ feature: 'plan', source: 'erp.subscriptions', why: 'no port tells it from erp.subscriptions' });
    await expect(rig.predictor.predict('renewal', { subscription_id: 'S-1' }, {})).rejects.toThrow(
      /cannot answer without current_amount: .*; no port tells it from erp\.subscriptions/,
    );
  });

  it('a feed that never moves on is told instead of read for ever', async () => {
    const stuck: Feed<never> = { changed: async () => ({ items: [], cursor: 'here', more: true }) };
    const systems = { erp: { name: 'erp', ports: { feeds: { orders: stuck } } } };
    await expect(rig.fill('optimal-price', { systems, fromStart: true })).rejects.toMatchObject({
      code: 'connector.invalid_reply',
      field: 'orders',
    });
  });

  it('fifty thousand orders go through in bounded memory', async () => {
    const day = (index: number): string => new Date(Date.UTC(2020, 0, 1) + Math.floor(index / 25) * 86_400_000).toISOString();
    const orders: Feed<unknown> = {
      async changed(position, limit) {
        const from = 'cursor' in position ? Number(position.cursor) : 0;
        const items = Array.from({ length: Math.min(limit, 50_000 - from) }, (_, at) => orderOf(from + at, day(from + at)));
        return { items, cursor: String(from + items.length), more: from + items.length < 50_000, total: 50_000 };
      },
    };
    const systems = { erp: { name: 'big', ports: { feeds: { orders: orders as never } } } };
    const before = keptBytes();
    let most = 0;
    await rig.fill('optimal-price', {
      systems,
      progress: (done) => {
        if (done % 10_000 === 0) most = Math.max(most, keptBytes() - before);
      },
    });
    expect((await sizes('optimal-price')).observations).toBe(50_500);
    // All of it at once is more than 100 MB.
    expect(most).toBeLessThan(15 * 1024 * 1024);
  }, 120_000);
});

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** What is still in use when everything that is not has been collected. */
function keptBytes(): number {
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}

function orderOf(index: number, at: string) {
  const id = String(1_000_000 + index);
  const item = { id: '10', material: `M-${index % 300}`, ordered: { value: '3', unit: 'PC' }, net: { amount: '30.00', currency: 'EUR' } };
  return { id, ref: { connection: 'big', type: 'A_SalesOrder', id, changedAt: at }, createdOn: at.slice(0, 10), items: [item] };
}
