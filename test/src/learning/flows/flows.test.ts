import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { judgeFlows, weekProbabilities, weeklyTotals, type FlowItem } from '../../../../src/learning/flows/index.ts';

const lateness = [
  { level: 0.1, days: -2 },
  { level: 0.5, days: 5 },
  { level: 0.9, days: 30 },
];
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

describe('when an item moves', () => {
  it('is read off the quantiles, over what has not moved yet', () => {
    // Due in 2 days: today is the first quantile, one in ten has moved; the median is the end of the first week.
    const chances = weekProbabilities(lateness, { dueIn: 2, weeks: 3 });
    const each = (7 / 25) * (0.4 / 0.9);
    expect([...chances]).toEqual([0.4 / 0.9, each, each, 1 - 0.4 / 0.9 - 2 * each].map((chance) => expect.closeTo(chance, 12)));
  });

  it('what is older than every quantile goes on at the rate of the last stretch, however old', () => {
    // From 5 to 30 days late half falls to a tenth: a fifth is left every 25 days.
    const ancient = weekProbabilities(lateness, { dueIn: -400, weeks: 3 });
    expect(ancient[3]).toBeCloseTo(0.2 ** (21 / 25), 12);
    expect(weekProbabilities(lateness, { dueIn: -40, weeks: 3 })[3]).toBeCloseTo(ancient[3] ?? 0, 12);
    expect(sum(ancient)).toBeCloseTo(1, 12);
  });

  it('sums to one for whatever quantiles rise', () => {
    const days = fc.array(fc.integer({ min: -60, max: 200 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(days, fc.integer({ min: -300, max: 120 }), (drawn, dueIn) => {
        const sorted = drawn.toSorted((one, other) => one - other);
        const chances = weekProbabilities(
          sorted.map((each, at) => ({ level: (at + 1) / (sorted.length + 1), days: each })),
          { dueIn, weeks: 6 },
        );
        expect(sum(chances)).toBeCloseTo(1, 9);
        chances.forEach((chance) => expect(chance).toBeGreaterThanOrEqual(0));
      }),
      { seed: 5 },
    );
  });

  it('refuses quantiles that fall', () => {
    expect(() =>
      weekProbabilities(
        [
          { level: 0.2, days: 9 },
          { level: 0.5, days: 1 },
        ],
        { dueIn: 0, weeks: 2 },
      ),
    ).toThrow(expect.objectContaining({ code: 'input.invalid' }));
    expect(() => weekProbabilities([], { dueIn: 0, weeks: 2 })).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});

describe('weekly totals', () => {
  it('mean and deviation are exact', () => {
    const { weeks, afterHorizon } = weeklyTotals([{ item: 'INV', amount: 1000n, chances: [0.25, 0.5, 0.25] }], 2);
    expect(weeks.map(({ expected }) => expected)).toEqual([250n, 500n]);
    expect(afterHorizon).toBe(250n);
    expect(weeks[0]?.deviation).toBeCloseTo(1000 * Math.sqrt(0.25 * 0.75), 9);
  });

  it('give out every minor unit, whatever the chances', () => {
    const item = fc.tuple(
      fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 5, maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (drawn) => {
        const items: FlowItem[] = drawn.map(([amount, weights], at) => ({
          item: `${at}`,
          amount,
          chances: weights.map((weight) => weight / sum(weights)),
        }));
        const { weeks, afterHorizon } = weeklyTotals(items, 4, { draws: 10 });
        expect(weeks.reduce((total, { expected }) => total + expected, afterHorizon)).toBe(
          drawn.reduce((total, [amount]) => total + amount, 0n),
        );
      }),
      { seed: 8, numRuns: 50 },
    );
  });

  it('intervals hold what they say when items move by their chances', () => {
    const draw = createRandom(77);
    const items: FlowItem[] = Array.from({ length: 60 }, (_, at) => ({
      item: `${at}`,
      amount: BigInt(100 + draw.int(9000)),
      chances: [0.4, 0.3, 0.2, 0.1],
    }));
    const { weeks } = weeklyTotals(items, 3);
    const judged = Array.from({ length: 400 }, () => {
      const actual = [0n, 0n, 0n, 0n];
      for (const { amount } of items) {
        const at = draw.next();
        const week = at < 0.4 ? 0 : at < 0.7 ? 1 : at < 0.9 ? 2 : 3;
        actual[week] = (actual[week] ?? 0n) + amount;
      }
      return weeks.map((week) => ({ ...week, actual: actual[week.week] ?? 0n }));
    }).flat();
    const { coverage, bias } = judgeFlows(judged);
    expect(coverage.map(({ level }) => level)).toEqual([0.8, 0.95]);
    expect(Math.abs((coverage[0]?.inside ?? 0) - 0.8)).toBeLessThan(0.04);
    expect(Math.abs((coverage[1]?.inside ?? 0) - 0.95)).toBeLessThan(0.025);
    expect(Math.abs(bias ?? 1)).toBeLessThan(0.02);
  });

  it('widen by what a back-test found missing, and are the same for the same seed', () => {
    const items = [{ item: 'a', amount: 100n, chances: [0.5, 0.5] }];
    const width = (widening: number): bigint => {
      const interval = weeklyTotals(items, 1, { widening }).weeks[0]?.intervals[0];
      return (interval?.upper ?? 0n) - (interval?.lower ?? 0n);
    };
    expect(width(2)).toBe(2n * width(1));
    expect(weeklyTotals(items, 1, { seed: 4 })).toEqual(weeklyTotals(items, 1, { seed: 4 }));
  });

  it('refuse chances that leave something out', () => {
    expect(() => weeklyTotals([{ item: 'a', amount: 1n, chances: [0.5, 0.4] }], 1)).toThrow(
      expect.objectContaining({ code: 'input.invalid' }),
    );
    expect(() => weeklyTotals([{ item: 'a', amount: 1n, chances: [1] }], 1)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});

describe('judging weekly totals', () => {
  it('counts error over what moved', () => {
    const found = judgeFlows([
      { actual: 100n, expected: 120n, intervals: [{ level: 0.8, lower: 90n, upper: 110n }] },
      { actual: -100n, expected: -90n, intervals: [{ level: 0.8, lower: -95n, upper: -80n }] },
    ]);
    expect(found).toEqual({
      wape: expect.closeTo(0.15, 12),
      bias: expect.closeTo(0.15, 12),
      coverage: [{ level: 0.8, inside: 0.5, weeks: 2 }],
    });
    expect(judgeFlows([])).toEqual({ wape: null, bias: null, coverage: [] });
  });
});
