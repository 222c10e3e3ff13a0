import { expect, it } from 'vitest';
import type { Deployment, ModelStore, ModelVersion, Prediction } from '../../src/contracts/model-store.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const version = (model: string): Omit<ModelVersion, 'number'> => ({
  model,
  definition: '1.0.0',
  origin: 'trained',
  seed: 1,
  featureHash: 'f',
  dataHash: 'd',
  rows: 10,
  from: at(0),
  to: at(1),
  reports: {},
  references: {},
  artefactHash: 'a',
  artefactBytes: 2,
  trainedBy: 'person:dana',
  createdAt: at(2),
});
const deployment = (number: number, stage: Deployment['stage'], more: Partial<Deployment> = {}): Deployment => ({
  environment: 'production',
  model: 'm',
  number,
  stage,
  since: at(number),
  by: 'person:dana',
  approvedBy: 'person:carl',
  ...more,
});
const prediction = (id: string, more: Partial<Prediction> = {}): Prediction => ({
  id,
  model: 'm',
  version: 1,
  definition: '1.0.0',
  environment: 'production',
  role: 'champion',
  correlationId: `c-${id}`,
  asOf: at(0),
  at: at(1),
  output: { score: 0.5 },
  factors: [],
  inputs: [],
  notes: [],
  tookMs: 1,
  ...more,
});

/** What every storage of numeric models promises. `open` gives an empty one. */
export function modelStoreSuite(open: () => ModelStore): void {
  it('versions count up per model, with the bytes they were stored with', async () => {
    const models = open();
    expect((await models.addVersion(version('m'), '{}')).number).toBe(1);
    expect((await models.addVersion(version('m'), '[]')).number).toBe(2);
    expect((await models.addVersion(version('n'), '{}')).number).toBe(1);
    expect((await models.versions('m')).map(({ number }) => number)).toEqual([1, 2]);
    expect(await models.artefact('m', 2)).toBe('[]');
    expect(await models.version('m', 3)).toBeUndefined();
  });

  it('an environment has one champion and one shadow a model; whoever comes retires who was there', async () => {
    const models = open();
    await models.deploy(deployment(1, 'champion'));
    await models.deploy(deployment(2, 'shadow'));
    await models.deploy(deployment(2, 'champion'));
    await models.deploy(deployment(1, 'champion', { environment: 'uat' }));
    const stages = (await models.deployments('production', 'm')).map(({ number, stage }) => [number, stage]);
    expect(stages).toEqual([
      [1, 'retired'],
      [2, 'champion'],
    ]);
    expect(await models.deployments('uat')).toMatchObject([{ number: 1, stage: 'champion', approvedBy: 'person:carl' }]);
  });

  it('a change is settled once', async () => {
    const models = open();
    await models.addChange({
      id: 'chg_1',
      environment: 'production',
      model: 'm',
      number: 1,
      to: 'champion',
      reason: 'better',
      evidence: {},
      status: 'waiting',
      askedBy: 'person:dana',
      askedAt: at(0),
    });
    const how = { status: 'approved', by: 'person:carl', at: at(1), decision: 'yes' } as const;
    expect(await Promise.all([models.settleChange('chg_1', how), models.settleChange('chg_1', { ...how, status: 'rejected' })])).toEqual([
      true,
      false,
    ]);
    expect(await models.change('chg_1')).toMatchObject({ status: 'approved', decidedBy: 'person:carl', decision: 'yes' });
    expect(await models.changes('waiting')).toEqual([]);
    expect(await models.settleChange('chg_9', how)).toBe(false);
  });

  it('a request is logged once for each who asks, and its shadow beside it', async () => {
    const models = open();
    await models.log([prediction('p1', { requestId: 'r' }), prediction('p2', { requestId: 'r', role: 'shadow', version: 2 })]);
    await models.log([prediction('p3', { requestId: 'r' }), prediction('p4', { requestId: 'r', by: 'person:carl' })]);
    expect((await models.predictions({ limit: 10 })).map(({ id }) => id)).toEqual(['p4', 'p2', 'p1']);
    expect(await models.byRequest('m', 'r', '')).toMatchObject({ id: 'p1' });
    expect(await models.byRequest('m', 'r', 'person:carl')).toMatchObject({ id: 'p4' });
    expect(await models.byRequest('m', 'r', 'person:cora')).toBeUndefined();
  });

  it('predictions are found by model, role, version and correlation, newest first, a page at a time', async () => {
    const models = open();
    await models.log(['a', 'b', 'c'].map((id) => prediction(id)));
    await models.log([prediction('d', { model: 'n' }), prediction('e', { role: 'shadow', version: 2 })]);
    const ids = async (query: Partial<Parameters<ModelStore['predictions']>[0]>) =>
      (await models.predictions({ limit: 2, ...query })).map(({ id }) => id);
    expect(await ids({ model: 'm', role: 'champion' })).toEqual(['c', 'b']);
    expect(await ids({ model: 'm', role: 'champion', after: 'b' })).toEqual(['a']);
    expect(await ids({ version: 2 })).toEqual(['e']);
    expect(await ids({ correlationId: 'c-a' })).toEqual(['a']);
  });

  it('predictions meet the outcome of the same record and moment; the first outcome stands', async () => {
    const models = open();
    await models.log([
      prediction('p1', { entity: 'invoice:1' }),
      prediction('p2', { entity: 'invoice:2' }),
      prediction('p3', { entity: 'invoice:1', asOf: at(9) }),
    ]);
    const outcome = { model: 'm', entity: 'invoice:1', asOf: at(0), at: at(20), targets: { late: true }, by: 'source:erp' };
    await models.addOutcomes([outcome]);
    await models.addOutcomes([{ ...outcome, targets: { late: false } }]);
    const judged = await models.judged('m', { environment: 'production', role: 'champion', limit: 10 });
    expect(judged).toMatchObject([{ prediction: { id: 'p1' }, outcome: { targets: { late: true } } }]);
    expect(await models.judged('m', { environment: 'uat', role: 'champion', limit: 10 })).toEqual([]);
  });

  it('feedback belongs to a prediction there is', async () => {
    const models = open();
    await models.log([prediction('p1')]);
    const given = { id: 'f1', predictionId: 'p1', kind: 'override', reason: 'we know them', by: 'person:olivia', at: at(3) } as const;
    await models.addFeedback(given);
    await models.addFeedback({ ...given, id: 'f2', predictionId: 'gone' });
    expect(await models.feedback('m')).toEqual([given]);
  });

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
