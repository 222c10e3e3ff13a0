import { describe, expect, it } from 'vitest';
import { known, written, type Value } from './known-parts.ts';

const honest: readonly (readonly [Value, string])[] = [
  [['PERSON', 'Will May'], 'it will ship in May'],
  [['PERSON', 'Will May'], 'Will it ship? May be.'],
  [['PERSON', 'Will May'], 'WE WILL SHIP IN TIME'],
  [['PERSON', 'Mark Price'], 'Price per piece; mark it, and grant the rose price'],
  [['PERSON', 'Bo Ek'], 'bo and ek alone are too short'],
  [['PERSON', 'John Smith'], 'blacksmith, Smithers, Johnsonville'],
  [['PERSON', 'John Smith'], 'JS and js, e.g. J.S.B.'],
  [['PERSON', 'John Smith'], 'Tom Baker, Ann Miller and Smyrna'],
  [['PERSON', 'Ulf Sorensson'], 'U.S. customs'],
  [['PERSON', 'Ann Lee'], 'annual fleet'],
  [['PERSON', 'Karl Meyer'], 'the meter was broken. Meter ersetzen'],
  [['PERSON', 'Maria de la Cruz'], 'de la, a la carte'],
  [['PERSON', 'Jan an der Heiden'], 'an der Rampe'],
  [['ORG', 'Global Trading Ltd'], 'global network, trading terms'],
  [['ORG', 'Meyer Pumpen GmbH'], 'neue pumpen bestellt'],
  [['ORG', 'IT Ag'], 'it is late'],
  [['EMAIL', 'sales@acme.com'], 'sales were good'],
  [['EMAIL', 'hope@acme.com'], 'we hope so'],
  [['PHONE', '12345'], 'room 12345'],
  [['PHONE', '+49 30 1234567'], 'tracking 1Z0301234567 and order 4511234567 of 2026-05-04'],
  [['PHONE', '+49 30 1234567'], '1234568 1234566 12345671'],
  [['ADDRESS', 'Lindenhofstr. 12, 10115 Berlin'], 'Lindenhofstr. 13, 10117 Potsdam'],
  [['ADDRESS', 'Hauptstr. 12, 10115 Berlin'], 'in der Hauptstr. und in Berlin'],
  [['ADDRESS', '12 Elm Road\nSpringfield'], 'the road to Springfield, 12 pieces'],
  [['ZIP', '10115'], 'material 10115'],
  [['PLACE', 'Nice'], 'Nicely done'],
  [['ACCOUNT', '12345678'], '123456789, 112345679'],
  [['TEXT', 'Customer is very angry'], 'Customer is very angry'],
  [['AMOUNT', '182400.00'], '182400.00'],
];

describe('what must stay as it is', () => {
  it.each(honest)('%j takes nothing of "%s"', (value, text) => {
    expect(written(text, known([value]).find(text))).toEqual([]);
  });

  it('business ids are found in the ways people write them', () => {
    const finder = known([], ['0004500001234', '1042', 'SO-2024-00871', '10-9200-43']);
    const text = 'PO 4500001234 / 0004500001234, order #1042, so-2024-00871; part 10-9200-43.';
    expect(written(text, finder.findSafe(text))).toEqual(['4500001234', '0004500001234', '1042', 'so-2024-00871', '10-9200-43']);
  });

  it('a business id is none inside a longer word', () => {
    const text = '10421, A1042, 1042B, 51042';
    expect(known([], ['1042']).findSafe(text)).toEqual([]);
  });

  it('a business id wins over a part or a misspelling of a person’s value', () => {
    const finder = known(
      [
        ['PERSON', 'Ann Kowalski'],
        ['PHONE', '+49 30 1234567'],
      ],
      ['KOWALSKI-1', '1234567', 'KOWALSKY-2'],
    );
    expect(finder.find('order KOWALSKI-1, KOWALSKY-2, 1234567')).toEqual([]);
  });

  it('a whole value of a person wins over a business id', () => {
    const text = 'call 030 1234567';
    expect(written(text, known([['PHONE', '030 1234567']], ['1234567']).find(text))).toEqual(['030 1234567']);
  });
});
