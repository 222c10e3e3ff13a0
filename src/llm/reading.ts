import type { Json } from '../contracts/json.ts';
import type { Fact, FactSheet } from '../contracts/llm.ts';
import type { Failure } from './faithful.ts';
import type { Language } from './units.ts';

/** What is left of a text while it is checked. Recognised pieces are blanked, so every later check sees only the rest. */
export type Reading = {
  rest: string;
  readonly language: Language;
  readonly facts: readonly Fact[];
  readonly used: Set<string>;
  readonly failures: Failure[];
  fail(check: string, what: string): void;
  /** Where facts are told, in the text as it was checked (NFC); end exclusive. */
  readonly told: { readonly fact: string; readonly start: number; readonly end: number }[];
  /** Marks a fact as told at a place. */
  tell(id: string, at: number, length: number): void;
  /** Whether a fact may be told at a place: on a row that names one thing, another thing's figures may not. */
  fits(id: string, at: number): boolean;
  /** Goes over the matches; what `judge` recognises (or fails) is blanked, `false` leaves it for later checks. */
  take(pattern: RegExp, judge: (match: RegExpExecArray) => boolean): void;
};

// Neither a space nor part of a word or number, so blanked pieces join nothing.
const blank = '\u0000';

export function createReading(text: string, sheet: FactSheet, language: Language): Reading {
  const groups = groupsOf(sheet);
  const named: Named[] = [];
  const rows = new Map<number, ReadonlySet<number> | undefined>();
  const reading: Reading = {
    rest: text.normalize('NFC'),
    language,
    facts: sheet.facts,
    used: new Set(),
    told: [],
    failures: [],
    fail(check, what) {
      reading.failures.push({ check, what: what.replaceAll(blank, '').trim().slice(0, 80) });
    },
    tell(id, at, length) {
      reading.used.add(id);
      reading.told.push({ fact: id, start: at, end: at + length });
      const fact = sheet.facts.find((known) => known.id === id);
      if (fact?.type === 'term' || fact?.type === 'id') named.push({ id, at, end: at + length });
    },
    fits(id, at) {
      const own = groups.get(id);
      if (!own) return true;
      const start = reading.rest.lastIndexOf('\n', at) + 1;
      if (!rows.has(start)) rows.set(start, thingOf(start, reading.rest.indexOf('\n', at), named, groups));
      const here = rows.get(start);
      // A row that names several things says of each what stands at it: `pump (20 pcs) and valve (14 pcs)`.
      const bound = here ?? groupsAt(reading.rest, at, named, groups);
      return !bound || [...own].some((group) => bound.has(group));
    },
    take(pattern, judge) {
      pattern.lastIndex = 0;
      for (let match = pattern.exec(reading.rest); match; match = pattern.exec(reading.rest)) {
        if (!judge(match)) continue;
        const end = match.index + match[0].length;
        reading.rest = reading.rest.slice(0, match.index) + blank.repeat(match[0].length) + reading.rest.slice(end);
        pattern.lastIndex = end;
      }
    },
  };
  return reading;
}

type Named = { readonly id: string; readonly at: number; readonly end: number };

const fewSigns = /^\s?[(:]\s?$/;
const figureThenOf = /^[\d.,\u00a0\u202f ]+\p{L}{0,12}[²³]?\s(?:(?:of|de|von|x|×)\s|d['’])?$/u;

/** What a figure is bound to by its place: the thing in front of its bracket or colon, or the thing behind `20 pcs of`. */
function groupsAt(
  text: string,
  at: number,
  named: readonly Named[],
  groups: ReadonlyMap<string, ReadonlySet<number>>,
): ReadonlySet<number> | undefined {
  const things = named.filter(({ id }) => groups.has(id));
  const found =
    things.find(({ end }) => end <= at && at - end <= 3 && fewSigns.test(text.slice(end, at))) ??
    things.find((thing) => thing.at > at && thing.at - at <= 40 && figureThenOf.test(text.slice(at, thing.at)));
  return found && groups.get(found.id);
}

/** The groups a row is about: those all named facts of the row share; undefined where it names none or several things. */
function thingOf(
  start: number,
  end: number,
  named: readonly Named[],
  groups: ReadonlyMap<string, ReadonlySet<number>>,
): ReadonlySet<number> | undefined {
  let shared: Set<number> | undefined;
  for (const { id, at } of named) {
    const own = groups.get(id);
    if (!own || at < start || (end >= 0 && at >= end)) continue;
    shared = shared ? new Set([...shared].filter((group) => own.has(group))) : new Set(own);
  }
  return shared && shared.size > 0 ? shared : undefined;
}

/** Facts that stand only inside elements of lists of the view, with the elements they stand in. */
function groupsOf({ view }: FactSheet): ReadonlyMap<string, ReadonlySet<number>> {
  const groups = new Map<string, Set<number>>();
  const outside = new Set<string>();
  let count = 0;
  const walk = (value: Json, group: number | undefined): void => {
    if (typeof value === 'string') {
      if (group === undefined) outside.add(value);
      else groups.set(value, (groups.get(value) ?? new Set()).add(group));
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, typeof item === 'object' && group === undefined ? (count += 1) : group);
    } else if (typeof value === 'object' && value !== null) {
      for (const member of Object.values(value)) walk(member, group);
    }
  };
  walk(view, undefined);
  for (const id of outside) groups.delete(id);
  return groups;
}
