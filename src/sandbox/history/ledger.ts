import type { LabelledMoment, ModelValues, Observation } from '../../contracts/models.ts';
import { createChance, type Chance } from './chance.ts';

/** Three years. */
export const historyDays = 1095;
const dayMs = 86_400_000;

/**
 * Where a domain writes its history. Days count from the beginning of the history, fractions are hours; `days` is today. What lies
 * after today is not written: an observation is dropped, a moment whose outcome is still to come keeps its links alone.
 */
export type Ledger = {
  readonly chance: Chance;
  readonly days: number;
  /** 0 is Sunday. */
  readonly weekday: (day: number) => number;
  /** 1 to 31. */
  readonly dayOfMonth: (day: number) => number;
  readonly note: (
    entity: string,
    values: ModelValues,
    day: number,
    more?: { readonly knownDay?: number; readonly record?: string },
  ) => void;
  readonly ask: (entity: string, day: number, outcomeDay: number, targets: ModelValues, links?: Readonly<Record<string, string>>) => void;
};

/** What a domain wrote. */
export type Books = {
  /** In the order in which they became known. */
  readonly observations: readonly Observation[];
  /** In the order in which their outcomes became known. */
  readonly moments: readonly LabelledMoment[];
  readonly byEntity: ReadonlyMap<string, readonly Observation[]>;
  /** What an entity linked to since a moment, oldest first. */
  readonly links: ReadonlyMap<string, readonly Linked[]>;
};

export type Linked = { readonly since: string; readonly links: Readonly<Record<string, string>> };

export type Domain = (ledger: Ledger) => void;

/** Lets a domain write its history. The same seed, name and day give the same books. */
export function writeBooks(domain: Domain, options: { readonly seed: number; readonly name: string; readonly today: string }): Books {
  const start = Date.parse(options.today) - historyDays * dayMs;
  const instant = (day: number): string => new Date(start + Math.round(day * dayMs)).toISOString();
  const observations: Observation[] = [];
  const moments: LabelledMoment[] = [];
  const links = new Map<string, Linked[]>();
  domain({
    chance: createChance(options.seed, options.name),
    days: historyDays,
    weekday: (day) => new Date(start + Math.round(day * dayMs)).getUTCDay(),
    dayOfMonth: (day) => new Date(start + Math.round(day * dayMs)).getUTCDate(),
    note(entity, values, day, { knownDay = day, record } = {}) {
      if (Math.max(day, knownDay) > historyDays) return;
      const at = instant(day);
      const known = knownDay > day ? { knownAt: instant(knownDay) } : {};
      for (const [name, value] of Object.entries(values))
        observations.push({ entity, name, value, at, ...known, ...(record === undefined ? {} : { record }) });
    },
    ask(entity, day, outcomeDay, targets, linked = {}) {
      if (day > historyDays) return;
      links.set(entity, [...(links.get(entity) ?? []), { since: instant(day), links: linked }]);
      if (outcomeDay > historyDays) return;
      moments.push({ entity, asOf: instant(day), outcomeAt: instant(outcomeDay), targets, links: linked });
    },
  });
  const ordered = observations.toSorted((a, b) => byText(knownAt(a), knownAt(b)));
  return {
    observations: ordered,
    moments: moments.toSorted((a, b) => byText(a.outcomeAt, b.outcomeAt) || byText(a.asOf, b.asOf)),
    byEntity: grouped(ordered),
    links,
  };
}

export const knownAt = (observation: Observation): string => observation.knownAt ?? observation.at;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function grouped(observations: readonly Observation[]): ReadonlyMap<string, readonly Observation[]> {
  const groups = new Map<string, Observation[]>();
  for (const each of observations) {
    const own = groups.get(each.entity);
    if (own) own.push(each);
    else groups.set(each.entity, [each]);
  }
  return groups;
}
