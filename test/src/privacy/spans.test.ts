import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unite, type Finding } from '../../../src/privacy/spans.ts';

const at = (text: string, part: string, kind: Finding['kind'], by: Finding['by'], token?: string): Finding => {
  const start = text.indexOf(part);
  return { kind, by, start, end: start + part.length, ...(token === undefined ? {} : { token }) };
};
const united = (text: string, found: readonly Finding[], safe: readonly string[] = []) =>
  unite(
    text,
    found,
    safe.map((part) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length })),
  ).map((each) => `${each.kind} ${text.slice(each.start, each.end)}${each.token ?? ''}`);

describe('joining what several finders found', () => {
  it('the longest wins, and is another writing of the known one inside it', () => {
    const text = 'for Dr John Smith today';
    expect(united(text, [at(text, 'Smith', 'PERSON', 'known', '<PERSON_1>'), at(text, 'Dr John Smith', 'PERSON', 'list')])).toEqual([
      'PERSON Dr John Smith<PERSON_1>',
    ]);
  });

  it('what overlaps in part is hidden as a whole, so that nothing of either stays', () => {
    const text = 'at Elm Road 12 Springfield West';
    expect(united(text, [at(text, 'Elm Road 12 Springfield', 'ADDRESS', 'cue'), at(text, 'Springfield West', 'PLACE', 'list')])).toEqual([
      'ADDRESS Elm Road 12 Springfield West',
    ]);
  });

  it('two known people keep their own bounds inside one longer guess', () => {
    const text = 'Ann Lee, Bo Ek';
    const known = [at(text, 'Ann Lee', 'PERSON', 'known', '<PERSON_1>'), at(text, 'Bo Ek', 'PERSON', 'known', '<PERSON_2>')];
    expect(united(text, [at(text, 'Ann Lee, Bo Ek', 'ORG', 'shape'), ...known])).toEqual([
      'PERSON Ann Lee<PERSON_1>',
      'PERSON Bo Ek<PERSON_2>',
    ]);
  });

  it('a name that reaches into an e-mail ends before it', () => {
    const text = 'Lee (ann@lee.se)';
    const found = [at(text, 'Lee (ann', 'PERSON', 'known', '<PERSON_1>'), at(text, 'ann@lee.se', 'EMAIL', 'known')];
    expect(united(text, found)).toEqual(['PERSON Lee<PERSON_1>', 'EMAIL ann@lee.se']);
  });

  it('a safe id is cut out of a guess, and stays out of nothing that is known', () => {
    const text = 'card 4500001234 Ann';
    expect(united(text, [at(text, '4500001234', 'CARD', 'checksum')], ['4500001234'])).toEqual([]);
    expect(united(text, [at(text, '4500001234 Ann', 'ADDRESS', 'cue')], ['4500001234'])).toEqual(['ADDRESS  Ann']);
    expect(united(text, [at(text, '4500001234', 'PHONE', 'known')], ['4500001234'])).toEqual(['PHONE 4500001234']);
  });

  it('no bound stands in the middle of a character, nothing overlaps, and all that was found and is not safe is covered', () => {
    const text = 'Zoë 💶 Ann💶Lee, 4500 x@y.se 💶💶 end';
    const range = fc.tuple(fc.nat(text.length), fc.nat(text.length)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    const finding = fc.record({ range, by: fc.constantFrom<Finding['by']>('known', 'pattern', 'list', 'literal', 'opaque') });
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 8 }), fc.array(range, { maxLength: 2 }), (raw, safe) => {
        const found = raw.flatMap(({ range: { start, end }, by }): Finding[] => (start < end ? [{ kind: 'PERSON', by, start, end }] : []));
        const result = unite(text, found, safe);
        for (const [index, each] of result.entries()) {
          expect(each.start).toBeLessThan(each.end);
          expect(each.start).toBeGreaterThanOrEqual(result[index - 1]?.end ?? 0);
          expect(/\p{Surrogate}/u.test(text.slice(each.start, each.end))).toBe(false);
        }
        for (const { start, end } of found) {
          for (let unit = start; unit < end; unit += 1) {
            const isSafe = safe.some((each) => each.start <= unit && unit < each.end);
            const isWord = /[\p{L}\p{N}]/u.test(text[unit] ?? '');
            if (isWord && !isSafe) expect(result.some((each) => each.start <= unit && unit < each.end)).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
