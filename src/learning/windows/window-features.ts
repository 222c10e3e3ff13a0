import type { Feature, Table } from '../core/table.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { statisticsOf, type Statistics } from './statistics.ts';

/** One sensor reading; `at` is its ISO 8601 time with zone. */
export type Reading = { readonly machine: string; readonly metric: string; readonly value: number; readonly at: string };

export type WindowOptions = {
  readonly minutes: number;
  /** The metrics that become features, in this order; readings of others are counted, not used. */
  readonly metrics: readonly { readonly name: string; readonly limit?: number }[];
};

export type WindowFeatures = {
  readonly asOf: string;
  /** The machine of each row of the table, sorted. */
  readonly machines: readonly string[];
  readonly table: Table;
  /** Readings that were not used: stamped after the moment, without a usable number or time, of a metric nobody asked for. */
  readonly ignored: { readonly later: number; readonly unusable: number; readonly otherMetric: number };
};

export type WindowStream = {
  /** Takes a reading in any order; a second reading of the same machine, metric and time replaces the first. */
  push(reading: Reading): void;
  /** The features as of a moment, from the readings taken so far that are not stamped after it. */
  featuresAt(asOf: string): WindowFeatures;
  /** Lets go of what no moment from `asOf` on needs (two windows); returns how many readings went. */
  forget(asOf: string): number;
};

/**
 * Features of the readings of each machine in the window (asOf − minutes, asOf], strictly as of that moment. Per metric: mean,
 * sd, min, max, slope (a minute), last, count, gap (longest silence in minutes within the window, its beginning and end
 * included), age (minutes since the last reading), over (share above the limit; missing without one) and lag (mean less the mean
 * of the window before). Without a reading in the window all but count and gap are missing. Throws `input.invalid` for an
 * unusable window or moment.
 */
export function createWindowStream(options: WindowOptions): WindowStream {
  if (!(options.minutes > 0 && Number.isFinite(options.minutes)) || options.metrics.length === 0)
    throw new CountersignError('input.invalid', 'A window needs a length in minutes above 0 and at least one metric', { field: 'minutes' });
  const known = new Set(options.metrics.map(({ name }) => name));
  const streams = new Map<string, Map<string, Stream>>();
  const counts = { unusable: 0, otherMetric: 0 };
  return {
    push(reading) {
      const at = Date.parse(reading.at);
      if (!Number.isFinite(at) || !Number.isFinite(reading.value) || reading.machine === '') counts.unusable += 1;
      else if (known.has(reading.metric)) insert(streamOf(streams, reading.machine, reading.metric), at, reading.value);
      else counts.otherMetric += 1;
    },
    featuresAt: (asOf) => featuresAt(streams, options, asOf, counts),
    forget(asOf) {
      const from = momentOf(asOf) - 2 * options.minutes * 60_000;
      let gone = 0;
      for (const metrics of streams.values())
        for (const stream of metrics.values()) {
          const keep = firstAfter(stream.times, from);
          stream.times.splice(0, keep);
          stream.values.splice(0, keep);
          gone += keep;
        }
      return gone;
    },
  };
}

/** The same for readings that are all at hand. */
export function windowFeatures(readings: Iterable<Reading>, asOf: string, options: WindowOptions): WindowFeatures {
  const stream = createWindowStream(options);
  for (const reading of readings) stream.push(reading);
  return stream.featuresAt(asOf);
}

/** Times in milliseconds, ascending, and the value at each. */
type Stream = { readonly times: number[]; readonly values: number[] };

function streamOf(streams: Map<string, Map<string, Stream>>, machine: string, metric: string): Stream {
  const metrics = streams.get(machine) ?? new Map<string, Stream>();
  streams.set(machine, metrics);
  const stream = metrics.get(metric) ?? { times: [], values: [] };
  metrics.set(metric, stream);
  return stream;
}

function insert({ times, values }: Stream, at: number, value: number): void {
  const place = firstAfter(times, at);
  if (place > 0 && times[place - 1] === at) values[place - 1] = value;
  else if (place === times.length) {
    times.push(at);
    values.push(value);
  } else {
    times.splice(place, 0, at);
    values.splice(place, 0, value);
  }
}

/** The position of the first time after `moment`, by halving; readings mostly arrive in order, so the end is looked at first. */
function firstAfter(times: readonly number[], moment: number): number {
  if ((times.at(-1) ?? -Infinity) <= moment) return times.length;
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

const kinds = [
  'mean',
  'sd',
  'min',
  'max',
  'slope',
  'last',
  'count',
  'gap',
  'age',
  'over',
  'lag',
] as const satisfies readonly (keyof Statistics)[];

function featuresAt(
  streams: ReadonlyMap<string, ReadonlyMap<string, Stream>>,
  { minutes, metrics }: WindowOptions,
  asOf: string,
  counts: { readonly unusable: number; readonly otherMetric: number },
): WindowFeatures {
  const moment = momentOf(asOf);
  const machines = [...streams.keys()].toSorted((one, other) => (one < other ? -1 : 1));
  const features: Feature[] = metrics.flatMap(({ name }) => kinds.map((kind) => ({ name: `${name}.${kind}`, kind: 'number' as const })));
  const columns = features.map(() => new Float64Array(machines.length));
  let later = 0;
  machines.forEach((machine, row) => {
    metrics.forEach(({ name, limit }, metric) => {
      const { times, values } = streams.get(machine)?.get(name) ?? { times: [], values: [] };
      const end = firstAfter(times, moment);
      later += times.length - end;
      const [before, start] = [firstAfter(times, moment - 2 * minutes * 60_000), firstAfter(times, moment - minutes * 60_000)];
      const found = statisticsOf({ times, values, before, start, end, moment, minutes, limit });
      kinds.forEach((kind, index) => {
        const column = columns[metric * kinds.length + index];
        if (column) column[row] = found[kind];
      });
    });
  });
  return { asOf, machines, table: { rows: machines.length, features, columns }, ignored: { later, ...counts } };
}

function momentOf(asOf: string): number {
  const moment = Date.parse(asOf);
  if (!Number.isFinite(moment)) throw new CountersignError('input.invalid', 'The moment is an ISO 8601 time', { field: 'asOf' });
  return moment;
}
