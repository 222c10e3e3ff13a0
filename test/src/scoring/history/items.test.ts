import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { train, trainingRows } from '../../../../src/scoring/index.ts';
import { historyCompany, historyNow } from '../../../support/history-company.ts';
import { type HistoryRig, openHistoryRig } from '../../../support/history-rig.ts';

let rig: HistoryRig;
const company = historyCompany({ orders: 1200 });
beforeAll(async () => {
  rig = await openHistoryRig(company);
}, 60_000);
afterAll(() => rig.close());

const rowsOf = async (model: string) =>
  trainingRows(rig.definition(model), await rig.store.moments(model), await rig.store.observations(model));
const first = company.materials[0]?.id ?? '';
const total = (values: unknown): number => (Array.isArray(values) ? values.reduce((sum: number, value: number) => sum + value, 0) : 0);

describe('goods issues of the ERP as history of demand', () => {
  it('what left the house a week is the past, and what left in the thirteen weeks that followed is the label', async () => {
    const { gaps } = await rig.fill('demand');
    expect(gaps.map(({ feature }) => feature)).toEqual(['lead_time_days', 'lead_time_sd_days', 'service_level', 'abc_class']);
    const rows = await rowsOf('demand');
    expect(rows.length).toBeGreaterThanOrEqual(9);
    for (const { values, targets, asOf, entity } of rows) {
      const sent = company.orders.filter(({ items }) => rig.pseudonym(`item:${items[0]?.material}`) === entity);
      const within = (from: number, to: number): number =>
        sent
          .filter(({ deliveries }) => {
            const at = Date.parse(`${deliveries[0]?.goodsIssuedOn}T12:00:00Z`);
            return at >= from && at < to;
          })
          .reduce((sum, { items }) => sum + Number(items[0]?.quantity), 0);
      expect(total(values['weekly_demand'])).toBe(within(0, Date.parse(asOf)));
      expect(total(targets['demand_ahead'])).toBe(within(Date.parse(asOf), Date.parse(asOf) + 91 * 86_400_000));
      expect(Date.parse(asOf) + 91 * 86_400_000).toBeLessThanOrEqual(Date.parse(historyNow));
    }
  });

  it('what is learned from it answers a question by id, with what lies on hand now', async () => {
    const { version, artefact } = await train(rig.definition('demand'), await rowsOf('demand'), {
      seed: 1,
      by: 'operator:local',
      at: historyNow,
    });
    const stored = await rig.store.addVersion(version, artefact);
    await rig.store.deploy({
      environment: 'production',
      model: 'demand',
      number: stored.number,
      stage: 'champion',
      since: historyNow,
      by: 'person:mona',
      approvedBy: 'person:carl',
    });
    const answer = await rig.predictor.predict('demand', { item_id: first }, {});
    expect(answer.role).toBe('champion');
    expect((answer.output['forecast'] as unknown[]).length).toBe(13);
    expect(answer.inputs.find(({ field }) => field === 'on_hand')).toMatchObject({ from: 'fetched', ageDays: 0 });
    expect(answer.inputs.find(({ field }) => field === 'service_level')).toMatchObject({
      from: 'missing',
      why: 'no port tells it from erp.items',
    });
    // Stock is known as of now alone: a question about yesterday does not see it.
    const yesterday = await rig.predictor.predict('demand', { item_id: first, asOf: '2026-01-04T08:00:00Z' }, {});
    expect(yesterday.inputs.find(({ field }) => field === 'on_hand')).toMatchObject({ from: 'missing' });
  });
});

describe('order lines of the ERP as history of prices', () => {
  it('a line is a sale at a price; changed later it counts once, and no earlier moment knows of it', async () => {
    await rig.fill('optimal-price');
    const before = await rowsOf('optimal-price');
    expect(before).toHaveLength(company.orders.length);
    const last = company.orders.at(-1);
    const of = (rows: typeof before) => rows.filter(({ asOf }) => asOf < `${last?.createdOn}`);
    const known = async (asOf: string) => {
      const [row] = trainingRows(
        rig.definition('optimal-price'),
        [{ entity: rig.pseudonym(`item:${last?.items[0]?.material}`), asOf, outcomeAt: asOf, targets: {} }],
        await rig.store.observations('optimal-price'),
      );
      return row?.values['historical_90d_qty'];
    };
    const [yesterday, now] = [await known('2026-01-05T07:00:00Z'), Number(await known(historyNow))];
    await rig.box.act.reject(last?.id ?? '', '10', '10');
    await rig.fill('optimal-price');
    expect(of(await rowsOf('optimal-price'))).toEqual(of(before));
    expect(await known('2026-01-05T07:00:00Z')).toBe(yesterday);
    expect(await known('2026-01-05T09:00:00Z')).toBe(now - Number(last?.items[0]?.quantity));
  });
});
