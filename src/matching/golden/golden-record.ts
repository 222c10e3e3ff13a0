import { foldText } from '../normalise/index.ts';

/** A value as one system holds it. Text, as everything a record is merged from is. */
export type SourceValue = {
  readonly value: string;
  /** ISO moment of the last change, where the system tells. */
  readonly changedAt?: string;
  /** A provider that confirmed it. */
  readonly verifiedBy?: string;
};

export type SourceRecord = { readonly system: string; readonly id: string; readonly fields: Readonly<Record<string, SourceValue>> };

/**
 * Who wins a field:
 * master: the named system, where it has a value · verified: one a provider confirmed · trusted: the first of the systems in this order ·
 * newest: the last change · longest: the most complete writing · review: a person. A rule that finds no winner, or two with different
 * values, leaves it to the next; the last one is always a person.
 */
export type SurvivorshipRule =
  | { readonly by: 'master'; readonly system: string }
  | { readonly by: 'verified'; readonly providers: readonly string[] }
  | { readonly by: 'trusted'; readonly systems: readonly string[] }
  | { readonly by: 'newest' }
  | { readonly by: 'longest' }
  | { readonly by: 'review' };

export type SurvivorshipRules = {
  readonly fields: Readonly<Record<string, readonly SurvivorshipRule[]>>;
  /** For fields that are not named. */
  readonly otherwise: readonly SurvivorshipRule[];
};

export type RecordRefOf = { readonly system: string; readonly id: string };

export type GoldenField = { readonly value: string; readonly from: RecordRefOf; readonly rule: SurvivorshipRule['by'] | 'only' | 'agreed' };

export type Conflict = {
  readonly field: string;
  /** Every different value once, with where it stands; different in more than case, accents and spaces. */
  readonly sources: readonly (RecordRefOf & { readonly value: string })[];
  readonly settledBy: SurvivorshipRule['by'];
};

export type GoldenRecord = {
  readonly fields: Readonly<Record<string, GoldenField>>;
  readonly conflicts: readonly Conflict[];
  /** Fields a person has to decide; they are not in `fields`. */
  readonly open: readonly string[];
};

type Candidate = RecordRefOf & { readonly held: SourceValue };

/** One record out of several that are the same thing. The order of records decides nothing. */
export function goldenRecord(records: readonly SourceRecord[], rules: SurvivorshipRules): GoldenRecord {
  const fields: Record<string, GoldenField> = {};
  const conflicts: Conflict[] = [];
  const open: string[] = [];
  const sorted = records.toSorted((one, other) => compareRefs(one, other));
  for (const field of [...new Set(sorted.flatMap((record) => Object.keys(record.fields)))].toSorted()) {
    const candidates = sorted.flatMap(({ system, id, fields: own }): Candidate[] => {
      const held = own[field];
      return held && held.value.trim() !== '' ? [{ system, id, held }] : [];
    });
    const [first] = candidates;
    if (!first) continue;
    const different = distinct(candidates);
    const chosen = choose(candidates, rules.fields[field] ?? rules.otherwise);
    if (different.length > 1)
      conflicts.push({
        field,
        sources: different.map(({ system, id, held }) => ({ system, id, value: held.value })),
        settledBy: chosen?.rule ?? 'review',
      });
    const agreed = { winner: first, rule: candidates.length === 1 ? ('only' as const) : ('agreed' as const) };
    const winner =
      different.length > 1
        ? chosen
        : { winner: chosen?.winner ?? first, rule: chosen?.rule === 'master' ? ('master' as const) : agreed.rule };
    if (winner)
      fields[field] = { value: winner.winner.held.value, from: { system: winner.winner.system, id: winner.winner.id }, rule: winner.rule };
    else open.push(field);
  }
  return { fields, conflicts, open };
}

function compareRefs(one: RecordRefOf, other: RecordRefOf): number {
  const [left, right] = [`${one.system} ${one.id}`, `${other.system} ${other.id}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sameKey(value: string): string {
  return foldText(value).replace(/\s+/g, ' ').trim();
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ held }) => {
    const key = sameKey(held.value);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function choose(
  candidates: readonly Candidate[],
  rules: readonly SurvivorshipRule[],
): { winner: Candidate; rule: SurvivorshipRule['by'] } | undefined {
  for (const rule of rules) {
    if (rule.by === 'review') return undefined;
    const [winner, ...others] = winners(candidates, rule);
    if (winner && others.every(({ held }) => sameKey(held.value) === sameKey(winner.held.value))) return { winner, rule: rule.by };
  }
  return undefined;
}

/** The best by one rule; several where they are equally good. */
function winners(candidates: readonly Candidate[], rule: Exclude<SurvivorshipRule, { by: 'review' }>): readonly Candidate[] {
  switch (rule.by) {
    case 'master':
      return candidates.filter(({ system }) => system === rule.system);
    case 'verified':
      return candidates.filter(({ held }) => held.verifiedBy !== undefined && rule.providers.includes(held.verifiedBy));
    case 'trusted': {
      const best = rule.systems.find((system) => candidates.some((candidate) => candidate.system === system));
      return candidates.filter(({ system }) => system === best);
    }
    case 'newest': {
      // One without a moment may be the newest: then this rule cannot say.
      if (candidates.some(({ held }) => held.changedAt === undefined)) return [];
      const moments = candidates.map(({ held }) => Date.parse(held.changedAt ?? ''));
      const last = Math.max(...moments);
      return candidates.filter((_, at) => moments[at] === last);
    }
    case 'longest': {
      const most = Math.max(...candidates.map(({ held }) => held.value.trim().length));
      return candidates.filter(({ held }) => held.value.trim().length === most);
    }
  }
}
