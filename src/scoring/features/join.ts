import type { Observation, ModelFeature, ModelValue, ModelValues } from '../../contracts/models.ts';
import { reduce } from './reduce.ts';

const dayMs = 86_400_000;

/** When the observation was known here. */
export const knownAt = ({ at, knownAt: known }: Observation): string =>
  // As moments: two stamps in different zones do not sort as texts.
  known !== undefined && Date.parse(known) > Date.parse(at) ? known : at;

/** What was read for one feature: its value, and when the newest observation behind it was known. */
export type Joined = {
  readonly value: ModelValue;
  readonly knownAt?: string;
  readonly records: readonly string[];
  /** Why nothing could be read. */
  readonly why?: string;
};

/** The moment a row is made for, and the entities its features may look at. */
export type Moment = { readonly entity: string; readonly asOf: string; readonly links?: Readonly<Record<string, string>> };

/**
 * Every feature as it was at the moment: an observation counts only when it had happened and was known by then, so that nothing known
 * only later can leak in. The same function makes the rows of training and those of serving. Observations may come in any order.
 */
export function joinFeatures(
  features: readonly ModelFeature[],
  observationsOf: (entity: string) => readonly Observation[],
  moment: Moment,
): Readonly<Record<string, Joined>> {
  return Object.fromEntries(features.map((feature) => [feature.name, joinFeature(feature, observationsOf, moment)]));
}

/** The values alone, for rows by the thousand. */
export function joinValues(
  features: readonly ModelFeature[],
  observationsOf: (entity: string) => readonly Observation[],
  moment: Moment,
): ModelValues {
  const upTo = Date.parse(moment.asOf);
  return Object.fromEntries(
    features.map(({ name, from, kind }) => {
      const seen = seenAt(from, observationsOf, moment);
      return [name, seen ? reduce(seen, from, { upTo, kind }) : null];
    }),
  );
}

function joinFeature({ from, kind }: ModelFeature, observationsOf: (entity: string) => readonly Observation[], moment: Moment): Joined {
  const seen = seenAt(from, observationsOf, moment);
  if (!seen) return { value: null, records: [] };
  const newest = seen.reduce<string | undefined>(
    (latest, observation) =>
      latest === undefined || Date.parse(knownAt(observation)) > Date.parse(latest) ? knownAt(observation) : latest,
    undefined,
  );
  return {
    value: reduce(seen, from, { upTo: Date.parse(moment.asOf), kind }),
    ...(newest === undefined ? {} : { knownAt: newest }),
    records: [...new Set(seen.flatMap(({ record }) => (record === undefined ? [] : [record])))],
  };
}

/** What counts for a feature, oldest first; undefined where it is about somebody the moment has no link to. */
function seenAt(
  from: ModelFeature['from'],
  observationsOf: (entity: string) => readonly Observation[],
  { entity, asOf, links }: Moment,
): readonly Observation[] | undefined {
  const whose = from.of === 'self' ? entity : links?.[from.of];
  if (whose === undefined) return undefined;
  const upTo = Date.parse(asOf);
  const since = from.withinDays === undefined ? Number.NEGATIVE_INFINITY : upTo - from.withinDays * dayMs;
  const known = observationsOf(whose)
    .filter(
      (observation) =>
        observation.name === from.observation && Date.parse(knownAt(observation)) <= upTo && Date.parse(observation.at) > since,
    )
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return standing(known);
}

/** What a record said of a moment and says otherwise by now counts once, as it was known last; an order that was changed is no second order. */
function standing(known: readonly Observation[]): readonly Observation[] {
  if (!known.some(({ record, knownAt: later }) => record !== undefined && later !== undefined)) return known;
  const place = ({ record, at }: Observation): string => `${at} ${record}`;
  const last = new Map<string, number>();
  for (const each of known) {
    if (each.record === undefined) continue;
    const at = Date.parse(knownAt(each));
    if (at > (last.get(place(each)) ?? Number.NEGATIVE_INFINITY)) last.set(place(each), at);
  }
  return known.filter((each) => each.record === undefined || Date.parse(knownAt(each)) === last.get(place(each)));
}

/**
 * Features that training could not honestly have: at most moments the observations behind them became known only afterwards. Named,
 * so that a model that would have learned from the future is refused by them.
 */
export function arriveLater(
  features: readonly ModelFeature[],
  observationsOf: (entity: string) => readonly Observation[],
  moments: readonly Moment[],
  share = 0.5,
): string[] {
  return features
    .filter(({ from }) => {
      let late = 0;
      let any = 0;
      for (const { entity, asOf, links } of moments) {
        const whose = from.of === 'self' ? entity : links?.[from.of];
        const own = whose === undefined ? [] : observationsOf(whose).filter((observation) => observation.name === from.observation);
        if (own.length === 0) continue;
        any += 1;
        if (own.every((observation) => Date.parse(knownAt(observation)) > Date.parse(asOf))) late += 1;
      }
      return any > 0 && late / any > share;
    })
    .map(({ name }) => name);
}
