import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../src/flow/edit-distance.ts';

const text = fc
  .array(fc.constantFrom('Dear', '<PERSON_1>', 'late', 'is', ',', '42', 'Grüße'), { maxLength: 12 })
  .map((words) => words.join(' '));

describe('how much of a text was edited', () => {
  it.each([
    [{ text: 'Dear Ann, we are late.' }, { text: 'Dear Ann, we are late.' }, 0],
    [{ text: 'Dear Ann, we are late.' }, { text: 'Dear Eve, we are late.' }, 1 / 7],
    [{ text: 'Dear <PERSON_1>' }, { text: 'Dear <PERSON_2>' }, 1 / 2],
    [{ text: 'one two' }, { text: 'one two three four' }, 1 / 2],
    [{ text: 'a b c' }, {}, 1],
    // What was left as it was does not make a change smaller.
    [{ subject: 'Long and untouched', text: 'a b' }, { subject: 'Long and untouched', text: 'a c' }, 1 / 2],
    [{ priority: 1, lines: [{ note: 'x y' }] }, { priority: 2, lines: [{ note: 'x z' }] }, 1 / 2],
  ])('%j → %j: %d', (before, after, distance) => {
    expect(editDistance(before, after)).toBeCloseTo(distance, 10);
  });

  it('is 0 for the same, the same in both directions, and never above 1', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const distance = editDistance({ left }, { left: right });
        expect(distance).toBeCloseTo(editDistance({ left: right }, { left }), 10);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        if (left === right) expect(distance).toBe(0);
      }),
    );
  });
});
