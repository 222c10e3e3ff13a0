import { CountersignError } from '../../contracts/errors.ts';
import type { ModelValues } from '../../contracts/models.ts';
import { weekProbabilities, type LatenessQuantile } from '../flows/timing.ts';
import { weeklyTotals } from '../flows/weekly-totals.ts';
import { explainChange, type Line } from '../series/explain-change.ts';
import { forecast } from '../series/forecast.ts';
import { numbersOf } from './series-head.ts';

export type FlowsReading = {
  /**
   * The feature with the open items: `item`, `kind` (receivable, payable, order, payroll), `amount` (negative is money that leaves),
   * `due_in_days`, and days late as `late_p10`, `late_p50`, `late_p90`.
   */
  readonly items: string;
  /** The feature with the weekly net of all the rest. */
  readonly series: string;
  readonly weeks: number;
};

/** What items and series say, week by week, in the currency's unit. */
export type Expected = {
  readonly net: readonly number[];
  /** What items move, in and out added up. */
  readonly gross: readonly number[];
  /** Standard deviation of all that moved until the end of the week, items independent of one another. */
  readonly deviation: readonly number[];
  readonly sources: readonly { readonly source: string; readonly amount: number }[];
  /** What the deviation at the end comes from; shares sum to 1. */
  readonly uncertainty: readonly { readonly source: string; readonly share: number }[];
};

type OpenItem = { readonly item: string; readonly kind: string; readonly minor: bigint; readonly chances: Float64Array };

/** Throws `input.invalid` where an item lacks its amount or its due date. */
export function expectedOf(values: ModelValues, { items, series, weeks }: FlowsReading): Expected {
  const open = openItems(values, items, weeks);
  const past = numbersOf(values[series]);
  const rest = past.length >= 8 ? forecast({ values: past, period: 52 }, weeks, { missing: 'zero' }) : undefined;
  const kinds = [...new Set(open.map(({ kind }) => kind))].toSorted((a, b) => (a < b ? -1 : 1));
  const bySource = kinds.map((source) => ({
    source,
    ...totalsOf(
      open.filter(({ kind }) => kind === source),
      weeks,
    ),
  }));
  const restDeviation = Array.from({ length: weeks }, (_, week) => {
    const [point, high] = [rest?.point[week] ?? 0, rest?.intervals[0]?.upper[week] ?? 0];
    return rest ? Math.max(0, high - point) / 1.2815515655446004 : 0;
  });
  const restVariance = runningSum(restDeviation.map((each) => each * each));
  const end = weeks - 1;
  const parts = [
    ...bySource.map(({ source, variance }) => ({ source, variance: variance[end] ?? 0 })),
    { source: series, variance: restVariance[end] ?? 0 },
  ];
  const whole = parts.reduce((sum, { variance }) => sum + variance, 0);
  const at = (week: number, of: (source: (typeof bySource)[number]) => readonly number[]): number =>
    bySource.reduce((sum, source) => sum + (of(source)[week] ?? 0), 0);
  return {
    net: Array.from({ length: weeks }, (_, week) => at(week, ({ net }) => net) + (rest?.point[week] ?? 0)),
    gross: Array.from({ length: weeks }, (_, week) => at(week, ({ net }) => net.map(Math.abs))),
    deviation: Array.from({ length: weeks }, (_, week) => Math.sqrt(at(week, ({ variance }) => variance) + (restVariance[week] ?? 0))),
    sources: [
      ...bySource.map(({ source, net }) => ({ source, amount: net.reduce((sum, value) => sum + value, 0) })),
      { source: series, amount: (rest?.point ?? []).reduce((sum, value) => sum + value, 0) },
    ],
    uncertainty: parts.map(({ source, variance }) => ({ source, share: whole === 0 ? 0 : variance / whole })),
  };
}

