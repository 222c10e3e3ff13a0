import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { trainApart } from '../../../src/app/retraining/apart.ts';
import { lookEvery } from '../../../src/app/retraining/look.ts';
import { sleep } from '../../../src/app/system.ts';
import type { Retraining } from '../../../src/contracts/model-services.ts';
import { openModelServer, type ModelServer } from '../../support/model-server.ts';
import { smallHistory } from '../../support/small-model.ts';

// Each training starts a process, with low priority: on a machine that is busy otherwise it waits for its turn.
vi.setConfig({ testTimeout: 180_000 });

const content = fileURLToPath(new URL('../../support/small-content.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'countersign-history-'));
let server: ModelServer;

const whole = smallHistory(900);

/** The history of the installation as its files hold it now: so many invoices, four observations each. */
function writeHistory(invoices: number): void {
  const [observations, moments] = [whole.observations.slice(0, invoices * 4), whole.moments.slice(0, invoices)];
  mkdirSync(join(folder, 'small-late'), { recursive: true });
  const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(join(folder, 'small-late', 'observations.jsonl'), lines(observations));
  writeFileSync(join(folder, 'small-late', 'moments.jsonl'), lines(moments));
}

const retrain = (body: unknown = {}, who: 'mona' | 'rita' | 'olivia' | 'carl' = 'mona') =>
  server.ask(who, 'POST', '/v1/models/retrainings', body);
async function ended(started: Awaited<ReturnType<typeof retrain>>): Promise<Retraining> {
  expect(started).toMatchObject({ status: 202, body: { status: 'running', by: 'person:mona' } });
  for (;;) {
    const { body } = await server.ask('rita', 'GET', `/v1/models/retrainings/${String(started.body['id'])}`);
    if (body['status'] !== 'running') return body as unknown as Retraining;
    await sleep(50);
  }
}
const stages = async (): Promise<readonly string[]> =>
  (await server.rig.storage.models.deployments('production', 'small-late')).map(({ number, stage }) => `${number} ${stage}`);
const audited = async (action: string) => (await server.rig.storage.audit.list({ limit: 500 })).filter((each) => each.action === action);

beforeAll(async () => {
  writeHistory(500);
  server = await openModelServer({ training: content, predictions: { retrain: { history: folder, maxAgeDays: 30, restDays: 0 } } });
});
afterAll(async () => {
  await server.models.stop();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('who may train again', () => {
  it.each([
    ['rita', 'models.train'],
    ['olivia', 'models.train'],
    ['carl', 'models.train'],
  ] as const)('%s may not', async (who, permission) => {
    expect(await retrain({}, who)).toMatchObject({ status: 403, body: { code: 'auth.forbidden', field: permission } });
  });

  it('a model nobody knows, and no model where none is in use, is said before anything begins', async () => {
    expect(await retrain({ models: ['nothing'] })).toMatchObject({ status: 404 });
    expect(await retrain()).toMatchObject({ status: 422, body: { field: 'models' } });
    expect(await server.ask('rita', 'GET', '/v1/models/retrainings/trn_none')).toMatchObject({ status: 404, body: { field: 'id' } });
  });
});

describe('training again by hand', () => {
  it('makes a draft where no version is in use, and says why', async () => {
    const { items, status } = await ended(await retrain({ models: ['small-late'] }));
    expect(status).toBe('done');
    expect(items).toEqual([
      {
        model: 'small-late',
        result: 'draft',
        version: 1,
        reasons: [{ cause: 'by hand', words: 'asked for by hand' }],
        words: 'it stays a draft: no version is in use here that it could be compared with',
      },
    ]);
    expect(await stages()).toEqual([]);
  });

  it('reads what is new, and its version enters beside the champion as shadow, with its reason on record; the champion answers on', async () => {
    const store = server.rig.storage.models;
    await store.deploy({
      environment: 'production',
      model: 'small-late',
      number: 1,
      stage: 'champion',
      since: '2026-01-01T00:00:00Z',
      by: 'person:mona',
      approvedBy: 'person:carl',
    });
    writeHistory(560);
    const started = await retrain({ models: ['small-late'] });
    // One at a time; and training keeps nobody waiting.
    expect(await retrain({ models: ['small-late'] })).toMatchObject({ status: 409, body: { code: 'run.limit' } });
    expect(await server.ask('olivia', 'POST', '/v1/predict/small-late', { amount: 10 })).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    const { items } = await ended(started);
    expect(items).toMatchObject([{ result: 'shadow', version: 2, words: 'it is tried beside the champion as shadow' }]);
    expect(await stages()).toEqual(['1 champion', '2 shadow']);
    expect(await store.version('small-late', 2)).toMatchObject({ rows: 560, trainedBy: 'person:mona' });
    const [change] = await store.changes();
    expect(change).toMatchObject({
      id: items[0]?.change,
      number: 2,
      to: 'shadow',
      status: 'approved',
      askedBy: 'person:mona',
      reason: 'trained again: asked for by hand',
      evidence: { champion: 1, causes: ['by hand'], allowedBy: 'models.deploy', stageBefore: 'draft' },
    });
    expect(await audited('model.change.entered')).toMatchObject([
      {
        actor: 'person:mona',
        subject: { type: 'model', id: 'small-late' },
        body: { change: change?.id, number: 2, to: 'shadow', causes: ['by hand'] },
      },
    ]);
    expect((await audited('model.retrained')).map(({ body }) => body['result'])).toEqual(['draft', 'shadow']);
    const { body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', { amount: 10 });
    const both = await server.ask('rita', 'GET', `/v1/predictions?correlationId=${String(body['correlationId'])}`);
    expect((both.body['items'] as readonly { version: number }[]).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('trains nothing on rows that a version has learned from already', async () => {
    const { items } = await ended(await retrain({ models: ['small-late'] }));
    expect(items).toMatchObject([
      { result: 'nothing-new', words: 'nothing new to learn from: version 2 was trained on exactly these 560 rows' },
    ]);
    expect(await server.rig.storage.models.versions('small-late')).toHaveLength(2);
  });

  it('makes a draft while another version is on trial', async () => {
    writeHistory(600);
    const { items } = await ended(await retrain({ models: ['small-late'] }));
    expect(items).toMatchObject([
      { result: 'draft', version: 3, words: 'it stays a draft: another version is on trial as shadow; decide on that one first' },
    ]);
    expect(await stages()).toEqual(['1 champion', '2 shadow']);
  });

  it('says with --due why it is not time', async () => {
    const { items } = await ended(await retrain({ due: true }));
    expect(items).toEqual([
      { model: 'small-late', result: 'not-due', reasons: [], words: 'version 2 is on trial as shadow; decide on it first' },
    ]);
  });

  it('a shadow gets no further without a second person', async () => {
    const asked = await server.ask('mona', 'POST', '/v1/models/small-late/changes', { version: 2, to: 'champion', reason: 'newer' });
    expect(asked).toMatchObject({ status: 422, body: { field: 'to' } });
  });
});

describe('training again by itself', () => {
  it('takes a model that is old and has new labels, in the name of the system and with the operator’s consent on record', async () => {
    const { models } = server.rig.storage;
    const [, two] = await models.deployments('production', 'small-late');
    if (!two) throw new Error('no shadow');
    await models.deploy({ ...two, stage: 'retired' });
    // The newest version was made today: as if a year ago.
    server.rig.storage.databases.models.exec(`UPDATE versions SET body = json_set(body, '$.createdAt', '2025-01-05T00:00:00.000Z')`);
    writeHistory(640);
    expect(await dueOf()).toMatchObject({ isDue: false, waitsForHistory: true });
    await server.models.retrainDue();
    expect(await stages()).toEqual(['1 champion', '2 retired', '4 shadow']);
    const [change] = await models.changes();
    expect(change).toMatchObject({
      number: 4,
      to: 'shadow',
      askedBy: 'system',
      decidedBy: 'config:predictions.retrain',
      evidence: { causes: ['schedule'], allowedBy: 'predictions.retrain.everyHours' },
    });
    expect(change?.reason).toMatch(
      /^trained again: version 3 was trained \d+ days ago, at most 30 days are allowed, and 40 labelled moments are new$/,
    );
    expect((await audited('model.retrained')).at(-1)).toMatchObject({ actor: 'system', body: { result: 'shadow', causes: ['schedule'] } });
  });

  it('shows when a model was trained last, and whether it is due', async () => {
    const { body } = await server.ask('rita', 'GET', '/v1/models');
    const { trainedAt } = (body['items'] as readonly { trainedAt: string }[])[0] ?? {};
    expect(Date.parse(trainedAt ?? '')).toBeGreaterThan(Date.parse('2026-01-01T00:00:00Z'));
    expect(await dueOf()).toMatchObject({ isDue: false, words: 'version 4 is on trial as shadow; decide on it first' });
  });

  it('is given up when the server stops, and says so', async () => {
    const before = await stages();
    const started = await retrain({ models: ['small-late'] });
    await server.models.stop();
    const { body } = await server.ask('rita', 'GET', `/v1/models/retrainings/${String(started.body['id'])}`);
    expect(body).toMatchObject({ status: 'failed', error: { code: 'service.draining' }, items: [{ result: 'failed' }] });
    expect(await stages()).toEqual(before);
  });
});

const dueOf = async (): Promise<unknown> => (await server.ask('rita', 'GET', '/v1/models/small-late')).body['due'];

describe('the process that trains', () => {
  it('that cannot begin is an error with its reason', async () => {
    const order = { models: ['small-late'], isDueOnly: false, by: 'system' };
    const hear = { progress: () => undefined, ended: async () => undefined };
    const apart = trainApart(server.rig.core.config, { content: join(folder, 'none.ts') });
    await expect(apart(order, hear, new AbortController().signal)).rejects.toMatchObject({
      code: 'config.invalid',
      message: expect.stringContaining('no content module'),
    });
  });
});

describe('looking every so many hours', () => {
  it('goes on after trouble, and ends when stopped', async () => {
    let looks = 0;
    const trouble: unknown[] = [];
    const stop = lookEvery(
      0.000_002,
      async () => {
        looks += 1;
        if (looks === 1) throw new Error('first');
      },
      (thrown) => trouble.push(thrown),
    );
    await expect.poll(() => looks).toBeGreaterThan(2);
    stop();
    const then = looks;
    await sleep(50);
    expect(looks).toBe(then);
    expect(trouble).toHaveLength(1);
  });
});
