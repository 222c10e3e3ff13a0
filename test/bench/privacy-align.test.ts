import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, takenOut } from '../../bench/privacy/align.ts';

const mark = '\ue000';
const cut = (original: string, redacted: string): string[] =>
  takenOut(original, redacted.replaceAll('#', mark), mark).map(({ start, end }) => original.slice(start, end));

describe('what a library took out of a text', () => {
  it('is what stands between the pieces it left', () => {
    expect(cut('Call Ana at 555 0100 now', 'Call # at # now')).toEqual(['Ana', '555 0100']);
    expect(cut('Ana called', '# called')).toEqual(['Ana']);
    expect(cut('Call Ana', 'Call #')).toEqual(['Ana']);
    expect(cut('Ana', '#')).toEqual(['Ana']);
  });

  it('is nothing when it left the text alone', () => {
    expect(cut('Order 4500012345', 'Order 4500012345')).toEqual([]);
    expect(cut('', '')).toEqual([]);
  });

  it('is one span where two marks touch', () => {
    expect(cut('see Ana Ruiz12 there', 'see ## there')).toEqual(['Ana Ruiz12']);
  });

  it('reaches from the first difference to the last when it changed more than it marked', () => {
    expect(cut('see  Ana, of Ulm', 'see #, of ulm')).toEqual([' Ana, of U']);
    expect(cut('nothing marked', 'nothing')).toEqual([' marked']);
  });

  it('covers every letter that was taken out, whatever the spans', () => {
    const word = fc.stringMatching(/^[a-z]{1,6}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.boolean()), { minLength: 1, maxLength: 12 }), (words) => {
        const original = words.map(([text]) => text).join(' ');
        let at = 0;
        const spans = words.map(([text, isHidden]) => {
          const start = at;
          at += text.length + 1;
          return { start, end: start + text.length, isHidden };
        });
        const hidden = spans.filter(({ isHidden }) => isHidden);
        const found = takenOut(original, redact(original, hidden, mark), mark);
        // Letter by letter it may differ where words repeat; that it is the same count of spans and the same text it may not.
        return found.length === hidden.length && redact(original, found, mark) === redact(original, hidden, mark);
      }),
    );
  });
});
