import { describe, expect, it } from 'vitest';
import { cell } from '../../../graphs/assistant/answer/format.ts';
import { Cell } from '../../../src/contracts/answer.ts';

describe('a cell of an answer', () => {
  it('holds a text of any length: what is too long ends with an ellipsis, and no character is torn', () => {
    expect(cell.text('short')).toEqual({ value: 'short', text: 'short' });
    const long = cell.text('😀'.repeat(3000));
    expect(Cell.parse(long).text.endsWith('😀…')).toBe(true);
  });
});
