import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Contact, Customer } from '../../../src/contracts/business.ts';
import { amount, classed, code, email, freeText, person } from '../../../src/contracts/classes.ts';
import { createPrivacy } from '../../../src/privacy/index.ts';
import { privacyParts } from './privacy-parts.ts';

const ref = { connection: 'erp', type: 'Customer', id: '100042' };
const customer = {
  ref,
  id: '100042',
  name: 'Meyer Pumpen GmbH',
  address: 'Hauptstr. 12\n10115 Berlin',
  email: 'einkauf@meyer-pumpen.de',
  phone: '+49 30 1234567',
  language: 'de',
  country: 'DE',
};

describe('protecting a value as it enters state', () => {
  it('hides what is personal and keeps ids, codes and amounts', async () => {
    const { privacy } = privacyParts();
    expect(await privacy.protect('t', Customer, customer)).toEqual({
      ref,
      id: '100042',
      name: '<ORG_1>',
      address: '<ADDRESS_1>',
      email: '<EMAIL_1>',
      phone: '<PHONE_1>',
      language: 'de',
      country: 'DE',
    });
  });

  it('walks lists, records, unions and amounts, with one call to the vault', async () => {
    const { vault } = privacyParts();
    let calls = 0;
    const privacy = createPrivacy({ vault: { ...vault, tokenise: (id, values) => ((calls += 1), vault.tokenise(id, values)) } });
    const schema = z.object({
      people: z.array(z.object({ name: person(), mail: email().nullable() })),
      notes: z.record(z.string(), freeText()),
      pair: z.tuple([code(), person()]),
      either: z.union([z.object({ kind: z.literal('a'), who: person() }), z.object({ kind: z.literal('b'), what: code() })]),
      net: amount(),
    });
    const value = {
      people: [
        { name: 'Ann Lee', mail: null },
        { name: 'Bo Ek', mail: 'bo@ek.se' },
      ],
      notes: { a: 'call Ann', b: '' },
      pair: ['x', 'Ann Lee'] as [string, string],
      either: { kind: 'a' as const, who: 'Bo Ek' },
      net: { amount: '12.50', currency: 'EUR' },
    };
    const safe = await privacy.protect('t', schema, value);
    expect(safe).toEqual({
      people: [
        { name: '<PERSON_1>', mail: null },
        { name: '<PERSON_2>', mail: '<EMAIL_2>' },
      ],
      notes: { a: '<TEXT_1>', b: '' },
      pair: ['x', '<PERSON_1>'],
      either: { kind: 'a', who: '<PERSON_2>' },
      net: { amount: '12.50', currency: 'EUR' },
    });
    expect(calls).toBe(1);
    expect(await privacy.restore('t', safe)).toEqual(value);
  });

  it('counts keys the schema does not know as confidential: text becomes a token, anything else is dropped', async () => {
    const { privacy } = privacyParts();
    const extra = {
      ...customer,
      Z_REMARK: 'owes us a favour',
      Z_SCORE: 7,
      Z_DEEP: { who: 'Ann Lee', list: ['x y', 3, true, { z: 'w v' }], n: 1 },
    };
    const safe: Record<string, unknown> = await privacy.protect('t', Customer, extra);
    expect(safe['Z_REMARK']).toMatch(/^<TEXT_\d+>$/);
    expect(safe).not.toHaveProperty('Z_SCORE');
    expect(safe['Z_DEEP']).toEqual({
      who: expect.stringMatching(/^<TEXT_/),
      list: [expect.stringMatching(/^<TEXT_/), { z: expect.stringMatching(/^<TEXT_/) }],
    });
    expect(JSON.stringify(safe)).not.toMatch(/favour|Ann|x y|w v/);
  });

  it('a value that does not fit its schema is confidential, not passed on', async () => {
    const { privacy } = privacyParts();
    const schema = z.object({ list: z.array(code()), either: z.union([z.literal('a'), z.object({ b: code() })]) });
    // What a vendor sends is not always what it declares.
    const wrong = { list: 'Ann Lee', either: { c: 'Bo Ek' } } as unknown as z.infer<typeof schema>;
    expect(JSON.stringify(await privacy.protect('t', schema, wrong))).not.toMatch(/Ann|Bo/);
  });

  it('where several branches of a union accept a value, the strictest class counts', async () => {
    const { privacy } = privacyParts();
    expect(await privacy.protect('t', z.union([code(), person()]), 'Ann Lee')).toBe('<PERSON_1>');
  });

  it('a secret never enters: empty where it must be, gone where it may be', async () => {
    const { privacy } = privacyParts();
    const secret = () => classed(z.string(), { class: 'secret' });
    expect(await privacy.protect('t', z.object({ key: secret(), old: secret().optional() }), { key: 'k1', old: 'k0' })).toEqual({
      key: '',
    });
  });

  it('a public text that imitates a token is hidden and comes back as it was', async () => {
    const { privacy } = privacyParts();
    await privacy.protect('t', Contact.shape.name, 'Ann Lee');
    const safe = await privacy.protect('t', z.object({ title: code() }), { title: 'Pump <PERSON_1>' });
    expect(safe.title).toBe('<TEXT_1>');
    expect(await privacy.restore('t', safe)).toEqual({ title: 'Pump <PERSON_1>' });
  });

  it('an own key named __proto__ changes no prototype', async () => {
    const { privacy } = privacyParts();
    const value = JSON.parse('{"name":"Ann","__proto__":{"isAdmin":"yes"}}') as { name: string };
    const safe = await privacy.protect('t', z.object({ name: person() }), value);
    expect(Object.getPrototypeOf(safe)).toBe(Object.prototype);
    expect('isAdmin' in safe).toBe(false);
  });
});

