import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evalCommands } from '../../src/app/eval-commands.ts';
import { openAiServer, type Wire } from '../src/llm/wire-servers.ts';
import { closeRigsAfterEach, rigOver, shipped, tell } from '../support/flow-rig.ts';

closeRigsAfterEach();
let folder: string;
let server: Wire | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-from-run-'));
  for (const part of ['suites', 'datasets', 'baselines']) mkdirSync(join(folder, part));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});
const signal = AbortSignal.timeout(60_000);

it('a run of an installation becomes cases that hold no name, no amount and no number of it, and run', { timeout: 60_000 }, async () => {
  const { rig, data } = await rigOver(shipped());
  const run = await tell(rig);
  rig.storage.close();
  const config = join(folder, 'config.yaml');
  writeFileSync(config, `dataDir: ${join(rig.folder, 'data')}\nkeyDir: ${join(rig.folder, 'keys')}\n`);
  const { added } = await evalCommands.add({ folder, config, run, dataset: 'found.jsonl' });
  expect(added.length).toBeGreaterThan(0);
  const text = readFileSync(join(folder, 'datasets', 'found.jsonl'), 'utf8');
  const [order] = data.orders;
  const secrets = ['Harbour', 'Sommerfeld', 'Brinkmann', 'SO-1"', order?.net.amount ?? '?', order?.items[0]?.description ?? '?'];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).toContain('<PERSON_');
  // Once more is the same and adds nothing.
  expect((await evalCommands.add({ folder, config, run, dataset: 'found.jsonl' })).added).toEqual([]);
  writeFileSync(
    join(folder, 'suites', 'found.yaml'),
    'id: found\ndescription: found in a run\ntarget: { prompt: order-status.summary }\ndatasets: [found.jsonl]\nscorers: { facts.numbers: {}, facts.required: {} }\n',
  );
  const outcome = await evalCommands.run({ folder, suites: [], engine: 'narrator', concurrency: 1, signal }, () => undefined);
  expect(outcome).toMatchObject({ exitCode: 3, verdicts: [{ failed: 0, errors: [] }] });
  await expect(evalCommands.add({ folder, config, run: 'run_none', dataset: 'found.jsonl' })).rejects.toThrow(/told a model no facts/);
});

it('a model answers by the role of the config, as often as asked; what it makes up fails by the case', { timeout: 60_000 }, async () => {
  writeFileSync(
    join(folder, 'suites', 'thanks.yaml'),
    'id: thanks\ndescription: thanks\ntarget: { prompt: assistant.thank-customer }\ndatasets: [thanks.jsonl]\nscorers: { facts.numbers: {}, facts.required: {}, pii.leak: {} }\n',
  );
  const [first = ''] = readFileSync('evals/datasets/thank-customer.by-hand.jsonl', 'utf8').split('\n');
  writeFileSync(join(folder, 'datasets', 'thanks.jsonl'), `${first.replace('["en", "de", "fr", "es"]', '["en"]')}\n`);
  const good = 'Dear <PERSON_1>, thank you for order SO-78910. We like to work with <ORG_1>.';
  server = await openAiServer({ text: good }, { text: good }, { text: good }, { text: `${good} You get 7 more.` });
  const config = join(folder, 'config.yaml');
  const role = `{ provider: openai, model: m, baseUrl: ${server.url}, apiKey: k }`;
  writeFileSync(config, `dataDir: ${folder}/data\nkeyDir: ${folder}/keys\nmodels: { narrator: ${role} }\n`);
  const options = { folder, config, suites: [], engine: 'openai' as const, concurrency: 1, signal };
  expect(await evalCommands.run({ ...options, trials: 3 }, () => undefined)).toMatchObject({
    exitCode: 3,
    verdicts: [{ engine: 'openai', passed: 1 }],
  });
  await evalCommands.accept({ folder, suites: [], reason: 'first of the model', isCi: false });
  expect(JSON.parse(readFileSync(join(folder, 'baselines', 'thanks@openai.json'), 'utf8'))).toMatchObject({
    trials: 3,
    totals: { pass: '3/3' },
  });
  const red = await evalCommands.run({ ...options, trials: 3 }, () => undefined);
  expect(red).toMatchObject({ exitCode: 1, verdicts: [{ regressions: [{ what: expect.stringContaining('0/3') }] }] });
  await expect(evalCommands.run({ ...options, engine: 'ollama' }, () => undefined)).rejects.toThrow(/no ollama model/);
});
