import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { tokenKinds } from '../../../src/contracts/classes.ts';
import { PrivacyConfig } from '../../../src/contracts/privacy-policy.ts';
import { compareDecimal } from '../../../src/contracts/money.ts';
import { bandMoney, resolvePolicy } from '../../../src/privacy/index.ts';
import { textParts } from './text-parts.ts';

const everything = Object.fromEntries(tokenKinds.map((kind) => [kind, kind === 'SECRET' ? {} : { model: 'drop' }]));
const allDropped = PrivacyConfig.parse({ rules: everything, content: { base64: 'drop' } });

describe('the policy', () => {
  it('is the standard profile unless the config says otherwise', () => {
    const policy = resolvePolicy(Config.parse({}).privacy);
    expect(policy.profile).toBe('standard');
    expect(policy.rules.PERSON).toEqual({ model: 'token', tool: 'pass', screen: 'pass', log: 'drop', webhook: 'token' });
    expect(policy.version).toMatch(/^[0-9a-f]{12}$/);
  });

  it('numbers of cards, papers, accounts and taxes never show on a screen, and a secret shows nowhere, in both profiles', () => {
    for (const profile of ['standard', 'strict'] as const) {
      const { rules } = resolvePolicy({ profile, rules: {}, content: {} });
      for (const kind of ['CARD', 'SSN', 'NATIONALID', 'PASSPORT', 'LICENCE', 'IBAN', 'ACCOUNT', 'TAXID'] as const)
        expect(rules[kind]).toMatchObject({ screen: 'drop', tool: 'pass' });
      expect(rules.SECRET).toEqual({ model: 'drop', tool: 'block', screen: 'drop', log: 'drop', webhook: 'drop' });
    }
  });

  it("a kind's own rule wins over its class's, which wins over the profile", () => {
    const { rules } = resolvePolicy(PrivacyConfig.parse({ rules: { personal: { webhook: 'drop' }, PERSON: { webhook: 'block' } } }));
    expect([rules.PERSON.webhook, rules.EMAIL.webhook, rules.TEXT.webhook]).toEqual(['block', 'drop', 'token']);
  });

  it('its version changes with any rule and with nothing else', () => {
    const version = (given: unknown) => resolvePolicy(PrivacyConfig.parse(given)).version;
    expect(version({})).toBe(version({ rules: { PERSON: { model: 'token' } } }));
    const others = [
      { profile: 'strict' },
      { rules: { AGE: { model: 'band' } } },
      { content: { images: 'pass' } },
      { rules: { AGE: { log: 'block' } } },
    ];
    expect(new Set([version({}), ...others.map(version)]).size).toBe(5);
  });

  it.each([
    [{ rules: { SECRET: { model: 'pass' } } }, 'privacy.rules.SECRET.model', /always dropped/],
    [{ rules: { EMAIL: { model: 'band' } } }, 'privacy.rules.EMAIL.model', /AMOUNT, AGE, BIRTHDATE only/],
    [{ rules: { EMAIL: { tool: 'token' } } }, 'privacy.rules.EMAIL.tool', /./],
    [{ rules: { NAME: { model: 'drop' } } }, 'privacy.rules.NAME', /./],
    [{ rules: { EMAIL: { fax: 'drop' } } }, 'privacy.rules.EMAIL', /fax/],
    [{ profile: 'lax' }, 'privacy.profile', /standard/],
    [{ content: { maxTextBytes: 0 } }, 'privacy.content.maxTextBytes', /./],
  ])('%j is refused and the error names %s', (privacy, field, message) => {
    const issue = Config.safeParse({ privacy }).error?.issues[0];
    expect(issue?.path.join('.')).toBe(field);
    expect(issue?.message).toMatch(message);
  });
});

describe('bands', () => {
  it.each([
    ['182400.00', '150k–200k USD'],
    ['150000', '150k–200k USD'],
    ['149999.99', '100k–150k USD'],
    ['1', '1–1.5 USD'],
    ['0.99', '0–1 USD'],
    ['0', '0 USD'],
    ['-42', 'minus 30–50 USD'],
    ['999', '750–1k USD'],
    ['7600000', '7.5M–10M USD'],
    ['1500', '1.5k–2k USD'],
    ['999999999999999999', '750000tn–1000000tn USD'],
  ])('%s is %s', (amount, band) => {
    expect(bandMoney(amount, 'USD')).toBe(band);
  });

  it('hold the amount, never tell more than a third of its size, and do not depend on how it is written', () => {
    const size: Record<string, bigint> = { '': 1n, k: 1000n, M: 1_000_000n, bn: 1_000_000_000n, tn: 1_000_000_000_000n };
    const read = (text: string): string => {
      const [, whole = '', tenth = '0', unit = ''] = /^(\d+)(?:\.(\d))?(k|M|bn|tn)?$/.exec(text) ?? [];
      const tenths = (BigInt(whole) * 10n + BigInt(tenth)) * (size[unit] ?? 0n);
      return `${tenths / 10n}.${tenths % 10n}`;
    };
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n - 1n), fc.nat(99), (whole, cents) => {
        const amount = `${whole}.${String(cents).padStart(2, '0')}`;
        const [low = '', high = ''] = bandMoney(amount, 'EUR').replace(' EUR', '').split('–').map(read);
        expect(compareDecimal(low, amount)).toBeLessThanOrEqual(0);
        expect(compareDecimal(amount, high)).toBeLessThan(0);
        expect(bandMoney(`${amount}000`, 'EUR')).toBe(bandMoney(amount, 'EUR'));
      }),
    );
  });

  it('an age is a decade, a date of birth a year, an amount a range, where the policy says band', async () => {
    const { privacy } = textParts({ profile: 'strict' });
    expect((await privacy.redactText('t', 'Mr Ek, aged 37, born 1984-05-03')).text).toBe('Mr <PERSON_1>, aged 30–39, born 1984');
    expect((await privacy.redactTree('t', { limit: { amount: '182400.00', currency: 'USD' } })).tree).toEqual({ limit: '150k–200k USD' });
  });

  it('redacting twice changes nothing more, and restoring invents nothing, where everything is dropped or banded', async () => {
    const pieces = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.constantFrom(
          'aged 37',
          'born 1984-05-03',
          'ann@lee.se',
          '4111 1111 1111 1111',
          'Mr Ek',
          '<PERSON_1>',
          '[CARD]',
          '30–39',
          'aged 30–39',
          'sk-12345678',
          'PERSON_1',
        ),
      ),
      { maxLength: 8 },
    );
    const policy = PrivacyConfig.parse({
      ...allDropped,
      rules: { ...allDropped.rules, AGE: { model: 'band' }, BIRTHDATE: { model: 'band' } },
    });
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const { privacy, vault } = textParts(policy);
        const once = (await privacy.redactText('t', parts.join(' '))).text;
        expect((await privacy.redactText('t', once)).text).toBe(once);
        expect(await vault.entries('t')).toEqual([]);
        expect(await privacy.restore('t', once)).toBe(once);
      }),
      { numRuns: 200 },
    );
  });
});
