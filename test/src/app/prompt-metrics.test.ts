import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropsBetween } from '../../../src/app/prompt-drops.ts';
import type { PromptFigures } from '../../../src/contracts/prompt-metrics.ts';
import { carl, closeRigsAfterEach, cora, delayed, rigOver, tell, waiting } from '../../support/flow-rig.ts';
import { openModelServer, type ModelServer } from '../../support/model-server.ts';
import { versionsOf } from '../../support/prompt-versions.ts';

closeRigsAfterEach();

const figures = (version: string, more: Partial<PromptFigures> = {}): PromptFigures => ({
  version,
  uses: 100,
  decided: 100,
  approved: 90,
  edited: 5,
  meanEditDistance: 0.1,
  unfaithful: 2,
  fallbacks: 2,
  costMicros: 0,
  meanLatencyMs: 0,
  ...more,
});

describe('a version that does worse', () => {
  const before = figures('1.0.0');
  it.each([
    ['approval', { approved: 60 }],
    ['edits', { edited: 40 }],
    ['faithfulness', { unfaithful: 30 }],
    ['fallbacks', { fallbacks: 30 }],
  ] as const)('in %s is found by name', (measure, more) => {
    expect(dropsBetween(figures('1.1.0', more), before)).toMatchObject([{ measure, version: '1.1.0', before: '1.0.0' }]);
  });

  it('within doubt, better, or seen fewer than thirty times is none', () => {
    expect(dropsBetween(figures('1.1.0', { approved: 85 }), before)).toEqual([]);
    expect(dropsBetween(figures('1.1.0', { approved: 100, unfaithful: 0 }), before)).toEqual([]);
    expect(
      dropsBetween(figures('1.1.0', { uses: 29, decided: 29, approved: 0, edited: 29, unfaithful: 29, fallbacks: 29 }), before),
    ).toEqual([]);
    expect(dropsBetween(figures('1.1.0', { approved: 0 }), figures('1.0.0', { decided: 29, approved: 29 }))).toEqual([]);
    expect(dropsBetween(figures('1.1.0', { decided: 30, approved: 0 }), figures('1.0.0', { decided: 30, approved: 30 }))).toHaveLength(1);
  });
});

describe('a run', () => {
  it('counts for each prompt it used, with what people made of its proposal', async () => {
    const { rig } = await rigOver(delayed());
    await tell(rig);
    const [approval] = await waiting(rig);
    const id = approval?.id ?? '';
    const { figures: made } = await rig.core.promptWatch.look('order-status.customer-update');
    expect(made).toMatchObject([{ uses: 1, decided: 0, edited: 0, fallbacks: 0 }]);
    const task = (await rig.services.approvals.get(id, carl)).writes.find((write) => write.slot === 'task');
    const input = { ...task?.input, text: `${String(task?.input['text'])} Sorry.` };
    const edited = await rig.services.approvals.decide(
      id,
      { verdict: 'edit', hash: approval?.proposalHash ?? '', slot: 'task', input },
      carl,
    );
    await rig.services.approvals.decide(id, { verdict: 'approve', hash: edited.proposalHash }, cora);
    const { figures: decided } = await rig.core.promptWatch.look('order-status.customer-update');
    expect(decided).toMatchObject([{ uses: 1, decided: 1, approved: 1, edited: 1 }]);
    expect(decided[0]?.meanEditDistance).toBeGreaterThan(0);
    expect(decided[0]?.meanEditDistance).toBeLessThan(0.5);
  });

  it('keeps no text: the table has figures and ids alone', async () => {
    const { rig } = await rigOver(delayed());
    await tell(rig);
    await rig.core.promptWatch.flush();
    const rows = rig.storage.databases.main.prepare<[], Record<string, unknown>>('SELECT * FROM prompt_uses').all();
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      for (const value of Object.values(row)) expect(String(value)).toMatch(/^(null|[\d.]+|[a-z0-9_.:-]+|\d{4}-\d\d-\d\dT[\d:.]+Z)$/i);
  });

  it('a store that fails stops no run', async () => {
    const { rig } = await rigOver(delayed());
    rig.storage.databases.main.exec('DROP TABLE prompt_uses');
    await tell(rig);
    await rig.core.promptWatch.flush();
    expect(await waiting(rig)).toHaveLength(1);
  });
});

describe('a version in production that does worse', () => {
  const id = 'order-status.summary';
  const { now, before } = versionsOf(id);
  let server: ModelServer;
  beforeAll(async () => {
    server = await openModelServer();
    const watch = server.rig.core.promptWatch;
    for (const [version, approved] of [
      [before, 38],
      [now, 20],
    ] as const)
      for (let at = 0; at < 40; at += 1) {
        const runId = `run_${version}_${at}`;
        watch.used({
          runId,
          at: '2026-01-01T00:00:00.000Z',
          prompt: id,
          version,
          engine: 'openai',
          refusedTexts: 0,
          costMicros: 5,
          latencyMs: 9,
        });
        await watch.decided(runId, at < approved ? 'approved' : 'rejected');
      }
  });
  afterAll(() => server.close());

  it('is shown beside the figures, with the rollback it takes', async () => {
    const { body } = await server.ask('rita', 'GET', `/v1/prompts/${id}`);
    expect(body).toMatchObject({
      speaks: now,
      figures: [
        { version: before, uses: 40, approved: 38 },
        { version: now, uses: 40, approved: 20, costMicros: 200 },
      ],
      alerts: [
        {
          measure: 'approval',
          version: now,
          before,
          now: { count: 20, of: 40 },
          rollback: { label: 'production', to: before },
        },
      ],
    });
  });

  it('is on the audit log once, with counts and no more', async () => {
    const told = (await server.rig.storage.audit.list({ limit: 200 })).filter(({ action }) => action === 'prompt.dropped');
    expect(told).toMatchObject([{ actor: 'system', subject: { type: 'prompt', id }, body: { measure: 'approval', version: now, before } }]);
  });

  it('in texts alone is told too, and a provider that is down makes nobody look at each text', async () => {
    const { core, clock, storage } = server.rig;
    const used = async (version: string, at: number, fallback?: 'unavailable') => {
      core.promptWatch.used({
        runId: `run_down_${version}_${at}`,
        at: '2026-01-01T00:00:00.000Z',
        prompt: id,
        version,
        engine: fallback ? 'narrator' : 'openai',
        ...(fallback ? { fallback } : {}),
        refusedTexts: 0,
        costMicros: 0,
        latencyMs: 1,
      });
      await core.promptWatch.flush();
    };
    const told = async () =>
      (await storage.audit.list({ limit: 400 })).filter(
        ({ action, body }) => action === 'prompt.dropped' && body['measure'] === 'fallbacks',
      ).length;
    for (let at = 0; at < 60; at += 1) await used(now, at, 'unavailable');
    expect(await told()).toBe(0);
    clock.advance(60_000);
    await used(now, 60, 'unavailable');
    clock.advance(60_000);
    await used(now, 61, 'unavailable');
    expect(await told()).toBe(1);
  });

  it('is quiet again once it was rolled back', async () => {
    expect(await server.ask('carl', 'POST', `/v1/prompts/${id}/rollback`, { reason: 'approved less often' })).toMatchObject({
      body: { speaks: before },
    });
    expect((await server.ask('rita', 'GET', `/v1/prompts/${id}`)).body['alerts']).toEqual([]);
  });
});
