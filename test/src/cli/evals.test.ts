import { expect, it } from 'vitest';
import type { EvalCommands, EvalOutcome } from '../../../src/contracts/commands.ts';
import { CountersignError } from '../../../src/contracts/errors.ts';
import { acted, call } from './terminal.ts';

const outcome: EvalOutcome = {
  exitCode: 1,
  verdicts: [
    {
      suite: 'thanks',
      engine: 'narrator',
      passed: 23,
      failed: 1,
      skipped: 2,
      exitCode: 1,
      errors: [],
      regressions: [{ case: 'a.en', what: 'facts.numbers: a number \u001b[2J that no fact says' }],
      stale: [],
      improved: [],
      newVersions: [{ id: 'assistant.thank-customer', from: '1.0.0', to: '1.0.1' }],
    },
  ],
  files: ['out/report.html'],
  notes: [],
};
const commands = (more: Partial<EvalCommands>): { evals: () => Promise<EvalCommands> } => ({
  // A command asks for what it needs; the rest is not there.
  evals: () => Promise.resolve(more as EvalCommands),
});

it('a run ends with the code of what was found, names the case and closes with the counts', async () => {
  const ended = await call(['evals', 'run', 'thanks'], commands({ run: () => Promise.resolve(outcome) }));
  expect(ended.code).toBe(1);
  expect(ended.out).toMatch(/worse thanks\/a\.en: facts\.numbers/);
  expect(ended.out).toContain('new version of assistant.thank-customer: 1.0.0 → 1.0.1');
  expect(ended.out.trimEnd().split('\n').at(-1)).toBe('23 passed, 1 failed, 2 skipped');
  expect(ended.out).not.toMatch(acted);
});

it('--json is one document', async () => {
  const ended = await call(['evals', 'run', '--json'], commands({ run: () => Promise.resolve({ ...outcome, exitCode: 3 }) }));
  expect(ended.code).toBe(3);
  expect(JSON.parse(ended.out)).toMatchObject({ exitCode: 3, verdicts: [{ suite: 'thanks' }] });
});

it('what could not be run ends with 2 and says why; stopped by ^C too', async () => {
  const broken = commands({
    run: () => Promise.reject(new CountersignError('input.invalid', 'datasets/a.jsonl:3 is no JSON', { field: 'a' })),
  });
  expect(await call(['evals', 'run'], broken)).toMatchObject({ code: 2, error: expect.stringContaining('a.jsonl:3 is no JSON') });
  const stopped = await call(['evals', 'run'], { ...broken, signal: AbortSignal.abort() });
  expect(stopped).toMatchObject({ code: 2, error: 'stopped; nothing was judged\n' });
});

it('accept wants a reason and is told whether this is CI', async () => {
  expect((await call(['evals', 'accept'], commands({}))).code).toBe(2);
  const seen: boolean[] = [];
  const accept: EvalCommands['accept'] = async ({ isCi }) => {
    seen.push(isCi);
    return { accepted: [{ suite: 'thanks', engine: 'narrator', pass: '24/24' }] };
  };
  for (const CI of ['true', '1', 'false', ''])
    expect((await call(['evals', 'accept', '--reason', 'shorter'], { ...commands({ accept }), env: { CI } })).out).toContain(
      '24/24 pass, accepted',
    );
  expect(seen).toEqual([true, true, false, false]);
});
