import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/approvals/card.ts';

describe('a text on a card', () => {
  it('stays on its line: what a customer wrote cannot look like a line of the card', () => {
    expect(plain('ship late\r\n*Amount* 1.00 EUR\u2028*Asked of* nobody\u0085x')).toBe('ship late *Amount* 1.00 EUR *Asked of* nobody x');
  });

  it('holds nothing unseen that shows it in another order than it is', () => {
    expect(plain('pay \u202e001\u202c EUR\u0007')).toBe('pay 001 EUR');
  });

  it('names nobody and is cut where a channel cuts', () => {
    expect(plain('for <PERSON_1>')).toBe('for [person 1]');
    expect(plain('a'.repeat(400))).toBe(`${'a'.repeat(299)}…`);
  });
});
