import { describe, expect, it } from 'vitest';
import { known, written, type Value } from './known-parts.ts';

/** A value, a text, and what of the text the span stands on. */
type Row = readonly [Value, string, string];

const john: Value = ['PERSON', 'John Smith'];
const mueller: Value = ['PERSON', 'Jürgen Müller'];
const mail: Value = ['EMAIL', 'j.smithson@acme.com'];
const berlin: Value = ['PHONE', '+49 30 1234567'];
const street: Value = ['ADDRESS', 'Lindenhofstraße 12b, 10115 Berlin'];

const names: readonly Row[] = [
  [john, 'ask John Smith about it', 'John Smith'],
  [john, 'ask john smith about it', 'john smith'],
  [john, 'ASK JOHN SMITH', 'JOHN SMITH'],
  [john, 'for Smith, John (buyer)', 'Smith, John'],
  [john, 'for SMITH John', 'SMITH John'],
  [['PERSON', 'Smith, John'], 'John Smith called', 'John Smith'],
  [john, 'John  Smith', 'John  Smith'],
  [john, 'John\u00a0Smith', 'John\u00a0Smith'],
  [john, 'it was John\nSmith', 'John\nSmith'],
  [john, 'Jo\u00adhn Sm\u200bith', 'Jo\u00adhn Sm\u200bith'],
  [john, 'Ｊｏｈｎ Ｓｍｉｔｈ', 'Ｊｏｈｎ Ｓｍｉｔｈ'],
  [john, 'ask J. Smith', 'J. Smith'],
  [john, 'ask J Smith', 'J Smith'],
  [john, 'ask John S. about it', 'John S'],
  [john, 'ask John P. Smith', 'John P. Smith'],
  [john, 'agreed with J.S. today', 'J.S'],
  [john, 'Smith wants it', 'Smith'],
  [john, 'told john so', 'john'],
  [john, "that is Smith's order", 'Smith'],
  [john, 'that is John Smith’s order', 'John Smith'],
  [['PERSON', 'Ida Roberts'], "the Roberts' order", 'Roberts'],
  [['PERSON', 'Ida Bergström'], 'Bergströms Auftrag', 'Bergström'],
  [john, 'John Smiht called', 'John Smiht'],
  [john, 'Jhn Smith called', 'Jhn Smith'],
  [['PERSON', 'Karl Kowalski'], 'ask Kowalsky', 'Kowalsky'],
  [['PERSON', 'Karl Kowalski'], 'ask Kowaslki', 'Kowaslki'],
  [['PERSON', 'Karl Kowalski'], 'ask Kowalki', 'Kowalki'],
  [['PERSON', 'Karl Kowalski'], 'ask kkowalski first', 'kkowalski'],
  [john, 'login johnsmith', 'johnsmith'],
  [john, 'login john.smith', 'john.smith'],
  [john, 'login john_smith85', 'john_smith85'],
  [john, 'login jsmith', 'jsmith'],
  [mueller, 'Herr Mueller', 'Mueller'],
  [mueller, 'Jurgen Muller war da', 'Jurgen Muller'],
  [mueller, 'JÜRGEN MÜLLER', 'JÜRGEN MÜLLER'],
  [mueller, 'Ju\u0308rgen Mu\u0308ller', 'Ju\u0308rgen Mu\u0308ller'],
  [['PERSON', 'Anna Schroedinger'], 'Frau Schrödinger', 'Schrödinger'],
  [['PERSON', 'Jan Großkopf'], 'bei Grosskopf', 'Grosskopf'],
  [['PERSON', 'Lise Sørensen'], 'Soerensen, Sorensen', 'Soerensen'],
  [['PERSON', 'Paweł Wójcik'], 'Pawel Wojcik', 'Pawel Wojcik'],
  [['PERSON', 'Sean O’Neil'], "Sean O'Neil", "Sean O'Neil"],
  [['PERSON', "Sean O'Neil"], 'sean oneil', 'sean oneil'],
  [['PERSON', 'Jean-Luc Bruyère'], 'Jean Luc', 'Jean Luc'],
  [['PERSON', 'Jean Luc Bruyère'], 'JEAN-LUC BRUYERE', 'JEAN-LUC BRUYERE'],
  [['PERSON', 'Berend van der Ven'], 'Berend vn der Ven', 'Berend vn der Ven'],
  [['PERSON', 'María José Cabán Malave'], 'Cabán Malave, María José', 'Cabán Malave, María José'],
  [['PERSON', 'Will Price'], 'ask Will Price', 'Will Price'],
  [['PERSON', 'Will Price'], 'then Will called', 'Will'],
  [['PERSON', 'Otto Koch'], 'Herr Koch', 'Koch'],
  [['PERSON', 'Иван Петров'], 'для ПЕТРОВ Иван', 'ПЕТРОВ Иван'],
  [['PERSON', 'Γιώργος Παπαδόπουλος'], 'ο Παπαδοπουλος', 'Παπαδοπουλος'],
  [['PERSON', 'Xander van de Ven'], 'met Xander V. gebeld', 'Xander V'],
  [['PERSON', 'Dr. Vernie Jonas'], 'ask Dr. Vernie Jonas', 'Dr. Vernie Jonas'],
  [['PERSON', 'Dr. Vernie Jonas'], 'ask Vernie Jonas', 'Vernie Jonas'],
  [['PERSON', 'Charlotta Van'], 'für Van bestellt', 'Van'],
  [['PERSON', '山田太郎'], 'お客様は山田太郎です', '山田太郎'],
];

