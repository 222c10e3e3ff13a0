import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Contact, SalesOrder } from '../../../src/contracts/business.ts';
import { businessId, code, person, readableText } from '../../../src/contracts/classes.ts';
import { createPrivacy } from '../../../src/privacy/index.ts';
import { shapeDetector, textParts, wordValues } from './text-parts.ts';

const contact = {
  ref: { connection: 'crm', type: 'Contact', id: 'c1' },
  id: '003000000000001AAA',
  lastName: 'Bergström',
  name: 'Ann Bergström',
  email: 'ann@lee.se',
  isPrimary: true,
  optedOut: false,
};
const personal = ['Ann Bergström', 'BERGSTRÖM', 'ann@lee.se', '+46 8 123 456 78', '4111 1111 1111 1111', 'Mr Ek'];
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.string({ maxLength: 10 }),
  fc.constantFrom(
    ...personal.map((value) => ` ${value} `),
    '<PERSON_1>',
    '< person 1 >',
    '<PERSON_1b>',
    '<TEXT_1>',
    'PERSON_1',
    'PERSON 1',
    '&lt;EMAIL_1&gt;',
    '<PERSON_',
    '_1>',
    '\ud83d',
    '💶',
    '"',
    '\\',
    '$&',
  ),
);
const anyText = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));

