import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  baselineOf,
  isScorer,
  judge,
  judgedLines,
  judgedOf,
  readSuites,
  reportHtml,
  runSuite,
  summaryOf,
  type Engine,
  type Suite,
  type SuiteRun,
} from '../../../src/evaluating/index.ts';
import { checkFaithful } from '../../../src/llm/index.ts';
import { observedOf, shipped } from './cases-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-judging-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const good = 'Order SO-78910 has been shipped. The value is €182,400.00; we expect it on 24 May 2024 for <ORG_1>.';
const suite: Suite = {
  id: 's',
  description: 'a suite',
  target: { prompt: 'p' },
  datasets: ['d.jsonl'],
  scorers: { 'facts.required': {}, 'judge.tone': { min: 0.6 }, 'judge.completeness': {} },
  gate: {},
  trials: 1,
  data: { file: 'd.jsonl', hash: 'd', cases: [shipped] },
};
type Opinion = Awaited<ReturnType<NonNullable<Engine['judge']>>>;
type Asked = { readonly rubric: string; readonly view: object };

/** Says one text; its judge has one opinion of everything. */
function engineOf(text: string, opinion?: Opinion, asked: Asked[] = []): Engine {
  return {
    name: 'narrator',
    isDeterministic: true,
    checkFacts: checkFaithful,
    prompts: () => ({ p: { version: '1.0.0', hash: 'aaa' } }),
    run: async () => observedOf(text),
    ...(opinion === undefined
      ? {}
      : {
          judge: async (_suite, _observed, rubric, view) => {
            asked.push({ rubric, view });
            return opinion;
          },
        }),
    close: async () => undefined,
  };
}
const runWith = (engine: Engine, of: Suite = suite): Promise<SuiteRun> =>
  runSuite(of, engine, { concurrency: 1, signal: AbortSignal.timeout(10_000) });
const beside = (run: SuiteRun, accepted: SuiteRun) => judge(run, baselineOf(accepted, 'test'), { quarantine: [], now: new Date(0) });
const poor: Opinion = { score: 1, reason: 'cold <script>alert(1)</script> | *and* short' };
const perfect: Opinion = { score: 5, reason: 'warm' };

describe('a judge', () => {
  it('that finds everything poor leaves the gate green, and what it says is reported', async () => {
    const run = await runWith(engineOf(good, poor));
    expect(run.cases).toMatchObject([{ passes: 1 }]);
    expect(run.cases[0]?.trials[0]?.judged).toEqual([
      { name: 'judge.completeness', score: 0, isLow: true, reason: poor.reason },
      { name: 'judge.tone', score: 0, isLow: true, reason: poor.reason },
    ]);
    const verdict = beside(run, await runWith(engineOf(good, perfect)));
    expect(verdict).toMatchObject({ exitCode: 0, regressions: [], errors: [], lowered: [] });
    expect(judgedLines(run)[1]).toBe('judge.tone 0.00 over 1 texts, 1 of them low; it does not count');
    const reported = [{ run, verdict, accepted: new Map(), promptDiffs: {}, checkFacts: checkFaithful }];
    expect(summaryOf(reported)).toContain('beside: judge.tone 0.00');
    expect(reportHtml(reported, 'x')).toContain('cold &lt;script&gt;alert(1)');
    expect(reportHtml(reported, 'x')).not.toContain('<script>alert');
  });

  it('that finds everything perfect turns no failing case green', async () => {
    const wrong = good.replace('SO-78910', 'SO-78911');
    const run = await runWith(engineOf(wrong, perfect));
    expect(run.cases).toMatchObject([{ passes: 0 }]);
    expect(beside(run, await runWith(engineOf(good, perfect)))).toMatchObject({ exitCode: 1, regressions: [{ case: 'shipped' }] });
  });

  it('is no scorer a baseline knows: with one or without, the same baseline stands', async () => {
    const { 'judge.tone': _, 'judge.completeness': __, ...alone } = suite.scorers;
    const without = await runWith(engineOf(good), { ...suite, scorers: alone });
    const run = await runWith(engineOf(good, poor));
    expect(baselineOf(run, 'x')).toEqual(baselineOf(without, 'x'));
    expect(beside(run, without)).toMatchObject({ exitCode: 0, stale: [] });
  });

  it('that cannot be asked is skipped by name and reason, and nothing fails', async () => {
    const run = await runWith(engineOf(good, { skipped: 'no model plays the judge (models.judge)' }));
    expect(run.cases).toMatchObject([{ passes: 1 }]);
    expect(judgedOf(run.cases[0]?.trials ?? [])).toEqual({
      spoke: [],
      skipped: ['judge.completeness', 'judge.tone'].map((name) => ({ name, why: 'no model plays the judge (models.judge)' })),
    });
    expect(judgedOf((await runWith(engineOf(good))).cases[0]?.trials ?? []).skipped[0]?.why).toBe('recorded answers are not judged');
  });

  it('reads the text without amounts and the labels of what there was to tell, no value of it', async () => {
    const asked: Asked[] = [];
    await runWith(engineOf(good, perfect, asked));
    expect(asked.map(({ rubric }) => rubric)).toEqual(['judge.completeness', 'judge.tone']);
    expect(asked[0]?.view).toEqual({
      text: good.replace('€182,400.00', '[amount]'),
      told: ['order number', 'order status'],
    });
  });

  it('scores by the scale of one to five, low below what the suite says', async () => {
    const run = await runWith(engineOf(good, { score: 3, reason: 'so so' }));
    expect(run.cases[0]?.trials[0]?.judged).toMatchObject([
      { name: 'judge.completeness', score: 0.5, isLow: false },
      { name: 'judge.tone', score: 0.5, isLow: true },
    ]);
  });

  it('alone makes no suite: nothing could fail', () => {
    for (const part of ['suites', 'datasets']) mkdirSync(join(folder, part));
    writeFileSync(join(folder, 'datasets', 'd.jsonl'), '{"id":"a","kind":"conversation","turns":[{"says":"hello"}]}\n');
    const file = (scorers: string): void =>
      writeFileSync(
        join(folder, 'suites', 's.yaml'),
        `id: s\ndescription: d\ntarget: { assistant: a }\ndatasets: [d.jsonl]\nscorers: ${scorers}\n`,
      );
    file('{ judge.tone: {} }');
    expect(() => readSuites(folder, isScorer)).toThrow(/nothing could fail/);
    file('{ judge.tone: {}, text.expected: {} }');
    expect(readSuites(folder, isScorer)).toHaveLength(1);
    file('{ judge.taste: {}, text.expected: {} }');
    expect(() => readSuites(folder, isScorer)).toThrow(/no scorer judge\.taste/);
  });
});
