import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Head, LoadedHead, ModelValues } from '../../contracts/models.ts';
import { changeOf, expectedOf, netOf, sumTo, type FlowsReading } from './flows.ts';
import { numbersOf } from './series-head.ts';
import { reportOf, type JudgedFlows } from './flows-report.ts';

export type FlowsOptions = FlowsReading & {
  /** The net flow of each week that came. */
  readonly target: string;
  /** The feature with the items of a week ago, against which a change is explained. */
  readonly itemsBefore?: string;
  /** The feature with the cash there is. */
  readonly opening: string;
};

const Week = z.object({
  week: z.number(),
  net: z.number(),
  mean: z.number(),
  low: z.number(),
  high: z.number(),
  low95: z.number(),
  high95: z.number(),
});

/** The head's value: positions at the end of each week, what makes them uncertain, and why they differ from those of a week ago. */
export const FlowsValue = z.object({
  weeks: z.array(Week),
  uncertainty: z.array(z.object({ source: z.string(), share: z.number() })),
  change: z
    .object({
      kinds: z.record(z.string(), z.number()),
      items: z.array(z.object({ item: z.string(), kind: z.string(), week: z.number(), amount: z.number() })),
    })
    .nullable(),
});
export type FlowsValue = z.infer<typeof FlowsValue>;

const Artefact = z.object({
  kind: z.literal('flows'),
  weeks: z.number().int().min(1),
  /** What came each week beyond what the items and the series say: business that was not booked yet. As a share of the items' flow. */
  unbooked: z.array(z.number()),
  /** How many of the computed deviations the 80 and 95 % intervals reach, in each week. */
  reach: z.array(z.tuple([z.number().positive(), z.number().positive()])),
});
type Artefact = z.infer<typeof Artefact>;

const fewest = 20;

/**
 * Weekly positions of cash: open items by when such items move, a series for the rest, and what experience says of business that is
 * not booked yet. Intervals are as wide as past forecasts of the same kind were wrong.
 */
export function flowsHead(options: FlowsOptions): Head {
  const { target, weeks } = options;
  return {
    kind: 'flows',
    targets: [target],
    uses: [options.items, options.series, options.opening, ...(options.itemsBefore === undefined ? [] : [options.itemsBefore])],
    async fit(examples, _features, help) {
      const judged = examples.flatMap(({ values, targets }, at) => {
        const came = numbersOf(targets[target]);
        if (came.length < weeks) return [];
        help.signal?.throwIfAborted();
        help.tell?.(at + 1, examples.length);
        return [{ came: came.slice(0, weeks), said: expectedOf(values, options) }];
      });
      if (judged.length < fewest)
        throw new CountersignError('input.invalid', `The target ${target} needs at least ${fewest} forecasts with what came of them`, {
          field: target,
        });
      const artefact = fitted(judged, weeks);
      // Judged by what the older half says of the newer one.
      const half = judged.length >> 1;
      const report = reportOf(judged.slice(half), judged.slice(0, half), fitted(judged.slice(0, half), weeks));
      // Plain data all the way down: numbers and strings.
      return { artefact: artefact as unknown as Json, report };
    },
    load: (artefact) => load(artefact, options),
  };
}

function fitted(judged: readonly JudgedFlows[], weeks: number): Artefact {
  const unbooked = Array.from({ length: weeks }, (_, week) => {
    const scale = judged.reduce((sum, { said }) => sum + (said.gross[week] ?? 0), 0);
    const missing = judged.reduce((sum, { said, came }) => sum + (came[week] ?? 0) - (said.net[week] ?? 0), 0);
    return scale === 0 ? 0 : missing / scale;
  });
  const reach = Array.from({ length: weeks }, (_, week): [number, number] => {
    const sizes = judged
      .map((each) => {
        const off = sumTo(each.came, week) - sumTo(netOf(each.said, unbooked), week);
        const deviation = each.said.deviation[week] ?? 0;
        return deviation > 0 ? Math.abs(off) / deviation : 0;
      })
      .toSorted((a, b) => a - b);
    const at = (level: number): number => Math.max(0.2, sizes[Math.min(sizes.length - 1, Math.ceil(level * (sizes.length + 1)) - 1)] ?? 1);
    // Beyond the widest error seen lies what was not seen yet.
    return [at(0.8), Math.max(at(0.95), 1.3 * at(0.8))];
  });
  return { kind: 'flows', weeks, unbooked, reach };
}

function load(stored: unknown, options: FlowsOptions): LoadedHead {
  const read = Artefact.safeParse(stored);
  if (!read.success || read.data.weeks !== options.weeks)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  const artefact = read.data;
  return {
    score(values) {
      const opening = values[options.opening];
      if (typeof opening !== 'number')
        throw new CountersignError('input.invalid', `${options.opening} has to be a number`, { field: options.opening });
      const said = expectedOf(values, options);
      const net = netOf(said, artefact.unbooked);
      const weeks = net.map((flow, week) => {
        const mean = opening + sumTo(net, week);
        const [inner, outer] = artefact.reach[week] ?? [1.3, 2];
        const deviation = said.deviation[week] ?? 0;
        const [half, whole] = [inner * deviation, outer * deviation];
        return { week: week + 1, net: flow, mean, low: mean - half, high: mean + half, low95: mean - whole, high95: mean + whole };
      });
      const last = weeks.at(-1);
      const value: FlowsValue = { weeks, uncertainty: said.uncertainty.map((each) => ({ ...each })), change: changed(values, options) };
      return {
        value,
        ...(last === undefined ? {} : { interval: { low: last.low, high: last.high, level: 0.8 } }),
        // In money: what each source moves until the end of the last week.
        factors: said.sources.map(({ source, amount }) => ({ feature: source, contribution: amount })),
        notes: [],
      };
    },
  };
}

function changed(values: ModelValues, options: FlowsOptions): FlowsValue['change'] {
  if (options.itemsBefore === undefined || !Array.isArray(values[options.itemsBefore])) return null;
  return changeOf(values, options, options.itemsBefore);
}
