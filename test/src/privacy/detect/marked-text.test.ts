import { describe, expect, it } from 'vitest';
import { textOf } from './case-table.ts';
import { caseTables } from './cases/index.ts';
import { readMarks, wrongWith } from './marked-text.ts';

const texts = Object.values(caseTables).flatMap((table) => Object.values(table).flat().map(textOf));
const marked = readMarks('Call [PERSON:Mary O’Neil] of [PERSON|ORG:Price] about [KEEP:4500012345] [sic]');
const everything = { start: 0, end: marked.text.length, by: 'list' } as const;

describe('a text with its values marked', () => {
  it('is read without its marks, and other brackets stay', () => {
    expect(marked.text).toBe('Call Mary O’Neil of Price about 4500012345 [sic]');
    expect(marked.marks.map(({ kinds, start, end }) => [kinds, marked.text.slice(start, end)])).toEqual([
      [['PERSON'], 'Mary O’Neil'],
      [['PERSON', 'ORG'], 'Price'],
      [[], '4500012345'],
    ]);
  });

  it('is wrong with a value left, taken in part, taken as another kind, or taken though it has to stay', () => {
    const span = (kind: 'PERSON' | 'ORG', start: number, end: number) => ({ kind, start, end, by: 'list' }) as const;
    expect(wrongWith(marked, [])).toContain('MaryONeil');
    expect(wrongWith(marked, [span('PERSON', 5, 9), span('ORG', 20, 25)])).toContain('“ONeil” of PERSON');
    expect(wrongWith(marked, [span('ORG', 5, 16), span('ORG', 20, 25)])).toContain('MaryONeil');
    expect(wrongWith(marked, [{ ...everything, kind: 'PERSON' }])).toContain('“4500012345” has to stay');
    expect(wrongWith(marked, [span('PERSON', 5, 9), span('PERSON', 9, 16), span('ORG', 20, 25)])).toBeUndefined();
  });

  it('without any mark is wrong as soon as something is found', () => {
    expect(wrongWith(readMarks('Order 4711'), [])).toBeUndefined();
    expect(wrongWith(readMarks('Order 4711'), [{ kind: 'PHONE', start: 6, end: 10, by: 'shape' }])).toContain('has to stay');
  });
});

describe('the cases', () => {
  it('have no mark that is not read and no text twice', () => {
    expect(texts.filter((text) => /\[[A-Z]+[:|]/.test(readMarks(text).text))).toEqual([]);
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
  });
});