describe('restoring', () => {
  it('brings back any tree of any strings, whatever they imitate', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('\ud800', ' ', '<PERSON_1>', '<TEXT_2>', '<TEXT_1><TEXT_1>', '$&', '"\n\\', '💶', 'Zoë'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ title: nasty, note: nasty, list: fc.array(nasty) }), { maxLength: 5 }), async (rows) => {
        const { privacy } = privacyParts();
        const schema = z.array(z.object({ title: code(), note: freeText(), list: z.array(freeText()) }));
        const safe = await privacy.protect('t', schema, rows);
        expect(await privacy.restore('t', safe)).toEqual(rows);
      }),
      { numRuns: 150 },
    );
  });

  it('is one pass: a value that holds a token stays as the customer typed it', async () => {
    const { privacy } = privacyParts();
    const safe = await privacy.protect('t', z.array(freeText()), ['Ann Lee', 'send me <TEXT_1>']);
    expect(await privacy.restore('t', { text: `Re: ${safe[1]}` })).toEqual({ text: 'Re: send me <TEXT_1>' });
  });

  it('refuses a token this thread never issued, naming the token alone', async () => {
    const { privacy } = privacyParts();
    await privacy.protect('other', person(), 'Ann Lee');
    await expect(privacy.restore('t', { a: ['hello <PERSON_1>'] })).rejects.toMatchObject({
      code: 'privacy.unknown_token',
      message: '<PERSON_1> does not belong to this thread',
    });
  });

  it('knows a token another process issued a moment ago', async () => {
    const here = privacyParts();
    const there = privacyParts(here.store, here.key);
    await here.privacy.protect('t', person(), 'Ann Lee');
    await there.privacy.protect('t', person(), 'Bo Ek');
    expect(await here.privacy.restore('t', '<PERSON_2> <PERSON_1>')).toBe('Bo Ek Ann Lee');
  });

  it('restores only the exact form', async () => {
    const { privacy } = privacyParts();
    await privacy.protect('t', person(), 'Ann Lee');
    expect(await privacy.restore('t', 'person_1 <person_1> < PERSON_1 > PERSON 1')).toBe('person_1 <person_1> < PERSON_1 > PERSON 1');
  });
});
