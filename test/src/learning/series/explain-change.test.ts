import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainChange, type Line } from '../../../../src/learning/series/index.ts';

const line = (item: string, week: string, amount: bigint, source = 'v1'): Line => ({ item, week, amount, source });
const none = { new: 0n, dropped: 0n, earlier: 0n, later: 0n, model: 0n, amount: 0n };

describe('the change between two forecasts', () => {
  it('a payment that slips leaves one week and reaches another', () => {
    const { weeks, total } = explainChange([line('INV-1', '2026-03-02', 500n)], [line('INV-1', '2026-03-16', 500n)]);
    expect(weeks).toEqual([
      { week: '2026-03-02', before: 500n, after: 0n, kinds: { ...none, later: -500n } },
      { week: '2026-03-16', before: 0n, after: 500n, kinds: { ...none, later: 500n } },
    ]);
    expect(total).toEqual(none);
  });

  it('a supplier payment pulled forward is earlier, whatever its sign', () => {
    const { weeks } = explainChange([line('BILL', 'w2', -70n)], [line('BILL', 'w1', -70n)]);
    expect(weeks.map(({ kinds }) => kinds.earlier)).toEqual([-70n, 70n]);
  });

  it('new items, dropped ones, a corrected amount and another model are told apart', () => {
    const { total } = explainChange(
      [line('gone', 'w1', 10n), line('corrected', 'w1', 100n), line('estimated', 'w1', 100n, 'v1')],
      [line('fresh', 'w1', 7n), line('corrected', 'w1', 90n), line('estimated', 'w1', 120n, 'v2')],
    );
    expect(total).toEqual({ ...none, new: 7n, dropped: -10n, amount: -10n, model: 20n });
  });

  it('names the items that moved most first', () => {
    const { items } = explainChange([], [line('small', 'w1', 5n), line('large', 'w1', -900n)]);
    expect(items.map(({ item }) => item)).toEqual(['large', 'small']);
  });

  it('sums to the difference in every week, whatever the lines', () => {
    const lines = fc.array(
      fc.record({
        item: fc.constantFrom('a', 'b', 'c'),
        week: fc.constantFrom('w1', 'w2', 'w3', 'w4'),
        amount: fc.bigInt({ min: -10_000n, max: 10_000n }),
        source: fc.constantFrom('v1', 'v2'),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        for (const week of explainChange(before, after).weeks)
          expect(Object.values(week.kinds).reduce((sum, part) => sum + part, 0n)).toBe(week.after - week.before);
      }),
      { seed: 3 },
    );
  });

  it('refuses a line without an item', () => {
    expect(() => explainChange([line('', 'w1', 1n)], [])).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});
