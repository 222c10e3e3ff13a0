import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compact, hasVatShape, isVatId, isWrittenAs, nationalIds, type NationalId } from '../../../../src/privacy/ids/index.ts';
import { oneDigitOff } from './one-digit-off.ts';

/**
 * Numbers that authorities print as examples, or that circulate as samples of the algorithm. `catches`: what the checksum
 * promises of a single wrong digit: all of them, most of them (a rest that has no digit is folded), or nothing.
 */
const samples: readonly (readonly [id: string, catches: 'all' | 'most' | 'none', ...numbers: string[]])[] = [
  ['us-ssn', 'none', '123-45-6789', '536-90-4399'],
  ['us-itin', 'none', '912-70-1234', '900-94-0000'],
  ['us-ein', 'none', '12-3456789', '04-2103594'],
  ['ca-sin', 'all', '130 692 544'],
  ['gb-nino', 'none', 'AB 12 34 56 C', 'JG103759A'],
  ['gb-nhs', 'all', '943 476 5919', '9434765870'],
  ['de-steuer-id', 'all', '86 095 742 719', '47036892816', '65929970489', '57549285017'],
  ['de-rvnr', 'most', '15070649C103', '65 170839 J 003'],
  ['fr-nir', 'all', '2 55 08 14 168 025 38', '295109912611193', '253072A07300443', '253072B07300470'],
  ['fr-siren', 'all', '732 829 320', '552008443'],
  ['fr-siret', 'all', '732 829 320 00074', '73282932000074'],
  ['es-dni', 'all', '12345678Z', '54362315K'],
  ['es-nie', 'all', 'X1234567L', 'Y-1234567-X', 'Z1234567R'],
  ['es-cif', 'all', 'A58818501', 'J99216582', 'Q2818002D'],
  ['it-codice-fiscale', 'all', 'RSSMRA85T10A562S', 'RCCMNL83S18D969H'],
  ['it-partita-iva', 'all', '00743110157', '12345670017'],
  ['nl-bsn', 'all', '111222333', '123456782'],
  ['be-national', 'all', '85.07.30-033.28', '17073003384'],
  ['be-enterprise', 'all', '0403.019.261', '0428759497'],
  ['pl-pesel', 'all', '44051401359', '02070803628'],
  ['pl-nip', 'all', '123-456-32-18', '8567346215'],
  ['se-personnummer', 'all', '811218-9876', '640823-3234', '701063-2391'],
  ['se-orgnr', 'all', '556703-7485', '1234567897'],
  ['in-pan', 'none', 'ABCPE1234F', 'AAAPL1234C'],
  ['in-aadhaar', 'all', '2341 2341 2346', '9999 4105 7058'],
  ['br-cpf', 'all', '529.982.247-25', '111.444.777-35'],
  ['br-cnpj', 'most', '11.222.333/0001-81', '12.ABC.345/01DE-35'],
  ['au-tfn', 'all', '123 456 782', '876 543 210'],
  ['au-abn', 'all', '51 824 753 556', '83914571673'],
  ['ch-ahv', 'all', '756.9217.0769.85', '7569217076985'],
  ['ch-uid', 'all', 'CHE-107.787.577'],
  ['at-svnr', 'all', '1237 010180'],
  ['pt-nif', 'most', '501 964 843', '123456789'],
  ['eu-vat', 'all', 'DE136695976', 'ATU13585627', 'BE0428759497', 'IT00743110157', 'LU15027442', 'MT11679112'],
  ['eu-vat-weak', 'most', 'DK13585628', 'FI20774740', 'PL8567346215', 'HU12892312', 'SI50223054', 'SK2022749619', 'EE100931558'],
];

const find = (id: string): NationalId => {
  const found = nationalIds.find((each) => each.id === id);
  if (!found) throw new Error(`There is no ${id} in the table`);
  return found;
};

