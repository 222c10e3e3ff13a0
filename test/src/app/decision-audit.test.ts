import { afterEach, describe, expect, it } from 'vitest';
import { createDecisionAudit } from '../../../src/app/decision-audit.ts';
import { doctor } from '../../../src/app/doctor.ts';
import { Config } from '../../../src/config/schema.ts';
import { people } from '../../support/company-rig.ts';
import { openDecisionRig, type DecisionRig } from '../../support/decision-rig.ts';

const open: DecisionRig[] = [];
const rigWith = async (config: Record<string, unknown> = {}, erp: Record<string, unknown> = {}): Promise<DecisionRig> => {
  const rig = await openDecisionRig(config, erp);
  open.push(rig);
  return rig;
};
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.close();
});

const predict = '/v1/predict/small-late';
const invoice = { amount: 8800, terms_days: 30, region: 'north', days_late_mean: 20 };
const many = (count: number): object => ({ rows: Array.from({ length: count }, (_, at) => ({ ...invoice, amount: 100 + at })) });
const text = (row: Readonly<Record<string, unknown>> | undefined, field: string): unknown => JSON.parse(String(row?.[field]));

describe('what a numeric model answers is kept in the decision-audit table of the ERP too', () => {
  it('one row with the correlation id, version, output, inputs and factors, through proposal, policy and ledger', async () => {
    const rig = await rigWith();
    await rig.champion();
    const answer = await rig.ask('POST', predict, { invoice_id: 90_020 }, { 'x-correlation-id': 'po-77' });
    await rig.copied();
    const [row, ...more] = await rig.rows();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      PredictionId: answer['id'],
      Model: 'small-late',
      ModelVersion: '1',
      Definition: '1.0.0',
      Environment: 'production',
      DecidedBy: 'model',
      RecordKey: answer['entity'],
      AsOfDateTime: `/Date(${Date.parse(String(answer['asOf']))}+0000)/`,
      CorrelationId: 'po-77',
      CountersignKey: expect.stringMatching(/^CS-[0-9A-Z]{26}$/),
    });
    expect(text(row, 'Output')).toEqual({ late_probability: answer['late_probability'], days_late: answer['days_late'] });
    const { items } = await rig.ask('GET', '/v1/predictions');
    const [logged] = items as readonly Record<string, unknown>[];
    expect(text(row, 'Inputs')).toEqual(logged?.['inputs']);
    expect(text(row, 'Factors')).toEqual(logged?.['factors']);
    expect(text(row, 'Factors')).not.toEqual([]);
    expect(text(row, 'Interval')).toEqual(answer['interval']);
    expect(Number(row?.['Confidence'])).toBeCloseTo(Number(answer['confidence']), 5);
    expect(JSON.stringify(row)).not.toContain('90020');
    const { storage } = rig.company;
    expect(await storage.effects.list({ limit: 10 })).toMatchObject([
      {
        state: 'applied',
        tool: 'erp.record-decision',
        workflow: 'decision-audit',
        key: row?.['CountersignKey'],
        receipt: { id: answer['id'] },
      },
    ]);
    const actions = (await storage.audit.list({ limit: 50 })).map(({ action }) => action);
    for (const action of [
      'event.accepted',
      'proposal.made',
      'policy.allowed',
      'effects.reserved',
      'effect.sending',
      'effect.applied',
      'commit.done',
    ])
      expect(actions).toContain(action);
  });

  it('120 answers of a batch are 120 rows, whoever looks how often', async () => {
    const rig = await rigWith();
    await rig.ask('POST', `${predict}/batch`, many(120));
    await Promise.all([rig.audit.handOver(), rig.audit.handOver()]);
    await rig.copied();
    await rig.copied();
    const rows = await rig.rows();
    expect(rows).toHaveLength(120);
    expect(new Set(rows.map((row) => row['PredictionId'])).size).toBe(120);
    expect((await rig.company.storage.runs.list({ workflow: 'decision-audit', limit: 10 })).map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
    ]);
  });

  it('a backlog opens few runs at once and waits in the log', async () => {
    const rig = await rigWith();
    await rig.ask('POST', `${predict}/batch`, many(420));
    expect(await rig.audit.handOver()).toBe(4);
    expect(await rig.audit.handOver()).toBe(0);
    await rig.copied();
    expect(await rig.rows()).toHaveLength(420);
  });

  it('a shadow decides nothing and is not copied', async () => {
    const rig = await rigWith();
    const answer = await rig.ask('POST', predict, invoice);
    const [logged] = await rig.company.storage.models.predictions({ limit: 1 });
    if (!logged) throw new Error('nothing was logged');
    await rig.company.storage.models.log([{ ...logged, id: 'prd_shadow', role: 'shadow', version: 2 }]);
    await rig.copied();
    expect(await rig.rows()).toMatchObject([{ PredictionId: answer['id'], DecidedBy: 'rule', ModelVersion: '0', Factors: '[]' }]);
  });
});

