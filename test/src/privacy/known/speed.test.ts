import { describe, expect, it } from 'vitest';
import { fastestOf, pace } from '../../../support/pace.ts';
import { known, type Value } from './known-parts.ts';

const kilobyte =
  'Order 4500001234 of 12 pcs, delivered on 2026-05-04 with tracking 1Z999; the customer wants Größe 3 at 12.50 EUR and another date. '
    .repeat(8)
    .slice(0, 1024);

function letters(number: number): string {
  return Array.from(number.toString(26), (digit) => 'bdfgklmnprstvzaeiouwhjxqyc'[parseInt(digit, 26)]).join('');
}

function people(count: number): Value[] {
  return Array.from({ length: count }, (_, at): Value => {
    const name = `Xa${letters(at * 7919 + 100_000)}`;
    return at % 2 ? ['PERSON', `${name} Quo${letters(at * 104_729 + 300_000)}`] : ['PHONE', `+49 30 ${70_000_000 + at * 331}`];
  });
}

function megabytesPerSecond(values: readonly Value[]): number {
  const finder = known(values);
  // Different texts, so that none is remembered from the time before.
  const texts = Array.from({ length: 300 }, (_, at) => `${at} ${kilobyte}`);
  const time = fastestOf(8, () => {
    for (const text of texts) finder.find(text);
  });
  return (texts.length * kilobyte.length) / time;
}

// Floors far below what an idle machine shows: a loop over all values for each word would miss them by far.
describe('the time known values take', { retry: 3 }, () => {
  it('texts of one kilobyte are read at 15 MB a second with 50 values', () => {
    expect(megabytesPerSecond(people(50))).toBeGreaterThan(15 / pace());
  });

  it('texts of one kilobyte are read at 8 MB a second with 5,000 values', () => {
    expect(megabytesPerSecond(people(5000))).toBeGreaterThan(8 / pace());
  });

  const hostile: readonly (readonly [string, string])[] = [
    ['near misses of every name', 'Johannas Smythq '],
    ['one letter less each time', 'Johanne Smit '],
    ['first names alone', 'Johannes '],
    ['initials', 'J.S. '],
    ['groups of digits', '0151 '],
    ['one long number', '1'],
    ['one long word', 'a'],
    ['hidden characters', 'S\u00adm\u200bi\u00adt\u200bh '],
    ['wide letters', 'Ｊｏｈａｎｎｅｓ '],
  ];

  it.each(hostile)('four times the text takes about four times as long: %s', (_, piece) => {
    const finder = known([
      ...Array.from({ length: 48 }, (_, at): Value => ['PERSON', `Johannes Smith${letters(at)}`]),
      ['PHONE', '0151 0151 0151'],
      ['ACCOUNT', '1111111112'],
    ]);
    const sized = (size: number, round: number) => `${round} ${piece.repeat(Math.ceil(size / piece.length)).slice(0, size)}`;
    const small = fastestOf(8, (round) => finder.find(sized(32_768, round)));
    const large = fastestOf(8, (round) => finder.find(sized(131_072, round)));
    expect(large).toBeLessThan(small * 8 + 5000);
    // 64 KB, on a machine that does something else as well.
    expect(large / 2).toBeLessThan(60_000 * pace());
  });
});
