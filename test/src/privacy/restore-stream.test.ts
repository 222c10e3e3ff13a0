import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { email, freeText } from '../../../src/contracts/classes.ts';
import { longestToken } from '../../../src/contracts/tokens.ts';
import { createRestoreStream, createToolCallBuffer, tokenText } from '../../../src/privacy/index.ts';
import { privacyParts } from './privacy-parts.ts';

const values = new Map([
  ['<PERSON_1>', 'Zoë 💶 Ann'],
  ['<PERSON_1b>', '<PERSON_1>'],
  ['<EMAIL_12>', 'a@b.se'],
  ['<NATIONALID_123456789abc>', ''],
]);
const restored = (chunks: readonly string[]): string => {
  const stream = createRestoreStream((token) => values.get(token));
  return chunks.map((chunk) => stream.push(chunk)).join('') + stream.end();
};
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        ...values.keys(),
        '<',
        '<PERSON_',
        '<PERS',
        '💶',
        '\ud83d',
        '<PERSON_99>',
        '<TEXT_0>',
        '>',
        '<<PERSON_1>>',
        '<PERSON_1',
      ),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

describe('restoring a text that arrives in pieces', () => {
  it('gives the same as restoring it whole, wherever it is split', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const at = restored([whole]);
        for (let cut = 0; cut <= whole.length; cut += 1) expect(restored([whole.slice(0, cut), whole.slice(cut)])).toBe(at);
        expect(restored([...Array(whole.length).keys()].map((unit) => whole.charAt(unit)))).toBe(at);
      }),
      { numRuns: 300 },
    );
  });

  it('holds back no more than a token that may be under way, and never half a character', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const stream = createRestoreStream((token) => token);
        let pushed = '';
        let shown = '';
        for (const unit of whole.split('')) {
          pushed += unit;
          const out = stream.push(unit);
          shown += out;
          const held = pushed.slice(shown.length);
          expect(held.length).toBeLessThan(longestToken);
          expect(held === '' || /^<[A-Z]*(?:_\d*[a-z]*)?$/.test(held) || /^[\ud800-\udbff]$/.test(held)).toBe(true);
        }
      }),
    );
    expect(longestToken).toBe(tokenText('NATIONALID', 123_456_789, 26 * 27).length + 1);
  });

  it('text without a bracket passes at once', () => {
    expect(createRestoreStream(() => undefined).push('Dear customer')).toBe('Dear customer');
  });
});

describe('tool calls that arrive in pieces', () => {
  const schema = z.object({ to: email(), text: freeText() });
  const opened = async () => {
    const { privacy, vault } = privacyParts();
    await vault.tokenise('t', [
      { kind: 'PERSON', value: 'Ann "Bo" Lee\n' },
      { kind: 'EMAIL', value: 'ann@lee.se' },
    ]);
    return (_: string, tree: unknown) => privacy.restoreArguments('t', schema, tree as z.infer<typeof schema>);
  };
  const json = '{"to":"<EMAIL_1>","text":"Dear <PERSON_1>, \\"hello\\""}';

  it('are restored on the parsed tree, so that a value with quotes and newlines breaks nothing', async () => {
    const restore = await opened();
    const buffer = createToolCallBuffer();
    buffer.push({ index: 0, id: 'call_1', function: { name: 'mail.send', arguments: '' } });
    for (const unit of json) buffer.push({ index: 0, function: { arguments: unit } });
    buffer.push({ index: 1, id: 'call_2', name: 'mail.send', args: json });
    const calls = await buffer.finish(restore);
    expect(calls.map((call) => [call.id, call.name, call.arguments.value])).toEqual(
      ['call_1', 'call_2'].map((id) => [id, 'mail.send', { to: 'ann@lee.se', text: 'Dear Ann "Bo" Lee\n, "hello"' }]),
    );
  });

  it('are told apart by id where a server numbers all of them 0, and by order where it numbers none', async () => {
    const buffer = createToolCallBuffer();
    for (const id of ['a', 'b']) for (const args of ['{"n":', '1}']) buffer.push({ index: 0, id, args, name: args === '1}' ? '' : 'f' });
    const plain = createToolCallBuffer();
    plain.push({ name: 'f', args: '{"n":' });
    plain.push({ args: '1}' });
    const same = async (_: string, tree: unknown) => tree;
    expect(await buffer.finish(same)).toEqual(['a', 'b'].map((id) => ({ id, name: 'f', arguments: { n: 1 } })));
    expect(await plain.finish(same)).toEqual([{ id: undefined, name: 'f', arguments: { n: 1 } }]);
  });

  it('one that was cut off makes none of them', async () => {
    const restore = await opened();
    for (let cut = 1; cut < json.length; cut += 1) {
      const buffer = createToolCallBuffer();
      buffer.push({ index: 0, id: 'a', name: 'f', args: json });
      buffer.push({ index: 1, id: 'b', name: 'f', args: json.slice(0, cut) });
      await expect(buffer.finish(restore)).rejects.toMatchObject({ code: 'llm.invalid_output', field: 'tool_calls[1].arguments' });
    }
  });
});
