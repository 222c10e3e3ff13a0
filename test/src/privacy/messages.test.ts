import { describe, expect, it } from 'vitest';
import { textParts } from './text-parts.ts';

async function opened() {
  const parts = textParts();
  await parts.vault.tokenise('t', [
    { kind: 'PERSON', value: 'Karla Müller' },
    { kind: 'SSN', value: '123-45-6789' },
  ]);
  return parts;
}

describe('messages written in the tokens of their thread', () => {
  it('keep the tokens the thread issued, in text, parts and arguments of calls', async () => {
    const { privacy } = await opened();
    const messages = [
      { role: 'assistant', content: 'I write to <PERSON_1>.', tool_calls: [{ id: 'c', name: 'write', args: { to: '<PERSON_1>' } }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Dear <PERSON_1>' }] },
    ];
    expect((await privacy.protectMessages('t', messages, { inTokens: [0, 1] })).messages).toEqual(messages);
  });

  it('lose what nobody issued and what is personal all the same', async () => {
    const { privacy } = await opened();
    const content = '<PERSON_1> and <PERSON_7>, <SSN_2>, PERSON_1, Karla Müller, karla@mueller.example';
    const [message] = (await privacy.protectMessages('t', [{ role: 'assistant', content }], { inTokens: [0] })).messages;
    expect(message?.content).toBe('<PERSON_1> and <TEXT_1>, <TEXT_2>, <TEXT_3>, <PERSON_1>, <EMAIL_1>');
  });

  it('are taken at their word only where the program says so: elsewhere a token is a literal', async () => {
    const { privacy } = await opened();
    const messages = [1, 2].map(() => ({ role: 'user', content: '<PERSON_1>' }));
    const safe = await privacy.protectMessages('t', messages, { inTokens: [1] });
    expect(safe.messages.map(({ content }) => content)).toEqual(['<TEXT_1>', '<PERSON_1>']);
    expect(await privacy.restoreForScreen('t', '<TEXT_1>')).toBe('<PERSON_1>');
  });

  it('know a token another process issued a moment ago', async () => {
    const { privacy, store, key } = await opened();
    await privacy.redactText('t', 'hello');
    const other = textParts({}, store, key);
    await other.vault.tokenise('t', [{ kind: 'PERSON', value: 'Olaf Brandt' }]);
    const { messages } = await privacy.protectMessages('t', [{ role: 'assistant', content: '<PERSON_2>' }], { inTokens: [0] });
    expect(messages[0]?.content).toBe('<PERSON_2>');
  });
});

describe('a tree written as text', () => {
  it('is read as the tree it is: an escape hides no name', async () => {
    const { privacy } = await opened();
    const content = String.raw`{"note":"Hello\nKarla M\u00fcller","open":[{"by":"karla@m\u0075eller.example"}]}`;
    const { messages } = await privacy.protectMessages('t', [{ role: 'tool', tool_call_id: 'c', content }]);
    expect(JSON.parse(String(messages[0]?.content))).toEqual({ note: 'Hello\n<PERSON_1>', open: [{ by: '<EMAIL_1>' }] });
  });

  it('stays as it is, letter by letter, where nothing in it is personal', async () => {
    const { privacy } = await opened();
    const content = '{ "order":  4500001234, "state" : "open" }';
    expect((await privacy.protectMessages('t', [{ role: 'tool', content }])).messages[0]?.content).toBe(content);
  });
});