describe('redacting a text', () => {
  it('replaces what is personal in it and says what and where, never the value', async () => {
    const { privacy } = textParts();
    await privacy.protect('t', Contact, contact);
    const text = 'Bergström (ann@lee.se) called Mr Ek about order 4500001234.';
    const redacted = await privacy.redactText('t', text);
    expect(redacted.text).toBe('<PERSON_1b> (<EMAIL_1>) called Mr <PERSON_2> about order 4500001234.');
    expect(redacted.counts).toEqual({ PERSON: 2, EMAIL: 1 });
    expect(redacted.spans[0]).toEqual({ kind: 'PERSON', start: 0, end: 9, by: 'known', with: '<PERSON_1b>' });
    expect(JSON.stringify(redacted.spans)).not.toMatch(/Berg|ann@/);
    expect(await privacy.restore('t', redacted.text)).toBe(text);
  });

  it('comes back exactly, for every text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const { privacy } = textParts();
        await privacy.protect('t', Contact, contact);
        const redacted = (await privacy.redactText('t', text)).text;
        for (const value of personal.slice(0, 5)) expect(redacted).not.toContain(value);
        expect(await privacy.restore('t', redacted)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('comes back exactly, for every JSON tree, with its numbers as numbers and its keys', async () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        anyText,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(4111111111111111, null, true, { amount: '182400.00', currency: 'USD' }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(
          anyText.filter((name) => name !== '__proto__'),
          tie('tree'),
          { maxKeys: 3 },
        ),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, async (given) => {
        const { privacy } = textParts();
        const redacted = (await privacy.redactTree('t', given)).tree;
        expect(JSON.stringify(redacted)).not.toMatch(/ann@lee|\\b4111 1111 1111 1111|4111111111111111|182400/);
        const back = await privacy.restore('t', redacted);
        expect(JSON.stringify(back)).toBe(JSON.stringify(given));
      }),
      { numRuns: 300 },
    );
  });

  it('two writings of one person in one text share the number', async () => {
    const { privacy } = textParts();
    expect((await privacy.redactText('t', 'Mr Erik Ek, that is Mr ERIK EK')).text).toBe('Mr <PERSON_1>, that is Mr <PERSON_1b>');
  });

  it('leaves business ids of typed fields alone, whatever they look like, after a restart too', async () => {
    const { privacy, vault, store, key } = textParts();
    const order = { id: '4111 1111 1111 1111', name: 'Ann Lee' };
    await privacy.protect('t', z.object({ id: businessId(), name: person() }), order);
    const text = 'order 4111 1111 1111 1111, card 4000 0000 0000 0002';
    expect((await privacy.redactText('t', text)).text).toBe('order 4111 1111 1111 1111, card <CARD_1>');
    expect([...(await vault.thread('t')).safe]).toEqual(['4111 1111 1111 1111']);
    const later = textParts({}, store, key);
    expect((await later.privacy.redactText('t', text)).text).toBe('order 4111 1111 1111 1111, card <CARD_1>');
  });

  it('a known person is hidden even where an id is written the same', async () => {
    const { privacy } = textParts();
    await privacy.protect('t', z.object({ id: businessId(), name: person() }), { id: 'Kowalski1', name: 'Kowalski1' });
    expect((await privacy.redactText('t', 'ask Kowalski1')).text).toBe('ask <PERSON_1>');
  });

  it('hides what imitates a token, in every form that could be read as one, so that a planted token restores to itself', async () => {
    const { privacy } = textParts();
    await privacy.protect('t', person(), 'Ann Lee');
    for (const planted of [
      '<PERSON_1>',
      '< person 1 >',
      '<PERSON_1b>',
      'PERSON_1',
      'PERSON 1',
      '&lt;PERSON_1&gt;',
      '<PERSON\\_1>',
      '<PERSONNE_1>',
      '%3CPERSON_1%3E',
      '‹PERSON_1›',
    ]) {
      const { text } = await privacy.redactText('t', `note ${planted}.`);
      expect(text).toMatch(/^note <TEXT_\d+>\.$/);
      expect(await privacy.restore('t', text)).toBe(`note ${planted}.`);
    }
    expect((await privacy.redactText('t', 'Pump IP 65, address_book, AGE 5, order_1')).text).toBe(
      'Pump IP 65, address_book, AGE 5, order_1',
    );
  });

  it('drops a secret whatever the destination, and never keeps it', async () => {
    const { privacy, vault } = textParts();
    for (const destination of ['model', 'screen', 'log', 'webhook'] as const)
      expect((await privacy.redactText('t', 'key sk-abcdef123456', { destination })).text).toBe('key [SECRET]');
    expect(await vault.entries('t')).toEqual([]);
  });

  it('a text for the log holds neither value nor token', async () => {
    const { privacy } = textParts();
    const { text } = await privacy.redactText('t', 'Mr Ek, ann@lee.se', { destination: 'log' });
    expect(text).toBe('Mr [PERSON], [EMAIL]');
  });

  it('block stops the whole text and names kind and destination, not the value', async () => {
    const { privacy } = textParts({ rules: { EMAIL: { webhook: 'block' } } });
    await expect(privacy.redactText('t', 'ann@lee.se', { destination: 'webhook' })).rejects.toMatchObject({
      code: 'privacy.blocked',
      message: 'The text holds a value of kind EMAIL; the policy keeps it from webhook',
    });
  });

  it('keys with personal data are hidden, names of fields are not, and a key that would set a prototype is refused', async () => {
    const { privacy } = textParts();
    const { tree } = await privacy.redactTree('t', { 'ann@lee.se': { address_1: 'x', owner: 'Mr Ek' } });
    expect(tree).toEqual({ '<EMAIL_1>': { address_1: 'x', owner: 'Mr <PERSON_1>' } });
    await expect(privacy.redactTree('t', JSON.parse('{"a":[{"__proto__":{"isAdmin":true}}]}'))).rejects.toMatchObject({
      code: 'input.invalid',
      field: 'a[0].__proto__',
    });
  });

  it('what cannot be read goes by the policy: strict stops base64 and long texts, standard hides base64 whole', async () => {
    const run = `data:image/png;base64,${'iVBORw0KGgo4AAAAN'.repeat(20)}==`;
    const lines = `${'QUJDREVGR0hJSktMTU5P'.repeat(4)}\n`.repeat(5);
    const standard = textParts().privacy;
    for (const opaque of [run, lines]) {
      const { text } = await standard.redactText('t', `see ${opaque} end`);
      expect(text).toMatch(/^see <TEXT_\d+>\s*end$/);
      expect(await standard.restore('t', text)).toBe(`see ${opaque} end`);
      await expect(textParts({ profile: 'strict' }).privacy.redactText('t', opaque)).rejects.toMatchObject({ code: 'privacy.blocked' });
    }
    const strict = textParts({ profile: 'strict' }).privacy;
    await expect(strict.redactText('t', 'word '.repeat(60_000))).rejects.toMatchObject({ code: 'privacy.blocked' });
    expect((await strict.redactText('t', 'word '.repeat(50_000))).counts).toEqual({});
  });

  it('a recogniser that does not answer stops the text', async () => {
    const { vault } = textParts();
    const recogniser = { name: 'ner', find: () => Promise.reject(new Error('out of memory near Ann')), close: async () => undefined };
    const privacy = createPrivacy({ vault, detector: shapeDetector, knownValues: wordValues, recogniser });
    await expect(privacy.redactText('t', 'hello')).rejects.toMatchObject({
      code: 'privacy.blocked',
      message: expect.not.stringContaining('Ann'),
    });
  });

  it('a vault that is down lets no text through, even one without a finding', async () => {
    const { vault } = textParts();
    const down = { ...vault, thread: () => Promise.reject(new Error('down')) };
    await expect(createPrivacy({ vault: down }).redactText('t', 'hello')).rejects.toThrow();
  });
});

