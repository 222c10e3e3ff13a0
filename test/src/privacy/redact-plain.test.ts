import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detector } from '../../../src/app/detector.ts';
import { tokenKinds } from '../../../src/contracts/classes.ts';
import type { Detector, Span } from '../../../src/contracts/detection.ts';
import type { RedactedText } from '../../../src/contracts/redaction.ts';
import { createNumbering, redactPlain, refuseUnscannable, tokenPattern } from '../../../src/privacy/index.ts';

/** Pieces of text a person might type, and some a person would only type to break something. */
const piece = fc.oneof(
  fc.constantFrom(
    'John Smith',
    'Ursula Brandt',
    'Ms. Ursula Brandt called',
    'john.smith@acme.com',
    '+49 30 1234567',
    'DE89 3704 0044 0532 0130 00',
    'Hauptstraße 12, 10115 Berlin',
    'SO-78910',
    '😀',
    'e\u0301',
    '<PERSON_1>',
    '<person 12 >',
    '<TEXT_1>',
    '<PERSON_',
    '_1>',
    '<',
    '>',
    '\r\n',
    '\u200b',
    '\ud83d',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));

/** Puts the values back from the original by position: what a reader with both can always do. */
function restored(original: string, { text: redacted, spans }: RedactedText): string {
  let next = 0;
  return redacted.replace(tokenPattern(), () => {
    const span = spans[next];
    next += 1;
    return span === undefined ? '' : original.slice(span.start, span.end);
  });
}

describe('redactPlain', () => {
  it('every token of the answer stands for one span, and its value in its place gives the input back', () => {
    fc.assert(
      fc.property(text, (original) => {
        const redacted = redactPlain(detector(), original);
        expect([...redacted.text.matchAll(tokenPattern())].map((match) => match[1])).toEqual(redacted.spans.map(({ type }) => type));
        expect(restored(original, redacted)).toBe(original);
      }),
      { numRuns: 400 },
    );
  });

  it('spans are sorted, in range, apart, and counted by type', () => {
    fc.assert(
      fc.property(text, (original) => {
        const { spans, counts } = redactPlain(detector(), original);
        let before = 0;
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          before = end;
        }
        expect(before).toBeLessThanOrEqual(original.length);
        for (const kind of tokenKinds) expect(counts[kind] ?? 0).toBe(spans.filter(({ type }) => type === kind).length);
      }),
    );
  });

  it('beside its tokens the answer holds exactly what stood outside spans, so no value of a span', () => {
    fc.assert(
      fc.property(text, (original) => {
        const { text: redacted, spans } = redactPlain(detector(), original);
        const borders = [0, ...spans.flatMap(({ start, end }) => [start, end]), original.length];
        const outside = borders.flatMap((from, index) => (index % 2 === 0 ? [original.slice(from, borders[index + 1])] : []));
        expect(redacted.replaceAll(tokenPattern(), '\u0000')).toBe(outside.join('\u0000'));
      }),
    );
  });

  it('gives one value one token and a text of its own numbers from one', () => {
    const twice = redactPlain(detector(), 'Mail ann@x.com, bob@x.com and ann@x.com.');
    expect(twice.text).toBe('Mail <EMAIL_1>, <EMAIL_2> and <EMAIL_1>.');
    expect(redactPlain(detector(), 'Mail bob@x.com').text).toBe('Mail <EMAIL_1>');
  });

  it('keeps the numbers of a file over its texts when they share a numbering', () => {
    const numbering = createNumbering();
    const redact = (value: string): string => redactPlain(detector(), value, { numbering }).text;
    expect([redact('ann@x.com'), redact('bob@x.com'), redact('ann@x.com')]).toEqual(['<EMAIL_1>', '<EMAIL_2>', '<EMAIL_1>']);
  });

  it('a numbering that is full forgets the value longest unseen and never gives its number to another', () => {
    const numbering = createNumbering(4);
    const tokens = ['a', 'b', 'c', 'a', 'd', 'b', 'a'].map((value) => numbering.tokenFor('PERSON', value));
    expect(tokens).toEqual(['<PERSON_1>', '<PERSON_2>', '<PERSON_3>', '<PERSON_1>', '<PERSON_4>', '<PERSON_5>', '<PERSON_1>']);
  });

  it('what reads like a token already becomes a text token, also when only other types were asked for', () => {
    const redacted = redactPlain(detector(), 'I typed <PERSON_1> and < email 7 > to ann@x.com', { types: new Set(['PERSON']) });
    expect(redacted.text).toBe('I typed <TEXT_1> and <TEXT_2> to ann@x.com');
    expect(redacted.counts).toEqual({ TEXT: 2 });
  });

  it('a look-alike in the middle of a found value cuts it without letting any of it through', () => {
    const whole: Detector = { detect: (given) => [{ kind: 'ADDRESS', start: 0, end: given.length, by: 'shape' }] };
    expect(redactPlain(whole, 'Elm Street <PERSON_1> 12').text).toBe('<ADDRESS_1> <TEXT_1> <ADDRESS_2>');
  });

  it('counts code points when asked to, as Python does', () => {
    const { spans } = redactPlain(detector(), '😀😀 ann@x.com 😀', { offsets: 'code-points' });
    expect(spans).toMatchObject([{ type: 'EMAIL', start: 3, end: 12 }]);
    expect(Array.from('😀😀 ann@x.com 😀').slice(3, 12).join('')).toBe('ann@x.com');
  });

  it('reads a text of megabytes in pieces, with positions of the whole and no character pair cut', () => {
    const seen: string[] = [];
    const mail = 'ann@x.com';
    const find = (given: string): Span[] => {
      seen.push(given);
      const start = given.indexOf(mail);
      return start < 0 ? [] : [{ kind: 'EMAIL', start, end: start + mail.length, by: 'pattern' }];
    };
    const long = `${'x'.repeat(1_000_000)}\n\n${'😀'.repeat(600_001)} ${mail}`;
    const { spans } = redactPlain({ detect: find }, long);
    expect(spans).toEqual([{ type: 'EMAIL', start: long.length - mail.length, end: long.length, by: 'pattern' }]);
    expect(seen.join('')).toBe(long);
    expect(Math.max(...seen.map(({ length }) => length))).toBeLessThanOrEqual(1_048_576);
    for (const each of seen) expect(each).not.toMatch(/\p{Surrogate}/u);
  });
});

describe('the strict profile', () => {
  const base64 = Buffer.from('x'.repeat(300)).toString('base64');

  it.each([
    ['a run of base64', `see ${base64}`],
    ['base64 wrapped at 76 characters', base64.replaceAll(/(.{76})/g, '$1\r\n')],
    ['a line of 65,537 characters', 'word '.repeat(13_108)],
  ])('refuses %s with a code and nothing of the text', (_name, given) => {
    expect(() => refuseUnscannable(given, 'Line 3')).toThrow(
      expect.objectContaining({ code: 'privacy.unscannable', field: 'text', message: expect.stringMatching(/^Line 3 (has|holds) /) }),
    );
  });

  it.each([
    ['a long text', 'Dear Ms. Brandt, the order is late.\n'.repeat(5000)],
    ['a list of words, one a line', 'internationalisation\n'.repeat(200)],
    ['an empty text', ''],
  ])('lets %s pass', (_name, given) => {
    expect(() => refuseUnscannable(given, 'The text')).not.toThrow();
  });
});
