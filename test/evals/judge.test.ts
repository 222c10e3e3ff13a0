import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evalCommands } from '../../src/app/eval-commands.ts';
import { openAiServer, type Wire } from '../src/llm/wire-servers.ts';

let folder: string;
let server: Wire | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-judge-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function run(suites: readonly string[], answer: string) {
  server = await openAiServer({ text: answer });
  const config = join(folder, 'countersign.yaml');
  writeFileSync(config, `models:\n  judge: { provider: openai, model: m, baseUrl: '${server.url}', apiKey: k }\n`);
  const outcome = await evalCommands.run(
    { folder: 'evals', suites: [...suites], engine: 'narrator', concurrency: 4, out: folder, config, signal: AbortSignal.timeout(100_000) },
    () => undefined,
  );
  return { outcome, bodies: server.bodies };
}

it('a model that plays the judge reads every text redacted, and its low scores fail nothing', { timeout: 120_000 }, async () => {
  const { outcome, bodies } = await run(['assistant.thank-customer', 'desk-reception'], '{"score":1,"reason":"cold"}');
  expect(outcome).toMatchObject({ exitCode: 0, verdicts: [{ failed: 0 }, { failed: 0 }] });
  expect(outcome.notes).toContain('assistant.thank-customer: judge.tone 0.00 over 24 texts, 24 of them low; it does not count');
  expect(outcome.notes).toContain('desk-reception: judge.helpfulness 0.00 over 6 texts, 6 of them low; it does not count');
  expect(outcome.notes.join('\n')).not.toContain('skipped');
  // One a text and rubric: the second look at the narrator's bytes is not judged.
  expect(bodies).toHaveLength(24 + 2 * 6);
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<code>judge.tone</code> 0.00: cold');
});

it('the names a conversation restored for its reader leave as tokens', { timeout: 120_000 }, async () => {
  const { outcome, bodies } = await run(['desk-customers'], '{"score":5,"reason":"clear"}');
  expect(outcome.exitCode).toBe(0);
  const { generateCompany } = await import('../../src/sandbox/index.ts');
  const { customers } = generateCompany({ seed: 1, size: 25 });
  const all = bodies.join('\n');
  expect(all).toContain('<ORG_');
  const personal = customers.flatMap(({ name, email, phone, contacts }) => [name, email, phone, ...contacts.map((one) => one.email)]);
  expect(personal.filter((value) => all.includes(value))).toEqual([]);
  const texts = readFileSync(join(folder, 'run.json'), 'utf8');
  expect(customers.some(({ name }) => texts.includes(name))).toBe(true);
});

it('without one each is skipped, by name and reason', { timeout: 120_000 }, async () => {
  const outcome = await evalCommands.run(
    {
      folder: 'evals',
      suites: ['assistant.thank-customer'],
      engine: 'narrator',
      concurrency: 4,
      out: folder,
      signal: AbortSignal.timeout(100_000),
    },
    () => undefined,
  );
  expect(outcome.exitCode).toBe(0);
  expect(outcome.notes).toEqual(['judge.tone skipped: no model plays the judge (models.judge)']);
});

it('a judge that answers no JSON is skipped and fails nothing', { timeout: 120_000 }, async () => {
  const { outcome } = await run(['assistant.thank-customer'], 'Lovely!');
  expect(outcome.exitCode).toBe(0);
  expect(outcome.notes).toEqual(['judge.tone skipped: the judge did not answer: invalid']);
});
