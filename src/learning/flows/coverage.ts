import { wape } from '../series/accuracy.ts';

/** What was expected of one week and what happened; minor units. */
export type Judged = {
  readonly actual: bigint;
  readonly expected: bigint;
  readonly intervals: readonly { readonly level: number; readonly lower: bigint; readonly upper: bigint }[];
};

export type FlowAccuracy = {
  /** Absolute errors over absolute actuals; null where nothing moved. */
  readonly wape: number | null;
  /** The share of weeks inside the interval of each level. */
  readonly coverage: readonly { readonly level: number; readonly inside: number; readonly weeks: number }[];
  /** Signed errors over absolute actuals: above 0 too much was expected. */
  readonly bias: number | null;
};

/** How forecasts of weekly totals fared: error, bias and how often the intervals held. */
export function judgeFlows(weeks: readonly Judged[]): FlowAccuracy {
  const actual = weeks.map((week) => Number(week.actual));
  const expected = weeks.map((week) => Number(week.expected));
  const size = actual.reduce((sum, value) => sum + Math.abs(value), 0);
  const levels = [...new Set(weeks.flatMap(({ intervals }) => intervals.map(({ level }) => level)))].toSorted((one, other) => one - other);
  return {
    wape: size > 0 ? wape(actual, expected) : null,
    bias: size > 0 ? expected.reduce((sum, value, at) => sum + value - (actual[at] ?? 0), 0) / size : null,
    coverage: levels.map((level) => {
      const judged = weeks.flatMap((week) =>
        week.intervals.filter((each) => each.level === level).map((each) => ({ ...each, actual: week.actual })),
      );
      const inside = judged.filter((each) => each.lower <= each.actual && each.actual <= each.upper).length;
      return { level, inside: inside / judged.length, weeks: judged.length };
    }),
  };
}
