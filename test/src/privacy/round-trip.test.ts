import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Account, Contact, CrmUser, Customer } from '../../../src/contracts/business.ts';
import { businessId, freeText, person, readableText } from '../../../src/contracts/classes.ts';
import { privacyParts, vaultFile } from './privacy-parts.ts';
import { textParts } from './text-parts.ts';

const ref = (type: string, id: string) => ({ connection: 'crm', type, id });
const contact = (id: string, name: string) => ({ ref: ref('Contact', id), id, lastName: name, name, isPrimary: false, optedOut: false });

describe('an agent at work', () => {
  it('the same person in a contact, a user and a note is one token', async () => {
    const { privacy } = textParts();
    const schema = z.object({ contact: Contact, user: CrmUser, note: readableText() });
    const given = {
      contact: contact('c1', 'Ann Bergström'),
      user: { ref: ref('User', 'u1'), id: 'u1', name: 'Ann Bergström', isActive: true },
      note: 'spoke with Ann Bergström',
    };
    const safe = await privacy.protect('t', schema, given);
    expect([safe.contact.name, safe.user.name, safe.note]).toEqual(['<PERSON_1>', '<PERSON_1>', 'spoke with <PERSON_1>']);
    expect(await privacy.restore('t', safe)).toEqual(given);
  });

  it('two people of one name are two tokens', async () => {
    const { privacy } = textParts();
    const safe = await privacy.protect('t', z.array(Contact), [contact('c1', 'John Smith'), contact('c2', 'John Smith')]);
    expect(new Set(safe.map((each) => each.name)).size).toBe(2);
  });

  it('a person and a firm of one name are told apart', async () => {
    const { privacy } = textParts();
    const schema = z.object({ who: person(), account: Account });
    const account = { ref: ref('Account', 'a1'), id: 'a1', name: 'Peter Hahn' };
    const safe = await privacy.protect('t', schema, { who: 'Peter Hahn', account });
    expect([safe.who, safe.account.name]).toEqual(['<PERSON_1>', '<ORG_1>']);
  });

  it('a value that contains a token stays as the customer typed it, and what a user types literally comes back literally', async () => {
    const { privacy } = textParts();
    const safe = await privacy.protect('t', z.array(freeText()), ['Ann Lee', 'send me <TEXT_1> or <PERSON_1>']);
    expect(await privacy.restore('t', safe)).toEqual(['Ann Lee', 'send me <TEXT_1> or <PERSON_1>']);
    const { text } = await privacy.redactText('t', 'what is <PERSON_1>?');
    expect(await privacy.restoreForScreen('t', text)).toBe('what is <PERSON_1>?');
  });

  it('any tree of any strings survives protect, a turn over the wire and restore', async () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<PERSON_1>', '"}', '\\u003cPERSON_1\\u003e', '\n\\"', '\u2028', '💶'),
    );
    const rows = fc.array(fc.record({ id: fc.constantFrom('c-1001', 'c-1002'), name: nasty, notes: fc.array(nasty, { maxLength: 3 }) }), {
      maxLength: 4,
    });
    const schema = z.array(z.object({ id: businessId(), name: person(), notes: z.array(readableText()) }));
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const { privacy } = textParts();
        const wired: unknown = JSON.parse(JSON.stringify(await privacy.protect('t', schema, given)));
        expect(await privacy.restore('t', wired)).toEqual(given);
      }),
      { numRuns: 150 },
    );
  });

  it('an error of a tool that names somebody is redacted like any other result', async () => {
    const { privacy } = textParts();
    await privacy.protect('t', person(), 'Ann Bergström');
    const { messages } = await privacy.protectMessages('t', [
      { role: 'tool', tool_call_id: 'a', status: 'error', content: 'Error: no contact Bergström\n    at find (/srv/ann@lee.se/x.ts:1)' },
    ]);
    expect(messages[0]?.content).toBe('Error: no contact <PERSON_1b>\n    at find (/srv/<EMAIL_1>/x.ts:1)');
  });

  it('retries and parallel calls agree, and branches that add at once share nothing but what is the same', async () => {
    const { privacy } = textParts();
    const names = ['Ann Lee', 'Bo Ek', 'Cy Ray', 'ANN LEE'];
    const branches = await Promise.all(
      Array.from({ length: 24 }, (_, n) => privacy.protect('t', z.array(person()), [names[n % 4] ?? '', names[(n + 1) % 4] ?? ''])),
    );
    for (const [n, branch] of branches.entries()) expect(await privacy.restore('t', branch)).toEqual([names[n % 4], names[(n + 1) % 4]]);
    expect(new Set(branches.flat()).size).toBe(4);
  });

  it('an interrupt, a restart and a resume in another process change no token', async () => {
    const { file, store } = vaultFile();
    const key = randomBytes(32);
    const before = textParts({}, store, key);
    const asked = (await before.privacy.redactText('t', 'Mr Erik Ek, ann@lee.se')).text;
    const after = textParts({}, vaultFile(file).store, key);
    expect((await after.privacy.redactText('t', 'Mr Erik Ek, ann@lee.se')).text).toBe(asked);
    expect((await after.privacy.restoreArguments('t', freeText(), asked)).value).toBe('Mr Erik Ek, ann@lee.se');
  });

  it('both keys change in the middle of a thread and nobody notices', async () => {
    const { privacy, vault } = textParts();
    const first = (await privacy.redactText('t', 'ann@lee.se')).text;
    await vault.rotate(randomBytes(32));
    await vault.rotateDataKey();
    expect((await privacy.redactText('t', 'ann@lee.se and bo@lee.se')).text).toBe(`${first} and <EMAIL_2>`);
    expect(await privacy.restore('t', '<EMAIL_1> <EMAIL_2>')).toBe('ann@lee.se bo@lee.se');
  });

  it('the same value in two threads can have different tokens, and its number says nothing about the value', async () => {
    const { vault } = privacyParts();
    await vault.tokenise('a', [{ kind: 'PERSON', value: 'Zoe' }]);
    expect(await vault.tokenise('a', [{ kind: 'PERSON', value: 'Ann' }])).toEqual(['<PERSON_2>']);
    expect(await vault.tokenise('b', [{ kind: 'PERSON', value: 'Ann' }])).toEqual(['<PERSON_1>']);
  });

  it('what a customer record and its note share is found: nothing of the record stands in the redacted note', async () => {
    const { privacy } = textParts();
    const customer = {
      ref: ref('Customer', '100042'),
      id: '100042',
      name: 'Meyer Pumpen GmbH',
      email: 'einkauf@meyer.de',
      phone: '+49 30 1234567',
    };
    const note = 'Meyer Pumpen GmbH (einkauf@meyer.de, +49 30 1234567) asks about 100042';
    const safe = await privacy.protect('t', z.object({ customer: Customer, note: readableText() }), { customer, note });
    expect(safe.note).toBe('<ORG_1> (<EMAIL_1>, <PHONE_1>) asks about 100042');
  });
});
