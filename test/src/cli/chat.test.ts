import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/index.ts';
import { questionCompany } from '../../graphs/assistant/company.ts';
import { startTalkServer, type TalkServer } from '../../support/talk-server.ts';

let server: TalkServer;
beforeAll(async () => {
  server = await startTalkServer({ connections: questionCompany().connections });
}, 60_000);
afterAll(() => server?.close());

async function run(argv: readonly string[], answers: readonly string[] = []): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const left = [...answers];
  const code = await runCli([...argv, '--url', server.url, '--key', server.keys.olivia], {
    local: () => Promise.reject(new Error('not needed')),
    models: () => Promise.reject(new Error('not needed')),
    prompts: () => Promise.reject(new Error('not needed')),
    evals: () => Promise.reject(new Error('not needed')),
    redactFile: () => Promise.reject(new Error('not needed')),
    terminal: { out: (text) => void (out += text), error: (text) => void (error += text), isInteractive: false, columns: 120 },
    env: {},
    fetch,
    version: '0',
    signal: new AbortController().signal,
    ask: async () => left.shift() ?? '',
  });
  return { code, out, error };
}

describe('countersign chat', () => {
  it('answers one question, with the tools it used on the error stream', async () => {
    const { code, out, error } = await run(['chat', 'What', 'is', 'the', 'status', 'of', 'SO-78911?']);
    expect(code).toBe(0);
    expect(out).toContain('Order SO-78911 is delayed');
    expect(error).toContain('orders · erp.get-sales-order');
  });

  it('draws tables and bars', async () => {
    const { out } = await run(['chat', 'Show the three largest open orders as a table and a chart']);
    expect(out).toMatch(/Largest open orders/);
    expect(out).toMatch(/█{10}/);
  });

  it('goes on from question to question until an empty line', async () => {
    const { out, error } = await run(['chat'], ['Which orders of Norwick are late?', 'what about the first one?', '']);
    expect(out).toContain('1 of 3 open orders of Norwick Supply Co. is late');
    expect(out).toContain('Order SO-78911 is delayed');
    expect(error).toContain('conversation ');
  });

  it('shows a proposal field by field and how to decide it', async () => {
    const { out } = await run(['chat', 'Set close date for SO-78911 to 2024-06-15']);
    expect(out).toMatch(/Close date: 2024-06-01 → 2024-06-15/);
    expect(out).toMatch(/countersign approvals show apr_/);
  });

  it('--json is one document: the thread and the answer with its blocks', async () => {
    const { out } = await run(['chat', '--json', 'credit exposure of Halvorsen']);
    const answer = JSON.parse(out) as { thread: string; answer: { blocks: { type: string }[] } };
    expect(answer.thread).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.answer.blocks[0]?.type).toBe('text');
    const next = await run(['chat', '--thread', answer.thread, 'and of Norwick?']);
    expect(next.out).toContain('Norwick Supply Co. has a credit limit');
  });

  it('a thread that is not there is said, with code 1', async () => {
    const { code, error } = await run(['chat', '--thread', '00000000-0000-4000-8000-000000000000', 'hello']);
    expect(code).toBe(1);
    expect(error).toMatch(/resource\.not_found/);
  });
});