describe('exactly one row, whatever happens on the way', () => {
  it('a process that died between the event and the cursor hands over the same range, and nothing is doubled', async () => {
    const rig = await rigWith();
    const { storage, core } = rig.company;
    await rig.ask('POST', `${predict}/batch`, many(30));
    const models = { ...storage.models, handedOver: () => Promise.reject(new Error('the process died here')) };
    await expect(createDecisionAudit({ ...core, storage: { ...storage, models } }).handOver()).rejects.toThrow('died here');
    await rig.ask('POST', `${predict}/batch`, many(40));
    await rig.copied();
    expect(await rig.rows()).toHaveLength(70);
    expect(await storage.effects.list({ limit: 100 })).toHaveLength(70);
    expect((await storage.runs.list({ workflow: 'decision-audit', limit: 10 })).map(({ record }) => record.id)).toEqual(['2', '1']);
  });

  it('an ERP that answers 503 for a while ends with one row each', async () => {
    const rig = await rigWith();
    await rig.ask('POST', `${predict}/batch`, many(3));
    rig.company.sandbox.faults.add({ kind: 'server-error', face: 'sap', method: 'POST', path: 'YY1_DECISIONAUDIT', times: 2 });
    await rig.copied();
    expect(await rig.rows()).toHaveLength(3);
    expect((await rig.company.storage.effects.list({ limit: 10 })).map(({ state }) => state)).toEqual(['applied', 'applied', 'applied']);
  });

  it('an answer that got lost is looked up and adopted', async () => {
    const rig = await rigWith();
    await rig.ask('POST', `${predict}/batch`, many(3));
    rig.company.sandbox.faults.add({ kind: 'lost-after-commit', face: 'sap', method: 'POST', path: 'YY1_DECISIONAUDIT', times: 1 });
    await rig.copied();
    expect(await rig.rows()).toHaveLength(3);
    const effects = await rig.company.storage.effects.list({ limit: 10 });
    expect(effects.map(({ lookups, receipt }) => [lookups, receipt?.status])).toEqual([
      [0, 201],
      [0, 201],
      [1, 0],
    ]);
  });

  it('an answer the table holds already, written under another key, is adopted and not refused', async () => {
    const rig = await rigWith();
    const answer = await rig.ask('POST', predict, invoice);
    const erp = rig.company.core.flow.connection('erp');
    const before = {
      operation: 'create',
      target: { type: 'DecisionAudit' },
      key: `CS-${'Z'.repeat(26)}`,
      fields: { PredictionId: String(answer['id']) },
    } as const;
    expect((await erp.writer.send(before)).kind).toBe('applied');
    await rig.copied();
    expect((await rig.rows()).map((row) => row['CountersignKey'])).toEqual([before.key]);
    expect(await rig.company.storage.effects.list({ limit: 10 })).toMatchObject([
      { state: 'applied', receipt: { id: answer['id'], status: 0 } },
    ]);
  });
});

