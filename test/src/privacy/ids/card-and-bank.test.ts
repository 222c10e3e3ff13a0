import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cardNetwork,
  compact,
  hasBicShape,
  hasIbanShape,
  ibanLengths,
  isCard,
  isIban,
  isWrittenAs,
} from '../../../../src/privacy/ids/index.ts';
import { oneDigitOff } from './one-digit-off.ts';

describe('a card number', () => {
  // Test numbers the networks and their acquirers publish.
  const published = [
    ['4111111111111111', 'visa'],
    ['4222222222222', 'visa'],
    ['5555555555554444', 'mastercard'],
    ['2223003122003222', 'mastercard'],
    ['378282246310005', 'amex'],
    ['6011111111111117', 'discover'],
    ['30569309025904', 'diners'],
    ['36227206271667', 'diners'],
    ['3530111333300000', 'jcb'],
    ['6200000000000005', 'unionpay'],
    ['6759649826438453', 'maestro'],
  ] as const;

  it.each(published)('%s is one of %s', (digits, network) => {
    expect(cardNetwork(digits)).toBe(network);
  });

  it('with any single digit wrong is none', () => {
    for (const [digits] of published) for (const wrong of oneDigitOff(digits)) expect(isCard(wrong)).toBe(false);
  });

  it('is none when only the Luhn digit fits: a wrong length or an issuer that does not exist', () => {
    expect(isCard('79927398713')).toBe(false);
    expect(isCard('9999999999999995')).toBe(false);
    expect(isCard('41111111111111114')).toBe(false);
    expect(isCard('2721000000000004')).toBe(false);
    expect(isCard('4111 1111 1111 1111')).toBe(false);
    expect(isCard('')).toBe(false);
  });
});

describe('an account number', () => {
  // Examples of the SWIFT IBAN registry.
  const published = (
    'AD1200012030200359100100 AE070331234567890123456 BE68539007547034 BR1800360305000010009795493C1 CH9300762011623852957 ' +
    'DE89370400440532013000 ES9121000418450200051332 FR1420041010050500013M02606 GB29NWBK60161331926819 IT60X0542811101000000123456 ' +
    'MT84MALT011000012345MTLCAST001S NL91ABNA0417164300 NO9386011117947 PL61109010140000071219812874 SE4550000000058398257466 ' +
    'TR330006100519786457841326 XK051212012345678906'
  ).split(' ');

  it.each(published)('%s is valid', (iban) => {
    expect(isIban(iban)).toBe(true);
    expect(isIban(compact(iban.replace(/(.{4})/g, '$1 ')))).toBe(true);
  });

  it('with any single digit wrong is not valid, and still has the shape', () => {
    for (const iban of published)
      for (const wrong of oneDigitOff(iban)) {
        expect(isIban(wrong)).toBe(false);
        expect(hasIbanShape(wrong)).toBe(true);
      }
  });

  it('needs the length of its country', () => {
    expect(isIban('DE8937040044053201300')).toBe(false);
    expect(hasIbanShape('QQ89370400440532013000')).toBe(false);
    expect(hasIbanShape('')).toBe(false);
    expect(ibanLengths.size).toBe(89);
    expect([...ibanLengths.values()].every((length) => length >= 15 && length <= 33)).toBe(true);
  });
});

describe('a bank code', () => {
  it.each(['DEUTDEFF', 'DEUTDEFF500', 'NEDSZAJJXXX', 'BNPAFRPP'])('%s has the shape', (bic) => {
    expect(hasBicShape(bic)).toBe(true);
  });

  it.each(['DEUTDEF', 'DEUTQQFF', '1EUTDEFF', 'DEUTDEFF50'])('%s has not', (text) => {
    expect(hasBicShape(text)).toBe(false);
  });

  it('looks like words that are none, which is why a cue has to stand beside it', () => {
    expect(hasBicShape('DELIVERY')).toBe(true);
  });
});

describe('a written number', () => {
  it('is compared without what people put between its digits', () => {
    expect(compact('de89 3704-0044.0532\u00a00130/00')).toBe('DE89370400440532013000');
    expect(compact('12_34')).toBe('12_34');
  });

  it('is told by its form, digit by digit', () => {
    expect(isWrittenAs('529.982.247-25', '999.999.999-99')).toBe(true);
    expect(isWrittenAs('529 982 247-25', '999.999.999-99')).toBe(false);
    expect(isWrittenAs('AB 12 34 56 C', 'AA 99 99 99 A')).toBe(true);
    expect(isWrittenAs('AB 12 34 56 C ', 'AA 99 99 99 A')).toBe(false);
  });

  it('of any text at all is judged without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const answers = [isCard(text), isIban(text), hasBicShape(text), isIban(compact(text))];
        return answers.every((answer) => typeof answer === 'boolean');
      }),
    );
  });
});
