import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { migrationsFolder } from '../../../src/config/home.ts';
import { Account, Contact, Customer } from '../../../src/contracts/business.ts';
import { businessId, email, person, phone, type TokenKind } from '../../../src/contracts/classes.ts';
import { countTokens, looksLikeToken, tokenText } from '../../../src/privacy/index.ts';
import { deriveKey, keyedHash, seal } from '../../../src/privacy/seal.ts';
import { privacyParts, vaultFile, vaultStores } from './privacy-parts.ts';

const contact = (id: string, name: string, more = {}) => ({
  ref: { connection: 'crm', type: 'Contact', id },
  id,
  lastName: name.split(' ').at(-1) ?? name,
  name,
  isPrimary: false,
  optedOut: false,
  ...more,
});

describe('how a token is written', () => {
  it('numbers say who, letters say how it was written: none, b … z, aa, ab …', () => {
    expect([1, 2, 26, 27, 28, 53].map((alias) => tokenText('PERSON', 7, alias))).toEqual([
      '<PERSON_7>',
      '<PERSON_7b>',
      '<PERSON_7z>',
      '<PERSON_7aa>',
      '<PERSON_7ab>',
      '<PERSON_7ba>',
    ]);
  });

  it('a token with a letter counts and looks like any other', () => {
    expect(countTokens('<PERSON_1> <PERSON_1b> <EMAIL_1>')).toEqual({ PERSON: 2, EMAIL: 1 });
    expect(looksLikeToken('< person 1b >')).toBe(true);
  });
});

describe.each(vaultStores)('aliases of one entity, %s', (_, store) => {
  const surfaces = (...values: [TokenKind, string][]) => values.map(([kind, value]) => ({ kind, value }));

  it('share its number and come back letter by letter', async () => {
    const { vault, privacy } = privacyParts(store());
    const tokens = await vault.tokenise('t', [
      ...surfaces(['PERSON', 'Jörg Müller'], ['PERSON', 'JÖRG MÜLLER'], ['PERSON', 'Joerg Mueller'], ['PERSON', 'Jorg  Muller']),
      { kind: 'PERSON', value: 'Müller', aliasOf: '<PERSON_1>' },
      ...surfaces(['PHONE', '+49 30 1234567'], ['PHONE', '030/1234567'], ['IBAN', 'DE89 3704 0044'], ['IBAN', 'de8937040044']),
    ]);
    expect(tokens).toEqual([
      '<PERSON_1>',
      '<PERSON_1b>',
      '<PERSON_1c>',
      '<PERSON_1d>',
      '<PERSON_1e>',
      '<PHONE_1>',
      '<PHONE_1b>',
      '<IBAN_1>',
      '<IBAN_1b>',
    ]);
    expect(await privacy.restore('t', tokens)).toEqual([
      'Jörg Müller',
      'JÖRG MÜLLER',
      'Joerg Mueller',
      'Jorg  Muller',
      'Müller',
      '+49 30 1234567',
      '030/1234567',
      'DE89 3704 0044',
      'de8937040044',
    ]);
  });

  it('are the same after a restart, and the next one takes the next letter', async () => {
    const here = privacyParts(store());
    await here.vault.tokenise('t', surfaces(['PERSON', 'Ann Lee'], ['PERSON', 'ANN LEE']));
    const after = privacyParts(here.store, here.key);
    expect(await after.vault.tokenise('t', surfaces(['PERSON', 'ann lee'], ['PERSON', 'ANN LEE'], ['PERSON', 'Bo Ek']))).toEqual([
      '<PERSON_1c>',
      '<PERSON_1b>',
      '<PERSON_2>',
    ]);
  });

  it('any values come back exactly, whatever they fold to', async () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('Ann Lee', 'ANN LEE', 'ann  lee', 'Ann Le\u0301', '\ud800x', 'Ånn', 'Aann', 'Ann'),
    );
    const kind = fc.constantFrom<TokenKind>('PERSON', 'ORG', 'PHONE', 'IBAN', 'TEXT', 'EMAIL');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ kind, value, group: fc.option(fc.nat(3), { nil: undefined }) }), { maxLength: 12 }),
        async (rows) => {
          const { vault, privacy } = privacyParts(store());
          const given = rows.map(({ group, ...rest }) => (group === undefined ? rest : { ...rest, group }));
          const tokens = await vault.tokenise('t', given);
          expect(await privacy.restore('t', tokens)).toEqual(rows.map((row) => row.value));
          expect(await vault.tokenise('t', given)).toEqual(tokens);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('two processes that add at the same moment never give one token to two values', async () => {
    const here = privacyParts(store());
    const there = privacyParts(here.store, here.key);
    const jobs = Array.from({ length: 30 }, (__, n) =>
      (n % 2 ? here : there).vault.tokenise(
        't',
        surfaces(['PERSON', `Person ${n % 11}`], ['PERSON', `PERSON ${n % 7}`], ['ORG', `Firm ${n}`]),
      ),
    );
    const given = (await Promise.all(jobs)).flatMap((tokens, n) => [
      [tokens[0], `Person ${n % 11}`],
      [tokens[1], `PERSON ${n % 7}`],
      [tokens[2], `Firm ${n}`],
    ]);
    for (const [token, value] of given) expect(await there.privacy.restore('t', token)).toBe(value);
    expect(new Set(given.map(([token]) => token)).size).toBe(new Set(given.map(([, value]) => value)).size);
  });
});