describe('an event about a range that somebody else hands in', () => {
  const told = (rig: DecisionRig, range: string) =>
    rig.company.services.intake.events(
      [
        {
          source: 'outside',
          type: 'predictions.logged',
          record: { connection: 'predictions', type: 'PredictionRange', id: range },
          hint: {},
        },
      ],
      Buffer.from('{}'),
      people.erp,
    );
  const runOf = async (rig: DecisionRig) => (await rig.company.storage.runs.list({ workflow: 'decision-audit', limit: 1 }))[0];

  it('changes nothing where the range was copied', async () => {
    const rig = await rigWith();
    await rig.ask('POST', `${predict}/batch`, many(2));
    await rig.copied();
    await told(rig, '1');
    await rig.copied();
    expect(await runOf(rig)).toMatchObject({ status: 'done', outcome: 'unchanged' });
    expect(await rig.rows()).toHaveLength(2);
  });

  it('waits where the log does not hold the range, as after a restore, and copies it when it does', async () => {
    const rig = await rigWith();
    await told(rig, '1');
    await rig.company.core.worker.drain();
    expect(await runOf(rig)).toMatchObject({ status: 'waiting', outcome: 'the log does not hold this range of answers yet' });
    await rig.ask('POST', predict, invoice);
    await rig.audit.handOver();
    await rig.company.core.worker.drain();
    expect(await rig.rows()).toHaveLength(1);
  });
});

describe('where nothing is to be copied', () => {
  it.each([
    ['it is switched off', { predictions: { decisionAudit: false } }, {}],
    ['the workflow may only read', { workflows: { 'decision-audit': { phase: 'read-only' } } }, {}],
    ['the ERP has no table configured', {}, { decisionAudit: undefined }],
    ['another system plays the ERP', { systems: { erp: 'crm' } }, {}],
    ['no connection plays the ERP', { systems: { erp: 'nobody' } }, {}],
  ])('nothing starts, and the log waits: %s', async (_why, config, erp) => {
    const rig = await rigWith(config, erp);
    await rig.ask('POST', predict, invoice);
    await rig.copied();
    expect(await rig.company.storage.runs.list({ workflow: 'decision-audit', limit: 10 })).toEqual([]);
    expect(await rig.rows()).toEqual([]);
    expect(await rig.company.storage.models.openRange(50)).toMatchObject({ number: 1, answers: 1 });
  });

  it('a pause keeps answers in the log, and its end sends them', async () => {
    const rig = await rigWith();
    const { services, core } = rig.company;
    const ada = core.principal('person:ada');
    await services.workflows.setPaused('decision-audit', true, 'the ERP is moved', ada);
    await rig.ask('POST', predict, invoice);
    await rig.copied();
    expect(await rig.rows()).toEqual([]);
    await services.workflows.setPaused('decision-audit', false, 'it is back', ada);
    await rig.copied();
    expect(await rig.rows()).toHaveLength(1);
  });
});

describe('what a caller made up', () => {
  it('reaches the ERP as a length where it may name somebody or imitates a token', async () => {
    const rig = await rigWith();
    const asked = { ...invoice, region: 'jane.doe@example.org' };
    await rig.ask('POST', predict, asked, { 'x-correlation-id': 'for jane.doe@example.org' });
    await rig.ask('POST', predict, { ...invoice, region: '<PERSON_1>' }, { 'x-correlation-id': 'PERSON_1' });
    await rig.copied();
    const rows = await rig.rows();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/jane|PERSON/i);
    expect(new Set(rows.map((row) => row['CorrelationId']))).toEqual(new Set(['24 letters', '8 letters']));
  });
});

describe('doctor says where answers are kept', () => {
  const said = async (given: Record<string, unknown>): Promise<readonly (readonly [string, string])[]> =>
    (await doctor(Config.parse({ sandbox: { size: 3 }, ...given })))
      .filter(({ check, level }) => check === 'decision audit' || level === 'fail')
      .map(({ level, message }) => [level, message]);

  it.each([
    ['copied', {}, 'each answer of a numeric model is copied into the table of erp'],
    ['switched off', { predictions: { decisionAudit: false } }, 'switched off; answers of numeric models are kept in the log alone'],
    [
      'not served',
      { systems: { erp: 'crm' } },
      'crm has no decision-audit table configured; answers of numeric models are kept in the log alone',
    ],
  ])('%s', async (_what, given, message) => {
    expect(await said(given)).toContainEqual(['ok', message]);
  });

  it('a system without the table lacks nothing', async () => {
    expect((await said({})).filter(([level]) => level === 'fail')).toEqual([]);
    const elsewhere = await said({ connections: { erp: { vendor: 'sap-s4', baseUrl: 'http://127.0.0.1:9', user: 'u', password: 'p' } } });
    expect(elsewhere.map(([, message]) => message).join()).not.toContain('write.DecisionAudit.create');
  });
});
