import { describe, expect, it } from 'vitest';
import { baselineOf, judge, type SuiteRun } from '../../../src/evaluating/index.ts';
import { mcnemar, wilson95 } from '../../../src/evaluating/statistics.ts';

const now = new Date('2026-05-04T08:00:00Z');
type Case = SuiteRun['cases'][number];
const made = (id: string, passes: number, of: number, more: Partial<Case> = {}, failing = 'text.length'): Case => ({
  id,
  tags: [],
  passes,
  trials: Array.from({ length: of }, (_, at) => ({
    pass: at < passes,
    scores: [{ name: failing, score: at < passes ? 1 : 0, pass: at < passes, detail: 'too short' }],
  })),
  ...more,
});
const runOf = (cases: readonly Case[], more: Partial<SuiteRun> = {}): SuiteRun => ({
  suite: 's',
  description: 'a suite',
  engine: 'narrator',
  isDeterministic: true,
  datasetHash: 'd',
  scorersVersion: '1',
  scorers: ['text.length'],
  prompts: { p: { version: '1.0.0', hash: 'aaa' } },
  trials: cases[0]?.trials.length ?? 1,
  gate: {},
  cases,
  ...more,
});
const verdict = (before: SuiteRun | undefined, after: SuiteRun, quarantine: Parameters<typeof judge>[2]['quarantine'] = []) =>
  judge(after, before && baselineOf(before, 'test'), { quarantine, now });
const sampled = (cases: readonly Case[]): SuiteRun => runOf(cases, { engine: 'openai', isDeterministic: false });

describe('a deterministic engine', () => {
  const before = runOf([made('a', 1, 1, { says: 'x' }), made('b', 0, 1, { says: 'y' })]);

  it('passes where everything is as accepted, also what failed already', () => {
    expect(verdict(before, before)).toMatchObject({ exitCode: 0, regressions: [], known: [{ case: 'b' }] });
  });
  it.each([
    ['a case that passed and does not', [made('a', 0, 1, { says: 'x' }), made('b', 0, 1, { says: 'y' })]],
    ['a text that says something else', [made('a', 1, 1, { says: 'z' }), made('b', 0, 1, { says: 'y' })]],
    ['a second run with other bytes', [made('a', 1, 1, { says: 'x', isUnstable: true }), made('b', 0, 1, { says: 'y' })]],
  ])('fails by %s', (_what, cases) => {
    expect(verdict(before, runOf(cases))).toMatchObject({ exitCode: 1, regressions: [{ case: 'a' }] });
  });
  it('a better case asks to be accepted and fails nothing', () => {
    const better = runOf([made('a', 1, 1, { says: 'x' }), made('b', 1, 1, { says: 'y' })]);
    expect(verdict(before, better)).toMatchObject({ exitCode: 0, improved: [{ case: 'b' }] });
  });
  it('a new version of a prompt is told and fails nothing; another text under the same version is stale', () => {
    expect(verdict(before, { ...before, prompts: { p: { version: '1.0.1', hash: 'bbb' } } })).toMatchObject({
      exitCode: 0,
      newVersions: [{ id: 'p', from: '1.0.0', to: '1.0.1' }],
    });
    expect(verdict(before, { ...before, prompts: { p: { version: '1.0.0', hash: 'bbb' } } })).toMatchObject({ exitCode: 3 });
  });
});

describe('closed where something is missing', () => {
  const run = runOf([made('a', 1, 1)]);
  it('no baseline, other cases, other scorers: stale', () => {
    expect(verdict(undefined, run).exitCode).toBe(3);
    expect(verdict(run, { ...run, datasetHash: 'e' }).exitCode).toBe(3);
    expect(verdict(run, { ...run, scorersVersion: '2' }).exitCode).toBe(3);
    expect(verdict(runOf([made('a', 1, 1), made('b', 1, 1)]), run).exitCode).toBe(3);
  });
  it('a broken scorer, a case that could not be run and one that was not run cannot be judged', () => {
    const broken = { pass: false, scores: [{ name: 'x', score: 0, pass: false, error: true as const }] };
    for (const trials of [[broken], [{ pass: false, scores: [], error: 'away' }], []])
      expect(verdict(run, runOf([{ ...made('a', 0, 1), trials }])).exitCode).toBe(2);
  });
  it('a new case that fails is a regression, not only a changed dataset', () => {
    expect(verdict(run, runOf([made('a', 1, 1), made('n', 0, 1)], { datasetHash: 'e' })).exitCode).toBe(1);
  });
});

describe('a sampled engine', () => {
  const cases = (...passes: number[]): SuiteRun => sampled(passes.map((each, at) => made(`c${at}`, each, 5)));
  it('one lost trial is no regression, five to none of five is', () => {
    expect(verdict(cases(5, 5), cases(4, 5)).exitCode).toBe(0);
    expect(verdict(cases(5, 5), cases(0, 5))).toMatchObject({ exitCode: 1, regressions: [{ case: 'c0' }] });
  });
  it('five lost majorities against none are no chance, four may be', () => {
    expect(verdict(cases(4, 4, 4, 4, 4), cases(2, 2, 2, 2, 2)).exitCode).toBe(1);
    expect(verdict(cases(4, 4, 4, 4, 4), cases(2, 2, 2, 2, 4)).exitCode).toBe(0);
  });
  it.each(['pii.leak', 'tools.forbidden', 'approval.required', 'facts.numbers'])('one breach of %s in five trials fails', (name) => {
    expect(verdict(cases(4), sampled([made('c0', 4, 5, {}, name)])).exitCode).toBe(1);
  });
});

describe('quarantine', () => {
  const row = { case: 's/a', since: '2026-05-01', reason: 'wavers since the move', expires: '2026-05-10' };
  const [before, after] = [runOf([made('a', 1, 1)]), runOf([made('a', 0, 1)])];
  it('reports a case and does not count it, until the day it expires', () => {
    expect(verdict(before, after, [row])).toMatchObject({ exitCode: 0, quarantined: [{ case: 'a' }] });
    expect(verdict(before, after, [{ ...row, expires: '2026-05-04' }]).exitCode).toBe(0);
    expect(verdict(before, after, [{ ...row, expires: '2026-05-03' }]).exitCode).toBe(1);
  });
});

it('the figures of the statistics are those of the books', () => {
  expect(wilson95(50, 50)[0]).toBeCloseTo(0.9287, 3);
  expect(mcnemar(4, 0)).toBeCloseTo(0.0625, 6);
  expect(mcnemar(5, 0)).toBeCloseTo(0.03125, 6);
  expect(mcnemar(5, 5)).toBeGreaterThan(0.5);
});