describe('a leaf that stays readable', () => {
  it('becomes text with inline tokens, with the names of the fields beside it', async () => {
    const { privacy } = textParts();
    const schema = z.object({ note: readableText(), contact: Contact, stage: code() });
    const given = { note: 'Bergström wants +46 8 123 456 78 called', contact, stage: 'Open' };
    const safe = await privacy.protect('t', schema, given);
    expect(safe.note).toBe('<PERSON_1b> wants <PHONE_1> called');
    expect(await privacy.restore('t', safe)).toEqual(given);
  });

  it('typed fields of a schema feed what is known: an order id in a note stays', async () => {
    const { privacy } = textParts();
    const ids = SalesOrder.pick({ id: true }).extend({ note: readableText() });
    expect((await privacy.protect('t', ids, { id: '4111111111111111', note: 'about 4111111111111111' })).note).toBe(
      'about 4111111111111111',
    );
  });
});

describe('chat messages', () => {
  it('hide what is personal in text, parts, the system prompt, arguments and tool results, in one call to the vault', async () => {
    const { vault } = textParts();
    let calls = 0;
    const counted = {
      ...vault,
      tokenise: (id: string, values: Parameters<typeof vault.tokenise>[1]) => ((calls += 1), vault.tokenise(id, values)),
    };
    const privacy = createPrivacy({ vault: counted, detector: shapeDetector, knownValues: wordValues });
    const messages = [
      { role: 'system', content: 'You work for Mr Ek' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'mail ann@lee.se' },
          { type: 'image_url', image_url: { url: 'https://x/ann@lee.se.png' } },
          'Mr Ek',
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'mail.send', arguments: '{"to":"ann@lee.se","n":1}' } },
          { id: 'call_2', name: 'mail.send', args: { to: ['ann@lee.se'] } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'sent to ann@lee.se' },
      { role: 'user', name: 'Mr Ek', content: 'no names here' },
    ];
    const { messages: safe, counts } = await privacy.protectMessages('t', messages);
    expect(safe).toEqual([
      { role: 'system', content: 'You work for Mr <PERSON_1>' },
      { role: 'user', content: [{ type: 'text', text: 'mail <EMAIL_1>' }, { type: 'text', text: '[IMAGE]' }, 'Mr <PERSON_1>'] },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'mail.send', arguments: '{"to":"<EMAIL_1>","n":1}' } },
          { id: 'call_2', name: 'mail.send', args: { to: ['<EMAIL_1>'] } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'sent to <EMAIL_1>' },
      { role: 'user', name: 'Mr <PERSON_1>', content: 'no names here' },
    ]);
    expect(counts).toEqual({ PERSON: 3, EMAIL: 4 });
    expect(calls).toBe(1);
  });

  it.each([
    [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }],
    [{ type: 'file', file: { file_data: 'JVBERi0x' } }],
    [{ type: 'hologram', data: 'x' }],
  ])('strict stops %j', async (part) => {
    const { privacy } = textParts({ profile: 'strict' });
    await expect(privacy.protectMessages('t', [{ role: 'user', content: [part] }])).rejects.toMatchObject({
      code: 'privacy.blocked',
      field: 'messages[0].content[0]',
    });
  });
});
