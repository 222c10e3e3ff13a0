import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChanged, shown, wordDiff } from '../../console/src/approvals/diff.ts';
import { leavesOf, nameOf, withTyped } from '../../console/src/approvals/edit.ts';
import { hashOfApproval, hashOfThread, placeOf } from '../../console/src/shell/route.ts';

describe('a difference', () => {
  it('marks the words that go and come', () => {
    const before = 'SO-78911 is delayed by 9 days. The carrier was told on Monday.';
    const after = 'SO-78911 is delayed by 14 days. The carrier was told on Monday.';
    expect(wordDiff(before, after)).toEqual([
      { kind: 'same', text: 'SO-78911 is delayed by ' },
      { kind: 'gone', text: '9' },
      { kind: 'new', text: '14' },
      { kind: 'same', text: ' days. The carrier was told on Monday.' },
    ]);
  });

  it('holds both texts whole, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'ab', ' ', '\n', 'ä')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = wordDiff(before, after);
        const of = (kind: string): string =>
          pieces
            .filter((piece) => piece.kind === 'same' || piece.kind === kind)
            .map((piece) => piece.text)
            .join('');
        expect([of('gone'), of('new')]).toEqual([before, after]);
      }),
    );
  });

  it('texts with little in common, and very long ones, are shown one after the other', () => {
    expect(wordDiff('one two three', 'four five six')).toEqual([
      { kind: 'gone', text: 'one two three' },
      { kind: 'new', text: 'four five six' },
    ]);
    const long = 'word '.repeat(3000);
    expect(wordDiff(long, `${long}end`)).toHaveLength(2);
  });

  it('a field is unchanged when what would be written is what is there', () => {
    const change = { field: 'f', before: 'a', now: 'b', moved: true };
    expect([
      isChanged({ ...change, after: 'b' }),
      isChanged({ ...change, after: 'a' }),
      isChanged({ ...change, now: null, after: null }),
    ]).toEqual([false, true, false]);
    expect([shown(null), shown(0), shown(false), shown({ a: 1 }), shown('x')]).toEqual(['', '0', 'false', '{"a":1}', 'x']);
  });
});

describe('an edit', () => {
  const input = { order: 'SO-1', amount: 12.5, isUrgent: false, note: null, lines: [{ qty: 3, text: '7' }] };

  it('keeps every type: a number that was typed is a number, a text of digits stays a text', () => {
    expect(leavesOf(input).map(({ path }) => nameOf(path))).toEqual(['order', 'amount', 'isUrgent', 'lines.0.qty', 'lines.0.text']);
    expect(withTyped(input, { amount: ' 13.75 ', isUrgent: true, 'lines.0.qty': '4', 'lines.0.text': '8' })).toEqual({
      ok: true,
      input: { order: 'SO-1', amount: 13.75, isUrgent: true, note: null, lines: [{ qty: 4, text: '8' }] },
    });
    expect(input.lines[0]?.qty).toBe(3);
  });

  it('what nobody touched is what was there', () => {
    expect(withTyped({ toString: 0 }, {})).toEqual({ ok: true, input: { toString: 0 } });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (tree) => {
        // -0 and 0 are one number in JSON.
        const sent = JSON.parse(JSON.stringify(tree)) as Record<string, unknown>;
        expect(withTyped(sent, {})).toEqual({ ok: true, input: sent });
      }),
    );
  });

  it.each(['', 'twelve', '1,5', '0x10', 'Infinity', '1e'])('%j is no number, and is said so by name', (typed) => {
    expect(withTyped(input, { amount: typed })).toEqual({ ok: false, field: 'amount' });
  });
});

describe('a place', () => {
  it('is read back from its own address', () => {
    expect(placeOf(hashOfThread('a/b c'))).toEqual({ page: 'chat', thread: 'a/b c' });
    expect(placeOf(hashOfThread())).toEqual({ page: 'chat', thread: undefined });
    expect(placeOf(hashOfApproval('apr_1', 'all'))).toEqual({ page: 'approvals', id: 'apr_1', status: 'all' });
    expect(placeOf(hashOfApproval(undefined))).toEqual({ page: 'approvals', id: undefined, status: 'waiting' });
    expect([placeOf(''), placeOf('#/'), placeOf('#/x'), placeOf('#/chat/a/b'), placeOf('#/chat/%')].map(({ page }) => page)).toEqual([
      'home',
      'home',
      'unknown',
      'unknown',
      'chat',
    ]);
  });
});
