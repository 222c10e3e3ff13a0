import { expect, it } from 'vitest';
import type { ModelStore } from '../../src/contracts/model-store.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

/** What every feature store promises. `open` gives an empty one. */
export function modelHistorySuite(open: () => ModelStore): void {
  it('history read in twice stays once, a label known better takes the place of the earlier, another link is another moment', async () => {
    const models = open();
    const observation = { entity: 'customer:1', name: 'days_late', value: 3, at: at(0), knownAt: at(5), record: 'erp/1' };
    const moment = { entity: 'invoice:1', asOf: at(1), outcomeAt: at(5), targets: { late: false }, links: { customer: 'customer:1' } };
    for (const targets of [{ late: false }, { late: true }]) {
      await models.addObservations('m', [observation, { ...observation, entity: 'customer:2', value: 'text' }]);
      await models.addMoments('m', [{ ...moment, targets }]);
    }
    expect(await models.observations('m')).toHaveLength(2);
    expect(await models.observations('m', ['customer:1'])).toEqual([observation]);
    expect(await models.moments('m')).toEqual([{ ...moment, targets: { late: true } }]);
    expect(await models.history('m')).toEqual({ observations: 2, moments: 1, newest: at(5), marks: [] });
    await models.addMoments('m', [{ ...moment, links: { customer: 'customer:2' } }]);
    expect(await models.history('m')).toMatchObject({ moments: 2 });
    expect(await models.history('n')).toEqual({ observations: 0, moments: 0, marks: [] });
  });

  it('a page of history is kept with the place it was read to, and a later page takes that place further', async () => {
    const models = open();
    const observation = (item: string) => ({
      entity: `item:${item}`,
      name: 'sold',
      value: 2,
      at: at(0),
      knownAt: at(1),
      record: `erp/${item}`,
    });
    const moment = { entity: 'item:1', asOf: at(0), outcomeAt: at(1), targets: { quantity: 2 }, links: {} };
    const half = { source: 'erp feeds.orders', cursor: 'a', begunAt: at(2) };
    await models.addHistory('m', { observations: [observation('2'), observation('1')], moments: [moment], mark: half });
    expect(await models.marks('m')).toEqual([half]);
    const whole = { source: 'erp feeds.orders', cursor: 'b', readAt: at(2) };
    await models.addHistory('m', {
      observations: [observation('3'), { ...observation('1'), entity: 'items:1' }],
      moments: [],
      mark: whole,
    });
    expect(await models.history('m')).toMatchObject({ observations: 4, moments: 1, marks: [whole] });
    expect(await models.entities('m', 'item', { limit: 2 })).toEqual(['item:1', 'item:2']);
    expect(await models.entities('m', 'item', { after: 'item:2', limit: 2 })).toEqual(['item:3']);
    expect(await models.marks('n')).toEqual([]);
    await models.addMoments('n', [moment]);
    await models.forgetHistory('m');
    expect(await models.history('m')).toEqual({ observations: 0, moments: 0, marks: [] });
    expect(await models.history('n')).toMatchObject({ moments: 1 });
  });
}
