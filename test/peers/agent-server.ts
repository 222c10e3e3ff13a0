// The same questions to @langchain/langgraph-api's development server and to ours. Every difference is one we know and mean.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@langchain/langgraph-sdk';
import { startRig } from '../src/http/agent-server/server.ts';
import { differences, normalised } from './agent-server/compare.ts';
import { steps, type Asked } from './agent-server/steps.ts';

type Known = {
  readonly step: string;
  readonly path: string;
  readonly why: string;
  /** How far the development server had come with a run that is taken back depends on the moment. */
  readonly isSometimes?: boolean;
};

const here = dirname(fileURLToPath(import.meta.url));
const known = JSON.parse(readFileSync(join(here, 'agent-server', 'differences.json'), 'utf8')) as Known[];
const used = new Set<Known>();

const port = await freePort();
const oracle = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', join(here, 'agent-server', 'oracle.mjs'), String(port)], {
  stdio: 'ignore',
  env: { ...process.env, LANGCHAIN_CALLBACKS_BACKGROUND: 'false', LANGSMITH_TRACING: 'false', LANGSMITH_API_KEY: '' },
});
const folder = mkdtempSync(join(tmpdir(), 'agent-server-'));
const rig = await startRig({ folder });
let failed = 0;
try {
  const theirs = asked(`http://127.0.0.1:${port}`);
  const ours = asked(rig.url);
  await answers(theirs.url);
  for (const step of steps) {
    const [their, our] = [normalised(await step.ask(theirs)), normalised(await step.ask(ours))];
    const unknown = differences(their, our).filter((each) => !explained(step.name, each));
    for (const each of unknown) console.log(`  DIFFERS ${step.name} ${each}`);
    if (unknown.length === 0) console.log(`  ok    ${step.name}`);
    failed += unknown.length;
  }
} finally {
  oracle.kill();
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const each of known.filter((entry) => !used.has(entry) && entry.isSometimes !== true)) {
  failed += 1;
  console.log(`  GONE  ${each.step} ${each.path}: listed as a difference, and there is none`);
}
console.log(`\n${steps.length} questions, ${known.length} known differences`);
assert.equal(failed, 0, 'differences that nobody explains, or explanations of none');
process.exit(0);

function asked(url: string): Asked {
  const apiKey = 'key-admin';
  return { url, apiKey, client: new Client({ apiUrl: url, apiKey, callerOptions: { maxRetries: 0 } }) };
}

function explained(step: string, difference: string): boolean {
  const entries = known.filter((each) => new RegExp(`^(?:${each.step})$`).test(step) && new RegExp(`^(?:${each.path})`).test(difference));
  for (const each of entries) used.add(each);
  return entries.length > 0;
}

async function answers(url: string): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    const isUp = await fetch(`${url}/ok`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error('the development server did not start');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
