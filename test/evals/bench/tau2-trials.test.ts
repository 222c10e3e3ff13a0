import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { outsideBenches } from '../../../src/app/outside-benches.ts';
import { call } from '../../src/cli/terminal.ts';
import { openAiServer } from '../../src/llm/wire-servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-trials-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const configured = (name: string, models: string): string => {
  const file = join(folder, name);
  writeFileSync(file, `models: ${models}\n`);
  return file;
};
const bench = (...args: readonly string[]) =>
  call(['evals', 'bench', 'tau2', '--data', folder, ...args], { benches: () => Promise.resolve(outsideBenches) });

it.each([
  ['no role', '{}', 'models.planner'],
  ['the planner alone', "{ planner: { provider: openai, model: m, baseUrl: 'http://127.0.0.1:9/v1', apiKey: k } }", 'models.judge'],
  ['the judge alone', "{ judge: { provider: openai, model: m, baseUrl: 'http://127.0.0.1:9/v1', apiKey: k } }", 'models.planner'],
])(
  'conversations are asked for and %s has a model: says which is missing at once, before anything is played',
  async (_who, models, field) => {
    const began = performance.now();
    const ended = await bench('--trials', '4', '--config', configured('models.yaml', models));
    expect(ended).toMatchObject({ code: expect.any(Number), out: '' });
    expect(ended.code).not.toBe(0);
    expect(ended.error).toContain(`The config names no model for the role ${field.replace('models.', '')}`);
    expect(ended.error).not.toContain('replaying');
    expect(performance.now() - began).toBeLessThan(20_000);
  },
);

it.each(['0', '-1', '2.5', 'many'])('%s trials are no number of trials', async (trials) => {
  const ended = await bench('--trials', trials);
  expect(ended).toMatchObject({ code: 1, error: expect.stringContaining('whole number above 0') });
});

it('with models for both the benchmark is looked for, and a folder that holds none is refused without a word to a model', async () => {
  const server = await openAiServer({ text: 'x' });
  const model = `{ provider: openai, model: m, baseUrl: '${server.url}', apiKey: k }`;
  const ended = await bench('--trials', '1', '--config', configured('both.yaml', `{ planner: ${model}, judge: ${model} }`));
  await server.close();
  expect(ended.code).not.toBe(0);
  expect(ended.error).not.toContain('names no model');
  expect(server.bodies).toEqual([]);
});
