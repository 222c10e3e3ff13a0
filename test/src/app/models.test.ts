import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModelServer, type ModelServer } from '../../support/model-server.ts';

let server: ModelServer;
const invoice = { amount: 8800, terms_days: 30, region: 'north', days_late_mean: 20 };
const deploy = async (number: number, to: string, environment = 'production') => {
  const asked = await server.ask('mona', 'POST', '/v1/models/small-late/changes', {
    version: number,
    to,
    environment,
    reason: 'better on the folds',
  });
  if (asked.status !== 201) return asked;
  return server.ask('carl', 'POST', `/v1/models/changes/${String(asked.body['id'])}`, { verdict: 'approve', reason: 'seen' });
};

beforeAll(async () => {
  server = await openModelServer();
});
afterAll(() => server.close());

describe('before any version is in use', () => {
  it('the business rule answers and says that it did', async () => {
    const { status, body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', invoice);
    expect(status).toBe(200);
    expect(body).toMatchObject({ late_probability: 0.4, decidedBy: 'business rule', version: null, factors: [] });
  });

  it('models are listed with their features, never the protected ones', async () => {
    const { body } = await server.ask('rita', 'GET', '/v1/models');
    expect(body['items']).toMatchObject([{ id: 'small-late', entity: 'invoice', hasRule: true }]);
    expect(JSON.stringify(body)).not.toContain('"class":"protected"');
  });
});

describe('who may what', () => {
  it.each([
    ['rita', 'POST', '/v1/predict/small-late', invoice, 'models.predict'],
    ['olivia', 'POST', '/v1/models/small-late/changes', { version: 1, to: 'champion', reason: 'x' }, 'models.deploy'],
    ['mona', 'POST', '/v1/models/changes/chg_1', { verdict: 'approve', reason: 'x' }, 'models.approve'],
    [
      'rita',
      'POST',
      '/v1/models/small-late/outcomes',
      { outcomes: [{ entity: 'invoice:1', asOf: '2025-01-01T00:00:00Z', at: '2025-02-01T00:00:00Z', targets: {} }] },
      'models.report',
    ],
  ] as const)('%s may not %s %s', async (who, method, path, body, permission) => {
    expect(await server.ask(who, method, path, body)).toMatchObject({ status: 403, body: { code: 'auth.forbidden', field: permission } });
  });

  it('whoever asks for a change does not approve it, and it is decided once', async () => {
    await server.trained(600);
    const asked = await server.ask('ada', 'POST', '/v1/models/small-late/changes', {
      version: 1,
      to: 'shadow',
      environment: 'uat',
      reason: 'try it',
    });
    const path = `/v1/models/changes/${String(asked.body['id'])}`;
    const yes = { verdict: 'approve', reason: 'fine' };
    expect(await server.ask('ada', 'POST', path, yes)).toMatchObject({ status: 403, body: { code: 'approval.not_allowed' } });
    expect(await server.ask('carl', 'POST', path, yes)).toMatchObject({
      status: 200,
      body: { status: 'approved', decidedBy: 'person:carl' },
    });
    expect(await server.ask('carl', 'POST', path, yes)).toMatchObject({ status: 409, body: { code: 'approval.closed' } });
    const audited = await server.rig.storage.audit.list({ limit: 50 });
    expect(audited.map(({ action }) => action).filter((action) => action.startsWith('model.'))).toEqual([
      'model.change.asked',
      'model.change.approved',
    ]);
  });
});

describe('a champion', () => {
  beforeAll(async () => {
    await deploy(1, 'champion');
  });

  it('answers with its version, confidence, interval, factors and a correlation id', async () => {
    const { status, body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', invoice, { 'x-correlation-id': 'po-77' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ model: 'small-late', version: 1, decidedBy: 'model', correlationId: 'po-77', notes: [] });
    expect(body['late_probability']).toBeGreaterThan(0.7);
    expect(body['interval']).toMatchObject({ level: 0.95 });
    expect((body['factors'] as readonly { feature: string }[])[0]).toMatchObject({ feature: 'days_late_mean', value: 20 });
  });

  it('answers a record id alone, and says what was read, how old it is and what was missing', async () => {
    const { status, body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', { invoice_id: 90_500 });
    expect(status).toBe(200);
    const inputs = body['inputs'] as readonly Record<string, unknown>[];
    expect(inputs.map(({ field, from }) => `${String(field)} ${String(from)}`)).toEqual([
      'amount fetched',
      'terms_days fetched',
      'region fetched',
      'days_late_mean missing',
    ]);
    expect(inputs[0]?.['ageDays']).toBeGreaterThan(300);
    expect(inputs[0]?.['records']).toEqual(['erp/invoices/90500']);
    expect(body['entity']).toMatch(/^invoice:[\w-]{22}$/);
    expect(body['notes']).toEqual([{ field: 'days_late_mean', treatment: 'missing', usedAs: 'missing' }]);
    expect(await server.ask('olivia', 'POST', '/v1/predict/small-late', { invoice_id: 'nobody' })).toMatchObject({ status: 404 });
  });

  it.each([
    ['{"amount": "much"}', 422, 'amount'],
    ['{"amount": 1e999}', 422, 'amount'],
    ['{"amount": NaN}', 400, 'body'],
    ['[1]', 422, 'body'],
    ['{"amount": 5, "colour": 1}', 422, 'colour'],
    ['{"amount": 5, "asOf": "2030-01-01T00:00:00Z"}', 422, 'asOf'],
    ['{"amount": 5, "asOf": "yesterday"}', 422, 'asOf'],
    ['{}', 422, 'amount'],
  ])('refuses %s by field', async (body, status, field) => {
    const answer = await server.ask('olivia', 'POST', '/v1/predict/small-late', body);
    expect(answer).toMatchObject({ status, body: { field } });
    expect(JSON.stringify(answer.body)).not.toMatch(/\bat \w+ \(|node_modules/);
  });

  it('gives the same answer to the same request id, and logs it once', async () => {
    const headers = { 'idempotency-key': 'order-1' };
    const first = await server.ask('olivia', 'POST', '/v1/predict/small-late', invoice, headers);
    const again = await server.ask('olivia', 'POST', '/v1/predict/small-late', { amount: 1 }, headers);
    expect(again.body).toEqual(first.body);
  });

  it('logs what it answered, under the correlation id, with the entity keyed', async () => {
    const { body } = await server.ask('rita', 'GET', '/v1/predictions?correlationId=po-77');
    expect(body['items']).toMatchObject([
      { correlationId: 'po-77', role: 'champion', inputs: [{ field: 'amount', value: 8800, from: 'given' }, {}, {}, {}] },
    ]);
    const all = await server.ask('rita', 'GET', '/v1/predictions?model=small-late');
    expect(JSON.stringify(all.body)).not.toContain('90500');
  });

  it('an unknown model is not found', async () => {
    expect(await server.ask('olivia', 'POST', '/v1/predict/nothing', {})).toMatchObject({
      status: 404,
      body: { code: 'resource.not_found' },
    });
  });
});

describe('a request id', () => {
  it('belongs to who sent it: somebody else who sends the same is answered anew', async () => {
    const headers = { 'idempotency-key': 'shared' };
    const hers = await server.ask('olivia', 'POST', '/v1/predict/small-late', invoice, headers);
    const his = await server.ask('carl', 'POST', '/v1/predict/small-late', { amount: 1 }, headers);
    expect(his.status).toBe(200);
    expect(his.body['id']).not.toBe(hers.body['id']);
    expect(JSON.stringify(his.body)).not.toContain('8800');
  });
});

describe('in bulk', () => {
  const rows = [invoice, { amount: 'much' }, { amount: 100, terms_days: 14 }];

  it('a batch answers row by row what each would be answered alone', async () => {
    const { body } = await server.ask('olivia', 'POST', '/v1/predict/small-late/batch', { rows });
    const [first, second, third] = body['items'] as readonly Record<string, unknown>[];
    const alone = await server.ask('olivia', 'POST', '/v1/predict/small-late', invoice);
    expect(first).toMatchObject({ row: 0, late_probability: alone.body['late_probability'] });
    expect(second).toEqual({ row: 1, error: { code: 'input.invalid', message: 'amount has to be a number', field: 'amount' } });
    expect(third).toMatchObject({ row: 2, version: 1 });
  });

  it('a job goes on after a restart from the row it had reached, and answers each row once', async () => {
    const many = Array.from({ length: 130 }, (_, n) => ({ amount: 100 + n, terms_days: 30 }));
    const sent = await server.ask('olivia', 'POST', '/v1/predict/small-late/jobs', { requestId: 'night-1', rows: many });
    expect(sent).toMatchObject({ status: 202, body: { rows: 130, done: 0, status: 'waiting' } });
    const id = String(sent.body['id']);
    await server.rig.storage.models.moveJob(id, { done: 50, status: 'waiting' });
    server = await server.reopen();
    server.models.start();
    const path = `/v1/jobs/${id}`;
    await expect.poll(async () => (await server.ask('olivia', 'GET', path)).body['status'], { timeout: 10_000 }).toBe('done');
    await server.models.stop();
    const again = await server.ask('olivia', 'POST', '/v1/predict/small-late/jobs', { requestId: 'night-1', rows: many });
    expect(again.body).toMatchObject({ id, done: 130 });
    const before = (await server.rig.storage.models.predictions({ limit: 1000 })).filter(({ requestId }) => requestId?.startsWith(id));
    expect(before).toHaveLength(80);
    const answers = await server.ask('olivia', 'GET', `${path}/answers?limit=130`);
    expect(answers.body['items']).toHaveLength(130);
    expect(await server.ask('carl', 'GET', path)).toMatchObject({ status: 404 });
  });

  it('a finished job keeps its answers and refusals, and nothing of what it was asked', async () => {
    const sent = await server.ask('olivia', 'POST', '/v1/predict/small-late/jobs', {
      requestId: 'night-2',
      rows: [{ invoice_id: 'canary-4711', amount: 5 }, { invoice_id: 'canary-4712' }],
    });
    const id = String(sent.body['id']);
    server = await server.reopen();
    server.models.start();
    await expect.poll(async () => (await server.ask('olivia', 'GET', `/v1/jobs/${id}`)).body['status'], { timeout: 10_000 }).toBe('done');
    const { body } = await server.ask('olivia', 'GET', `/v1/jobs/${id}/answers`);
    expect(body['items']).toMatchObject([
      { row: 0, version: 1 },
      { row: 1, error: { code: 'resource.not_found', field: 'invoice_id' } },
    ]);
    for (const table of ['jobs', 'predictions']) {
      const rows = server.rig.storage.databases.models.prepare(`SELECT * FROM ${table}`).all();
      expect(JSON.stringify(rows)).not.toContain('canary-47');
    }
  });

  it('says how much is too much', async () => {
    const rowsTooMany = Array.from({ length: 1001 }, () => ({ amount: 1 }));
    expect(await server.ask('olivia', 'POST', '/v1/predict/small-late/batch', { rows: rowsTooMany })).toMatchObject({
      status: 413,
      body: { field: 'rows' },
    });
  });
});

describe('a challenger', () => {
  it('answers beside the champion under the same correlation id, and never instead of it', async () => {
    await server.trained(300, 5);
    await deploy(2, 'shadow');
    const { body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', { ...invoice, invoice_id: 'IN-1' });
    expect(body).toMatchObject({ version: 1, decidedBy: 'model' });
    const both = await server.ask('rita', 'GET', `/v1/predictions?correlationId=${String(body['correlationId'])}`);
    expect((both.body['items'] as readonly { version: number }[]).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('does not take the place of the champion while outcomes do not speak for it', async () => {
    const { body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', { ...invoice, invoice_id: 'IN-2' });
    const outcome = { entity: 'invoice:IN-2', asOf: body['asOf'], at: body['asOf'], targets: { late: true, days: 9 } };
    expect(await server.ask('olivia', 'POST', '/v1/models/small-late/outcomes', { outcomes: [outcome] })).toMatchObject({
      status: 201,
      body: { stored: 1 },
    });
    const asked = await deploy(2, 'champion');
    expect(asked).toMatchObject({ status: 422, body: { field: 'to' } });
    expect(asked.body['detail']).toMatch(/may not replace champion 1 yet: /);
  });

  it('an outcome finds its prediction however its moment is written', async () => {
    const { body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', {
      ...invoice,
      invoice_id: 'IN-3',
      asOf: '2025-12-31T23:00:00Z',
    });
    const outcome = { entity: 'invoice:IN-3', asOf: '2026-01-01T00:00:00+01:00', at: '2026-01-01T00:00:00Z', targets: { late: true } };
    await server.ask('olivia', 'POST', '/v1/models/small-late/outcomes', { outcomes: [outcome] });
    const judged = await server.rig.storage.models.judged('small-late', { environment: 'production', role: 'champion', limit: 50 });
    expect(judged.map(({ prediction }) => prediction.id)).toContain(body['id']);
  });

  it('that was a shadow and was retired is no earlier champion: it still needs outcomes', async () => {
    await server.trained(320, 6);
    await deploy(3, 'shadow');
    await deploy(2, 'shadow');
    expect(await deploy(3, 'champion')).toMatchObject({ status: 422, body: { field: 'to' } });
  });

  it('an outcome of a target the model does not learn is refused', async () => {
    const outcome = { entity: 'invoice:IN-2', asOf: '2025-01-01T00:00:00Z', at: '2025-01-01T00:00:00Z', targets: { paid: 1 } };
    expect(await server.ask('olivia', 'POST', '/v1/models/small-late/outcomes', { outcomes: [outcome] })).toMatchObject({
      status: 422,
      body: { field: 'outcomes.0.targets' },
    });
  });

  it('a rollback needs no outcomes: the version was champion before', async () => {
    await deploy(2, 'champion', 'uat');
    await deploy(1, 'champion', 'uat');
    const stages = await server.rig.storage.models.deployments('uat', 'small-late');
    expect(stages.map(({ number, stage }) => [number, stage])).toEqual([
      [1, 'champion'],
      [2, 'retired'],
    ]);
  });
});

describe('feedback', () => {
  it('is kept with the prediction; an override says why', async () => {
    const { body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', invoice);
    const path = `/v1/predictions/${String(body['id'])}/feedback`;
    expect(await server.ask('olivia', 'POST', path, { kind: 'override' })).toMatchObject({ status: 422, body: { field: 'reason' } });
    expect(await server.ask('olivia', 'POST', path, { kind: 'override', reason: 'they called', value: 0.1 })).toMatchObject({
      status: 201,
    });
    expect(await server.ask('olivia', 'POST', '/v1/predictions/prd_none/feedback', { kind: 'up' })).toMatchObject({ status: 404 });
  });
});
