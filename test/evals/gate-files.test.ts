import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evalCommands } from '../../src/app/eval-commands.ts';
import { promptCommands } from '../../src/app/prompt-commands.ts';
import type { EvalOutcome } from '../../src/contracts/commands.ts';
import { CountersignError } from '../../src/contracts/errors.ts';
import { patchAfter, versionsOf } from '../support/prompt-versions.ts';

const suite = 'order-status.customer-update';
const { now } = versionsOf(suite);
let home: string;
let prompts: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'countersign-evals-test-'));
  prompts = join(home, 'prompts');
  folder = join(home, 'evals');
  cpSync('prompts', prompts, { recursive: true });
  for (const part of ['suites', 'datasets', 'baselines', 'baselines/texts']) mkdirSync(join(folder, part), { recursive: true });
  cpSync(`evals/suites/${suite}.yaml`, join(folder, 'suites', `${suite}.yaml`));
  cpSync('evals/datasets', join(folder, 'datasets'), { recursive: true });
  cpSync('evals/baselines', join(folder, 'baselines'), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const run = (more: object = {}): Promise<EvalOutcome> =>
  evalCommands.run(
    { folder, prompts, suites: [], engine: 'narrator', concurrency: 4, signal: AbortSignal.timeout(60_000), ...more },
    () => undefined,
  );
const accept = (more: object = {}) => evalCommands.accept({ folder, prompts, suites: [], reason: 'looked at it', isCi: false, ...more });
const edit = (name: string, change: (text: string) => string): void => {
  const file = join(home, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
};
const out = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');
const prompt = 'prompts/order-status/customer-update.prompt';

describe('a prompt is changed', { timeout: 60_000 }, () => {
  it('so that texts say something else: red, with a report that names case, facts and difference', async () => {
    edit(prompt, (text) => text.replaceAll('The invoice number is {{order.invoiceId}}.', 'You get a discount of 10 %.'));
    promptCommands.release({ folder: prompts, bump: 'minor' });
    const outcome = await run();
    expect(outcome.exitCode).toBe(1);
    const named = outcome.verdicts[0]?.regressions.find((found) => found.case === 'order.invoiced.finance.en');
    expect(named?.what).toMatch(/facts\.labels: .*\(discount\).*facts\.numbers: .*10/);
    const html = out('report.html');
    expect(html).toContain('<code>order.invoiced.finance.en</code>');
    expect(html).toMatch(/<mark title="[a-z]+">10 %<\/mark>|<mark title="label">discount<\/mark>/);
    expect(html).toMatch(/<del>[^<]*invoice[^<]*<\/del>/);
    expect(html).toContain('What changed in order-status.customer-update');
    expect(out('junit.xml')).toMatch(/name="order\.invoiced\.finance\.en"><failure message="[^"]*discount/);
    expect(out('summary.md')).toContain('order.invoiced.finance.en');
  });

  it('so that every fact still stands but the words are others: red too, until somebody accepts it', async () => {
    edit(prompt, (text) =>
      text.replace('Good news: your order', 'At last your order').replace('Good news: your order', 'At last your order'),
    );
    edit(prompt, (text) =>
      text.replace("'If you have any questions, just reply to this message.'", "'Please do not reply to this message.'"),
    );
    promptCommands.release({ folder: prompts, bump: 'patch' });
    const red = await run();
    expect(red).toMatchObject({ exitCode: 1, verdicts: [{ newVersions: [{ id: suite, from: now, to: patchAfter(now) }] }] });
    expect(red.verdicts[0]?.regressions[0]?.what).toBe('it says something else than what was accepted');
    await accept();
    expect((await run()).exitCode).toBe(0);
  });

  it('in white space alone and released: told as a new version, green', async () => {
    edit(prompt, (text) => `${text}\n  \n`);
    promptCommands.release({ folder: prompts, bump: 'patch' });
    expect(await run()).toMatchObject({
      exitCode: 0,
      verdicts: [{ failed: 0, regressions: [], newVersions: [{ id: suite, from: now, to: patchAfter(now) }] }],
    });
  });

  it('in white space without a new version: stale, and cannot be accepted', async () => {
    edit(prompt, (text) => `${text}\n  \n`);
    expect(await run()).toMatchObject({ exitCode: 3, verdicts: [{ stale: [expect.stringContaining(`still version ${now}`)] }] });
    await expect(accept()).rejects.toThrow(/give it a new one: countersign prompts release/);
  });
});

describe('accepting', { timeout: 60_000 }, () => {
  it('is refused under CI, for a part, for other cases than there are now, and without a reason', async () => {
    await run();
    await expect(accept({ isCi: true })).rejects.toThrow(/not by CI/);
    await expect(accept({ reason: 'ok' })).rejects.toThrow(/why this is right/);
    edit('evals/datasets/order-status.by-hand.jsonl', (text) => text.split('\n').slice(1).join('\n'));
    await expect(accept()).rejects.toThrow(/run it again/);
    expect((await run({ shard: '1/2' })).verdicts[0]).toMatchObject({ failed: 0 });
    await expect(accept()).rejects.toThrow(/one share/);
  });

  it('is refused with fewer trials than before', async () => {
    await run();
    edit(`evals/baselines/${suite}@narrator.json`, (text) => text.replace('"trials": 1', '"trials": 3'));
    await expect(accept()).rejects.toThrow(/3 trials; this run has 1/);
  });

  it('writes the same bytes for the same run', async () => {
    const before = readFileSync(`evals/baselines/${suite}@narrator.json`, 'utf8').replace(/"reason": "[^"]*"/, '"reason": "looked at it"');
    await run();
    await accept();
    expect(readFileSync(join(folder, 'baselines', `${suite}@narrator.json`), 'utf8')).toBe(before);
  });
});

describe('closed', { timeout: 60_000 }, () => {
  it.each([
    ['an empty dataset', 'evals/datasets/order-status.jsonl', () => '\n', /datasets\/order-status\.jsonl holds no case/],
    [
      'a line that is no JSON',
      'evals/datasets/order-status.by-hand.jsonl',
      (text: string) => `${text}{"id":`,
      /order-status\.by-hand\.jsonl:5 is no JSON/,
    ],
    [
      'a member nobody knows',
      'evals/datasets/order-status.by-hand.jsonl',
      (text: string) => text.replace('"tags"', '"tag"'),
      /by-hand\.jsonl:1: .*tag/,
    ],
    [
      'a number where a string is declared',
      'evals/datasets/order-status.by-hand.jsonl',
      (text: string) => text.replace('"182400.00"', '182400'),
      /by-hand\.jsonl:1: facts\.2\.amount/,
    ],
    [
      'a scorer nobody knows',
      `evals/suites/${suite}.yaml`,
      (text: string) => text.replace('text.tone', 'text.mood'),
      /no scorer text\.mood/,
    ],
    ['a baseline that cannot be read', `evals/baselines/${suite}@narrator.json`, () => '{', /is no baseline/],
  ])('%s is refused by its place', async (_what, file, change, message) => {
    edit(file, change);
    await expect(run()).rejects.toThrow(CountersignError);
    await expect(run()).rejects.toThrow(message);
  });

  it('a missing baseline is stale, an option of a scorer that makes no sense cannot be judged', async () => {
    rmSync(join(folder, 'baselines', `${suite}@narrator.json`));
    expect((await run()).exitCode).toBe(3);
    edit(`evals/suites/${suite}.yaml`, (text) => text.replace('max: 4000', "max: 'many'"));
    expect((await run()).exitCode).toBe(2);
  });

  it('two shares together are the whole', async () => {
    const counts = await Promise.all(
      ['1/2', '2/2'].map(async (shard, at) => (await run({ shard, out: join(home, `out${at}`) })).verdicts[0]?.passed ?? 0),
    );
    expect(counts.every((count) => count > 50)).toBe(true);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(276);
  });

  it('answers of a run can be replayed, and a run compared with another', async () => {
    await run();
    const replayed = await run({ engine: 'replay', answers: join(folder, 'out', 'answers.jsonl'), out: join(home, 'replayed') });
    expect(replayed).toMatchObject({ exitCode: 3, verdicts: [{ engine: 'replay', failed: 0, passed: 276 }] });
    const compared = await evalCommands.compare({ base: join(folder, 'out', 'run.json'), next: join(home, 'replayed', 'run.json') });
    expect(compared).toMatchObject({ exitCode: 0, verdicts: [{ regressions: [] }] });
    expect(await evalCommands.show({ folder })).toMatchObject({ exitCode: 0 });
  });
});
