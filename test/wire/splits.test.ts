import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, type Recorded } from '../../src/contracts/cassette.ts';
import type { ProviderName } from '../../src/llm/providers.ts';
import { conversationDesk, setAccount, turn } from '../src/llm/conversation-desk.ts';
import { cassette, replay } from '../support/wire-replay.ts';
import { conversed, narrated, roleAt, said } from './rig.ts';

const providers: readonly ProviderName[] = ['openai', 'ollama'];
const account = { customer: '4500005678', iban: '<IBAN_2>' };

function wholeOf({ pieces }: Recorded): Buffer {
  return Buffer.concat(pieces.flatMap((piece) => bytesOf(piece) ?? []));
}

/** The bytes of the only exchange in pieces that end at these places. */
function splitAt(recorded: Recorded, ...places: number[]): Recorded {
  const bytes = wholeOf(recorded);
  const ends = [...places, bytes.length];
  return { ...recorded, pieces: ends.map((end, at) => ({ t: 0, b64: bytes.subarray(ends[at - 1] ?? 0, end).toString('base64') })) };
}

/** Only the deltas of the arguments, written anew in pieces of other sizes. */
function argumentsIn(recorded: Recorded, parts: readonly string[]): Recorded {
  const events = wholeOf(recorded).toString('utf8').split('\n\n').filter(Boolean);
  const isPart = (event: string): boolean => /"index":0,"function":\{"arguments":"[^"]/.test(event);
  const sample = events.find(isPart) ?? '';
  const written = parts.map((part) =>
    sample.replace(/("arguments":)"(?:[^"\\]|\\.)*"/, (_all, name: string) => name + JSON.stringify(part)),
  );
  const first = events.findIndex(isPart);
  const all = [...events.slice(0, first), ...written, ...events.slice(first).filter((event) => !isPart(event))];
  return { ...recorded, pieces: [{ t: 0, text: all.map((event) => `${event}\n\n`).join('') }] };
}

/** A call asked for over each of the cassettes, by one gateway. */
async function calls(provider: ProviderName, recordings: readonly Recorded[]) {
  const wire = await replay(recordings);
  const { gateway } = await conversationDesk(roleAt(provider, wire.url));
  const found: unknown[] = [];
  for (const _ of recordings) {
    const { toolCalls } = await gateway.converse(turn({ tools: [setAccount] }));
    found.push(toolCalls.map((call) => call.withTokens));
  }
  await wire.finish();
  return found;
}

describe.each(providers)('a tool call of %s', (provider) => {
  const [recorded] = cassette(`${provider}-split-call`);
  if (!recorded) throw new Error('the cassette is empty');

  it('is the same at every byte where the network may split it', async () => {
    // Six splits in each answer, so that every byte has its turn in a sixth of the answers.
    const { length } = wholeOf(recorded);
    const sixth = Math.ceil(length / 6);
    const every = Array.from({ length: sixth }, (_, at) =>
      splitAt(recorded, ...[0, 1, 2, 3, 4, 5].map((part) => at + 1 + part * sixth).filter((place) => place < length)),
    );
    for (const found of await calls(provider, every)) expect(found).toEqual([account]);
  }, 60_000);
});

describe('arguments in deltas', () => {
  const [recorded] = cassette('openai-split-call');
  const text = JSON.stringify(account);
  if (!recorded) throw new Error('the cassette is empty');

  it('are the same wherever they are split in two', async () => {
    const every = Array.from({ length: text.length - 1 }, (_, at) => argumentsIn(recorded, [text.slice(0, at + 1), text.slice(at + 1)]));
    for (const found of await calls('openai', every)) expect(found).toEqual([account]);
  });

  it('are the same in any pieces', async () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const edges = [0, ...places.toSorted((a, b) => a - b), text.length];
        const parts = edges.slice(1).map((end, at) => text.slice(edges[at], end));
        expect(await calls('openai', [argumentsIn(recorded, parts)])).toEqual([[account]]);
      }),
      { numRuns: 25 },
    );
  });
});

describe.each(providers)('letters of %s', (provider) => {
  it.each([1, 2, 3, 7])('are whole again when they come %d bytes at a time', async (bytes) => {
    const recorded = cassette(`${provider}-plain`);
    expect(await conversed(provider, recorded, { bytes })).toMatchObject({ engine: provider, text: said, shown: said });
    expect(await narrated(provider, recorded, { bytes })).toMatchObject({ engine: provider, text: said });
  });
});