describe('facets of a typed record', () => {
  it('the person, the e-mail and the telephone of one object share the number, and the fullest name has no letter', async () => {
    const { privacy } = privacyParts();
    await privacy.protect('t', person(), 'Somebody Else');
    expect(
      await privacy.protect('t', Contact, contact('c1', 'Ann Lee', { firstName: 'Ann', email: 'ann@lee.se', phone: '+46 8 1234567' })),
    ).toMatchObject({
      firstName: '<PERSON_2c>',
      lastName: '<PERSON_2b>',
      name: '<PERSON_2>',
      email: '<EMAIL_2>',
      phone: '<PHONE_2>',
    });
  });

  it('an e-mail belongs to the person of the object it stands in, not to the firm around it', async () => {
    const { privacy } = privacyParts();
    const schema = z.object({
      id: businessId(),
      firm: Customer.shape.name,
      buyer: z.object({ name: person(), mail: email() }),
      phone: phone(),
    });
    const given = { id: '100042', firm: 'Acme', buyer: { name: 'Ann Lee', mail: 'ann@acme.com' }, phone: '555 0199 12' };
    await privacy.protect('t', z.array(person()), ['A B', 'C D']);
    expect(await privacy.protect('t', schema, given)).toMatchObject({
      firm: '<ORG_1>',
      phone: '<PHONE_1>',
      buyer: { name: '<PERSON_3>', mail: '<EMAIL_3>' },
    });
  });

  it('two contacts of one name and different ids are two people, in any later reading too', async () => {
    const { privacy, store, key } = privacyParts();
    const both = [contact('c1', 'John Smith'), contact('c2', 'John Smith')];
    const seen = await privacy.protect('t', z.array(Contact), both);
    expect(seen.map((each) => each.name)).toEqual(['<PERSON_1>', '<PERSON_2>']);
    const later = privacyParts(store, key).privacy;
    expect((await later.protect('t', Contact, contact('c2', 'John Smith'))).name).toBe('<PERSON_2>');
    expect((await later.protect('t', Contact, contact('c3', 'John Smith'))).name).toBe('<PERSON_3>');
    expect((await later.protect('t', Contact, contact('c1', 'JOHN SMITH'))).name).toBe('<PERSON_1c>');
  });

  it('one firm that is a customer in the ERP and an account in the CRM is one', async () => {
    const { privacy } = privacyParts();
    const customer = { ref: { connection: 'erp', type: 'Customer', id: '100042' }, id: '100042', name: 'Meyer Pumpen GmbH' };
    const account = { ref: { connection: 'crm', type: 'Account', id: '001' }, id: '001', name: 'Meyer Pumpen GmbH' };
    expect((await privacy.protect('t', Customer, customer)).name).toBe('<ORG_1>');
    expect((await privacy.protect('t', Account, account)).name).toBe('<ORG_1>');
    expect((await privacy.protect('t', Account, { ...account, ref: { ...account.ref, id: '002' }, id: '002' })).name).toBe('<ORG_2>');
  });
});

describe('a vault file from before', () => {
  it('is brought forward: its tokens restore, keep their numbers and are known again', async () => {
    const { file, db } = vaultFile();
    db.close();
    const old = new Database(file);
    for (const table of ['tokens', 'blobs', 'meta', 'threads', 'entity_keys', 'notes']) old.exec(`DROP TABLE ${table}`);
    old.exec(readFileSync(join(migrationsFolder(), 'vault', '0001-first.sql'), 'utf8'));
    old.pragma('user_version = 1');
    const installation = randomBytes(32);
    const data = randomBytes(32);
    const wrapped = Buffer.from(seal(deriveKey(installation, 'vault-wrap'), data, 'vault.data_key', randomBytes)).toString('base64');
    old.prepare('INSERT INTO meta VALUES (?, ?)').run('vault.data_key', wrapped);
    const insert = old.prepare('INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?)');
    for (const [index, value] of ['Ann Lee', 'Bo Ek'].entries()) {
      const entity = keyedHash(deriveKey(data, 'vault-entity'), `PERSON\u0000t\u0000${value.toLowerCase()}`);
      insert.run(
        't',
        'PERSON',
        index + 1,
        entity,
        seal(data, Buffer.from(value), `t\u0000PERSON\u0000${entity}`, randomBytes),
        '2030-01-01',
      );
    }
    const ref = 'blob_00';
    old
      .prepare('INSERT INTO blobs VALUES (?, ?, ?)')
      .run(ref, seal(data, Buffer.from('raw'), `blob\u0000${ref}`, randomBytes), '2030-01-01');
    old.close();
    const { vault, privacy } = privacyParts(vaultFile(file).store, installation);
    expect(await privacy.restore('t', '<PERSON_2> <PERSON_1>')).toBe('Bo Ek Ann Lee');
    expect(
      await vault.tokenise('t', [
        { kind: 'PERSON', value: 'Bo Ek' },
        { kind: 'PERSON', value: 'ANN LEE' },
        { kind: 'PERSON', value: 'Cy Ray' },
      ]),
    ).toEqual(['<PERSON_2>', '<PERSON_1b>', '<PERSON_3>']);
    expect(Buffer.from((await vault.getBlob(ref)) ?? []).toString()).toBe('raw');
    await vault.rotateDataKey();
    expect(await privacy.restore('t', '<PERSON_1> <PERSON_1b> <PERSON_2>')).toBe('Ann Lee ANN LEE Bo Ek');
  });
});