const others: readonly Row[] = [
  [mail, 'to J.SMITHSON@ACME.COM now', 'J.SMITHSON@ACME.COM'],
  [mail, 'his user is j.smithson there', 'j.smithson'],
  [mail, 'j.smithson(at)acme.com', 'j.smithson(at)acme.com'],
  [['EMAIL', 'john@acme.com'], 'john at acme dot com', 'john at acme dot com'],
  [['EMAIL', 'info@acme.com'], 'write to info@acme.com', 'info@acme.com'],
  [berlin, 'call 030/1234567', '030/1234567'],
  [berlin, 'call 0049301234567', '0049301234567'],
  [berlin, 'call +49 (0)30 123-45-67', '+49 (0)30 123-45-67'],
  [berlin, 'call 4930 1234567', '4930 1234567'],
  [berlin, 'call 1234567', '1234567'],
  [berlin, 'call (030) 1234567 ext. 12', '(030) 1234567 ext. 12'],
  [['PHONE', '(571) 689-2293 x0747'], '571.689.2293', '571.689.2293'],
  [['PHONE', '(571) 689-2293 x0747'], '57168922930747', '57168922930747'],
  [['PHONE', '0151 23456789'], 'order 4500001234 0151 23456789', '0151 23456789'],
  [street, 'to Lindenhofstr. 12b please', 'Lindenhofstr. 12b'],
  [street, 'to lindenhofstrasse 12 b', 'lindenhofstrasse 12 b'],
  [street, 'to Lindenhof Str. 12b, 10115 Berlin', 'Lindenhof Str. 12b, 10115 Berlin'],
  [street, 'in 10115 Berlin', '10115 Berlin'],
  [['ADDRESS', '12 Elm Road\nSpringfield'], 'at 12 Elm Rd.', '12 Elm Rd'],
  [['ADDRESS', '12 Elm Road\nSpringfield'], 'Elm Road 12, Springfield', 'Elm Road 12, Springfield'],
  [['ADDRESS', '8 Rue de la Huchette, 10288 Créteil'], '8 r. de la Huchette', '8 r. de la Huchette'],
  [['ADDRESS', 'Piazza Taormina 863, 16620 Santadi'], 'in P.za Taormina 863', 'P.za Taormina 863'],
  [['PLACE', 'Berlin'], 'the Berlin plant', 'Berlin'],
  [['ADDRESS', 'Calle Conchita, 5, 28075 Vigo'], 'C/ Conchita 5', 'C/ Conchita 5'],
  [['ORG', 'Initech Pumps GmbH & Co. KG'], 'Initech Pumps wants', 'Initech Pumps'],
  [['ORG', 'Initech Pumps GmbH & Co. KG'], 'initech wants', 'initech'],
  [['ORG', 'Rossi Bulloni s.r.l.'], 'ROSSI BULLONI SRL', 'ROSSI BULLONI SRL'],
  [['ORG', 'Krüger & Söhne AG'], 'Krueger und Soehne AG', 'Krueger und Soehne AG'],
  [['IBAN', 'DE89 3704 0044 0532 0130 00'], 'IBAN DE89370400440532013000', 'DE89370400440532013000'],
  [['CARD', '4111111111111111'], '4111-1111-1111-1111', '4111-1111-1111-1111'],
  [['TAXID', 'DE 123456789'], 'VAT 123 456 789', '123 456 789'],
  [['ACCOUNT', '12-345-678'], 'acct 12345678', '12345678'],
  [['ZIP', '16318-8253'], 'zip 16318 8253', '16318 8253'],
  [['BIRTHDATE', '1980-05-04'], 'born 4.5.1980', '4.5.1980'],
  [['BIRTHDATE', '1980-05-04'], 'born 05/04/1980', '05/04/1980'],
];

