import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freeText } from '../../../src/contracts/classes.ts';
import { createToolCallBuffer, tokenText } from '../../../src/privacy/index.ts';
import { tokenKinds } from '../../../src/contracts/classes.ts';
import { privacyParts } from './privacy-parts.ts';
import { textParts } from './text-parts.ts';

// Nine faults measured in the masking middlewares of a widely used agent library; each promise is what ours does instead.
describe('what other middlewares get wrong', () => {
  const ssn = '123-45-6789';

  it('1. the same value has the same token within a message and over all turns', async () => {
    const { privacy } = textParts();
    const first = (await privacy.redactText('t', `${ssn} and again ${ssn}`)).text;
    expect(first).toBe('<SSN_1> and again <SSN_1>');
    for (let turn = 0; turn < 3; turn += 1) expect((await privacy.redactText('t', `${ssn} and again ${ssn}`)).text).toBe(first);
  });

  it('2. a token of one thread restores nothing in another', async () => {
    const { privacy } = textParts({ rules: { SSN: { screen: 'pass' } } });
    const { text } = await privacy.redactText('a', ssn);
    expect(await privacy.restoreForScreen('a', text)).toBe(ssn);
    await expect(privacy.restoreForScreen('b', text)).rejects.toMatchObject({ code: 'privacy.unknown_token' });
    await expect(privacy.restore('b', text)).rejects.toMatchObject({ code: 'privacy.unknown_token' });
  });

  it('3. every kind of token restores, whatever its name', async () => {
    const { vault, privacy } = textParts();
    for (const kind of tokenKinds) {
      const [token = ''] = await vault.tokenise('t', [{ kind, value: `value of ${kind}` }]);
      expect(token).toBe(tokenText(kind, 1));
      expect(await privacy.restore('t', token)).toBe(`value of ${kind}`);
    }
  });

  it('4. a value with newlines, quotes and backslashes restores inside the arguments of a tool call', async () => {
    const { vault, privacy } = textParts();
    const value = 'Ann "Bo"\nLee \\ Ek';
    await vault.tokenise('t', [{ kind: 'PERSON', value }]);
    const buffer = createToolCallBuffer();
    buffer.push({ index: 0, id: 'a', name: 'note', args: '{"text":"Dear <PERSON_1>"}' });
    const [call] = await buffer.finish((_, tree) =>
      privacy.restoreArguments('t', z.object({ text: freeText() }), tree as { text: string }),
    );
    expect(call?.arguments.value).toEqual({ text: `Dear ${value}` });
  });

  it('5. content in several parts is no error', async () => {
    const { privacy } = textParts();
    const content = [
      { type: 'text', text: 'hello' },
      { type: 'text', text: 'there' },
    ];
    expect((await privacy.protectMessages('t', [{ role: 'user', content }])).messages).toEqual([{ role: 'user', content }]);
  });

  it('6. content in several parts does not pass unredacted', async () => {
    const { privacy } = textParts();
    const { messages } = await privacy.protectMessages('t', [{ role: 'user', content: [{ type: 'text', text: `ssn ${ssn}` }] }]);
    expect(JSON.stringify(messages)).not.toContain(ssn);
  });

  it('7. tool results, arguments of tool calls, the system prompt and every older message are redacted, not the last human one alone', async () => {
    const { privacy } = textParts();
    const { messages } = await privacy.protectMessages('t', [
      { role: 'system', content: ssn },
      { role: 'user', content: ssn },
      {
        role: 'assistant',
        content: ssn,
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: `{"x":"${ssn}"}` } }],
      },
      { role: 'tool', tool_call_id: 'a', content: ssn },
      { role: 'user', content: 'and now?' },
    ]);
    expect(JSON.stringify(messages)).not.toContain(ssn);
    expect(JSON.stringify(messages).match(/<SSN_1>/g)).toHaveLength(5);
  });

  it('8. nothing that leaves and nothing at rest is a hash of a value that could be tried out', async () => {
    const { privacy, store } = textParts();
    expect((await privacy.redactText('t', ssn)).text).toBe('<SSN_1>');
    await privacy.redactText('u', ssn);
    const [one, two] = [await store.readThread('t'), await store.readThread('u')];
    const seen = [one, two].map((thread) =>
      JSON.stringify({ rows: thread?.rows.map(({ ciphertext: _c, expiresAt: _e, ...rest }) => rest) }),
    );
    // What is stored in the clear is the same for every value there is.
    expect(seen[0]).toBe(seen[1]);
    expect(seen[0]).toBe('{"rows":[{"kind":"SSN","index":1,"alias":1,"entity":1,"generation":1}]}');
    expect(Buffer.from(one?.rows[0]?.ciphertext ?? []).equals(Buffer.from(two?.rows[0]?.ciphertext ?? []))).toBe(false);
  });

  it('9. no text makes it hang: a hostile one takes time in proportion to its length', { retry: 2 }, async () => {
    // The detector has such a test of its own.
    const { privacy } = privacyParts();
    await privacy.redactText('t', 'warm up <PERSON_ 1');
    const hostile = ['<PERSON_', '&lt;PERSON', 'PERSON_', 'A'.repeat(41) + '\n', '<'.repeat(9), '_1', 'PERSON 1', '%3c', 'a@', '['];
    for (const piece of hostile) {
      const cost = async (size: number): Promise<number> => {
        const text = piece.repeat(size / piece.length);
        const before = process.cpuUsage();
        await privacy.redactText('cost', text);
        const { user, system } = process.cpuUsage(before);
        return user + system;
      };
      await cost(8192);
      const [small, large] = [await cost(16_384), await cost(131_072)];
      // Eight times the text; quadratic would be 64 times. A floor keeps clock noise out.
      expect(large / Math.max(small, 3000)).toBeLessThan(30);
    }
  });
});
