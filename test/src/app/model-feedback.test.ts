import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModelServer, type ModelServer } from '../../support/model-server.ts';

let server: ModelServer;
const invoice = { amount: 8800, terms_days: 30, region: 'north', days_late_mean: 20 };

beforeAll(async () => {
  server = await openModelServer();
  await server.trained(600);
  await server.trained(300, 5);
  for (const [number, stage] of [
    [1, 'champion'],
    [2, 'shadow'],
  ] as const)
    await server.rig.storage.models.deploy({
      environment: 'production',
      model: 'small-late',
      number,
      stage,
      since: '2026-01-01T00:00:00Z',
      by: 'person:mona',
      approvedBy: 'person:carl',
    });
});
afterAll(() => server.close());

async function give(kind: string, value?: number): Promise<void> {
  const { body } = await server.ask('olivia', 'POST', '/v1/predict/small-late', invoice);
  const given = { kind, ...(value === undefined ? {} : { reason: 'they called', value }) };
  expect((await server.ask('olivia', 'POST', `/v1/predictions/${String(body['id'])}/feedback`, given)).status).toBe(201);
}

describe('what people made of answers', () => {
  it('is part of the comparison, with what the shadow had said beside an answer that was put right', async () => {
    await give('accept');
    await give('up');
    await give('override', 0);
    const { body } = await server.ask('rita', 'GET', '/v1/models/small-late/comparison');
    expect(body).toMatchObject({
      outcomes: 0,
      remarks: [],
      feedback: {
        champion: { version: 1, verdicts: 2, accepted: { count: 1, share: 0.5 }, overridden: { count: 1 }, up: 1, down: 0 },
        challenger: { version: 2, verdicts: 0, up: 0, down: 0 },
        nearer: { of: 1 },
      },
    });
  });

  it('is shown to the second person as evidence of a change', async () => {
    const change = { version: 2, to: 'champion', environment: 'uat', reason: 'try it' };
    expect(await server.ask('mona', 'POST', '/v1/models/small-late/changes', change)).toMatchObject({
      status: 201,
      body: { evidence: { remarks: [], feedback: { champion: { version: 0, verdicts: 0 }, challenger: { version: 2, verdicts: 0 } } } },
    });
  });

  it('stands in the way of a version that was overridden far more often where it answered', async () => {
    const { models } = server.rig.storage;
    const at = '2026-01-01T00:00:00Z';
    const asked = { model: 'small-late', definition: '1.0.0', asOf: at, at, output: {}, factors: [], inputs: [], notes: [], tookMs: 1 };
    for (const [version, kinds] of [
      [1, Array.from({ length: 60 }, () => 'accept' as const)],
      [2, Array.from({ length: 40 }, () => 'override' as const)],
    ] as const)
      for (const [n, kind] of kinds.entries()) {
        const id = `prd_${version}_${n}`;
        await models.log([{ ...asked, id, version, environment: 'uat', role: 'champion', correlationId: id }]);
        await models.addFeedback({ id: `fbk_${version}_${n}`, predictionId: id, kind, reason: 'known', by: 'person:olivia', at });
      }
    const { body } = await server.ask('rita', 'GET', '/v1/models/small-late/comparison');
    expect(body['blockers']).toContainEqual(
      expect.stringMatching(/^people overrode 100 % \(91 to 100\) of its answers, those of champion 1 in \d+ %/),
    );
    const change = { version: 2, to: 'champion', environment: 'production', reason: 'now' };
    const refused = await server.ask('mona', 'POST', '/v1/models/small-late/changes', change);
    expect(refused).toMatchObject({ status: 422, body: { field: 'to' } });
    expect(refused.body['detail']).toMatch(/people overrode 100 %/);
  });
});
