import type { Observation, Reduction, ModelFeature, ModelValue } from '../../contracts/models.ts';

const dayMs = 86_400_000;

/** The observations of a window, oldest first, as one value. Without any, counts and sums are 0 and everything else is missing. */
export function reduce(
  observations: readonly Observation[],
  from: ModelFeature['from'],
  { upTo, kind }: { readonly upTo: number; readonly kind: ModelFeature['kind'] },
): ModelValue {
  const { take } = from;
  if (isStatistic(take)) return kind === 'number' ? statistic(observations, take) : null;
  switch (take) {
    case 'latest':
    case 'first':
      return observations.at(from.take === 'first' ? 0 : -1)?.value ?? null;
    case 'count':
      return observations.length;
    case 'share':
      return observations.length === 0 ? null : observations.filter(({ value }) => value === from.value).length / observations.length;
    case 'days-since':
      return daysSince(observations.at(-1), upTo);
    case 'items':
      return observations.flatMap(({ value }) => (isItems(value) ? value : []));
    case 'series':
      return periods(observations, from, upTo);
  }
}

const daysSince = (newest: Observation | undefined, upTo: number): number | null =>
  newest === undefined ? null : Math.floor((upTo - Date.parse(newest.at)) / dayMs);

type Statistic = 'mean' | 'sum' | 'min' | 'max' | 'sd' | 'slope';
const isStatistic = (take: Reduction): take is Statistic => ['mean', 'sum', 'min', 'max', 'sd', 'slope'].includes(take);

function isItems(value: ModelValue): value is readonly Readonly<Record<string, number | string | null>>[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null);
}

function statistic(observations: readonly Observation[], take: Statistic): number | null {
  const points = observations.flatMap(({ value, at }) =>
    typeof value === 'number' && Number.isFinite(value) ? [{ value, at: Date.parse(at) }] : [],
  );
  if (points.length === 0) return take === 'sum' ? 0 : null;
  const values = points.map(({ value }) => value);
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = sum / values.length;
  switch (take) {
    case 'sum':
      return sum;
    case 'mean':
      return mean;
    case 'min':
      return values.reduce((least, value) => Math.min(least, value));
    case 'max':
      return values.reduce((most, value) => Math.max(most, value));
    case 'sd':
      return values.length < 2 ? null : Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1));
    case 'slope':
      return slope(points);
  }
}

/** Least squares, per day. */
function slope(points: readonly { readonly value: number; readonly at: number }[]): number | null {
  const days = points.map(({ at }) => at / dayMs);
  const middle = days.reduce((total, day) => total + day, 0) / days.length;
  const mean = points.reduce((total, { value }) => total + value, 0) / points.length;
  const spread = days.reduce((total, day) => total + (day - middle) ** 2, 0);
  if (spread === 0) return null;
  return points.reduce((total, { value }, index) => total + ((days[index] ?? 0) - middle) * (value - mean), 0) / spread;
}

/** Sums by period, the last one ending at the moment; periods without a observation are 0. Starts with the first period that has one. */
function periods(observations: readonly Observation[], { periodDays = 7, withinDays }: ModelFeature['from'], upTo: number): number[] {
  const length = periodDays * dayMs;
  const most = withinDays === undefined ? 2000 : Math.floor(withinDays / periodDays);
  const sums = new Map<number, number>();
  let oldest = -1;
  for (const { value, at } of observations) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const back = Math.floor((upTo - Date.parse(at)) / length);
    if (back >= most) continue;
    sums.set(back, (sums.get(back) ?? 0) + value);
    oldest = Math.max(oldest, back);
  }
  return Array.from({ length: oldest + 1 }, (_, index) => sums.get(oldest - index) ?? 0);
}
