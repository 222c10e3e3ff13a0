import { describe, expect, it } from 'vitest';
import type { Deployment, Feedback, ModelChange, ModelStore, ModelVersion, Prediction } from '../../src/contracts/model-store.ts';

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
    expect(await models.newestVersion('m')).toMatchObject({ number: 2 });
    expect(await models.newestVersion('o')).toBeUndefined();
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

  describe('a draft that is to be tried', () => {
    const change = (number: number, more: Partial<ModelChange> = {}): ModelChange => ({
      id: `chg_${number}`,
      environment: 'production',
      model: 'm',
      number,
      to: 'shadow',
      reason: 'trained again',
      evidence: {},
      status: 'approved',
      askedBy: 'system',
      askedAt: at(5),
      decidedBy: 'config:predictions.retrain',
      decidedAt: at(5),
      ...more,
    });

    it('stands beside the champion as shadow, with its change on record', async () => {
      const models = open();
      await models.deploy(deployment(1, 'champion'));
      expect(await models.enterAsShadow(change(2))).toBe('entered');
      expect(await models.deployments('production', 'm')).toMatchObject([
        { number: 1, stage: 'champion' },
        { number: 2, stage: 'shadow', by: 'system', approvedBy: 'config:predictions.retrain', since: at(5) },
      ]);
      expect(await models.changes('approved')).toEqual([change(2)]);
    });

    it('never becomes champion this way, whatever its change says', async () => {
      const models = open();
      await models.deploy(deployment(1, 'champion'));
      expect(await models.enterAsShadow(change(2, { to: 'champion', status: 'waiting' }))).toBe('entered');
      expect((await models.deployments('production', 'm')).map(({ number, stage }) => `${number} ${stage}`)).toEqual([
        '1 champion',
        '2 shadow',
      ]);
      expect(await models.change('chg_2')).toMatchObject({ to: 'shadow', status: 'approved' });
    });

    it('stays a draft without a champion, beside another shadow, and where it was in use before; nothing is kept of the attempt', async () => {
      const models = open();
      expect(await models.enterAsShadow(change(2))).toBe('no-champion');
      await models.deploy(deployment(1, 'champion'));
      await models.deploy(deployment(3, 'shadow'));
      expect(await models.enterAsShadow(change(2))).toBe('on-trial');
      await models.deploy(deployment(4, 'shadow'));
      expect(await models.enterAsShadow(change(3))).toBe('not-a-draft');
      expect(await models.enterAsShadow(change(1))).toBe('not-a-draft');
      expect(await models.changes()).toEqual([]);
      expect((await models.deployments('production', 'm')).find(({ number }) => number === 1)?.stage).toBe('champion');
    });

    it('enters once when two enter at the same time', async () => {
      const models = open();
      await models.deploy(deployment(1, 'champion'));
      expect(await Promise.all([models.enterAsShadow(change(2)), models.enterAsShadow(change(3))])).toEqual(['entered', 'on-trial']);
    });
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

  it('answers are handed over in ranges that follow one another; an open range stays what it was, whatever is logged meanwhile', async () => {
    const models = open();
    expect(await models.openRange(3)).toBeUndefined();
    await models.log([
      prediction('a'),
      prediction('a-shadow', { role: 'shadow', version: 2 }),
      prediction('b', { role: 'rule', version: 0 }),
    ]);
    const first = await models.openRange(3);
    expect(first).toEqual({ number: 1, last: 'b', answers: 2 });
    await models.log(['c', 'd', 'e', 'f'].map((id) => prediction(id)));
    expect(await Promise.all([models.openRange(3), models.openRange(9)])).toEqual([first, first]);
    expect((await models.range(1))?.map(({ id }) => id)).toEqual(['a', 'b']);
    await models.handedOver(1);
    expect(await Promise.all([models.openRange(3), models.openRange(3)])).toMatchObject([
      { number: 2, last: 'e', answers: 3 },
      { number: 2, last: 'e' },
    ]);
    await models.handedOver(2);
    await models.handedOver(2);
    expect(await models.openRange(3)).toEqual({ number: 3, last: 'f', answers: 1 });
    await models.handedOver(3);
    await models.log([prediction('late-shadow', { role: 'shadow', version: 2 })]);
    expect(await models.openRange(3)).toBeUndefined();
    expect((await models.range(2))?.map(({ id }) => id)).toEqual(['c', 'd', 'e']);
    expect(await models.range(4)).toBeUndefined();
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

  it("feedback is counted per version; a person's last verdict and last thumb on an answer count, each once", async () => {
    const models = open();
    await models.log([prediction('p1'), prediction('p2', { version: 2 }), prediction('p3', { version: 0, role: 'rule' })]);
    let count = 0;
    const give = (predictionId: string, kind: Feedback['kind'], by = 'person:olivia') =>
      models.addFeedback({ id: `f${(count += 1)}`, predictionId, kind, by, at: at(3) });
    await give('p1', 'accept');
    await give('p1', 'up');
    await give('p1', 'override');
    await give('p1', 'accept', 'person:carl');
    await give('p2', 'down');
    await give('p2', 'up');
    await give('p3', 'edit');
    expect(await models.feedbackCounts('m')).toEqual([
      { role: 'rule', version: 0, kind: 'edit', count: 1 },
      { role: 'champion', version: 1, kind: 'accept', count: 1 },
      { role: 'champion', version: 1, kind: 'override', count: 1 },
      { role: 'champion', version: 1, kind: 'up', count: 1 },
      { role: 'champion', version: 2, kind: 'up', count: 1 },
    ]);
    expect(await models.feedbackCounts('n')).toEqual([]);
  });

  it('a value that a person put in the place of an answer meets what the shadow said beside it', async () => {
    const models = open();
    const shadow = { role: 'shadow', version: 2 } as const;
    await models.log([
      prediction('p1', { correlationId: 'c1', entity: 'invoice:1' }),
      prediction('s1', { correlationId: 'c1', entity: 'invoice:1', ...shadow }),
      prediction('p2', { correlationId: 'c2' }),
      prediction('s2', { correlationId: 'c2', role: 'shadow', version: 3 }),
      prediction('p3', { correlationId: 'c1', entity: 'invoice:3' }),
    ]);
    const give = (id: string, predictionId: string, more: Partial<Feedback> = {}) =>
      models.addFeedback({ id, predictionId, kind: 'override', reason: 'known', value: 0.2, by: 'person:olivia', at: at(3), ...more });
    for (const [n, id] of ['p1', 'p2', 'p3'].entries()) await give(`f${n}`, id);
    await models.addFeedback({ id: 'f8', predictionId: 'p1', kind: 'override', reason: 'no value', by: 'person:carl', at: at(4) });
    await give('f9', 'p1', { kind: 'edit', value: 0.3 });
    const query = { environment: 'production', version: 1, shadow: 2, limit: 10 } as const;
    expect(await models.corrected('m', query)).toMatchObject([
      { feedback: { id: 'f9', value: 0.3 }, answer: { id: 'p1' }, shadow: { id: 's1' } },
    ]);
    expect(await models.corrected('m', { ...query, environment: 'uat' })).toEqual([]);
  });
}