describe('finding values of records in free text', () => {
  it.each([...names, ...others])('%j is found in "%s" as "%s"', (value, text, expected) => {
    const spans = known([value]).find(text);
    expect(written(text, spans)[0]).toBe(expected);
    expect(spans[0]).toMatchObject({ by: 'known', kind: value[0], token: `<${value[0]}_1>` });
  });

  it('the longest value wins and what it leaves over stays covered', () => {
    const finder = known([john, ['ADDRESS', '5 Smith Street, Leeds'], ['ORG', 'John Smith Bakery Ltd']]);
    const text = 'John Smith Bakery and John Smith Street 5';
    expect(finder.find(text).map(({ token, start, end }) => [token, text.slice(start, end)])).toEqual([
      ['<ORG_3>', 'John Smith Bakery'],
      ['<PERSON_1>', 'John'],
      ['<ADDRESS_2>', 'Smith Street 5'],
    ]);
  });

  it('of two people with one first name the surname tells which', () => {
    const finder = known([john, ['PERSON', 'John Kowalski']]);
    expect(finder.find('John Kowalski').map(({ token }) => token)).toEqual(['<PERSON_2>']);
  });

  it('a firm with the name of a person hides neither the person nor what stands beside the name', () => {
    const finder = known([john, ['ORG', 'Smith Ltd']]);
    const text = 'Jonh Smith, J. Smith';
    expect(written(text, finder.find(text))).toEqual(['Jonh Smith', 'J. Smith']);
    expect(finder.find(text).map(({ token }) => token)).toEqual(['<PERSON_1>', '<PERSON_1>']);
  });

  it('among many people with one surname the initial tells which', () => {
    const people = ['Ann', 'Bea', 'Carl', 'Dora', 'Emil', 'Frida'].map((first): Value => ['PERSON', `${first} Kowalski`]);
    const text = 'ask F. Kowalski';
    const spans = known(people).find(text);
    expect([written(text, spans), spans[0]?.token]).toEqual([['F. Kowalski'], '<PERSON_6>']);
  });

  it('among hundreds of people with one first name the surname still tells which', () => {
    const people = Array.from({ length: 300 }, (_, at): Value => ['PERSON', `John Quist${String.fromCharCode(97 + (at % 26))}${at}`]);
    const finder = known([...people, ['PERSON', 'John Kowalski']]);
    expect(finder.find('ask John Kowalski').map(({ token }) => token)).toEqual(['<PERSON_301>']);
    expect(finder.find('ask John Kowalsky').map(({ token }) => token)).toEqual(['<PERSON_301>']);
  });
});