describe('a national number', () => {
  it.each(samples)('%s is known by its published samples', (id, _catches, ...numbers) => {
    const { isValid, minLength, maxLength, hasLetters } = find(id);
    for (const number of numbers.map(compact)) {
      expect([number, isValid(number)]).toEqual([number, true]);
      expect(number.length >= minLength && number.length <= maxLength).toBe(true);
      if (!hasLetters) expect(number).toMatch(/^[0-9]+$/);
    }
  });

  it.each(samples.filter(([, catches]) => catches !== 'none'))(
    '%s with one wrong digit is caught as its checksum promises (%s)',
    (id, catches, ...numbers) => {
      const { isValid } = find(id);
      for (const number of numbers.map(compact)) {
        const wrong = oneDigitOff(number);
        const missed = wrong.filter((each) => isValid(each));
        if (catches === 'all') expect([number, missed]).toEqual([number, []]);
        else expect(missed.length / wrong.length).toBeLessThan(0.1);
      }
    },
  );

  it('has a sample for every row of the table, and no row twice', () => {
    expect(nationalIds.map(({ id }) => id).toSorted()).toEqual(samples.map(([id]) => id).toSorted());
  });

  it('is announced by lower-case words, never an empty one', () => {
    for (const { cues } of nationalIds) for (const cue of cues) expect(cue).toBe(cue.toLowerCase().trim() || 'a word');
  });

  it('is told by a form only where that form holds its letters and digits and no others', () => {
    for (const { id, forms, minLength, maxLength } of nationalIds)
      for (const form of forms) {
        const length = compact(form).length;
        expect([id, form, length >= minLength && length <= maxLength]).toEqual([id, form, true]);
      }
    expect(find('br-cpf').forms.some((form) => isWrittenAs('529.982.247-25', form))).toBe(true);
  });

  it('of one digit over and over is never valid where the number stands alone', () => {
    for (const { isValid, needsCue, minLength } of nationalIds) {
      if (needsCue) continue;
      for (const digit of '0123456789') expect(isValid(digit.repeat(minLength))).toBe(false);
    }
  });

  it('that stands alone is met by chance less than once in two hundred numbers of its length', () => {
    const rows = nationalIds.filter(({ needsCue, hasLetters }) => !needsCue && !hasLetters);
    const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
    for (const { isValid, minLength } of [...rows, find('fr-nir')]) {
      const numbers = fc.sample(digits(minLength), { numRuns: 4000, seed: 7 }).map((each) => each.join(''));
      expect(numbers.filter(isValid).length).toBeLessThan(20);
    }
  });

  it('of twelve digits begins with a century', () => {
    expect(find('se-personnummer').isValid('198112189876')).toBe(true);
    expect(find('se-personnummer').isValid('178112189876')).toBe(false);
  });

  it('of any text at all is judged without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => nationalIds.every(({ isValid }) => typeof isValid(compact(text)) === 'boolean')),
    );
  });
});

describe('numbers that were never given out', () => {
  it.each([
    ['us-ssn', '000-45-6789', '666-45-6789', '900-45-6789', '123-00-6789', '123-45-0000', '12345678'],
    ['us-itin', '912-49-1234', '912-69-1234', '912-89-1234', '912-93-1234', '812-70-1234'],
    ['us-ein', '00-3456789', '07-3456789', '96-3456789'],
    ['ca-sin', '046 454 286', '830 692 544'],
    ['gb-nino', 'QQ123456C', 'DA123456A', 'AO123456A', 'GB123456A', 'AB123456E', 'AB12345C'],
    ['de-steuer-id', '06095742719', '12345678903'],
    ['fr-nir', '955081416802538', '2550814168025AA'],
    ['es-cif', 'I58818501', 'A5881850J'],
    ['it-codice-fiscale', 'RSSMRA85Z10A562S', 'RSSMRA85T99A562S'],
    ['pl-pesel', '44133401359'],
    ['se-personnummer', '811318-9876', '17811218-9876'],
    ['in-pan', 'ABCDE1234F', 'ABCP1234FF'],
    ['in-aadhaar', '0341 2341 2346', '1341 2341 2346'],
    ['br-cpf', '111.111.111-11'],
    ['nl-bsn', '000000000'],
  ])('%s refuses them', (id, ...numbers) => {
    for (const number of numbers) expect([number, find(id).isValid(compact(number))]).toEqual([number, false]);
  });
});

describe('a VAT id', () => {
  it.each([
    'DE136695976',
    'ATU13585627',
    'NL004495445B01',
    'FR40303265045',
    'GB980780684',
    'ESA13585625',
    'HR33392005961',
    'SE123456789701',
    'EL094259216',
    'PT501964843',
  ])('%s is valid', (vat) => {
    expect(isVatId(vat)).toBe(true);
  });

  it.each(['DE136695978', 'ATU13585626', 'FR41303265045', 'XX123456789', 'DE', ''])('%s is not', (vat) => {
    expect(isVatId(vat)).toBe(false);
  });

  it('of a country whose digits are not computed here is known by its shape', () => {
    expect(
      ['RO18547290', 'CZ25123891', 'LT119511515', 'LV40003521600', 'BG175074752', 'CY10259033P', 'IE6433435F'].every(hasVatShape),
    ).toBe(true);
    expect(['RO1', 'CZABCDEFGH', 'IEABCDEFGH', 'DE136695976'].some(hasVatShape)).toBe(false);
  });
});
