import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cityName,
  companyName,
  countryCode,
  emailAddress,
  foldText,
  personName,
  phoneNumber,
  postalCode,
  splitAddress,
  streetAddress,
  taxId,
  webDomain,
} from '../../../src/matching/index.ts';

describe('names of companies', () => {
  it.each([
    ['Müller & Söhne GmbH & Co. KG', 'Mueller Soehne GmbH u. Co. KG', 'gmbh-kg'],
    ['Telekom Deutschland Gesellschaft mit beschränkter Haftung', 'TELEKOM DEUTSCHLAND GmbH', 'gmbh'],
    ['S.A.R.L. Dupont', 'Dupont Société à responsabilité limitée', 'sarl'],
    ['Kowalski Spółka z o.o.', 'KOWALSKI SP. Z O.O.', 'spzoo'],
    ['Acme Mfg. Intl. Pty Ltd', 'Acme Manufacturing International Limited', 'ltd'],
    ['Novo Nordisk A/S', 'Novo Nordisk AS', 'as'],
    ['Århus Stål ApS', 'Aarhus Staal ApS', 'aps'],
    ['Nokia Oyj', 'NOKIA OY', 'oy'],
    ['ООО Ромашка', 'OOO Romashka', 'ooo'],
  ])('%s and %s are one name with one legal form', (one, other, form) => {
    expect(companyName(one)).toEqual(companyName(other));
    expect(companyName(one).form).toBe(form);
  });

  it('a legal form in the middle goes, and a name that is nothing but one stays', () => {
    expect(companyName('Müller GmbH Niederlassung Nord').words).toEqual(['muller', 'niederlassung', 'nord']);
    expect(companyName('Company AG').words).toEqual(['company']);
  });

  it('what distinguishes two companies stays', () => {
    expect(companyName('Siemens Energy AG').words).not.toEqual(companyName('Siemens Healthineers AG').words);
  });

  it('normalising twice changes nothing, whatever the text', () => {
    const word = fc.oneof(
      fc.constantFrom('GmbH', '& Co.', 'KG', 'S.A.', 'und', 'a', 'b', 'Ltd', 'of', 'Müller', 'Intl.', 'z', 'o.o.'),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 7 }), (words) => {
        const once = companyName(words.join(' ')).words;
        expect(companyName(once.join(' ')).words).toEqual(once);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

describe('addresses', () => {
  it.each([
    ['Obere Str. 57', 'Obere Straße 57'],
    ['Hauptstraße 12 a', 'Hauptstr.12a'],
    ['120 Hanover Sq.', '120 Hanover Square, 3rd floor'],
    ['12, rue des Bouchers', '12 Rue Bouchers'],
    ['2817 Milton Dr., Suite 4', '2817 Milton Drive'],
    ['C/ Araquil, 67', 'Calle Araquil 67'],
    ['Berguvsvägen 8', 'Berguvsvagen  8'],
    ['P.O. Box 78934', 'PO BOX 78934'],
    ['N Main St 5', 'North Main Street 5'],
  ])('%s and %s are one', (one, other) => {
    expect(streetAddress(one)).toEqual(streetAddress(other));
  });

  it('two houses of one street are two, and a range is where it begins', () => {
    expect(streetAddress('Hauptstr. 12')).not.toEqual(streetAddress('Hauptstr. 13'));
    expect(streetAddress('Hauptstr. 12-14')?.house).toBe('12');
  });

  it('codes and cities are compared without country and district', () => {
    expect(postalCode('D-12209')).toBe('12209');
    expect(postalCode('s 958 22')).toBe('S95822');
    expect(postalCode('87110-1234')).toBe('87110');
    expect(cityName('Frankfurt am Main')).toBe('frankfurt main');
    expect(cityName('Paris CEDEX 08')).toBe('paris');
  });

  it('a block of lines falls apart into its parts', () => {
    expect(splitAddress('Obere Str. 57, 12209 Berlin, Germany')).toEqual({
      street: 'Obere Str. 57',
      postalCode: '12209',
      city: 'Berlin',
      country: 'Germany',
    });
    expect(splitAddress('120 Hanover Sq.\nLondon\nWA1 1DP\nUK')).toEqual({
      street: '120 Hanover Sq.',
      postalCode: 'WA1 1DP',
      city: 'London',
      country: 'UK',
    });
  });

  it('a country is one code however it is written, and a withdrawn or invented one is none', () => {
    expect(['Germany', 'Deutschland', 'Allemagne', 'DEU', 'de'].map(countryCode)).toEqual(['DE', 'DE', 'DE', 'DE', 'DE']);
    expect(['UK', 'United Kingdom', 'U.S.A.', 'México'].map(countryCode)).toEqual(['GB', 'GB', 'US', 'MX']);
    expect(['FX', 'DD', 'Atlantis', ''].map(countryCode)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('numbers and addresses of the net', () => {
  it('one telephone in five spellings is one', () => {
    const spellings = ['+49 (0)30 74321', '0049 30 74321', '030/74321', '030-74321 ext. 12', '(030) 74 321'];
    expect(new Set(spellings.map((text) => JSON.stringify(phoneNumber(text, 'DE')))).size).toBe(1);
    expect(phoneNumber('1-206-555-0100', 'US')).toEqual(phoneNumber('(206) 555-0100', 'US'));
  });

  it('a filler is no telephone', () => {
    expect(['000000', '1111111', '12345678', 'n/a', '12'].map((text) => phoneNumber(text))).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });

  it('a VAT id is one with and without its country, and a wrong check digit shows', () => {
    expect(taxId('USt-IdNr.: DE 136 695 976')).toEqual({ country: 'DE', number: '136695976', isSound: true });
    expect(taxId('136695976', 'DE')).toEqual(taxId('DE136695976'));
    expect(taxId('DE136695977')?.isSound).toBe(false);
    expect(taxId('CHE-116.281.710 MWST')).toEqual({ country: 'CH', number: '116281710', isSound: true });
    expect(taxId('000000000', 'DE')).toBeUndefined();
  });

  it('a domain is the company, and a mailbox at a provider is nobody', () => {
    expect(webDomain('https://www.shop.foo.co.uk/x?y')).toBe('foo.co.uk');
    expect(emailAddress('Max.M+news@Mail.Foo.de')).toEqual({ address: 'max.m@mail.foo.de', local: 'max.m', domain: 'foo.de' });
    expect(emailAddress('max@gmail.com')?.domain).toBeUndefined();
    expect(emailAddress('not an address')).toBeUndefined();
  });

  it('a person is the same with titles and with the last name first', () => {
    expect(personName('Dr. Anders, Maria')).toEqual(personName('Maria Anders'));
    expect(personName('Ludwig van Beethoven')?.family).toEqual(['van', 'beethoven']);
  });
});
