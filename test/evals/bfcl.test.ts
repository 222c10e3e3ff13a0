import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCases } from '../../evals/bench/bfcl/cases.ts';
import { checkCases, type Turn } from '../../evals/bench/bfcl/check.ts';
import type { ModelRole } from '../../src/llm/index.ts';
import { turn } from '../src/llm/conversation-desk.ts';
import { desk } from '../src/llm/gateway-desk.ts';
import { ollamaStream, openAiStream, type Streamed } from '../src/llm/stream-servers.ts';
import type { Wire } from '../src/llm/wire-servers.ts';
import { ownFolder } from '../src/privacy/privacy-parts.ts';

const folder = process.env['BFCL'] ?? 'test/evals/bench-data/bfcl';
const open: Wire[] = [];
afterAll(() => Promise.all(open.map((wire) => wire.close())));

/** A provider that answers with the right calls in pieces of seven letters, read by the gateway. */
async function turnOver(provider: 'openai' | 'ollama', twist: (args: string) => string = (args) => args): Promise<Turn> {
  let reply: Streamed = {};
  const wire = await (provider === 'openai' ? openAiStream : ollamaStream)(() => reply);
  open.push(wire);
  const { gateway } = await desk({ provider, model: 'm', baseUrl: wire.url } satisfies ModelRole);
  return async (tools, calls) => {
    const written = calls.map(({ name, args }, at) => ({
      id: `call_${at}`,
      name: name.replaceAll('.', '_'),
      arguments: twist(JSON.stringify(args)),
    }));
    reply = written.length > 0 ? { calls: written, units: 7 } : { text: 'None of these helps with that.' };
    const { toolCalls } = await gateway.converse(turn({ tools }));
    return toolCalls.map((call) =>
      'arguments' in call ? { name: call.name, arguments: call.arguments } : { name: call.name, refused: call.refused },
    );
  };
}

describe.each(['openai', 'ollama'] as const)('right calls over %s', (provider) => {
  it('come back as they were, and no call comes where none fits', async () => {
    const cases = readCases(folder);
    const result = await checkCases(cases, await turnOver(provider));
    expect(result.misses).toEqual([]);
    expect(result.calls).toBeGreaterThan(0);
    expect(result.irrelevant).toBeGreaterThan(0);
  });

  it('that were changed on the way are found', async () => {
    const twisted = await turnOver(provider, (args) => args.replace('"1010"', '"1011"').replace('"count":3', '"count":"3"'));
    const { misses } = await checkCases(readCases('test/evals/bench-data/bfcl'), twisted);
    expect(misses).toEqual([
      { id: 'own_0', why: 'stock.get came back changed' },
      { id: 'own_1', why: 'price_order was refused: llm.invalid_output' },
    ]);
  });
});

describe('cases', () => {
  it('a value that may be left out is left out, and the first right value is taken', () => {
    const calls = readCases('test/evals/bench-data/bfcl').flatMap((each) => each.calls);
    expect(calls[0]).toEqual({ name: 'stock.get', args: { material: 'M-100', plant: '1010', include_blocked: true } });
    expect(calls[1]?.args).toEqual({
      lines: [
        { item: 'A', count: 3 },
        { item: 'B', count: 4 },
      ],
      currency: 'EUR',
    });
  });

  it('a right call that its own schema does not take is told by its id', async () => {
    const own = ownFolder('bfcl');
    mkdirSync(join(own, 'possible_answer'));
    const parameters = { type: 'dict', properties: { n: { type: 'integer' } }, required: ['n'] };
    writeFileSync(join(own, 'x.json'), JSON.stringify({ id: 'x', function: [{ name: 'f', description: '', parameters }] }));
    writeFileSync(join(own, 'possible_answer', 'x.json'), JSON.stringify({ id: 'x', ground_truth: [{ f: { n: ['many'] } }] }));
    const { misses } = await checkCases(readCases(own), async () => []);
    expect(misses).toEqual([{ id: 'x', why: 'the schema of f does not take its own right call' }]);
  });
});
