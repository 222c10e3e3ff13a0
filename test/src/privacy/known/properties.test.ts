import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLeakFinder, tokenText } from '../../../../src/privacy/index.ts';
import { titles } from '../../../../src/privacy/known/everyday-words.ts';
import { compact } from '../../../../src/privacy/known/spelling.ts';
import { known, written, type Value } from './known-parts.ts';

const word = fc.string({ minLength: 3, maxLength: 9, unit: fc.constantFrom(...Array.from('abdegiklmnoprstuvwzäöüßéñøłç')) });
// `Sra` in front is a title, which is nobody's name.
const name = fc
  .tuple(
    word.filter((first) => !titles.has(compact(first))),
    word,
  )
  .map(([first, last]) => `${first[0]?.toUpperCase()}${first.slice(1)} ${last[0]?.toUpperCase()}${last.slice(1)}x`);
const value: fc.Arbitrary<Value> = fc.oneof(
  name.map((text): Value => ['PERSON', text]),
  name.map((text): Value => ['ORG', `${text} GmbH`]),
  word.map((text): Value => ['EMAIL', `${text}.q@example.com`]),
  fc.integer({ min: 10_000_000, max: 99_999_999 }).map((digits): Value => ['PHONE', `030 ${digits}`]),
  fc.tuple(word, fc.integer({ min: 1, max: 99 })).map(([text, house]): Value => ['ADDRESS', `${text}straße ${house}, 10115 Berlin`]),
);
const separator = fc.constantFrom(' ', ', ', '\n', '. ', "'s ", '-', '/', '\u00a0', ' \u00ad', '。');
const around = fc.oneof(
  word,
  fc.constantFrom('😀', 'John', '12', '0049', '山田', 'ﬃ', '\u0301', '½'),
  fc.string({ maxLength: 5, unit: 'binary' }),
);

/** Values, and a text that holds them between other words. */
const scene = fc.array(value, { minLength: 1, maxLength: 6 }).chain((values) =>
  fc.record({
    values: fc.constant(values),
    text: fc
      .array(fc.tuple(fc.oneof(around, fc.constantFrom(...values.map(([, written]) => written))), separator), { maxLength: 12 })
      .map((pieces) => pieces.flat().join('')),
  }),
);

describe('spans of known values', () => {
  it('are sorted, inside the text, never empty and never overlap', () => {
    fc.assert(
      fc.property(scene, ({ values, text }) => {
        let end = 0;
        for (const span of known(values).find(text)) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 400 },
    );
  });

  it('never begin inside a word, and end inside one only before the s of a genitive', () => {
    fc.assert(
      fc.property(scene, ({ values, text }) => {
        for (const { start, end } of known(values).find(text)) {
          if (/[山田]/u.test(text.slice(start, end + 1))) continue;
          expect(text.slice(0, start)).not.toMatch(/[a-zA-Z0-9]$/);
          expect(text.slice(end)).not.toMatch(/^(?![sS](?![a-zA-Z0-9]))[a-zA-Z0-9]/);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('leave nothing that the leak check would stop', () => {
    fc.assert(
      fc.property(scene, ({ values, text }) => {
        const leak = createLeakFinder(values.map(([kind, value], at) => ({ token: tokenText(kind, at + 1), kind, value })));
        let left = '';
        let end = 0;
        for (const span of known(values).find(text)) {
          left += `${text.slice(end, span.start)}${span.token}`;
          end = span.end;
        }
        expect(leak(left + text.slice(end))).toBeUndefined();
      }),
      { numRuns: 600 },
    );
  });

  it('cover a name in every folding, case and spacing', () => {
    const forms: readonly ((text: string) => string)[] = [
      (text) => text.toLowerCase(),
      (text) => text.toUpperCase(),
      (text) => text.normalize('NFD'),
      (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
      (text) => text.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss'),
      (text) => text.replace(' ', '\u00a0'),
      (text) => text.replace(' ', '\n'),
      (text) => text.replace(' ', '  '),
      (text) => text.split(' ').toReversed().join(', '),
      (text) => Array.from(text).join('\u00ad'),
    ];
    fc.assert(
      fc.property(name, fc.constantFrom(...forms), (full, form) => {
        // Digits stand beside it: a short word there may itself be one of the foldings (`ok` of Øék).
        const text = `7: (${form(full)}) 12`;
        expect(written(text, known([['PERSON', full]]).find(text))).toEqual([form(full)]);
      }),
      { numRuns: 500 },
    );
  });

  it('cover a telephone number whatever stands between its digits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20_000_000, max: 99_999_999 }),
        fc.array(fc.constantFrom('', ' ', '-', '.', '/'), { minLength: 8, maxLength: 8 }),
        fc.constantFrom('+4930', '004930', '030', '(030) '),
        (number, gaps, front) => {
          const digits = `${number}`;
          const text = `tel ${front}${Array.from(digits, (digit, at) => digit + (at < 7 ? gaps[at] : '')).join('')}, thanks`;
          const [span] = known([['PHONE', `+49 30 ${digits}`]]).find(text);
          expect(text.slice(0, span?.start)).toBe('tel ');
          expect(text.slice(span?.end)).toBe(', thanks');
        },
      ),
    );
  });

  it('are the same when the text was read before by another finder', () => {
    const text = 'John Smith and Ann Kowalski';
    const [john, ann] = [known([['PERSON', 'John Smith']]), known([['PERSON', 'Ann Kowalski']])];
    expect(written(text, john.find(text))).toEqual(['John Smith']);
    expect(written(text, ann.find(text))).toEqual(['Ann Kowalski']);
    expect(written(text, john.find(text))).toEqual(['John Smith']);
  });
});