/** The net flow a week, with what is not booked yet. */
export function netOf({ net, gross }: Pick<Expected, 'net' | 'gross'>, unbooked: readonly number[]): number[] {
  return net.map((value, week) => value + (unbooked[week] ?? 0) * (gross[week] ?? 0));
}

export function sumTo(values: readonly number[], week: number): number {
  return values.slice(0, week + 1).reduce((sum, value) => sum + value, 0);
}

function openItems(values: ModelValues, name: string, weeks: number): readonly OpenItem[] {
  const given = values[name];
  if (!Array.isArray(given)) throw new CountersignError('input.invalid', `${name} has to be a list of open items`, { field: name });
  return given.map((each: unknown, index): OpenItem => {
    // Checked member by member below.
    const item = (typeof each === 'object' && each !== null ? each : {}) as Readonly<Record<string, unknown>>;
    const number = (member: string, otherwise?: number): number => {
      const value = item[member] ?? otherwise;
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      throw new CountersignError('input.invalid', `${name}.${index}.${member} has to be a number`, { field: `${name}.${index}.${member}` });
    };
    const [first, middle, last] = [number('late_p10', -2), number('late_p50', 3), number('late_p90', 20)];
    const quantiles: LatenessQuantile[] = [
      { level: 0.1, days: first },
      { level: 0.5, days: Math.max(first, middle) },
      { level: 0.9, days: Math.max(first, middle, last) },
    ];
    return {
      item: typeof item['item'] === 'string' ? item['item'] : String(index),
      kind: typeof item['kind'] === 'string' ? item['kind'] : 'item',
      minor: BigInt(Math.round(number('amount') * 100)),
      chances: weekProbabilities(quantiles, { dueIn: number('due_in_days'), weeks }),
    };
  });
}

function totalsOf(items: readonly OpenItem[], weeks: number): { net: number[]; variance: number[] } {
  const flows = items.map(({ item, minor, chances }) => ({ item, amount: minor, chances }));
  // Means are exact; the draws behind its own intervals are not looked at.
  const net = weeklyTotals(flows, weeks, { draws: 1 }).weeks.map(({ expected }) => Number(expected) / 100);
  const variance = Array.from({ length: weeks }, () => 0);
  for (const { minor, chances } of items) {
    const amount = Number(minor) / 100;
    let moved = 0;
    for (let week = 0; week < weeks; week += 1) {
      moved = Math.min(1, moved + (chances[week] ?? 0));
      variance[week] = (variance[week] ?? 0) + amount * amount * moved * (1 - moved);
    }
  }
  return { net, variance };
}

function runningSum(values: readonly number[]): number[] {
  return values.map((_, week) => sumTo(values, week));
}

/** Shown of a change; the rest is in the sums of the kinds. */
const mostItems = 10;

/** Why the expectation of the items differs from that of a week ago, over the weeks both look at; exact to the minor unit. */
export function changeOf(values: ModelValues, { items, weeks }: FlowsReading, itemsBefore: string) {
  const after = linesOf(openItems(values, items, weeks), 0, weeks - 1);
  const before = linesOf(openItems(values, itemsBefore, weeks), 1, weeks - 1);
  const { total, items: moved } = explainChange(before, after);
  return {
    kinds: Object.fromEntries(Object.entries(total).map(([kind, amount]) => [kind, Number(amount) / 100])),
    items: moved.slice(0, mostItems).map((each) => ({ ...each, week: Number(each.week) + 1, amount: Number(each.amount) / 100 })),
  };
}

/** Lines of `count` weeks from `first` on, which is then week 0. */
function linesOf(open: readonly OpenItem[], first: number, count: number): Line[] {
  return open.flatMap(({ item, minor, chances }) =>
    Array.from({ length: count }, (_, week): Line => {
      const billionths = BigInt(Math.round((chances[first + week] ?? 0) * 1e9));
      return { item, week: String(week).padStart(2, '0'), amount: (minor * billionths) / 1_000_000_000n };
    }).filter(({ amount }) => amount !== 0n),
  );
}
