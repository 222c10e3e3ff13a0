import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnKind, TableBlock } from '../../src/contracts/answer.ts';
import { Answer } from '../../src/contracts/answer.ts';
import { bars, line, niceTicks } from '../../console/src/blocks/chart.ts';
import { piecesOf } from '../../console/src/blocks/cites.ts';
import { sortRows, toCsv } from '../../console/src/blocks/table.ts';
import { proposalStates, readAnswer } from '../../console/src/read.ts';
import { de } from '../../console/src/shell/words-de.ts';
import { en } from '../../console/src/shell/words-en.ts';
import { languageOf, speak } from '../../console/src/shell/words.ts';
import { overview } from './support/script.ts';

const table = (kind: ColumnKind, ...values: string[]): TableBlock => ({
  type: 'table',
  title: '',
  columns: [{ key: 'k', label: 'K', kind }],
  rows: values.map((value) => ({ source: '', cells: { k: { value, text: `shown ${value}` } } })),
  note: '',
});
const sorted = (block: TableBlock, isDescending = false): (string | undefined)[] =>
  sortRows(block, { key: 'k', isDescending }).map((row) => row.cells['k']?.value);

describe('a table', () => {
  it('sorts by value, whatever the reader sees, with empty cells last in both directions', () => {
    expect(sorted(table('money', '9310.50', '', '-3', '184020.00'))).toEqual(['-3', '9310.50', '184020.00', '']);
    expect(sorted(table('money', '9310.50', '', '-3', '184020.00'), true)).toEqual(['184020.00', '9310.50', '-3', '']);
    expect(sorted(table('date', '2024-10-02', '2024-09-30', '2024-10-01'))).toEqual(['2024-09-30', '2024-10-01', '2024-10-02']);
    expect(sorted(table('id', 'SO-100', 'SO-20', 'SO-3'))).toEqual(['SO-3', 'SO-20', 'SO-100']);
    expect(sorted(table('text', 'Öl', 'Zink', 'Abel', 'ofen'))).toEqual(['Abel', 'ofen', 'Öl', 'Zink']);
  });

  it('keeps the order it came in until somebody sorts, and where values are equal', () => {
    const block = table('count', '2', '1', '2');
    expect(sortRows(block, undefined)).toBe(block.rows);
    expect(sortRows(block, { key: 'other', isDescending: false })).toBe(block.rows);
    const first = block.rows[0];
    expect(sortRows(block, { key: 'k', isDescending: true })[0]).toBe(first);
  });

  it('becomes CSV with values, quoted where needed, and no text that a spreadsheet runs', () => {
    const block: TableBlock = {
      ...table('text'),
      columns: [
        { key: 'a', label: 'Name, long', kind: 'text' },
        { key: 'b', label: 'Net', kind: 'money' },
      ],
      rows: [
        { source: '', cells: { a: { value: '=1+1', text: '' }, b: { value: '-5.00', text: '($5.00)' } } },
        { source: '', cells: { a: { value: 'say "x"\ny', text: '' } } },
      ],
    };
    expect(toCsv(block)).toBe('"Name, long",Net\r\n\'=1+1,-5.00\r\n"say ""x""\ny",');
  });
});

describe('cites', () => {
  it('cut a text into pieces that are the text again, whatever positions they name', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.record({ start: fc.integer({ min: -3, max: 40 }), end: fc.integer({ min: -3, max: 40 }), source: fc.constant('s') })),
        (text, cites) => {
          const pieces = piecesOf({ text, cites });
          expect(pieces.map((piece) => piece.text).join('')).toBe(text);
          expect(pieces.every((piece) => piece.text !== '')).toBe(true);
        },
      ),
    );
    expect(piecesOf({ text: 'worth $5 now', cites: [{ start: 6, end: 8, source: 's1' }] })).toEqual([
      { start: 0, text: 'worth ' },
      { start: 6, text: '$5', source: 's1' },
      { start: 8, text: ' now' },
    ]);
  });
});

describe('a chart', () => {
  const points = (...values: string[]) => values.map((value) => ({ label: value, value, text: value, source: '' }));

  it('draws bars over zero that stay inside and are as long as their values', () => {
    const drawn = bars(points('50', '-25', '0', '100'), 250);
    expect(drawn.zero).toBe(50);
    expect(drawn.bars.map(({ x, width }) => [x, width])).toEqual([
      [50, 100],
      [0, 50],
      [50, 0],
      [50, 200],
    ]);
  });

  it('what is no number is drawn as nothing', () => {
    expect(bars(points('NaN', 'Infinity', '<b>'), 100).bars.map(({ width }) => width)).toEqual([0, 0, 0]);
    expect(line(points(), 100, 100)).toMatchObject({ dots: [] });
    expect(line(points('5'), 100, 100).dots).toEqual([{ label: '5', text: '5', x: 50, y: expect.any(Number) }]);
  });

  it('lines stay between round ticks', () => {
    expect(niceTicks(4, 12)).toEqual([4, 6, 8, 10, 12]);
    expect(niceTicks(0.1, 0.34)).toEqual([0.1, 0.2, 0.3, 0.4]);
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -1e9, max: 1e9 }), (a, b) => {
        const ticks = niceTicks(Math.min(a, b), Math.max(a, b));
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(a, b));
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(a, b));
        expect(ticks.length).toBeLessThanOrEqual(7);
      }),
    );
    const { dots } = line(points('4', '6', '12'), 300, 100);
    expect(dots.map(({ x, y }) => [x, y])).toEqual([
      [0, 100],
      [150, 75],
      [300, 0],
    ]);
  });
});

describe('what is read from the wire', () => {
  it('an answer of the contract comes through unchanged', () => {
    expect(readAnswer(Answer.parse(overview))).toEqual(overview);
    const state = Answer.shape.blocks.element.options.find((block) => block.shape.type.value === 'proposal');
    expect([...proposalStates].toSorted()).toEqual((state && 'state' in state.shape ? [...state.shape.state.options] : []).toSorted());
  });

  it('an unknown block is left out and the others stay', () => {
    expect(readAnswer({ blocks: [{ type: 'map' }, { type: '__proto__' }, { type: 'text', text: 'x' }, null] })?.blocks).toEqual([
      { type: 'text', text: 'x', cites: [] },
    ]);
  });

  it('no tree of JSON makes it throw', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void readAnswer({ blocks: [value], sources: value, suggestions: value })));
  });
});

describe('the words', () => {
  it('every sentence names the same values in both languages', () => {
    const names = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
    expect(Object.keys(de).toSorted()).toEqual(Object.keys(en).toSorted());
    for (const [word, text] of Object.entries(en)) expect([word, names(de[word as keyof typeof en])]).toEqual([word, names(text)]);
  });

  it('German for German browsers, English for all others', () => {
    expect(['de', 'de-AT', 'DE-ch', 'en', 'fr', ''].map(languageOf)).toEqual(['de', 'de', 'de', 'en', 'en', 'en']);
    expect(speak('de')('votesOf', { n: 1, needed: 2 })).toBe('1 von 2');
  });
});
