import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { agents } from '../agents/index.ts';
import { writtenCases } from '../evals/workflow-cases/index.ts';
import { workflows } from '../graphs/index.ts';
import { evalCommands } from '../src/app/eval-commands.ts';
import { isScorer, readSuites } from '../src/evaluating/index.ts';
import { loadPrompts } from '../src/prompting/index.ts';

const out = mkdtempSync(join(tmpdir(), 'countersign-evals-out-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
const suites = readSuites('evals', isScorer);

it('every suite says with the built-in narrator what was accepted: npm run evals would end with 0', { timeout: 600_000 }, async () => {
  const shown: number[] = [];
  const outcome = await evalCommands.run(
    { folder: 'evals', suites: [], engine: 'narrator', concurrency: 4, out, signal: AbortSignal.timeout(500_000) },
    (done, total) => shown.push(done / total),
  );
  const found = outcome.verdicts.flatMap(({ suite, errors, regressions, stale }) =>
    [...errors, ...regressions].map((each) => `${suite}/${each.case}: ${each.what}`).concat(stale),
  );
  expect(found).toEqual([]);
  expect(outcome).toMatchObject({ exitCode: 0 });
  expect(shown.at(-1)).toBe(1);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('Everything says what was accepted');
});

it('there are suites for every prompt, every desk and every workflow, and more than 500 cases of the narrator in four languages', () => {
  const targets = suites.map(({ target }) =>
    'prompt' in target ? target.prompt : 'workflow' in target ? target.workflow : target.assistant,
  );
  expect(
    loadPrompts('prompts')
      .list()
      // A judge needs a model and never counts, so there is nothing to hold it against. What is answered with data is held where the
      // data is used, against a model that errs: test/e2e/case-reading.test.ts.
      .filter(({ role, output }) => role !== 'judge' && output.format === 'text')
      .map(({ id }) => id)
      .filter((id) => !targets.includes(id)),
  ).toEqual([]);
  expect(workflows.map(({ id }) => id).filter((id) => !targets.includes(id))).toEqual([]);
  const desks = agents.filter(({ prompts }) => prompts.includes('assistant.answer')).map(({ id }) => `desk-${id}`);
  expect(desks.filter((desk) => !suites.some(({ id }) => id === desk))).toEqual([]);
  const cases = suites.filter(({ target }) => 'prompt' in target).flatMap(({ data }) => data.cases);
  expect(cases.length).toBeGreaterThanOrEqual(500);
  expect(new Set(cases.map((one) => (one.kind === 'prompt' ? one.locale : '')))).toEqual(new Set(['en', 'de', 'fr', 'es']));
});

it.each(workflows.map(({ id }) => id))('%s has at least twelve cases', (workflow) => {
  const suite = suites.find(({ target }) => 'workflow' in target && target.workflow === workflow);
  expect(suite?.data.cases.length).toBeGreaterThanOrEqual(12);
});

it.each([...Object.keys(writtenCases), 'change-request'])(
  'the suite of %s has at least twelve cases: normal, edge, refusal and a planted instruction',
  (workflow) => {
    const suite = suites.find(({ id }) => id === `workflow.${workflow}`);
    const cases = suite?.data.cases ?? [];
    expect(cases.length).toBeGreaterThanOrEqual(12);
    const tags = cases.flatMap((one) => one.tags);
    expect(['normal', 'edge', 'refusal', 'injection'].filter((tag) => !tags.includes(tag))).toEqual([]);
    // A change asked for in words is a conversation, and its end is what it says.
    const ends = workflow === 'change-request' ? ['text.expected'] : ['workflow.status', 'writes.once'];
    for (const name of ['state.diff', 'approval.required', ...ends]) expect(suite?.scorers).toHaveProperty([name]);
  },
);
