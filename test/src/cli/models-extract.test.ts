import { describe, expect, it } from 'vitest';
import type { ExtractedModel, ModelCommands } from '../../../src/contracts/commands.ts';
import { call } from './terminal.ts';

const found: ExtractedModel = {
  model: 'deal',
  records: 60,
  observations: 400,
  moments: 90,
  newest: '2026-01-04T10:00:00.000Z',
  marks: [{ source: 'crm feeds.opportunities', cursor: 'x', readAt: '2026-01-05T08:00:00.000Z' }],
  gaps: [{ feature: 'competitor', source: 'crm.opportunities', why: 'no port tells it from crm.opportunities' }],
};
/** The commands as they were asked, without the engine behind them. */
function commands(answer: (options: Parameters<ModelCommands['extract']>[0]) => Promise<readonly ExtractedModel[]>) {
  const asked: Parameters<ModelCommands['extract']>[0][] = [];
  const given: Pick<ModelCommands, 'extract'> = {
    extract(options, progress) {
      asked.push(options);
      progress(30, 60, 'reading crm feeds.opportunities for deal');
      return answer(options);
    },
  };
  return { asked, models: () => Promise.resolve(given as ModelCommands) };
}

describe('countersign models extract', () => {
  it('says what is kept, what no port tells, and how far it is while it reads', async () => {
    const { asked, models } = commands(async () => [found]);
    const { code, out, error } = await call(['models', 'extract', 'deal', '--source', 'systems', '--since', '2025-01-01'], { models });
    expect(code).toBe(0);
    expect(asked).toMatchObject([{ models: ['deal'], source: 'systems', since: '2025-01-01' }]);
    expect(out).toMatch(/deal\s+400\s+90/);
    expect(error).toContain('30/60  reading crm feeds.opportunities for deal');
    expect(error).toContain('deal lacks competitor (no port tells it from crm.opportunities)');
  });

  it('as JSON it holds everything, gaps and marks included', async () => {
    const { models } = commands(async () => [found]);
    const { out } = await call(['models', 'extract', '--from-start', '--json'], { models });
    expect(JSON.parse(out)).toEqual({ items: [found], next: null });
  });

  it.each([
    [['--since', 'yesterday'], 'a day, or a moment with its zone'],
    [['--since', '2025-01-01T10:00:00'], 'a day, or a moment with its zone'],
    [['--since', '2025-01-01', '--from-start'], 'give one of them'],
  ])('%j is refused', async (options, sentence) => {
    const { asked, models } = commands(async () => [found]);
    const { code, error } = await call(['models', 'extract', ...options], { models });
    expect(code).toBe(2);
    expect(error).toContain(sentence);
    expect(asked).toEqual([]);
  });

  it('stopped by the person it says that what was read is kept', async () => {
    const stop = new AbortController();
    const { models } = commands(async ({ signal }) => {
      stop.abort();
      signal?.throwIfAborted();
      return [found];
    });
    const { code, error } = await call(['models', 'extract', 'deal'], { models, signal: stop.signal });
    expect(code).not.toBe(0);
    expect(error).toContain('what was read is kept');
  });
});
