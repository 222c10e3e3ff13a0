import { expect, it } from 'vitest';
import type { PromptMetricsStore, PromptUse } from '../../src/contracts/prompt-metrics.ts';

const use = (runId: string, more: Partial<PromptUse> = {}): PromptUse => ({
  runId,
  at: '2026-01-01T00:00:00.000Z',
  prompt: 'mail',
  version: '1.0.0',
  engine: 'openai',
  refusedTexts: 0,
  costMicros: 100,
  latencyMs: 200,
  ...more,
});

/** What every store of figures of prompts promises. `open` gives an empty one. */
export function promptMetricsSuite(open: () => PromptMetricsStore): void {
  it('nothing is known of a prompt nobody used, and a run nobody knows decides nothing', async () => {
    const store = open();
    expect(await store.figures('mail')).toEqual([]);
    expect(await store.decided('run_9', 'approved')).toEqual([]);
    expect(await store.edited('run_9', 0.5)).toEqual([]);
  });

  it('counts by version, in the order of their first use', async () => {
    const store = open();
    await store.used(use('run_1', { version: '2.0.0', latencyMs: 100 }));
    await store.used(use('run_2', { version: '1.0.0', fallback: 'unfaithful', refusedTexts: 2, engine: 'narrator' }));
    await store.used(use('run_3', { version: '2.0.0', latencyMs: 300, refusedTexts: 1 }));
    await store.used(use('run_3', { prompt: 'note' }));
    expect(await store.figures('mail')).toEqual([
      {
        version: '2.0.0',
        uses: 2,
        decided: 0,
        approved: 0,
        edited: 0,
        meanEditDistance: 0,
        unfaithful: 1,
        fallbacks: 0,
        costMicros: 200,
        meanLatencyMs: 200,
      },
      expect.objectContaining({ version: '1.0.0', uses: 1, unfaithful: 1, fallbacks: 1 }),
    ]);
  });

  it('a decision and an edit belong to every prompt of the run', async () => {
    const store = open();
    await store.used(use('run_1'));
    await store.used(use('run_1', { prompt: 'note' }));
    await store.used(use('run_2'));
    expect((await store.edited('run_1', 0.25)).toSorted()).toEqual(['mail', 'note']);
    await store.edited('run_1', 0.1);
    await store.decided('run_1', 'rejected');
    expect((await store.decided('run_1', 'approved')).toSorted()).toEqual(['mail', 'note']);
    await store.decided('run_2', 'rejected');
    expect(await store.figures('mail')).toMatchObject([{ uses: 2, decided: 2, approved: 1, edited: 1, meanEditDistance: 0.25 }]);
    expect(await store.figures('note')).toMatchObject([{ uses: 1, decided: 1, approved: 1, edited: 1 }]);
  });

  it('a run that is repeated counts once, as it went the last time, and costs both times', async () => {
    const store = open();
    await store.used(use('run_1', { fallback: 'unavailable' }));
    await store.used(use('run_1', { version: '1.0.1' }));
    expect(await store.figures('mail')).toMatchObject([{ version: '1.0.1', uses: 1, fallbacks: 0, costMicros: 200 }]);
  });
}
