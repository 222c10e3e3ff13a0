import { levels, type Agreement, type Level, type Profile } from './profile.ts';

export type FieldModel = {
  readonly id: string;
  readonly levels: readonly { readonly level: Level; readonly m: number; readonly u: number; readonly weight: number }[];
};

/** What a comparison knows about its data. Plain JSON: it can be kept and given again, so that scores of different days compare. */
export type LinkageModel = {
  readonly profile: string;
  /** `data`: estimated by expectation maximisation; `defaults`: too few likely matches, so the profile's own odds. */
  readonly source: 'data' | 'defaults';
  /** log2 of the odds that any two records are one thing. */
  readonly prior: number;
  readonly fields: readonly FieldModel[];
};

/** Counts of agreement patterns; a pattern is the levels of all fields as one number, `held` those a guard holds back. */
export type Patterns = { add(agreements: readonly Agreement[], isHeld: boolean): void; entries(): readonly Pattern[] };
export type Pattern = { readonly agreements: readonly Agreement[]; readonly isHeld: boolean; readonly count: number };

export function createPatterns(): Patterns {
  const found = new Map<string, { agreements: readonly Agreement[]; isHeld: boolean; count: number }>();
  return {
    add(agreements, isHeld) {
      const key = `${agreements.join(' ')}${isHeld ? '!' : ''}`;
      const held = found.get(key);
      if (held) held.count += 1;
      else found.set(key, { agreements: [...agreements], isHeld, count: 1 });
    },
    // In order of the patterns, so that sums do not depend on the order of records.
    entries: () => [...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, pattern]) => pattern),
  };
}

export type Evidence = {
  /** Pairs drawn at random: nearly all of them are different things. */
  readonly random: Patterns;
  /** Pairs that share a key: some of them are one thing. */
  readonly candidates: Patterns;
  /** How many random pairs stand behind one candidate pair: the share of matches among candidates over this is the one among all. */
  readonly candidateShare: number;
  /** Prior odds that hold where nothing is estimated. */
  readonly assumedPrior: number;
};

/** Fewer likely matches than this among the candidates and the profile's odds are used as they are. */
const enough = 40;
/** The profile's odds count as much as this many pairs of each kind. */
const strength = { m: 60, u: 2000 };
const mostBits = 16;

/**
 * m and u for every field and level (Fellegi and Sunter 1969; Winkler 1988 for the estimate): u from random pairs, m by expectation
 * maximisation over candidate pairs. Pairs that a guard holds count as different, or the many neighbours and sisters among
 * candidates would be learned as matches.
 */
export function estimateModel<Given, Prepared>(profile: Profile<Given, Prepared>, evidence: Evidence): LinkageModel {
  const start = fromOdds(profile);
  const random = evidence.random.entries().map((pattern) => ({ ...pattern, chance: 1 }));
  const u = reestimate(start, random, 'u', strength.u);
  const candidates = evidence.candidates.entries();
  const total = candidates.reduce((sum, { count }) => sum + count, 0);
  let share = 0.1;
  let model = u;
  let likely = 0;
  for (let turn = 0; turn < (total > 0 ? 25 : 0); turn += 1) {
    const weighed = candidates.map((pattern) => ({ ...pattern, chance: likelyOrNone(chanceOf(pattern, model, share)) }));
    likely = weighed.reduce((sum, { count, chance }) => sum + count * chance, 0);
    share = Math.min(0.9, Math.max(1e-6, likely / total));
    model = reestimate(model, weighed, 'm', strength.m, start);
  }
  if (likely < enough)
    return { profile: profile.name, source: 'defaults', prior: Math.log2(evidence.assumedPrior), fields: withWeights(start) };
  return {
    profile: profile.name,
    source: 'data',
    prior: Math.log2(Math.min(0.1, share * evidence.candidateShare)),
    fields: withWeights(model),
  };
}

type Odds = readonly {
  readonly id: string;
  readonly levels: readonly { readonly level: Level; readonly m: number; readonly u: number }[];
}[];

function fromOdds<Given, Prepared>(profile: Profile<Given, Prepared>): Odds {
  return profile.fields.map(({ id, odds }) => ({ id, levels: odds }));
}

/**
 * Candidates share a key, so names that agree by chance are many among them. Were each counted by its small chance, they would teach that
 * matches have nothing else in common, which makes them likelier, and so on; so only pairs that are likely as it is count.
 */
function likelyOrNone(chance: number): number {
  return chance < 0.9 ? 0 : chance;
}

function chanceOf(pattern: Pattern, model: Odds, share: number): number {
  if (pattern.isHeld) return 0;
  let [match, other] = [share, 1 - share];
  for (const [at, agreement] of pattern.agreements.entries()) {
    const odds = model[at]?.levels.find(({ level }) => level === agreement);
    if (!odds) continue;
    match *= odds.m;
    other *= odds.u;
  }
  return match / (match + other || 1);
}

/** Shares of levels over pairs weighed by their chance, drawn towards `towards` as if that many pairs had been seen before. */
function reestimate(
  model: Odds,
  pairs: readonly (Pattern & { readonly chance: number })[],
  which: 'm' | 'u',
  pseudo: number,
  towards: Odds = model,
): Odds {
  return model.map((field, at) => {
    const counts = new Map<Agreement, number>();
    let total = 0;
    for (const { agreements, count, chance } of pairs) {
      const agreement = agreements[at] ?? 'missing';
      if (agreement === 'missing') continue;
      counts.set(agreement, (counts.get(agreement) ?? 0) + count * chance);
      total += count * chance;
    }
    const assumed = towards[at]?.levels ?? [];
    return {
      id: field.id,
      levels: field.levels.map((odds, index) => {
        const value = ((counts.get(odds.level) ?? 0) + pseudo * (assumed[index]?.[which] ?? 0)) / (total + pseudo);
        return which === 'm' ? { ...odds, m: value } : { ...odds, u: value };
      }),
    };
  });
}

/** A worse level never counts more than a better one, and no field alone more than `mostBits`. */
function withWeights(model: Odds): FieldModel[] {
  return model.map(({ id, levels: own }) => {
    let most = mostBits;
    return {
      id,
      levels: own.map((odds) => {
        const weight = Math.max(-mostBits, Math.min(most, Math.log2(odds.m / odds.u)));
        most = weight;
        return { ...odds, weight };
      }),
    };
  });
}

/** Bits for each field and level, in the order of `levels`, missing behind them as 0. */
export function weightTable(model: LinkageModel): Float64Array {
  const table = new Float64Array(model.fields.length * 6);
  for (const [at, field] of model.fields.entries())
    for (const { level, weight } of field.levels) table[at * 6 + levels.indexOf(level)] = weight;
  return table;
}
